import { Fragment } from "react";
import { Dialog } from "@/components/Dialog";
import { Keys } from "@/components/Keys";
import { useKeyGroups } from "@/lib/keys/useKeys";
import { useText } from "./i18n/language";
import styles from "./KeyList.module.css";

/** The keys that work now: those of the page first. */
export function KeyList({ open, onClose }: { open: boolean; onClose(): void }) {
  const text = useText().shell.keys;
  const groups = useKeyGroups();
  return (
    <Dialog open={open} title={text.title} onClose={onClose} wide>
      <div className={styles.groups}>
        {groups.toReversed().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl className={styles.list}>
              {group.bindings.map((binding) => (
                <Fragment key={binding.keys.join(" / ")}>
                  <dt>
                    <Keys names={binding.keys} />
                  </dt>
                  <dd>{binding.label}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
