import type { RunView } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { EmptyState } from "@/components/EmptyState";

/** Stands where figures would be, of a run that was never validated: why, and what can be done. */
export function NoValidation({ run }: { run: RunView }) {
  const text = useText().run.none;
  const { status, id } = run.brief;
  if (status === "running") return <EmptyState title={text.runningTitle}>{<p>{text.running}</p>}</EmptyState>;
  if (status === "failed") {
    return (
      <EmptyState title={text.failedTitle}>
        <p>{run.events.findLast((event) => event.message)?.message}</p>
        <p>{text.failed}</p>
      </EmptyState>
    );
  }
  if (status === "stopped") {
    return (
      <EmptyState title={text.stoppedTitle}>
        <p>{text.stopped(`segscope resume ${id}`)}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={text.finishedTitle}>
      <p>{text.finished}</p>
    </EmptyState>
  );
}
