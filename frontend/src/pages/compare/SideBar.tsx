import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { ComparisonView } from "@/api/comparison";
import { runQuery, runsQuery } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { IconButton } from "@/components/IconButton";
import { Select } from "@/components/Select";
import type { CompareState } from "@/lib/compare/address";
import { namesakes, readSide, type SideName, withoutRun, withRun, writeSide } from "@/lib/compare/sides";
import { paths } from "@/lib/paths/paths";
import { RunPicker } from "@/pages/run/RunPicker";
import styles from "./SideBar.module.css";

interface Props {
  state: CompareState;
  found: ComparisonView | undefined;
  onChange(change: Partial<CompareState>, step?: "push" | "replace"): void;
  onSwap(): void;
}

/** Which runs stand on which side, and which of their validations. */
export function SideBar({ state, onChange, onSwap }: Props) {
  const text = useText().compare.sides;
  const change = (next: Partial<CompareState>) => onChange({ ...next, seeds: ["0", "0"] }, "push");
  return (
    <section className={styles.bar} aria-label={text.label}>
      <SideRuns side="a" label={text.a} state={state} onChange={change} />
      <IconButton label={text.swap} shortcut="x" onClick={onSwap}>
        ⇄
      </IconButton>
      <SideRuns side="b" label={text.b} state={state} onChange={change} />
      <ValidationChoice state={state} onChange={change} />
    </section>
  );
}

/** As many as the server compares. */
const MOST_RUNS = 40;

interface SideProps {
  side: SideName;
  label: string;
  state: CompareState;
  onChange(change: Partial<CompareState>): void;
}

function SideRuns({ side, label, state, onChange }: SideProps) {
  const text = useText().compare.sides;
  const { data: runs } = useQuery(runsQuery());
  const chosen = readSide(state[side]);
  const elsewhere = readSide(state[side === "a" ? "b" : "a"]);
  const more = namesakes(runs ?? [], chosen, elsewhere);
  const letter = side.toUpperCase();
  return (
    <div className={styles.side}>
      <span className={styles.letter} aria-hidden="true">
        {letter}
      </span>
      <div className={styles.content}>
        <span className={styles.label}>{label}</span>
        <ul className={styles.runs} aria-label={label}>
          {chosen.map((id) => {
            const run = runs?.find((it) => it.id === id);
            const name = run?.name ?? id;
            return (
              <li key={id} className={styles.run}>
                <Link to={paths.run(id)} title={id}>
                  {name}
                </Link>
                {runs && !run && <span className={styles.soft}>{text.unknown}</span>}
                {chosen.length > 1 && run?.seed !== null && run && (
                  <span className={styles.soft}>{run.seed}</span>
                )}
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={text.remove(name, letter)}
                  title={text.remove(name, letter)}
                  onClick={() => onChange({ [side]: withoutRun(state[side], id) })}
                >
                  ✕
                </button>
              </li>
            );
          })}
          <li>
            <RunPicker
              label={text.pick(chosen.length > 0 ? text.add : text.choose, letter)}
              face={chosen.length > 0 ? text.add : text.choose}
              leaveOut={chosen}
              onPick={(id) => onChange(withRun(state, side, id))}
            />
          </li>
          {more.length > 0 && chosen.length + more.length <= MOST_RUNS && (
            <li>
              <button
                type="button"
                className={styles.more}
                onClick={() => onChange({ [side]: writeSide([...chosen, ...more.map((run) => run.id)]) })}
              >
                {text.namesakes(more.length)}
              </button>
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}

function ValidationChoice({ state, onChange }: Pick<SideProps, "state" | "onChange">) {
  const text = useText().compare.sides;
  const first = readSide(state.b)[0] ?? readSide(state.a)[0];
  const { data: run } = useQuery({ ...runQuery(first ?? ""), enabled: first !== undefined });
  const said = ["best", "last"].includes(state.validation) ? [] : [state.validation];
  const epochs = [...new Set([...(run?.validations.map((it) => String(it.epoch)) ?? []), ...said])];
  return (
    <Select
      label={text.validation}
      value={state.validation}
      options={[
        { value: "best", label: text.best },
        { value: "last", label: text.last },
        ...epochs.map((epoch) => ({ value: epoch, label: text.epoch(epoch) })),
      ]}
      onChange={(validation) => onChange({ validation })}
    />
  );
}
