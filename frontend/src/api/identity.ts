import { keptStore } from "@/lib/store/kept";

const MAX_NAME = 80;

/** The name that signs notes, as the server reads it: single spaces, at most 80 characters. */
export function cleanName(typed: string): string {
  return [...typed.trim().replace(/\s+/gu, " ")].slice(0, MAX_NAME).join("");
}

/** Who sits here, asked once; empty where nobody said so, and then the server's own user signs. */
export const identity = keptStore<string>(
  "name",
  (kept) => cleanName(kept ?? ""),
  (name) => name || null,
);
