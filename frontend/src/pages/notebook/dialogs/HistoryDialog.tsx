import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { historyQuery, restoreVersion, type Version } from "@/api/notebook";
import { queryKeys } from "@/api/query-keys";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { tell, tellError } from "@/components/toasts";
import { dateTime } from "@/lib/format/time";
import { wordDiff } from "@/lib/notebook/word-diff";
import { fieldName } from "../tools/columnName";
import styles from "./Dialogs.module.css";
import { DiffWords } from "./DiffWords";

interface Props {
  row: number;
  field: string;
  onClose(): void;
}

/** Every text that a cell has had, the newest first, with what each of them changed. */
export function HistoryDialog({ row, field, onClose }: Props) {
  const all = useText().notebook;
  const { data, error } = useQuery(historyQuery(row, field));
  return (
    <Dialog open wide title={all.history.title(fieldName(field, all), row)} onClose={onClose}>
      {error ? (
        <ErrorState error={error} />
      ) : data ? (
        <Versions row={row} field={field} versions={data} />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}

function Versions({ row, field, versions }: { row: number; field: string; versions: readonly Version[] }) {
  const text = useText().notebook.history;
  if (versions.length === 0) return <p>{text.none}</p>;
  return (
    <ol className={styles.versions}>
      {versions.toReversed().map((version, place) => (
        <VersionLine
          key={version.version}
          row={row}
          field={field}
          version={version}
          before={versions[versions.length - place - 2]?.text ?? ""}
          isNow={place === 0}
        />
      ))}
    </ol>
  );
}

interface LineProps {
  row: number;
  field: string;
  version: Version;
  before: string;
  isNow: boolean;
}

function VersionLine({ row, field, version, before, isNow }: LineProps) {
  const text = useText().notebook.history;
  const language = useLanguage();
  const client = useQueryClient();
  const parts = useMemo(() => wordDiff(before, version.text), [before, version.text]);
  const origins: Record<string, string> = text.origin;
  const restore = useMutation({
    mutationFn: () => restoreVersion(row, field, version.version),
    onSuccess() {
      void client.invalidateQueries({ queryKey: queryKeys.notebook });
      tell(text.restored(version.version));
    },
    onError: tellError,
  });
  return (
    <li className={styles.version}>
      <header className={styles.versionHead}>
        <strong>{text.version(version.version)}</strong>
        <span>{version.author}</span>
        <time dateTime={version.time}>{dateTime(version.time, language)}</time>
        <span>{origins[version.origin] ?? version.origin}</span>
        {isNow ? (
          <span className={styles.now}>{text.now}</span>
        ) : (
          <Button onClick={() => restore.mutate()} disabled={restore.isPending}>
            {text.restore}
          </Button>
        )}
      </header>
      {version.text === "" && <p className={styles.soft}>{text.emptied}</p>}
      <DiffWords parts={parts} />
    </li>
  );
}
