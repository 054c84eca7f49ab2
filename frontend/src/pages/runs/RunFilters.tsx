import { useMemo } from "react";
import type { RunBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Select } from "@/components/Select";
import { valuesOf } from "@/lib/run/list";
import styles from "./RunsPage.module.css";

interface Filter {
  search: string;
  status: string;
  kind: string;
  user: string;
}

interface Props {
  runs: readonly RunBrief[];
  filter: Filter;
  onChange(change: Partial<Filter>): void;
}

/** Narrows the list by words, status, kind and person. */
export function RunFilters({ runs, filter, onChange }: Props) {
  const text = useText().runs;
  const statuses: Record<string, string> = text.statuses;
  const kinds: Record<string, string> = text.kinds;
  const values = useMemo(
    () => ({
      status: valuesOf(runs, (run) => run.status),
      kind: valuesOf(runs, (run) => run.kind),
      user: valuesOf(runs, (run) => run.user),
    }),
    [runs],
  );
  const options = (column: "status" | "kind" | "user", names: Record<string, string> = {}) => [
    { value: "", label: text.all },
    // What an address asks for is offered even where no run has it.
    ...[...new Set([...values[column], filter[column]])]
      .filter(Boolean)
      .map((value) => ({ value, label: names[value] ?? value })),
  ];
  return (
    <search className={styles.filters}>
      <input
        type="search"
        className={styles.search}
        aria-label={text.search}
        placeholder={text.search}
        value={filter.search}
        onChange={(event) => onChange({ search: event.target.value })}
      />
      <Select
        label={text.status}
        value={filter.status}
        options={options("status", statuses)}
        onChange={(status) => onChange({ status })}
      />
      <Select
        label={text.kind}
        value={filter.kind}
        options={options("kind", kinds)}
        onChange={(kind) => onChange({ kind })}
      />
      <Select
        label={text.user}
        value={filter.user}
        options={options("user")}
        onChange={(user) => onChange({ user })}
      />
    </search>
  );
}
