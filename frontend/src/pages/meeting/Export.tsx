import { exportAddress, type MeetingAddress, type MeetingView } from "@/api/meetings";
import { useLanguage, useText } from "@/app/i18n/language";
import { Popover } from "@/components/Popover";
import { frontMatterParameters, readFrontMatter } from "@/lib/meeting/front-matter";
import { keptStore } from "@/lib/store/kept";
import { useStore } from "@/lib/store/useStore";
import styles from "./Tools.module.css";

const frontMatter = keptStore("meeting-front-matter", readFrontMatter, (value) => JSON.stringify(value));

interface Props {
  meeting: MeetingView;
  address: MeetingAddress;
}

/** The meeting as a file; what a team's blog wants in the front matter is kept in this browser. */
export function Export({ meeting, address }: Props) {
  const text = useText().meeting.export;
  const language = useLanguage();
  const written = useStore(frontMatter);
  const of = { number: meeting.number, since: address.since };
  return (
    <Popover label={text.label}>
      <ul className={styles.list}>
        <li>
          <a href={exportAddress(of, "html", language)} download>
            {text.html}
          </a>
        </li>
        <li>
          <a href={exportAddress(of, "markdown", language, frontMatterParameters(written))} download>
            {text.markdown}
          </a>
        </li>
      </ul>
      <fieldset className={styles.form}>
        <legend className={styles.soft}>{text.frontMatter}</legend>
        <label>
          {text.tags}
          <input
            value={written.tags}
            placeholder="segmentation, meeting"
            onChange={(event) => frontMatter.set({ ...written, tags: event.target.value })}
          />
        </label>
        <label>
          {text.further}
          <textarea
            rows={3}
            value={written.further}
            placeholder={"layout=post\ncategories=[ml]"}
            onChange={(event) => frontMatter.set({ ...written, further: event.target.value })}
          />
        </label>
      </fieldset>
    </Popover>
  );
}
