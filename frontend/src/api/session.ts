import { ApiError, errorOf, UNREACHABLE } from "./errors";
import type { components } from "./types";

export type Session = components["schemas"]["Session"];

/** Holds what the server says first, with the token that writes need; asks once for all who want it. */
export class SessionKeeper {
  private asked: Promise<Session> | null = null;

  constructor(private readonly send: typeof fetch = (...request) => window.fetch(...request)) {}

  /** Give the session; the server is asked where nobody has. */
  get(): Promise<Session> {
    this.asked ??= this.ask();
    return this.asked;
  }

  /** Ask again: the server was started anew, and holds another token. */
  renew(): Promise<Session> {
    this.asked = this.ask();
    return this.asked;
  }

  private async ask(): Promise<Session> {
    try {
      const answer = await this.send("/api/v1/session").catch(() => {
        throw new ApiError(0, UNREACHABLE, "the server does not answer.");
      });
      const body: unknown = await answer.json().catch(() => null);
      if (!answer.ok) throw errorOf(answer.status, body);
      return body as Session;
    } catch (error) {
      this.asked = null; // the next who asks may have more luck
      throw error;
    }
  }
}

export const session = new SessionKeeper();
