import { useState } from "react";
import { Link } from "react-router";
import type { Finding } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { pictureLink } from "@/lib/picture/address";
import { filterOfFinding } from "@/lib/run/findings";
import { picturesLink } from "@/lib/run/links";
import { Block } from "./Block";
import styles from "./Overview.module.css";
import type { Seen } from "./view";

const FIRST = 4;

/** What is systematically wrong, the costliest first: in words, with what to try and the pictures that show it. */
export function Findings({ seen }: { seen: Seen }) {
  const text = useText().run.findings;
  const [all, setAll] = useState(false);
  const { findings } = seen.diagnosis;
  const shown = all ? findings : findings.slice(0, FIRST);
  return (
    <Block title={text.title}>
      {findings.length === 0 && <p>{text.none}</p>}
      <ol className={styles.findings}>
        {shown.map((finding) => (
          <FindingLine key={`${finding.kind} ${finding.classes}`} finding={finding} seen={seen} />
        ))}
      </ol>
      {shown.length < findings.length && (
        <p>
          <Button kind="quiet" onClick={() => setAll(true)}>
            {text.more(findings.length - shown.length)}
          </Button>
        </p>
      )}
    </Block>
  );
}

function FindingLine({ finding, seen }: { finding: Finding; seen: Seen }) {
  const text = useText().run.findings;
  const { run, validation, nameOf } = seen;
  const heads: Record<string, (a: string, b: string) => string> = text.heads;
  const [first = -1, second = -1] = finding.classes;
  const head = heads[finding.kind]?.(nameOf(first), nameOf(second));
  return (
    <li>
      {head && <h3>{head}</h3>}
      <p lang="en" className={styles.message}>
        {finding.message}
      </p>
      <p className={styles.remedy}>
        <strong>{text.tryThis}</strong> {text.remedy(finding.kind, finding.remedy)}
      </p>
      <p className={styles.look}>
        {finding.images.length > 0 && <span>{text.look}</span>}
        {finding.images.slice(0, 3).map((image) => (
          <Link
            key={image}
            to={pictureLink(run.brief.id, image, { validation: validation.index, only: finding.classes })}
          >
            {image}
          </Link>
        ))}
        <Link to={picturesLink(run.brief.id, validation.index, filterOfFinding(finding))}>{text.all}</Link>
      </p>
    </li>
  );
}
