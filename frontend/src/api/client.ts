import createClient from "openapi-fetch";
import { errorOf } from "./errors";
import { createGuardedFetch } from "./guarded-fetch";
import { identity } from "./identity";
import { session } from "./session";
import type { components, paths } from "./types";

/** The shapes of the wire, by name: `Schema<"RunBrief">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** `fetch` with name and token, for what the typed client does not do: pictures, sheets as files. */
export const guardedFetch = createGuardedFetch(session, () => identity.get());

/** The typed client, made from the server's own OpenAPI document. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: guardedFetch });

/**
 * Give what the server answered, or throw an `ApiError` with its sentence.
 *
 *     const runs = await answer(api.GET("/api/v1/runs", { signal }));
 */
export async function answer<Data>(
  sent: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await sent;
  if (!response.ok) throw errorOf(response.status, error);
  return data as Exclude<Data, undefined>;
}
