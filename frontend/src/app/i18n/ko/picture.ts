import type { Translation } from "../dictionary";
import type { picture as english } from "../en/picture";

export const picture: Translation<typeof english> = {
  title: "이미지",
};
