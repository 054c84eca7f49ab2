import { Link } from "react-router";
import type { Suspect } from "@/api/runs";
import { useLanguage, useText } from "@/app/i18n/language";
import { Thumbnail, ThumbnailLegend } from "@/components/charts/Thumbnail";
import { count, percent } from "@/lib/format/number";
import { pictureLink } from "@/lib/picture/address";
import { boxOf } from "@/lib/run/links";
import { Block } from "./Block";
import styles from "./Suspects.module.css";
import type { Seen } from "./view";

/** Labels that a confident model contradicts, with the way to the spot. */
export default function SuspectPart({ seen }: { seen: Seen }) {
  const text = useText().run.suspects;
  const { suspects } = seen.diagnosis;
  return (
    <Block title={text.title} why={suspects.length > 0 ? text.why : undefined}>
      {suspects.length === 0 && <p>{text.none}</p>}
      {suspects.length > 0 && <ThumbnailLegend />}
      <ol className={styles.suspects}>
        {suspects.map((suspect) => (
          <SuspectCard
            key={`${suspect.image} ${suspect.label} ${suspect.box}`}
            suspect={suspect}
            seen={seen}
          />
        ))}
      </ol>
    </Block>
  );
}

function SuspectCard({ suspect, seen }: { suspect: Suspect; seen: Seen }) {
  const text = useText().run.suspects;
  const language = useLanguage();
  const { run, validation, nameOf } = seen;
  const { image, label, predicted, box } = suspect;
  const only = [label, predicted].filter((index) => index !== null);
  return (
    <li>
      <Link
        to={pictureLink(run.brief.id, image, { validation: validation.index, only, box: boxOf(box) })}
        className={styles.card}
      >
        <Thumbnail
          run={run.brief.id}
          validation={validation.index}
          sample={image}
          classIndex={label ?? predicted}
          box={boxOf(box)}
        />
        <strong>{wordsOf(suspect, nameOf, text)}</strong>
        <span className={styles.more}>
          {text.doubt(percent(suspect.confidence))} · {text.pixels(count(suspect.pixels, language))}
        </span>
        <span className={styles.more}>{image}</span>
        <span className="visually-hidden">{text.spot}</span>
      </Link>
    </li>
  );
}

function wordsOf(
  { label, predicted }: Suspect,
  nameOf: (index: number) => string,
  text: {
    instead(label: string, predicted: string): string;
    unseen(label: string): string;
    unlabelled(predicted: string): string;
  },
): string {
  if (label === null) return text.unlabelled(predicted === null ? "?" : nameOf(predicted));
  return predicted === null ? text.unseen(nameOf(label)) : text.instead(nameOf(label), nameOf(predicted));
}
