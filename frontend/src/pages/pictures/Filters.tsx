import { type Ref, useEffect, useState } from "react";
import type { RunView } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Select } from "@/components/Select";
import { useMedia } from "@/lib/media/useMedia";
import { ALL_PICTURES, ERROR_KINDS, ORDERS, type PictureFilter } from "@/lib/picture/list";
import styles from "./Grid.module.css";

interface Props {
  run: RunView;
  validation: number;
  filter: PictureFilter;
  groups: readonly string[];
  searchField: Ref<HTMLInputElement>;
  onValidation(validation: number): void;
  onFilter(filter: PictureFilter): void;
}

const ANY = "";
const REST = 200;

/** Which pictures, in which order. */
export function Filters(props: Props) {
  const { run, validation, filter, groups, onFilter } = props;
  const text = useText().picture.grid;
  const kinds = useText().common.kinds;
  const set = (change: Partial<PictureFilter>) => onFilter({ ...filter, ...change });
  const classes = run.classes.map((it) => ({ value: String(it.index), label: it.name }));
  const isFiltered = JSON.stringify(filter) !== JSON.stringify({ ...ALL_PICTURES, order: filter.order });
  const isNarrow = useMedia("(max-width: 45rem)");
  const fields = (
    <>
      <Select
        label={text.validation}
        value={String(validation)}
        options={run.validations.map((it) => ({
          value: String(it.index),
          label: (it.index === run.brief.best ? text.best : text.epoch)(it.epoch, it.split),
        }))}
        onChange={(value) => props.onValidation(Number(value))}
      />
      <Select
        label={text.class}
        value={filter.classIndex === null ? ANY : String(filter.classIndex)}
        options={[{ value: ANY, label: text.anyClass }, ...classes]}
        onChange={(value) => set({ classIndex: value === ANY ? null : Number(value), taken: null })}
      />
      {filter.classIndex !== null && (
        <Select
          label={text.taken}
          value={filter.taken === null ? ANY : String(filter.taken)}
          options={[
            { value: ANY, label: text.anyTaken },
            ...classes.filter((it) => it.value !== String(filter.classIndex)),
            { value: "-1", label: text.noClass },
          ]}
          onChange={(value) => set({ taken: value === ANY ? null : Number(value) })}
        />
      )}
      <Select
        label={text.kind}
        value={filter.kind ?? ANY}
        options={[
          { value: ANY, label: text.anyKind },
          ...ERROR_KINDS.map((kind) => ({ value: kind, label: kinds[kind] })),
        ]}
        onChange={(value) => set({ kind: ERROR_KINDS.find((kind) => kind === value) ?? null })}
      />
      <Select
        label={text.order}
        value={filter.order}
        options={ORDERS.map((order) => ({ value: order, label: text.orders[order] }))}
        onChange={(order) => set({ order })}
      />
      {groups.length > 0 && (
        <Select
          label={text.group}
          value={filter.group === null ? "*" : `=${filter.group}`}
          options={[
            { value: "*", label: text.anyGroup },
            ...groups.map((group) => ({ value: `=${group}`, label: group || text.noGroup })),
          ]}
          onChange={(value) => set({ group: value === "*" ? null : value.slice(1) })}
        />
      )}
      <SearchField value={filter.search} field={props.searchField} onChange={(search) => set({ search })} />
      {isFiltered && (
        <Button kind="quiet" onClick={() => onFilter({ ...ALL_PICTURES, order: filter.order })}>
          {text.clear}
        </Button>
      )}
    </>
  );
  return (
    <search aria-label={text.filters}>
      {isNarrow ? (
        <details className={styles.fold}>
          <summary>{text.filters}</summary>
          <div className={styles.filters}>{fields}</div>
        </details>
      ) : (
        <div className={styles.filters}>{fields}</div>
      )}
    </search>
  );
}

interface SearchProps {
  value: string;
  field: Ref<HTMLInputElement>;
  onChange(value: string): void;
}

/** Words that are searched for when the writer rests. */
function SearchField({ value, field, onChange }: SearchProps) {
  const text = useText().picture.grid;
  const [words, setWords] = useState(value);
  useEffect(() => setWords(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is written starts the clock
  useEffect(() => {
    if (words === value) return;
    const timer = setTimeout(() => onChange(words), REST);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <input
      ref={field}
      type="search"
      className={styles.search}
      value={words}
      placeholder={text.search}
      aria-label={text.search}
      onChange={(event) => setWords(event.target.value)}
    />
  );
}
