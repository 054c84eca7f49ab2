import type { Translation } from "../dictionary";
import type { meeting as english } from "../en/meeting";

export const meeting: Translation<typeof english> = {
  title: "미팅",
};
