import { useText } from "@/app/i18n/language";
import { IconButton } from "@/components/IconButton";
import { percent } from "@/lib/format/number";
import { useStore } from "@/lib/store/useStore";
import type { Stage } from "../stage/stage";
import styles from "./Bar.module.css";

interface Props {
  stage: Stage;
  isFull: boolean;
  onFull(): void;
}

export const ZOOM_STEP = 1.5;

/** Closer, farther, all, one to one, full screen. */
export function ZoomBar({ stage, isFull, onFull }: Props) {
  const text = useText().picture.zoom;
  useStore(stage.painted); // the zoom of a whole picture is the pane's
  const zoom = stage.view(stage.mainSize).zoom * (window.devicePixelRatio || 1);
  return (
    <div role="group" aria-label={text.label} className={styles.zoom}>
      <IconButton label={text.out} shortcut="-" onClick={() => stage.zoom(1 / ZOOM_STEP, stage.mainSize)}>
        −
      </IconButton>
      <output className={styles.percent}>{percent(zoom, 0)}</output>
      <IconButton label={text.in} shortcut="+" onClick={() => stage.zoom(ZOOM_STEP, stage.mainSize)}>
        +
      </IconButton>
      <IconButton label={text.fit} shortcut="x" onClick={() => stage.setAim(null)}>
        <svg className={styles.sign} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 3.5h12v9H2zM5 6.5h6v3H5z" />
        </svg>
      </IconButton>
      <IconButton label={text.one} shortcut="z" onClick={() => stage.zoomOne()}>
        1:1
      </IconButton>
      <IconButton
        label={isFull ? text.leaveFull : text.full}
        shortcut="f"
        aria-pressed={isFull}
        onClick={onFull}
      >
        <svg className={styles.sign} viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" />
        </svg>
      </IconButton>
    </div>
  );
}
