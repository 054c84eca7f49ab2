export const notebook = {
  title: "Notebook",
};
