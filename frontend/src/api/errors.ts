/** Why the server did not do what it was asked: a word for programs, one sentence for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** The HTTP status; 0 where no server answered. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail: unknown = null,
  ) {
    super(message);
  }
}

export const UNREACHABLE = "unreachable";

/** Make an error of an answer's body, whatever it is. */
export function errorOf(status: number, body: unknown): ApiError {
  if (isErrorAnswer(body)) return new ApiError(status, body.code, body.message, body.detail ?? null);
  return new ApiError(status, "failed", `the server answered ${status}.`);
}

/** Whether it is worth asking again: no server, or one that is in trouble. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

function isErrorAnswer(body: unknown): body is { code: string; message: string; detail?: unknown } {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    "message" in body &&
    typeof body.message === "string"
  );
}
