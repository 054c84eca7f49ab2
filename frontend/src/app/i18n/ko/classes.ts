import type { Translation } from "../dictionary";
import type { classes as english } from "../en/classes";

export const classes: Translation<typeof english> = {
  title: "클래스",
};
