import { useText } from "@/app/i18n/language";
import type { Binding } from "@/lib/keys/registry";
import { useKeys } from "@/lib/keys/useKeys";
import { allOrNone, type PaneName, toggled, toggledPane } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import { ZOOM_STEP } from "../bar/ZoomBar";
import type { Stage } from "../stage/stage";
import type { NotesHandle } from "./useNotes";
import type { PictureStateHandle } from "./usePictureState";

interface Commands {
  state: PictureStateHandle;
  stage: Stage;
  classes: readonly DrawnClass[];
  step(by: 1 | -1): void;
  stepEpoch(by: 1 | -1): void;
  notes: NotesHandle;
  full: { toggle(): void };
  leave(): void;
}

const MOST_DIGITS = 9;
const PAN = 0.15;

/** Every act of the page by a key. */
export function usePictureKeys({
  state,
  stage,
  classes,
  step,
  stepEpoch,
  notes,
  full,
  leave,
}: Commands): void {
  const text = useText().picture;
  const words = text.keys;
  const { shown, change, changeLook } = state;
  const { look } = shown;
  const pane = (name: PaneName) => change(toggledPane(shown, name));
  const stronger = (by: number) =>
    changeLook({ opacity: Math.min(1, Math.max(0, Math.round((look.opacity + by) * 20) / 20)) });
  const pan = (right: number, down: number) => {
    const size = stage.mainSize;
    stage.pan(right * PAN * size.width, down * PAN * size.height, size);
  };
  const bindings: Binding[] = [
    { keys: ["ArrowLeft"], label: words.previous, run: () => step(-1) },
    { keys: ["ArrowRight"], label: words.next, run: () => step(1) },
    { keys: ["Control+ArrowLeft"], label: words.earlier, run: () => stepEpoch(-1) },
    { keys: ["Control+ArrowRight"], label: words.later, run: () => stepEpoch(1) },
    { keys: ["Space"], label: words.overlay, run: () => changeLook({ overlay: !look.overlay }) },
    { keys: ["g"], label: words.truth, run: () => pane("truth") },
    { keys: ["p"], label: words.prediction, run: () => pane("prediction") },
    { keys: ["d"], label: words.errors, run: () => pane("errors") },
    { keys: ["c"], label: words.confidence, run: () => pane("confidence") },
    { keys: ["k"], label: words.perClass, run: () => change({ perClass: !shown.perClass }) },
    { keys: ["e"], label: words.kinds, run: () => changeLook({ kinds: !look.kinds }) },
    ...classes.slice(0, MOST_DIGITS).map((it, index) => ({
      keys: [String(index + 1)],
      label: words.class(it.name),
      run: () => changeLook({ hidden: toggled(look.hidden, it.index) }),
    })),
    { keys: ["0"], label: words.all, run: () => changeLook({ hidden: allOrNone(look.hidden, classes) }) },
    { keys: ["["], label: words.fainter, run: () => stronger(-0.1) },
    { keys: ["]"], label: words.stronger, run: () => stronger(0.1) },
    { keys: ["h"], label: words.hatch, run: () => changeLook({ hatch: !look.hatch }) },
    { keys: ["o"], label: words.contour, run: () => changeLook({ contour: !look.contour }) },
    { keys: ["+", "="], label: words.in, run: () => stage.zoom(ZOOM_STEP, stage.mainSize) },
    { keys: ["-"], label: words.out, run: () => stage.zoom(1 / ZOOM_STEP, stage.mainSize) },
    { keys: ["z"], label: words.one, run: () => stage.zoomOne() },
    { keys: ["x"], label: words.fit, run: () => stage.setAim(null) },
    { keys: ["Shift+ArrowLeft"], label: words.left, run: () => pan(1, 0) },
    { keys: ["Shift+ArrowRight"], label: words.right, run: () => pan(-1, 0) },
    { keys: ["Shift+ArrowUp"], label: words.up, run: () => pan(0, 1) },
    { keys: ["Shift+ArrowDown"], label: words.down, run: () => pan(0, -1) },
    { keys: ["f"], label: words.full, run: full.toggle },
    {
      keys: ["n"],
      label: words.note,
      run: () => {
        const spot = stage.spot;
        if (spot) notes.beginAt(spot);
      },
    },
    {
      keys: ["Escape"],
      label: words.back,
      run: () => {
        if (document.querySelector("dialog[open]")) return;
        if (notes.isAdding) notes.cancel();
        else leave();
      },
    },
  ];
  useKeys(text.title, bindings);
}
