import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pictureQuery, thumbnailUrl } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { spotInFrame } from "@/lib/charts/frame";
import type { Box } from "@/lib/picture/view";
import styles from "./Thumbnail.module.css";

interface Props {
  run: string;
  validation: number;
  sample: string;
  /** Whose errors are drawn; null draws all. */
  classIndex: number | null;
  /** What is framed. */
  box?: Box | null;
}

const ASPECT = 4 / 3;
const SIZE = 288;

/** A small picture with its errors, and a frame around the place that matters. */
export function Thumbnail({ run, validation, sample, classIndex, box = null }: Props) {
  const text = useText().classes;
  const [state, setState] = useState<"waiting" | "here" | "gone">("waiting");
  // Boxes count the pixels of the label maps, whose size comes with the picture.
  const { data: picture } = useQuery({
    ...pictureQuery(run, validation, sample),
    enabled: box !== null && state === "here",
  });
  const size = picture?.sample === sample && picture.height && picture.width ? picture : null;
  const spot = box && size && spotInFrame(box, [size.height ?? 1, size.width ?? 1], ASPECT);
  return (
    <span className={styles.frame}>
      {state === "gone" ? (
        <span className={styles.gone}>{text.gone}</span>
      ) : (
        <img
          src={thumbnailUrl(run, validation, sample, classIndex, SIZE)}
          alt=""
          loading="lazy"
          decoding="async"
          onLoad={() => setState("here")}
          onError={() => setState("gone")}
        />
      )}
      {spot && (
        <span
          className={styles.spot}
          style={{
            left: `${spot.left * 100}%`,
            top: `${spot.top * 100}%`,
            width: `${spot.width * 100}%`,
            height: `${spot.height * 100}%`,
          }}
        />
      )}
    </span>
  );
}

/** What the colours over small pictures mean. */
export function ThumbnailLegend() {
  const text = useText().classes;
  return (
    <ul className={styles.legend}>
      {(["found", "false", "missed"] as const).map((state) => (
        <li key={state}>
          <span className={`${styles.swatch} ${styles[state]}`} aria-hidden="true" />
          {text.states[state]}
        </li>
      ))}
    </ul>
  );
}
