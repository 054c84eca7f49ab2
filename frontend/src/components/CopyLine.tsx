import { useText } from "@/app/i18n/language";
import { Button } from "./Button";
import styles from "./CopyLine.module.css";
import { tell, tellError } from "./toasts";

/** A line to take elsewhere, as a command for the terminal. */
export function CopyLine({ line, label }: { line: string; label: string }) {
  const text = useText();
  function copy(): void {
    navigator.clipboard.writeText(line).then(() => tell(text.common.copied), tellError);
  }
  return (
    <div className={styles.line}>
      <code>{line}</code>
      <Button kind="quiet" onClick={copy} aria-label={`${label}: ${line}`}>
        {label}
      </Button>
    </div>
  );
}
