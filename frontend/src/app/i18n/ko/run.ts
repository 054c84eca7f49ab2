import type { Translation } from "../dictionary";
import type { run as english } from "../en/run";

export const run: Translation<typeof english> = {
  title: "실행",
};
