import { keptStore } from "@/lib/store/kept";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Light, dark, or what the system says. */
export const theme = keptStore<Theme>(
  "theme",
  (kept) => THEMES.find((known) => known === kept) ?? "auto",
  (chosen) => (chosen === "auto" ? null : chosen),
);

/** Let the document wear the theme, now and whenever another is chosen. */
export function wearTheme(): void {
  const wear = () => {
    const chosen = theme.get();
    if (chosen === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  };
  wear();
  theme.subscribe(wear);
}
