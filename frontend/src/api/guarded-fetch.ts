import { ApiError, UNREACHABLE } from "./errors";
import type { SessionKeeper } from "./session";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Make the `fetch` of the page's client: it says who asks, and sends the token with what writes.
 *
 * Where the token is an old one, because the server was started anew, it is fetched again and the request is
 * sent once more. So nobody's words are lost by a restart.
 *
 * @param session Knows the token.
 * @param userName Gives the name of who sits here; empty where nobody said so.
 * @param send What sends.
 */
export function createGuardedFetch(
  session: SessionKeeper,
  userName: () => string,
  send: (request: Request) => Promise<Response> = (request) => window.fetch(request),
): (request: Request) => Promise<Response> {
  async function sendOnce(request: Request, token: string | null): Promise<Response> {
    const headers = new Headers(request.headers);
    // Headers hold no Hangul: the server reads percent signs.
    if (userName()) headers.set("X-Segscope-User", encodeURIComponent(userName()));
    if (token !== null) headers.set("X-Segscope-Token", token);
    try {
      return await send(new Request(request, { headers }));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError(0, UNREACHABLE, "the server does not answer.");
    }
  }

  return async (request) => {
    if (SAFE.has(request.method)) return sendOnce(request, null);
    const again = request.clone();
    const answer = await sendOnce(request, (await session.get()).token);
    if (answer.status !== 403 || !(await isWrongToken(answer))) return answer;
    return sendOnce(again, (await session.renew()).token);
  };
}

async function isWrongToken(answer: Response): Promise<boolean> {
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return typeof body === "object" && body !== null && "code" in body && body.code === "wrong_token";
}
