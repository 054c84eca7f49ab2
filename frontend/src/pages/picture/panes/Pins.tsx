import { useLayoutEffect, useRef } from "react";
import type { Pin } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { toPane } from "@/lib/picture/view";
import type { Stage } from "../stage/stage";
import styles from "./Panes.module.css";

interface Props {
  pins: readonly Pin[];
  stage: Stage;
  /** Number of the pin that is read now. */
  chosen: number | null;
  /** In one pane the markers are in the order of the Tab key; in the others they are to be seen and clicked. */
  isMain: boolean;
  onChoose(pin: Pin): void;
}

/** Numbered markers at the spots of notes. */
export function Pins({ pins, stage, chosen, isMain, onChoose }: Props) {
  const text = useText().picture.notes;
  const markers = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const move = () => {
      const room = markers.current?.parentElement;
      if (!room) return;
      const pane = { width: room.clientWidth, height: room.clientHeight };
      const view = stage.view(pane);
      pins.forEach((pin, index) => {
        const marker = markers.current?.children[index];
        if (!(marker instanceof HTMLElement)) return;
        const place = toPane(view, pane, { x: pin.x ?? 0, y: pin.y ?? 0 });
        marker.style.left = `${place.x}px`;
        marker.style.top = `${place.y}px`;
        // A marker beside the pane would be reached by Tab and not seen.
        marker.hidden = place.x < 0 || place.y < 0 || place.x > pane.width || place.y > pane.height;
      });
    };
    move();
    return stage.painted.subscribe(move);
  }, [pins, stage]);

  return (
    <div ref={markers}>
      {pins.map((pin, index) => (
        <button
          key={pin.number}
          type="button"
          className={styles.pin}
          tabIndex={isMain ? 0 : -1}
          aria-current={pin.number === chosen}
          aria-label={text.marker(String(index + 1), pin.text)}
          title={pin.text}
          onClick={() => onChoose(pin)}
        >
          {index + 1}
        </button>
      ))}
    </div>
  );
}
