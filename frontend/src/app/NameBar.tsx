import { useText } from "./i18n/language";
import styles from "./NameBar.module.css";
import { NameForm } from "./NameForm";
import { useName } from "./useName";
import { useSession } from "./useSession";

/** Asks once who sits here; it stands in nobody's way, since reading needs no name. */
export function NameBar() {
  const text = useText().shell.name;
  const isReady = useSession() !== undefined;
  const { isAsked } = useName();
  if (isAsked || !isReady) return null;
  return (
    <section className={styles.bar} aria-label={text.label}>
      <NameForm />
    </section>
  );
}
