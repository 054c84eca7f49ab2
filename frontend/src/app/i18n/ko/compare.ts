import type { Translation } from "../dictionary";
import type { compare as english } from "../en/compare";

export const compare: Translation<typeof english> = {
  title: "비교",
};
