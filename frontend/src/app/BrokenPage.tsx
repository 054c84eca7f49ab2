import { ApiError, UNREACHABLE } from "@/api/errors";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { useText } from "./i18n/language";

/** What browsers and the bundler's loader say where a file of the page did not come. */
const UNLOADED = /dynamically imported module|importing a module script failed|unable to preload css/i;

/** Stands where a page should be that has a defect, or whose files do not come because nobody serves them. */
export function BrokenPage({ error }: { error: Error }) {
  const text = useText().common.error;
  const reload = () => window.location.reload();
  if (UNLOADED.test(error.message)) {
    return <ErrorState error={new ApiError(0, UNREACHABLE, error.message)} onRetry={reload} />;
  }
  return (
    <EmptyState title={text.broken} actions={<Button onClick={reload}>{text.reload}</Button>}>
      <p>{text.brokenWhy}</p>
      <pre>{error.message}</pre>
    </EmptyState>
  );
}
