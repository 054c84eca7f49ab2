import { useQueries } from "@tanstack/react-query";
import type { MeetingView } from "@/api/meetings";
import { type Row, readRow } from "@/api/notebook";
import { queryKeys } from "@/api/query-keys";

/** Give the rows that others were compared with: those of the meeting, and earlier ones by asking for them. */
export function useParents(meeting: MeetingView): ReadonlyMap<number, Row> {
  const here = new Map([...meeting.finished, ...meeting.concluded].map((row) => [row.number, row]));
  const wanted = meeting.moved.filter((it) => it.verdict !== null).map((it) => it.parent);
  const missing = [...new Set(wanted)].filter((number) => !here.has(number));
  const asked = useQueries({
    queries: missing.map((number) => ({
      queryKey: [...queryKeys.notebook, "row", number],
      queryFn: () => readRow(number),
    })),
  });
  for (const { data } of asked) if (data) here.set(data.number, data);
  return here;
}
