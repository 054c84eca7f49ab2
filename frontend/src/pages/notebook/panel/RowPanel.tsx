import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Row, readRow } from "@/api/notebook";
import { queryKeys } from "@/api/query-keys";
import { useLanguage, useText } from "@/app/i18n/language";
import { ErrorState } from "@/components/ErrorState";
import { IconButton } from "@/components/IconButton";
import { Loading } from "@/components/Loading";
import { dateTime } from "@/lib/format/time";
import { FIELDS } from "@/lib/notebook/matching";
import { fieldText } from "@/lib/notebook/values";
import { useNotebook } from "../data/notebook";
import { Comments } from "./Comments";
import { Facts } from "./Facts";
import { Field } from "./Field";
import { OwnFields } from "./OwnFields";
import { DeletedNote, RowMenu } from "./RowMenu";
import styles from "./RowPanel.module.css";

interface Props {
  number: number;
  /** The rows that are shown, in order: for the way to the next one. */
  order: readonly number[];
}

/** All that is known of one row. */
export function RowPanel({ number, order }: Props) {
  const text = useText().notebook.panel;
  const { byNumber } = useNotebook();
  const known = byNumber.get(number);
  // A link may lead to a row that was taken away: the list has it only where these are shown.
  const asked = useQuery({
    queryKey: [...queryKeys.notebook, "row", number],
    queryFn: () => readRow(number),
    enabled: known === undefined && byNumber.size > 0,
    retry: false,
  });
  const row = known ?? asked.data;
  return (
    <section className={styles.panel} aria-label={text.label(number)}>
      <PanelHead number={number} row={row} order={order} />
      {row ? (
        <Content key={row.number} row={row} />
      ) : asked.error ? (
        <ErrorState error={asked.error} />
      ) : (
        <Loading />
      )}
    </section>
  );
}

function PanelHead({ number, row, order }: Props & { row: Row | undefined }) {
  const text = useText().notebook.panel;
  const language = useLanguage();
  const { openRow, edits } = useNotebook();
  const head = useRef<HTMLHeadingElement>(null);
  const at = order.indexOf(number);
  const [before, after] = [order[at - 1], at === -1 ? undefined : order[at + 1]];

  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is another page for who hears it
  useEffect(() => {
    if (document.activeElement === document.body) head.current?.focus({ preventScroll: true });
  }, [number]);

  return (
    <header className={styles.head}>
      <div className={styles.titles}>
        <h2 ref={head} tabIndex={-1}>
          <span className={styles.number}>{`#${number}`}</span>{" "}
          {row && (fieldText(row, "title", edits.unsaved) || row.title)}
        </h2>
        {row && <p className={styles.soft}>{text.began(row.who, dateTime(row.when, language))}</p>}
      </div>
      <div className={styles.tools}>
        <IconButton
          label={text.previous}
          disabled={before === undefined}
          onClick={() => openRow(before ?? null)}
        >
          ↑
        </IconButton>
        <IconButton label={text.next} disabled={after === undefined} onClick={() => openRow(after ?? null)}>
          ↓
        </IconButton>
        {row && <RowMenu row={row} />}
        <IconButton label={text.close} onClick={() => openRow(null)}>
          ✕
        </IconButton>
      </div>
    </header>
  );
}

function Content({ row }: { row: Row }) {
  const [title, hypothesis, conclusion, ...small] = FIELDS;
  return (
    <div className={styles.content}>
      {row.deleted && <DeletedNote row={row} />}
      <Field row={row} field={title} />
      <div className={styles.row}>
        {small.map((field) => (
          <Field key={field} row={row} field={field} isSmall />
        ))}
      </div>
      <Field row={row} field={hypothesis} />
      <Facts row={row} />
      <Field row={row} field={conclusion} />
      <OwnFields row={row} />
      <Comments row={row} />
    </div>
  );
}
