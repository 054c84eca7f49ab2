import { useEffect, useRef } from "react";
import { type Aim, sameAim } from "@/lib/picture/view";
import type { Stage } from "@/pages/picture/stage/stage";
import type { Change } from "./ComparePicture";

/** Browsers allow some hundred changes of the address a minute, a drag makes thousands. */
const REST = 250;

/** Keep where the panes look in the address, and look where the address says. */
export function useAim(stage: Stage, at: Aim, onChange: Change): void {
  const newest = useRef(onChange);
  newest.current = onChange;
  const said = useRef(at);

  useEffect(() => {
    said.current = at;
    if (!sameAim(rounded(stage.aim.get()), at)) stage.setAim(at);
  }, [stage, at]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = stage.aim.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const aim = rounded(stage.aim.get());
        if (!sameAim(aim, said.current)) newest.current({ at: aim });
      }, REST);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [stage]);
}

/** As the address writes it, so that what was written is not taken for news. */
function rounded(aim: Aim): Aim {
  return aim && { x: +aim.x.toFixed(2), y: +aim.y.toFixed(2), zoom: +aim.zoom.toFixed(2) };
}
