export const picture = {
  title: "Picture",
};
