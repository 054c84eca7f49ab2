import { useState } from "react";
import { useRuns } from "@/api/useRuns";
import { useLanguage, useText } from "@/app/i18n/language";
import { Loading } from "@/components/Loading";
import { Popover } from "@/components/Popover";
import { score } from "@/lib/format/number";
import { relativeTime } from "@/lib/format/time";
import { matchingRuns } from "@/lib/run/list";
import styles from "./RunPicker.module.css";

interface Props {
  label: string;
  face?: string;
  leaveOut: readonly string[];
  onPick(id: string): void;
}

/** Chooses one of all runs, found by words. */
export function RunPicker({ label, face, leaveOut, onPick }: Props) {
  // The list is another one after each choice, and closes so.
  const [picked, setPicked] = useState(0);
  return (
    <Popover key={picked} label={label} face={face}>
      <Choices
        leaveOut={leaveOut}
        onPick={(id) => {
          setPicked(picked + 1);
          onPick(id);
        }}
      />
    </Popover>
  );
}

const MOST = 40;

function Choices({ leaveOut, onPick }: Pick<Props, "leaveOut" | "onPick">) {
  const text = useText().run.picker;
  const language = useLanguage();
  const [words, setWords] = useState("");
  const { data: runs } = useRuns();
  const found = matchingRuns(runs ?? [], { words, status: "", kind: "", user: "" }).filter(
    (run) => !leaveOut.includes(run.id),
  );
  return (
    <div className={styles.picker}>
      <input
        type="search"
        aria-label={text.find}
        placeholder={text.find}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {!runs && <Loading />}
      {runs && found.length === 0 && <p>{text.none}</p>}
      <ul>
        {found.slice(0, MOST).map((run) => (
          <li key={run.id}>
            <button type="button" onClick={() => onPick(run.id)}>
              <span>{run.name}</span>
              <span className={styles.more}>
                {score(run.miou)} · {run.user} · {relativeTime(run.created_at, language)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
