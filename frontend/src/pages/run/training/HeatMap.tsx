import { useCallback, useMemo } from "react";
import type { RunView, ValidationBrief } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Hatch } from "@/components/ClassSwatch";
import { CellGrid } from "@/components/charts/CellGrid";
import { Segmented } from "@/components/Segmented";
import { labelEvery } from "@/lib/charts/grid";
import { heat, LOST } from "@/lib/charts/heat";
import { sortBy } from "@/lib/charts/sort";
import { score, scoreChange } from "@/lib/format/number";
import { alongside } from "@/lib/run/validation";
import { choice } from "@/lib/url-state/codecs";
import { useUrlState } from "@/lib/url-state/useUrlState";
import { Block } from "../Block";

const ORDERS = ["weakest", "listed"] as const;
const SHAPE = { order: choice(ORDERS, "weakest") };
const FEW = 24;

interface Props {
  run: RunView;
  validation: ValidationBrief;
  onChoose(validation: number): void;
}

/** IoU of each class at each validation; a press on a cell shows that validation on the whole page. */
export function HeatMap({ run, validation, onChoose }: Props) {
  const text = useText().run.heat;
  const [state, setState] = useUrlState(SHAPE);
  const times = useMemo(() => alongside(run.validations, validation), [run.validations, validation]);
  const classes = useMemo(() => {
    const occurring = run.classes.filter((it) => times.some((time) => time.iou[it.index] != null));
    return state.order === "listed" ? occurring : sortBy(occurring, (it) => validation.iou[it.index], "up");
  }, [run.classes, times, validation, state.order]);
  const look = useCallback(
    (row: number, column: number, dark: boolean) => {
      const iou = times[column]?.iou[classes[row]?.index ?? -1];
      if (typeof iou !== "number") return null;
      return { colour: heat(LOST, 1 - iou, dark), text: score(iou, 2) };
    },
    [times, classes],
  );
  const describe = (row: number, column: number) => {
    const index = classes[row]?.index ?? -1;
    const [now, before] = [times[column]?.iou[index], times[column - 1]?.iou[index]];
    const isKnown = typeof now === "number" && typeof before === "number";
    const change = isKnown ? scoreChange(now - before) : null;
    return text.cell(classes[row]?.name ?? "", score(now), times[column]?.epoch ?? 0, change);
  };
  const every = labelEvery(times.length > FEW ? 20 : 40, 30);
  return (
    <Block
      title={text.title}
      why={text.why}
      tools={
        <Segmented
          label={text.order}
          value={state.order}
          options={ORDERS.map((value) => ({ value, label: text.orders[value] }))}
          onChange={(order) => setState({ order })}
        />
      }
    >
      <CellGrid
        label={text.grid}
        corner={text.epoch}
        least={times.length > FEW ? 20 : 34}
        most={64}
        height={classes.length > 40 ? 18 : 24}
        rows={classes.map((it) => ({
          key: String(it.index),
          face: <ClassFace name={it.name} colour={it.colour} index={it.index} />,
        }))}
        columns={times.map((time, at) => ({
          key: String(time.index),
          face: at % every === 0 || time === validation ? String(time.epoch) : "",
          marked: time === validation,
        }))}
        look={look}
        describe={describe}
        onPress={(_row, column) => {
          const time = times[column];
          if (time) onChoose(time.index);
        }}
      />
    </Block>
  );
}

/** A class's name and hatching at the edge of a grid. */
export function ClassFace({ name, colour, index }: { name: string; colour: string; index: number }) {
  return (
    <span style={{ display: "flex", gap: "0.375rem", alignItems: "center" }} title={name}>
      <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{name}</span>
      <Hatch colour={colour} index={index} />
    </span>
  );
}
