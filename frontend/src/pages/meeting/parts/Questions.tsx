import { Link } from "react-router";
import type { MeetingView, Question } from "@/api/meetings";
import { useText } from "@/app/i18n/language";
import { rowAddress } from "@/lib/notebook/address";
import { paths } from "@/lib/paths/paths";
import { Part } from "./Part";
import styles from "./Parts.module.css";

/** What is not decided; each leads to its row. */
export function Questions({ meeting }: { meeting: MeetingView }) {
  const text = useText().meeting.questions;
  const kinds = Map.groupBy(meeting.questions, (question) => question.kind);
  return (
    <Part title={text.title}>
      {[...kinds].map(([kind, questions]) => (
        <div key={kind}>
          <h3>{text.kinds[kind]}</h3>
          <ul className={styles.list}>
            {questions.map((question) => (
              <li key={`${question.row} ${question.words}`}>
                <Link to={rowAddress(question.row)}>
                  #{question.row} {question.title}
                </Link>{" "}
                <span>{withoutHead(question, text.kinds[kind])}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {meeting.more_questions > 0 && (
        <p>
          <Link to={paths.notebook()}>{text.more(meeting.more_questions)}</Link>
        </p>
      )}
    </Part>
  );
}

/** The server's sentence begins with the question that stands above all of its kind. */
function withoutHead({ words }: Question, head: string): string {
  return words.startsWith(head) ? words.slice(head.length).trim() : words;
}
