import { changeTable } from "@/lib/compare/change-map";
import { errorOpacity } from "@/lib/picture/paint";
import type { Raster } from "@/lib/picture/png";
import type { Scene } from "@/pages/picture/painter/painter";

/** Paint what became of each pixel over a pale photo: a label map of its own, always hatched. */
export function changeScene(ground: Scene, states: Raster | undefined, isStillShown: boolean): Scene {
  return {
    ...ground,
    layers: { truth: states },
    table: changeTable(isStillShown),
    look: { ...ground.look, hatch: true, opacity: errorOpacity(ground.look.opacity) },
    faded: states !== undefined,
  };
}
