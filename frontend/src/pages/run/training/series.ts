import type { Curve, RunView } from "@/api/runs";
import { epochScale, type Panel, panelOf, smooth } from "@/lib/charts/curves";

/** One line of a chart. */
export interface Series {
  key: string;
  panel: Panel;
  run: { id: string; name: string };
  /** Number of the run among those that are laid over each other: 0 is the page's own. */
  runNumber: number;
  /** Number of the curve among the chosen ones. */
  keyNumber: number;
  x: number[];
  y: (number | null)[];
}

interface Drawn {
  id: string;
  number: number;
  view: RunView;
  curves: readonly Curve[];
}

interface Wanted {
  chosen: readonly string[];
  axis: "step" | "epoch";
  smooth: number;
}

/** Make lines of what the server gave of several runs; what has no epochs cannot be drawn along them. */
export function seriesOf(runs: readonly Drawn[], wanted: Wanted): Series[] {
  return runs.flatMap(({ id, number, view, curves }) => {
    const epoch = wanted.axis === "epoch" ? epochScale(view.validations) : null;
    if (wanted.axis === "epoch" && !epoch) return [];
    return curves.flatMap((curve) => {
      const keyNumber = wanted.chosen.indexOf(curve.key);
      if (keyNumber < 0 || curve.steps.length === 0) return [];
      const isNoisy = curve.key.startsWith("train/") && panelOf(curve.key) === "loss";
      return [
        {
          key: curve.key,
          panel: panelOf(curve.key),
          run: { id, name: view.brief.name },
          runNumber: number,
          keyNumber,
          x: epoch ? curve.steps.map(epoch) : curve.steps,
          y: isNoisy ? smooth(curve.values, wanted.smooth) : curve.values,
        },
      ];
    });
  });
}
