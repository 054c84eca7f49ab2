import { Button } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";
import { useText } from "./i18n/language";

/** Stands where a page should be that has a defect. */
export function BrokenPage({ error }: { error: Error }) {
  const text = useText().common.error;
  return (
    <EmptyState
      title={text.broken}
      actions={<Button onClick={() => window.location.reload()}>{text.reload}</Button>}
    >
      <p>{text.brokenWhy}</p>
      <pre>{error.message}</pre>
    </EmptyState>
  );
}
