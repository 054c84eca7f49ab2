import { theme } from "@/app/theme";
import { useMedia } from "@/lib/media/useMedia";
import { useStore } from "@/lib/store/useStore";

/** Whether the page is dark now: for what is painted and not styled. */
export function useDark(): boolean {
  const chosen = useStore(theme);
  const system = useMedia("(prefers-color-scheme: dark)");
  return chosen === "auto" ? system : chosen === "dark";
}
