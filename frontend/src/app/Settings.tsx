import { Popover } from "@/components/Popover";
import { Segmented } from "@/components/Segmented";
import { useStore } from "@/lib/store/useStore";
import { LANGUAGES, language, useText } from "./i18n/language";
import { NameButton } from "./NameButton";
import styles from "./Settings.module.css";
import { THEMES, theme } from "./theme";

/** The language, the theme, and who is here. */
export function Settings() {
  const text = useText().shell;
  const spoken = useStore(language);
  const worn = useStore(theme);
  return (
    <div className={styles.settings}>
      <Segmented
        label={text.language.label}
        value={spoken}
        options={LANGUAGES.map((value) => ({ value, label: text.language[value], lang: value }))}
        onChange={language.set}
      />
      <Segmented
        label={text.theme.label}
        value={worn}
        options={THEMES.map((value) => ({ value, label: text.theme[value] }))}
        onChange={theme.set}
      />
      <NameButton />
    </div>
  );
}

/** The same behind one button, where there is no room. */
export function SettingsMenu() {
  const text = useText().shell;
  return (
    <Popover label={text.settings} face="⚙">
      <Settings />
    </Popover>
  );
}
