import { useMemo, useRef } from "react";
import { useText } from "@/app/i18n/language";
import { Page } from "@/app/Page";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { Splitter } from "@/components/Splitter";
import { useMedia } from "@/lib/media/useMedia";
import { NOTEBOOK_STATE } from "@/lib/notebook/address";
import { arrange } from "@/lib/notebook/arrange";
import { shownColumns } from "@/lib/notebook/columns";
import { readSort } from "@/lib/notebook/sort";
import { useStore } from "@/lib/store/useStore";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Cards } from "./cards/Cards";
import { NotebookContext } from "./data/notebook";
import { useNotebookState } from "./data/useNotebookState";
import { PageDialogs } from "./dialogs/PageDialogs";
import { EmptyNotebook } from "./EmptyNotebook";
import { Grid } from "./grid/Grid";
import { useLayout } from "./grid/useLayout";
import styles from "./NotebookPage.module.css";
import { RowPanel } from "./panel/RowPanel";
import { RowLinks } from "./RowLinks";
import { panelWidth } from "./tools/kept";
import { StatusLine } from "./tools/StatusLine";
import { Toolbar } from "./tools/Toolbar";
import { usePageKeys } from "./tools/usePageKeys";

/** The team's notebook: the sheet of experiments that fills itself, and what people write beside it. */
export default function NotebookPage() {
  const text = useText().notebook;
  const [state, setState] = useUrlState(NOTEBOOK_STATE);
  const { query, notebook, dialog, setDialog } = useNotebookState(state, setState);
  const isWide = useMedia("(min-width: 48rem)");
  const filter = useRef<HTMLInputElement>(null);
  const width = useStore(panelWidth);
  const layout = useLayout(notebook.columns, state, setState);
  const columns = useMemo(
    () => shownColumns(notebook.columns, { order: state.order, hidden: state.hide }),
    [notebook.columns, state.order, state.hide],
  );
  const sort = useMemo(() => readSort(state.sort), [state.sort]);
  const items = useMemo(
    () =>
      arrange(
        notebook.rows,
        { filter: state.q, sort, group: state.group, folded: state.folded },
        notebook.columns,
        notebook.edits.unsaved,
      ),
    [notebook.rows, notebook.columns, notebook.edits.unsaved, state.q, sort, state.group, state.folded],
  );
  const order = useMemo(
    () => [...new Set(items.flatMap((item) => (item.kind === "row" ? [item.row.number] : [])))],
    [items],
  );
  usePageKeys({ filter, edits: notebook.edits, onNewRow: () => setDialog({ kind: "newRow" }) });

  const isEmpty = query.data !== undefined && notebook.rows.length === 0 && !state.deleted;
  const panel = state.row === null ? null : <RowPanel number={state.row} order={order} />;
  const isCardsOnly = !isWide && !panel;

  return (
    <NotebookContext value={notebook}>
      <RowLinks>
        <Page
          title={text.title}
          fill={isWide}
          actions={
            !isEmpty &&
            (isWide || isCardsOnly) && (
              <Toolbar
                state={state}
                filter={filter}
                isWide={isWide}
                setState={setState}
                onNewRow={() => setDialog({ kind: "newRow" })}
                onImport={() => setDialog({ kind: "import" })}
              />
            )
          }
        >
          {query.data === undefined ? (
            query.error ? (
              <ErrorState error={query.error} onRetry={() => void query.refetch()} />
            ) : (
              <Loading />
            )
          ) : isEmpty ? (
            <EmptyNotebook
              onNewRow={() => setDialog({ kind: "newRow" })}
              onImport={() => setDialog({ kind: "import" })}
            />
          ) : (
            <>
              {isWide ? (
                <Splitter
                  size={width}
                  least={20}
                  most={48}
                  onSize={panelWidth.set}
                  first={
                    <div className={styles.fill}>
                      <Grid items={items} columns={columns} sort={sort} open={state.row} {...layout} />
                    </div>
                  }
                  second={panel}
                />
              ) : (
                panel || <Cards items={items} onFold={layout.onFold} />
              )}
              {(isWide || isCardsOnly) && <StatusLine shown={order.length} all={notebook.rows.length} />}
            </>
          )}
          <PageDialogs dialog={dialog} setDialog={setDialog} />
        </Page>
      </RowLinks>
    </NotebookContext>
  );
}
