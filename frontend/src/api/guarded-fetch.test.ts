import { expect, test, vi } from "vitest";
import { ApiError } from "./errors";
import { createGuardedFetch } from "./guarded-fetch";
import { SessionKeeper } from "./session";

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** A server whose token is the last of `tokens`; each start of the page asks for it. */
function server(tokens: string[]) {
  let current = 0;
  const received: Request[] = [];
  const keeper = new SessionKeeper(async () => json({ token: tokens[current] }));
  const send = async (request: Request) => {
    received.push(request);
    if (request.method === "GET") return json([]);
    const right = request.headers.get("X-Segscope-Token") === tokens[current];
    return right ? json({ got: await request.text() }) : json({ code: "wrong_token", message: "old." }, 403);
  };
  return { keeper, send, received, restart: () => current++ };
}

const edit = () =>
  new Request("http://localhost/api/v1/notebook/edits", { method: "POST", body: '{"text":"가설"}' });

test("what reads carries no token, and the name with percent signs", async () => {
  const { keeper, send, received } = server(["one"]);
  await createGuardedFetch(keeper, () => "김민준", send)(new Request("http://localhost/api/v1/runs"));
  expect(received[0]?.headers.has("X-Segscope-Token")).toBe(false);
  expect(decodeURIComponent(received[0]?.headers.get("X-Segscope-User") ?? "")).toBe("김민준");
});

test("without a name no header is sent, so that the server's own user signs", async () => {
  const { keeper, send, received } = server(["one"]);
  await createGuardedFetch(keeper, () => "", send)(edit());
  expect(received[0]?.headers.has("X-Segscope-User")).toBe(false);
});

test("what writes carries the token", async () => {
  const { keeper, send } = server(["one"]);
  expect((await createGuardedFetch(keeper, () => "", send)(edit())).status).toBe(200);
});

test("after a restart of the server the same words are sent once more with the new token", async () => {
  const { keeper, send, received, restart } = server(["one", "two"]);
  const guarded = createGuardedFetch(keeper, () => "", send);
  await guarded(edit());
  restart();
  const answer = await guarded(edit());
  expect(await answer.json()).toEqual({ got: '{"text":"가설"}' });
  expect(received).toHaveLength(3);
});

test("a server that refuses every token is asked twice and no more", async () => {
  const keeper = new SessionKeeper(async () => json({ token: "x" }));
  const send = vi.fn(async () => json({ code: "wrong_token", message: "old." }, 403));
  expect((await createGuardedFetch(keeper, () => "", send)(edit())).status).toBe(403);
  expect(send).toHaveBeenCalledTimes(2);
});

test("another refusal is not tried again, and its body is still to be read", async () => {
  const keeper = new SessionKeeper(async () => json({ token: "x" }));
  const send = vi.fn(async () => json({ code: "forbidden", message: "ask an admin." }, 403));
  const answer = await createGuardedFetch(keeper, () => "", send)(edit());
  expect(send).toHaveBeenCalledTimes(1);
  expect(await answer.json()).toMatchObject({ code: "forbidden" });
});

test("no server is an error with a code, and an aborted request stays aborted", async () => {
  const keeper = new SessionKeeper(async () => json({ token: "x" }));
  const down = createGuardedFetch(
    keeper,
    () => "",
    () => Promise.reject(new TypeError("Failed to fetch")),
  );
  await expect(down(edit())).rejects.toMatchObject({ status: 0, code: "unreachable" });
  const aborted = createGuardedFetch(
    keeper,
    () => "",
    () => Promise.reject(new DOMException("stop", "AbortError")),
  );
  await expect(aborted(edit())).rejects.toThrow(DOMException);
});

test("a session that could not be had is asked for again", async () => {
  const send = vi
    .fn()
    .mockRejectedValueOnce(new TypeError("down"))
    .mockResolvedValue(json({ token: "t" }));
  const keeper = new SessionKeeper(send);
  await expect(keeper.get()).rejects.toThrow(ApiError);
  expect((await keeper.get()).token).toBe("t");
  await keeper.get();
  expect(send).toHaveBeenCalledTimes(2);
});
