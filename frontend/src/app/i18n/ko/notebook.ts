import type { Translation } from "../dictionary";
import type { notebook as english } from "../en/notebook";

export const notebook: Translation<typeof english> = {
  title: "실험 노트",
};
