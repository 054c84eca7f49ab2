export const meeting = {
  title: "Meeting",
};
