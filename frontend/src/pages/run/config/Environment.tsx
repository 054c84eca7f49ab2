import { Fragment } from "react";
import { useText } from "@/app/i18n/language";
import { flatten } from "@/lib/run/environment";
import { Block } from "../Block";
import styles from "./Config.module.css";

/** Where and with what the run was made. */
export function Environment({ environment }: { environment: Record<string, unknown> }) {
  const text = useText();
  const entries = flatten(environment);
  return (
    <Block title={text.run.config.environment}>
      {entries.length === 0 && <p>{text.common.none}</p>}
      <dl className={styles.environment}>
        {entries.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </Block>
  );
}
