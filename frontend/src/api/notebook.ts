/** Questions to the notebook, and what is written into it. */
import { queryOptions } from "@tanstack/react-query";
import { answer, api, guardedFetch, type Schema } from "./client";
import { errorOf } from "./errors";
import { queryKeys } from "./query-keys";

export type NotebookView = Schema<"NotebookView">;
export type Row = Schema<"Row">;
export type RowVerdict = Schema<"RowVerdict">;
export type Outcome = Schema<"Outcome">;
export type Version = Schema<"Version">;
export type Comment = Schema<"Comment">;
export type SavedView = Schema<"SavedView">;
export type ImportPlan = Schema<"ImportPlan">;
export type ImportResult = Schema<"ImportResult">;
export type SheetFormat = "xlsx" | "csv" | "tsv";

/**
 * Where the rows are kept. Not below `queryKeys.notebook`: a changed cell does not make two thousand rows old,
 * so the notebook's page follows what happens by itself (`pages/notebook/data/useRows.ts`).
 */
export function rowsKey(deleted: boolean) {
  return ["notebook-rows", { deleted }] as const;
}

/** All rows. They are shown at once as they were last seen, and asked for whenever the page is opened. */
export function rowsQuery(deleted: boolean) {
  return queryOptions({
    queryKey: rowsKey(deleted),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/notebook", { params: { query: { deleted } }, signal })),
    refetchOnMount: "always",
  });
}

export function readRow(number: number): Promise<Row> {
  return answer(api.GET("/api/v1/notebook/rows/{number}", { params: { path: { number } } }));
}

export function readChanges(after: number): Promise<Schema<"Change">[]> {
  return answer(api.GET("/api/v1/notebook/changes", { params: { query: { after, limit: 1000 } } }));
}

export function readVerdicts(rows: number[]): Promise<Schema<"RowVerdicts">> {
  return answer(api.GET("/api/v1/notebook/verdicts", { params: { query: { rows } } }));
}

export function sendEdits(edits: Schema<"Edit">[]): Promise<Outcome[]> {
  return answer(api.POST("/api/v1/notebook/edits", { body: { edits } })).then(({ outcomes }) => outcomes);
}

export function addRow(texts: Record<string, string>): Promise<Row> {
  return answer(api.POST("/api/v1/notebook/rows", { body: { texts, runs: [] } }));
}

export function deleteRow(number: number): Promise<Row> {
  return answer(api.DELETE("/api/v1/notebook/rows/{number}", { params: { path: { number } } }));
}

export function undeleteRow(number: number): Promise<Row> {
  return answer(api.POST("/api/v1/notebook/rows/{number}/undelete", { params: { path: { number } } }));
}

/** Every text that a cell has had, the first one first. */
export function historyQuery(number: number, field: string) {
  return queryOptions({
    queryKey: [...queryKeys.notebook, "history", number, field],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/notebook/rows/{number}/history", {
          params: { path: { number }, query: { field } },
          signal,
        }),
      ),
  });
}

export function restoreVersion(number: number, field: string, version: number): Promise<Outcome> {
  return answer(
    api.POST("/api/v1/notebook/rows/{number}/restore", {
      params: { path: { number } },
      body: { field, version },
    }),
  );
}

export function commentsQuery(number: number) {
  return queryOptions({
    queryKey: [...queryKeys.notebook, "comments", number],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/notebook/rows/{number}/comments", { params: { path: { number } }, signal })),
  });
}

export function addComment(number: number, text: string): Promise<Comment> {
  return answer(
    api.POST("/api/v1/notebook/rows/{number}/comments", { params: { path: { number } }, body: { text } }),
  );
}

export function viewsQuery() {
  return queryOptions({
    queryKey: queryKeys.views,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/views", { signal })),
  });
}

export function keepView(name: string, address: string): Promise<SavedView> {
  return answer(api.PUT("/api/v1/views", { params: { query: { name } }, body: { address } }));
}

export function dropView(name: string): Promise<SavedView[]> {
  return answer(api.DELETE("/api/v1/views", { params: { query: { name } } }));
}

/** The address of the notebook as a file. */
export function sheetAddress(format: SheetFormat): string {
  return `/api/v1/notebook/sheet?${new URLSearchParams({ format })}`;
}

export function planImport(file: File, match: Record<string, string>): Promise<ImportPlan> {
  return sendSheet("/api/v1/notebook/sheet/plan", file, match);
}

export function importSheet(file: File, match: Record<string, string>): Promise<ImportResult> {
  return sendSheet("/api/v1/notebook/sheet", file, match);
}

/** The typed client writes bodies as JSON; a sheet is sent as it is. */
async function sendSheet<Answer>(path: string, file: File, match: Record<string, string>): Promise<Answer> {
  const query = new URLSearchParams({ name: file.name, match: JSON.stringify(match) });
  const request = new Request(`${window.location.origin}${path}?${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: await file.arrayBuffer(), // a file that changes on disk while it is read would fail in mid-flight
  });
  const response = await guardedFetch(request);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorOf(response.status, body);
  return body as Answer;
}
