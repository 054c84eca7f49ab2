/** What lies below the overlay, in both painters. */
import type { Pane } from "@/lib/picture/look";
import type { Scene } from "./painter";

/** Grey of a picture whose file is not there. */
export const NO_PHOTO = 225;
/** A faded photo is its greys, mixed with so much of this light grey. */
export const FADED_GREY = 245;
export const FADED_SHARE = 0.57;

/** Whether the photo steps back behind what is painted. */
export function isFaded(pane: Pane, scene: Scene): boolean {
  const isOfErrors = pane.name === "errors" || pane.name === "class" || pane.name === "confidence";
  return scene.look.overlay && (isOfErrors || scene.faded === true);
}
