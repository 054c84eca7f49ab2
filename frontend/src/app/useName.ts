import { identity } from "@/api/identity";
import { useStore } from "@/lib/store/useStore";
import { useSession } from "./useSession";

/** Give the name that signs what is written here: the user's own, else the one the server was started by. */
export function useName(): { name: string; isAsked: boolean } {
  const own = useStore(identity);
  const started = useSession()?.user ?? "";
  return { name: own || started, isAsked: own !== "" };
}
