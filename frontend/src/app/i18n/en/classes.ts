export const classes = {
  title: "Class",
};
