import { useCallback, useMemo } from "react";
import { useText } from "@/app/i18n/language";
import { CellGrid } from "@/components/charts/CellGrid";
import { Segmented } from "@/components/Segmented";
import { heat, LOST, RIGHT } from "@/lib/charts/heat";
import {
  MATRIX_SCALES,
  matrixOf,
  NO_CLASS,
  shareOf,
  shortCount,
  shortShare,
  strength,
} from "@/lib/charts/matrix";
import { sortBy } from "@/lib/charts/sort";
import { percent } from "@/lib/format/number";
import { picturesLink } from "@/lib/run/links";
import { choice } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "./Block";
import { ClassFace } from "./training/HeatMap";
import type { Seen } from "./view";

const ORDERS = ["weakest", "listed"] as const;
const SHAPE = { scale: choice(MATRIX_SCALES, "share"), rows: choice(ORDERS, "listed") };
const MANY = 40;
const FEW = 4;

/** The confusion matrix; a press on a cell shows the pictures in which it happens. */
export function MatrixBlock({ seen }: { seen: Seen }) {
  const text = useText().run;
  const [state, setState] = useUrlState(SHAPE);
  const { diagnosis, run, validation, nameOf, pairs } = seen;
  const { scale, rows: order } = state;
  const matrix = useMemo(() => {
    const occurring = diagnosis.classes.filter((it) => it.iou !== null);
    const sorted = sortBy(occurring, (it) => (order === "weakest" ? it.iou : it.index), "up");
    return matrixOf(
      diagnosis.confusion,
      diagnosis.unpredicted,
      sorted.map((it) => it.index),
    );
  }, [diagnosis, order]);
  const look = useCallback(
    (row: number, column: number, dark: boolean) => {
      const [truth, predicted] = [matrix.rows[row] ?? -1, matrix.columns[column] ?? NO_CLASS];
      if (matrix.total(truth) === 0) return null;
      const ramp = truth === predicted ? RIGHT : LOST;
      const words =
        scale === "pixels"
          ? shortCount(matrix.pixels(truth, predicted))
          : shortShare(shareOf(matrix, truth, predicted));
      return { colour: heat(ramp, strength(matrix, truth, predicted, scale), dark), text: words };
    },
    [matrix, scale],
  );
  const left = run.classes.length - matrix.rows.length;
  const at = (row: number, column: number) =>
    [matrix.rows[row] ?? -1, matrix.columns[column] ?? NO_CLASS] as const;
  const describe = (row: number, column: number) => {
    const [truth, predicted] = at(row, column);
    const [a, b] = [nameOf(truth), nameOf(predicted)];
    if (matrix.total(truth) === 0) return text.matrix.absent(a);
    if (truth === predicted) return text.matrix.right(a, percent(shareOf(matrix, truth, predicted)));
    const pair = pairs.of(truth, predicted);
    if (!pair) return text.matrix.never(a, b);
    return text.matrix.pair(a, b, percent(pair.shareOfClass, 1), percent(pair.shareOfLost), pair.images);
  };
  const linkOf = (row: number, column: number) => {
    const [truth, predicted] = at(row, column);
    if (matrix.pixels(truth, predicted) === 0) return null;
    const filter = truth === predicted ? { classIndex: truth } : { classIndex: truth, taken: predicted };
    return picturesLink(run.brief.id, validation.index, filter);
  };
  const face = (index: number) => {
    const it = run.classes[index];
    return it ? <ClassFace name={it.name} colour={it.colour} index={it.index} /> : nameOf(index);
  };
  return (
    <Block
      title={text.matrix.title}
      why={`${text.matrix.press}${left > 0 ? ` ${text.matrix.leftOut(left)}` : ""}`}
      tools={
        <>
          <Segmented
            label={text.matrix.scale}
            value={scale}
            options={MATRIX_SCALES.map((value) => ({ value, label: text.matrix.scales[value] }))}
            onChange={(value) => setState({ scale: value })}
          />
          <Segmented
            label={text.matrix.order}
            value={order}
            options={ORDERS.map((value) => ({ value, label: text.heat.orders[value] }))}
            onChange={(value) => setState({ rows: value })}
          />
        </>
      }
    >
      <CellGrid
        label={text.matrix.grid}
        corner={text.matrix.corner}
        rows={matrix.rows.map((index) => ({ key: String(index), face: face(index) }))}
        columns={matrix.columns.map((index) => ({ key: String(index), face: face(index) }))}
        upright
        least={matrix.columns.length > MANY ? 14 : 26}
        most={matrix.columns.length > FEW ? 64 : 112}
        height={matrix.rows.length > MANY ? 16 : matrix.rows.length > FEW ? 28 : 44}
        look={look}
        describe={describe}
        linkOf={linkOf}
      />
    </Block>
  );
}
