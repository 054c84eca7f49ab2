import { useState } from "react";
import { Link } from "react-router";
import type { ComparisonView, PictureChange } from "@/api/comparison";
import { useLanguage, useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { Thumbnail } from "@/components/charts/Thumbnail";
import { Segmented } from "@/components/Segmented";
import { COMPARE_STATE, type CompareState } from "@/lib/compare/address";
import { MOVED_ORDERS, type MovedOrder, movedPictures } from "@/lib/compare/moved";
import { count } from "@/lib/format/number";
import { pointChange, points } from "@/lib/format/points";
import { writeState } from "@/lib/url-state/codecs";
import { Block } from "@/pages/run/Block";
import styles from "./Moved.module.css";

interface Props {
  found: ComparisonView;
  order: MovedOrder;
  search: CompareState;
  onOrder(order: MovedOrder): void;
}

const STEP = 12;

/** Pictures by how much they moved; each opens the comparison of its pixels. */
export function MovedPictures({ found, order, search, onOrder }: Props) {
  const text = useText().compare.moved;
  const language = useLanguage();
  const [most, setMost] = useState(STEP);
  const pictures = movedPictures(found.moved, order);
  const shown = pictures.slice(0, most);
  return (
    <Block
      title={text.title}
      why={text.why}
      tools={
        <>
          {shown.length < pictures.length && (
            <span>{text.count(count(shown.length, language), count(pictures.length, language))}</span>
          )}
          <Segmented
            label={text.order}
            value={order}
            options={MOVED_ORDERS.map((value) => ({ value, label: text.orders[value] }))}
            onChange={(value) => {
              setMost(STEP);
              onOrder(value);
            }}
          />
        </>
      }
    >
      {pictures.length === 0 ? <p>{text.none[order]}</p> : <p className={styles.soft}>{text.legend}</p>}
      <ul className={styles.pictures}>
        {shown.map((picture) => (
          <MovedPicture key={picture.image} picture={picture} found={found} search={search} />
        ))}
      </ul>
      {shown.length < pictures.length && (
        <p>
          <Button onClick={() => setMost(most + 2 * STEP)}>
            {text.more(count(Math.min(2 * STEP, pictures.length - shown.length), language))}
          </Button>
        </p>
      )}
    </Block>
  );
}

interface PictureProps {
  picture: PictureChange;
  found: ComparisonView;
  search: CompareState;
}

function MovedPicture({ picture, found, search }: PictureProps) {
  const text = useText().compare.moved;
  const language = useLanguage();
  const gain = picture.gain ?? 0;
  // Means over several runs have fractions of pixels.
  const pixels = (mean: number | null) => count(mean === null ? mean : Math.round(mean), language);
  const way = gain > 0 ? styles.better : gain < 0 ? styles.worse : "";
  const there = writeState(COMPARE_STATE, new URLSearchParams(), {
    ...search,
    picture: picture.image,
    at: null,
  });
  return (
    <li>
      <Link to={{ search: there.toString() }} className={styles.picture}>
        <span className="visually-hidden">{text.open}: </span>
        <span className={styles.pair}>
          {[found.a.runs[0], found.b.runs[0]].map(
            (run, place) =>
              run && (
                <span key={run.run} className={styles.half}>
                  <Thumbnail
                    run={run.run}
                    validation={run.validation}
                    sample={picture.image}
                    classIndex={null}
                  />
                  <span className={styles.letter} aria-hidden="true">
                    {place === 0 ? "A" : "B"}
                  </span>
                </span>
              ),
          )}
        </span>
        <span className={styles.name}>{picture.image}</span>
        <span className={`${styles.gain} ${way}`}>
          <span aria-hidden="true">{gain > 0 ? "▲" : gain < 0 ? "▼" : "~"}</span>{" "}
          {text.gain(pointChange(gain, 2))}
        </span>
        <span className={styles.soft}>{text.own(points(picture.miou_a), points(picture.miou_b))}</span>
        <span className={styles.soft}>{text.wrong(pixels(picture.wrong_a), pixels(picture.wrong_b))}</span>
      </Link>
    </li>
  );
}
