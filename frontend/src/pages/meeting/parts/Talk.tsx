import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { MeetingView, PictureToTalkAbout } from "@/api/meetings";
import { runQuery } from "@/api/pictures";
import { useText } from "@/app/i18n/language";
import { ClassSwatch } from "@/components/ClassSwatch";
import { rowAddress } from "@/lib/notebook/address";
import { withSearch } from "@/lib/paths/paths";
import { pictureLink } from "@/lib/picture/address";
import { ChangeLegend } from "@/pages/compare/ChangeBar";
import { Part } from "./Part";
import styles from "./Parts.module.css";
import { TalkPanes } from "./TalkPanes";

/** One of the pictures worth talking about: why, and what is to be seen at the spot. */
export function Talk({ meeting, index }: { meeting: MeetingView; index: number }) {
  const text = useText().meeting.pictures;
  const talk = meeting.pictures[index];
  const { data: run } = useQuery({ ...runQuery(talk?.run ?? ""), enabled: talk !== undefined });
  if (!talk) return null;
  const like = talk.like ?? [];
  const named = [talk.class_name, talk.other_class].filter((name) => name !== null);
  const classes = named.flatMap((name) => run?.classes.filter((it) => it.name === name) ?? []);
  return (
    <Part
      title={text.picture(index + 1, meeting.pictures.length, talk.heading)}
      why={index === 0 ? meeting.picture_rule : undefined}
    >
      <p>
        <Link to={rowAddress(talk.row)}>#{talk.row}</Link> <strong>{talk.sample}</strong> {talk.reason}.
      </p>
      {classes.length > 0 && (
        <p className={styles.swatches}>
          {classes.map((it) => (
            <ClassSwatch key={it.index} {...it} />
          ))}
        </p>
      )}
      {talk.before && <ChangeLegend />}
      {run && <TalkPanes talk={talk} run={run} address={addressOf(talk)} />}
      {!talk.is_kept && <p className={styles.soft}>{text.gone}</p>}
      <p className={styles.links}>
        <Link to={addressOf(talk)}>{text.open}</Link>
        {talk.before && (
          <Link to={withSearch("/compare", { a: talk.before[0], b: talk.run, picture: talk.sample })}>
            {text.compare}
          </Link>
        )}
        {like.length > 0 && <span title={like.join(", ")}>{text.like(like.length)}</span>}
        {!talk.before && <span className={styles.soft}>{text.errors}</span>}
      </p>
    </Part>
  );
}

function addressOf(talk: PictureToTalkAbout): string {
  return pictureLink(talk.run, talk.sample, {
    validation: talk.validation,
    ...(talk.box ? { box: talk.box } : {}),
  });
}
