import { useQuery } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import { type Session, session } from "@/api/session";

/** Give what the server said first; undefined until it has. */
export function useSession(): Session | undefined {
  return useQuery({ queryKey: queryKeys.session, queryFn: () => session.renew() }).data;
}
