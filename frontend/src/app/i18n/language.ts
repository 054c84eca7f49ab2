import { keptStore } from "@/lib/store/kept";
import { useStore } from "@/lib/store/useStore";
import { en } from "./en";
import { ko } from "./ko";

export const LANGUAGES = ["en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];

const dictionaries = { en, ko } as const;

/** Choose a language of ours from the ones that the browser's user reads, the dearest first. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (found) return found;
  }
  return "en";
}

/** The language of the page; the browser's until somebody chooses. */
export const language = keptStore<Language>(
  "language",
  (kept) => LANGUAGES.find((known) => known === kept) ?? chooseLanguage(navigator.languages ?? []),
  (chosen) => chosen,
);

/** Give the texts of the page's language: `const text = useText(); text.shell.nav.notebook`. */
export function useText() {
  return dictionaries[useStore(language)];
}

/** Give the texts outside of React. */
export function currentText() {
  return dictionaries[language.get()];
}

/** Give the language for `lang` attributes and `Intl`. */
export function useLanguage(): Language {
  return useStore(language);
}
