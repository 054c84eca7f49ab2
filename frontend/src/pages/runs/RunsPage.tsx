import { useMemo } from "react";
import { useRuns } from "@/api/useRuns";
import { EmptyWorkspace, useIsEmpty } from "@/app/EmptyWorkspace";
import { useLanguage, useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { readOrder, sortBy } from "@/lib/charts/sort";
import { count } from "@/lib/format/number";
import { matchingRuns, toggleChosen } from "@/lib/run/list";
import { list, text as textCodec } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { ChosenRuns } from "./ChosenRuns";
import { RunFilters } from "./RunFilters";
import { COLUMNS, RunTable, valueOfColumn } from "./RunTable";

const SHAPE = {
  search: textCodec(),
  status: textCodec(),
  kind: textCodec(),
  user: textCodec(),
  sort: textCodec("-created_at"),
  chosen: list(),
};

/** All runs of the workspace: found, sorted, and two of them chosen to compare. */
export default function RunsPage() {
  const text = useText().runs;
  const language = useLanguage();
  const isEmpty = useIsEmpty();
  const [state, setState] = useUrlState(SHAPE);
  const { data: runs, error, refetch } = useRuns();
  const order = readOrder(state.sort, COLUMNS, { column: "created_at", direction: "down" });
  const { search, status, kind, user } = state;
  const shown = useMemo(
    () => matchingRuns(runs ?? [], { words: search, status, kind, user }),
    [runs, search, status, kind, user],
  );
  const { column, direction } = order;
  const sorted = useMemo(
    () => sortBy(shown, (run) => valueOfColumn(run, column), direction),
    [shown, column, direction],
  );

  if (error) {
    return (
      <Page title={text.title}>
        <ErrorState error={error} onRetry={refetch} />
      </Page>
    );
  }
  if (isEmpty || runs?.length === 0) {
    return (
      <Page title={text.title}>
        <EmptyWorkspace />
      </Page>
    );
  }
  return (
    <Page
      title={text.title}
      fill
      actions={
        <ChosenRuns runs={runs ?? []} chosen={state.chosen} onClear={() => setState({ chosen: [] })} />
      }
      lead={
        <span role="status">
          {runs &&
            text.count(
              count(shown.length, language),
              count(runs.length, language),
              shown.length === runs.length,
            )}
        </span>
      }
    >
      <RunFilters runs={runs ?? []} filter={state} onChange={setState} />
      {!runs && <Loading />}
      {runs && sorted.length === 0 && (
        <EmptyState
          title={text.nothing}
          actions={
            <Button onClick={() => setState({ search: "", status: "", kind: "", user: "" })}>
              {text.showAll}
            </Button>
          }
        >
          <p>{text.nothingWhy}</p>
        </EmptyState>
      )}
      {sorted.length > 0 && (
        <RunTable
          runs={sorted}
          order={order}
          chosen={state.chosen}
          onSort={(sort) => setState({ sort })}
          onChoose={(id) => setState({ chosen: toggleChosen(state.chosen, id) })}
        />
      )}
    </Page>
  );
}
