import type { ReactNode } from "react";
import { CopyLine } from "@/components/CopyLine";
import { EmptyState } from "@/components/EmptyState";
import { useText } from "./i18n/language";
import { useSession } from "./useSession";

/** Says how to begin, where a workspace has no run yet; `actions` are the page's own beginnings. */
export function EmptyWorkspace({ actions }: { actions?: ReactNode }) {
  const text = useText().shell.empty;
  const beginnings = [
    [text.demo, "segscope demo"],
    [text.train, "segscope train DATA --name baseline"],
    [text.diagnose, "segscope diagnose --gt MASKS --pred PREDICTIONS --classes classes.txt"],
  ] as const;
  return (
    <EmptyState title={text.title} actions={actions}>
      <p>{text.why}</p>
      {beginnings.map(([why, command]) => (
        <div key={command}>
          <p>{why}</p>
          <CopyLine line={command} label={text.copy} />
        </div>
      ))}
      <p>{text.idea}</p>
    </EmptyState>
  );
}

/** Whether the workspace has no run; false while nobody knows. */
export function useIsEmpty(): boolean {
  return useSession()?.runs === 0;
}
