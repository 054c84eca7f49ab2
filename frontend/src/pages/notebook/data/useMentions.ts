import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Row } from "@/api/notebook";
import { LARGE_PART, listQuery, runQuery } from "@/api/pictures";
import { rowAddress } from "@/lib/notebook/address";
import type { Mention } from "@/lib/notebook/mentions";
import { paths } from "@/lib/paths/paths";
import { ALL_PICTURES } from "@/lib/picture/list";
import { useNotebook } from "./notebook";

/**
 * What an `@` may point to: runs and rows of the notebook, classes and pictures of the row's newest run.
 *
 * @param isAsked Somebody wrote an `@`: only then classes and pictures are asked for.
 */
export function useMentions(row: Row | null, isAsked: boolean): readonly Mention[] {
  const { rows } = useNotebook();
  const run = useMemo(() => newestRun(row, rows), [row, rows]);
  const classes = useQuery({ ...runQuery(run?.id ?? ""), enabled: isAsked && run !== null }).data?.classes;
  const pictures = useQuery({
    ...listQuery(run?.id ?? "", run?.best ?? 0, ALL_PICTURES, 0, LARGE_PART),
    enabled: isAsked && run !== null && run.best !== null,
  }).data?.pictures;
  return useMemo(() => {
    if (!isAsked) return [];
    const newestFirst = rows.toReversed();
    return [
      ...(run && classes
        ? classes.map(
            ({ name }): Mention => ({ kind: "class", label: name, address: paths.runClass(run.id, name) }),
          )
        : []),
      ...newestFirst.flatMap((each) =>
        each.runs.map(
          (one): Mention => ({
            kind: "run",
            label: one.name || one.id,
            address: paths.run(one.id),
            also: one.id,
          }),
        ),
      ),
      ...newestFirst.map(
        ({ number, title }): Mention => ({
          kind: "row",
          label: `#${number}`,
          address: rowAddress(number),
          also: title,
        }),
      ),
      ...(run && pictures
        ? pictures.map(
            ({ sample }): Mention => ({
              kind: "picture",
              label: sample,
              address: paths.picture(run.id, sample),
            }),
          )
        : []),
    ];
  }, [isAsked, rows, run, classes, pictures]);
}

function newestRun(row: Row | null, rows: readonly Row[]) {
  const scored = (each: Row) => each.runs.findLast((run) => run.best !== null);
  return (
    (row && (scored(row) ?? row.runs.at(-1))) ??
    rows.findLast((each) => scored(each))?.runs.findLast((run) => run.best !== null) ??
    null
  );
}
