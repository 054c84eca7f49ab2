import type { Translation } from "../dictionary";
import type { runs as english } from "../en/runs";

export const runs: Translation<typeof english> = {
  title: "실행",
};
