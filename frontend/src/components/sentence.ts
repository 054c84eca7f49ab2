import { ApiError, UNREACHABLE } from "@/api/errors";

/** Say an error in one sentence; the server's own words where it answered. */
export function sentenceOf(error: unknown, text: { unreachable: string; broken: string }): string {
  if (error instanceof ApiError) {
    return error.code === UNREACHABLE ? text.unreachable : capitalised(error.message);
  }
  return error instanceof Error ? `${text.broken}: ${error.message}` : text.broken;
}

function capitalised(words: string): string {
  // A sentence may begin with a name that is written small: only plain words are raised.
  return /^[a-z]+[ ']/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
