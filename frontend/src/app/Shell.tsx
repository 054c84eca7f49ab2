import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { useKeys } from "@/lib/keys/useKeys";
import { paths } from "@/lib/paths/paths";
import { Header } from "./Header";
import { useText } from "./i18n/language";
import { KeyList } from "./KeyList";
import { NameBar } from "./NameBar";
import styles from "./Shell.module.css";

/** What is around every page: the header, who is here, the list of keys. */
export function Shell({ children }: { children: ReactNode }) {
  const text = useText().shell;
  const navigate = useNavigate();
  const [keysShown, showKeys] = useState(false);

  useKeys(text.keys.everywhere, [
    { keys: ["?"], label: text.keys.list, run: () => showKeys(true) },
    { keys: ["g n"], label: text.keys.notebook, run: () => navigate(paths.notebook()) },
    { keys: ["g r"], label: text.keys.runs, run: () => navigate(paths.runs()) },
    { keys: ["g c"], label: text.keys.compare, run: () => navigate(paths.compare()) },
    { keys: ["g m"], label: text.keys.meeting, run: () => navigate(paths.meetings()) },
  ]);

  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it does lead there, but must not change the address */}
      <a className={styles.skip} href="#main" onClick={skipToMain}>
        {text.skip}
      </a>
      <Header onKeys={() => showKeys(true)} />
      <NameBar />
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
      <KeyList open={keysShown} onClose={() => showKeys(false)} />
    </>
  );
}

// The address stays: it says what is shown, not where the focus is.
function skipToMain(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
