import type { RunView } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { tell, tellError } from "@/components/toasts";
import { Block } from "../Block";
import styles from "./Config.module.css";
import { Difference } from "./Difference";
import { Environment } from "./Environment";
import { Events } from "./Events";

/** What the run is: its config, what that changes, where it ran, what happened. */
export default function ConfigPart({ run }: { run: RunView }) {
  const text = useText();
  function copy(): void {
    navigator.clipboard.writeText(run.config).then(() => tell(text.common.copied), tellError);
  }
  return (
    <div className={styles.pair}>
      <div className={styles.column}>
        <Difference run={run} />
        <Events run={run} />
        <Environment environment={run.environment} />
      </div>
      <Block title={text.run.config.title} tools={<Button onClick={copy}>{text.run.config.copy}</Button>}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
        <pre className={styles.yaml} tabIndex={0}>
          {run.config}
        </pre>
      </Block>
    </div>
  );
}
