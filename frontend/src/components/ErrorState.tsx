import { ApiError } from "@/api/errors";
import { useText } from "@/app/i18n/language";
import { NotFound } from "@/app/NotFound";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";
import { sentenceOf } from "./sentence";

interface Props {
  error: unknown;
  onRetry?(): void;
  /** A whole page stands on what is missing: 404 is then shown as for a wrong address. */
  page?: boolean;
}

/** Stands where something could not be shown: why, and what to do. */
export function ErrorState({ error, onRetry, page = false }: Props) {
  const text = useText().common;
  if (page && error instanceof ApiError && error.status === 404) return <NotFound />;
  return (
    <div role="alert">
      <EmptyState
        title={text.error.title}
        actions={onRetry && <Button onClick={onRetry}>{text.retry}</Button>}
      >
        <p>{sentenceOf(error, text.error)}</p>
      </EmptyState>
    </div>
  );
}
