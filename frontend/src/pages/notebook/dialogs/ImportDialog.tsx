import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type ImportPlan, importSheet, type Outcome, planImport } from "@/api/notebook";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Loading } from "@/components/Loading";
import { sentenceOf } from "@/components/sentence";
import { tell } from "@/components/toasts";
import { doubledField, guessedMatch, type Match, rematched } from "@/lib/notebook/matching";
import { useNotebook } from "../data/notebook";
import styles from "./Dialogs.module.css";
import { FilePick } from "./FilePick";
import { MatchTable } from "./MatchTable";
import { PlanView } from "./PlanView";

interface Planned {
  file: File;
  match: Match;
  plan: ImportPlan;
}

/** A sheet into the notebook: what will happen is shown before it does. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const all = useText();
  const text = all.notebook.sheet;
  const { edits } = useNotebook();
  const [planned, setPlanned] = useState<Planned | null>(null);
  const plan = useMutation({
    mutationFn: async ({ file, match }: { file: File; match?: Match }) => planFor(file, match),
    onSuccess: setPlanned,
    onError: () => setPlanned(null),
  });
  const run = useMutation({
    mutationFn: ({ file, match }: Planned) => importSheet(file, { ...match }),
    onSuccess(result) {
      tell(text.imported(result.added.length, result.saved));
      if (result.conflicts.length > 0) keepConflicts(result.conflicts);
      onClose();
    },
  });

  /** What collided waits in its cells as if it had been written there: nobody's words are lost. */
  function keepConflicts(conflicts: readonly Outcome[]): void {
    const base = new Map(planned?.plan.edits.map((edit) => [`${edit.row} ${edit.field}`, edit.base]));
    edits.write(
      conflicts.map(({ row, field, conflict }) => ({
        row,
        field,
        text: conflict?.mine ?? "",
        base: base.get(`${row} ${field}`) ?? 0,
      })),
    );
    tell(text.conflicts(conflicts.length));
  }

  function choose(name: string, field: string): void {
    if (planned)
      plan.mutate({ file: planned.file, match: rematched(planned.plan.columns, planned.match, name, field) });
  }

  const problem = plan.error ?? run.error;
  const doubled = planned && doubledField(planned.plan.columns, planned.match);
  const isNothing = planned !== null && planned.plan.edits.length === 0 && planned.plan.new.length === 0;
  return (
    <Dialog
      open
      wide
      title={text.title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{all.common.cancel}</Button>
          <Button
            kind="primary"
            disabled={!planned || isNothing || doubled !== null || plan.isPending || run.isPending}
            onClick={() => planned && run.mutate(planned)}
          >
            {text.import}
          </Button>
        </>
      }
    >
      <div className={styles.import}>
        <p className={styles.soft}>{text.why}</p>
        <FilePick file={planned?.file ?? null} onFile={(file) => plan.mutate({ file })} />
        {problem && (
          <p role="alert" className={styles.problem}>
            {sentenceOf(problem, all.common.error)}
          </p>
        )}
        {plan.isPending && !planned && <Loading label={text.reading} />}
        {planned && (
          <>
            <MatchTable columns={planned.plan.columns} match={planned.match} onChoose={choose} />
            <PlanView plan={planned.plan} />
          </>
        )}
      </div>
    </Dialog>
  );
}

/** Ask what a file would do; columns that the server does not know are guessed once. */
async function planFor(file: File, match?: Match): Promise<Planned> {
  if (match) return { file, match, plan: await planImport(file, { ...match }) };
  const plan = await planImport(file, {});
  const guessed = guessedMatch(plan.columns);
  if (Object.keys(guessed).length === 0) return { file, match: {}, plan };
  return { file, match: guessed, plan: await planImport(file, { ...guessed }) };
}
