import { useState } from "react";
import { Link } from "react-router";
import type { Gain } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { KIND_STYLES } from "@/components/charts/Kinds";
import { count, scoreChange } from "@/lib/format/number";
import { ERROR_KINDS } from "@/lib/picture/list";
import { picturesLink } from "@/lib/run/links";
import { Block } from "./Block";
import styles from "./Overview.module.css";
import type { Seen } from "./view";

const FIRST = 10;

interface Props {
  seen: Seen;
  /** Only what is about this class. */
  of?: number;
}

/** How much mIoU each repair would add, the greatest first. */
export function Gains({ seen, of }: Props) {
  const text = useText().run.gains;
  const [all, setAll] = useState(false);
  const gains = seen.diagnosis.gains.filter(
    (gain) => (gain.gain ?? 0) > 0 && (of === undefined || gain.classes.includes(of)),
  );
  const shown = all ? gains : gains.slice(0, FIRST);
  const most = gains[0]?.gain ?? 1;
  return (
    <Block title={text.title} why={text.why}>
      {gains.length === 0 && <p>{text.none}</p>}
      <ol className={styles.gains}>
        {shown.map((gain) => (
          <GainLine key={`${gain.repair} ${gain.classes}`} gain={gain} most={most} seen={seen} />
        ))}
      </ol>
      {gains.length > FIRST && (
        <p>
          <Button kind="quiet" onClick={() => setAll(!all)}>
            {all ? text.less : text.more(gains.length)}
          </Button>
        </p>
      )}
    </Block>
  );
}

function GainLine({ gain, most, seen }: { gain: Gain; most: number; seen: Seen }) {
  const text = useText().run.gains;
  const language = useLanguage();
  const { run, validation, nameOf } = seen;
  const [first = -1, second = -1] = gain.classes;
  const kind = ERROR_KINDS.find((known) => known === gain.repair) ?? null;
  const what = kind ? text.kind[kind](nameOf(first)) : text.pair(nameOf(first), nameOf(second));
  const filter = kind ? { classIndex: first, kind } : { classIndex: first, taken: second };
  const words = text.said(what, scoreChange(gain.gain), count(gain.pixels, language));
  return (
    <li>
      <Link to={picturesLink(run.brief.id, validation.index, filter)} aria-label={words} title={words}>
        <span className={styles.what}>{what}</span>
        <span className={styles.gainBar}>
          <span
            className={kind ? KIND_STYLES[kind] : styles.pairBar}
            style={{ width: `${((gain.gain ?? 0) / most) * 100}%` }}
          />
        </span>
        <span className={styles.gain}>{scoreChange(gain.gain)}</span>
      </Link>
    </li>
  );
}
