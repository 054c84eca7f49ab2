import { useText } from "@/app/i18n/language";
import type { CompareState } from "@/lib/compare/address";
import type { Binding } from "@/lib/keys/registry";
import { useKeys } from "@/lib/keys/useKeys";
import { allOrNone, toggled } from "@/lib/picture/look";
import type { DrawnClass } from "@/lib/picture/palette";
import { ZOOM_STEP } from "@/pages/picture/bar/ZoomBar";
import type { Stage } from "@/pages/picture/stage/stage";
import type { Change } from "./ComparePicture";

interface Commands {
  state: CompareState;
  stage: Stage;
  classes: readonly DrawnClass[];
  hidden: ReadonlySet<number>;
  step(by: 1 | -1): void;
  leave(): void;
  full: { toggle(): void };
  onChange: Change;
}

const MOST_DIGITS = 9;
const SWIPE_STEP = 5;

/** Every act of the picture comparison by a key. */
export function useCompareKeys(commands: Commands): void {
  const { state, stage, classes, hidden, step, leave, full, onChange } = commands;
  const text = useText().compare.picture.keys;
  const hide = (indices: ReadonlySet<number>) => onChange({ hide: [...indices].map(String) });
  const swipe = (by: number) =>
    onChange({ layout: "swipe", swipe: Math.min(100, Math.max(0, state.swipe + by)) });
  const bindings: Binding[] = [
    { keys: ["ArrowLeft"], label: text.previous, run: () => step(-1) },
    { keys: ["ArrowRight"], label: text.next, run: () => step(1) },
    { keys: ["Space"], label: text.overlay, run: () => onChange({ overlay: !state.overlay }) },
    {
      keys: ["s"],
      label: text.layout,
      run: () => onChange({ layout: state.layout === "swipe" ? "panes" : "swipe" }),
    },
    { keys: [","], label: text.left, run: () => swipe(-SWIPE_STEP) },
    { keys: ["."], label: text.right, run: () => swipe(SWIPE_STEP) },
    { keys: ["w"], label: text.still, run: () => onChange({ still: !state.still }) },
    ...classes.slice(0, MOST_DIGITS).map((it, index) => ({
      keys: [String(index + 1)],
      label: text.class(it.name),
      run: () => hide(toggled(hidden, it.index)),
    })),
    { keys: ["0"], label: text.all, run: () => hide(allOrNone(hidden, classes)) },
    { keys: ["+", "="], label: text.in, run: () => stage.zoom(ZOOM_STEP, stage.mainSize) },
    { keys: ["-"], label: text.out, run: () => stage.zoom(1 / ZOOM_STEP, stage.mainSize) },
    { keys: ["z"], label: text.one, run: () => stage.zoomOne() },
    { keys: ["v"], label: text.fit, run: () => stage.setAim(null) },
    { keys: ["f"], label: text.full, run: full.toggle },
    {
      keys: ["Escape"],
      label: text.back,
      run: () => {
        if (!document.querySelector("dialog[open]")) leave();
      },
    },
  ];
  useKeys(text.title, bindings);
}
