import { memo } from "react";
import { Link } from "react-router";
import type { PictureBrief } from "@/api/pictures";
import { useLanguage, useText } from "@/app/i18n/language";
import { count, score } from "@/lib/format/number";
import { cost } from "@/lib/picture/figures";
import styles from "./Grid.module.css";
import { Thumbnail } from "./Thumbnail";

interface Props {
  picture: PictureBrief;
  place: number;
  /** Both stay the same functions, so that a tile is not drawn again while others come and go. */
  linkOf(picture: PictureBrief, place: number): string;
  thumbnailOf(sample: string): string;
  /** Whether the Tab key leads here. */
  isActive: boolean;
}

/** A picture of the grid: what it looks like, what it costs. Drawn again only when something of it changes. */
export const Tile = memo(function Tile({ picture, place, linkOf, thumbnailOf, isActive }: Props) {
  const text = useText().picture.grid;
  const language = useLanguage();
  return (
    <Link to={linkOf(picture, place)} className={styles.tile} data-place={place} tabIndex={isActive ? 0 : -1}>
      <span className={styles.frame}>
        <Thumbnail url={thumbnailOf(picture.sample)} />
      </span>
      <span className={styles.name} title={picture.sample}>
        {/* The end of a long name tells more than its folders. */}
        <bdi>{picture.sample}</bdi>
      </span>
      <span className={styles.facts}>
        <span>
          {text.costs} <b>{cost(picture.lost)}</b>
        </span>
        <span>
          IoU <b>{score(picture.iou)}</b>
        </span>
      </span>
      <span className={styles.facts}>
        <span>{text.wrong(count(picture.wrong, language))}</span>
        <span className={styles.group}>{picture.group}</span>
      </span>
    </Link>
  );
});
