import { useText } from "@/app/i18n/language";
import { type ClassErrors, kindShares } from "@/lib/charts/stack";
import { percent } from "@/lib/format/number";
import { ERROR_KINDS, type ErrorKind } from "@/lib/picture/list";
import styles from "./kinds.module.css";

export const KIND_STYLES: Record<ErrorKind, string> = {
  boundary: styles.boundary ?? "",
  extent: styles.extent ?? "",
  segment: styles.segment ?? "",
};

/** What the colours and patterns of error kinds mean, in words of people who train. */
export function KindLegend() {
  const text = useText().run.kinds;
  const names = useText().common.kinds;
  return (
    <ul className={styles.legend}>
      {ERROR_KINDS.map((kind) => (
        <li key={kind}>
          <span className={`${styles.swatch} ${KIND_STYLES[kind]}`} aria-hidden="true" />
          <span>
            <strong>{names[kind]}</strong> {text.meaning[kind]}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The kinds' shares in what a class lost, missed and false together, in little room. */
export function KindBar({ errors }: { errors: ClassErrors }) {
  return <ShareBar shares={kindShares(errors)} />;
}

/** Shares of the kinds as one bar. */
export function ShareBar({ shares }: { shares: readonly { kind: ErrorKind; share: number }[] }) {
  const names = useText().common.kinds;
  const words = shares.map(({ kind, share }) => `${names[kind]} ${percent(share)}`).join(", ");
  if (shares.every(({ share }) => share === 0)) return null;
  return (
    <span title={words}>
      <span className={styles.small} aria-hidden="true">
        {shares.map(({ kind, share }) => (
          <span key={kind} className={KIND_STYLES[kind]} style={{ width: `${share * 100}%` }} />
        ))}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
