import { useId, useState } from "react";
import { cleanName, identity } from "@/api/identity";
import { Button } from "@/components/Button";
import { useText } from "./i18n/language";
import styles from "./NameForm.module.css";
import { useName } from "./useName";

/** Asks for the name that signs notes; the one that the server was started by is proposed. */
export function NameForm({ onDone }: { onDone?(): void }) {
  const text = useText().shell.name;
  const { name } = useName();
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const shown = typed ?? name;

  function keep(event: React.FormEvent): void {
    event.preventDefault();
    const cleaned = cleanName(shown);
    if (!cleaned) return;
    identity.set(cleaned);
    onDone?.();
  }

  return (
    <form className={styles.form} onSubmit={keep}>
      <label htmlFor={id}>{text.question}</label>
      <input
        id={id}
        value={shown}
        maxLength={80}
        autoComplete="name"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button kind="primary" type="submit" disabled={!cleanName(shown)}>
        {text.save}
      </Button>
    </form>
  );
}
