import { useState } from "react";
import { Link } from "react-router";
import type { Finding } from "@/api/runs";
import { useText } from "@/app/i18n/language";
import { Button } from "@/components/Button";
import { pictureLink } from "@/lib/picture/address";
import { type FindingGroup, filterOfFinding, groupFindings, namesOfGroup } from "@/lib/run/findings";
import { picturesLink } from "@/lib/run/links";
import { Block } from "./Block";
import styles from "./Overview.module.css";
import type { Seen } from "./view";

const FIRST = 3;

interface Props {
  seen: Seen;
  /** Only what is about this class. */
  of?: number;
}

/** What is systematically wrong, the costliest first: in words, with what to try and the pictures that show it. */
export function Findings({ seen, of }: Props) {
  const text = useText().run.findings;
  const [all, setAll] = useState(false);
  const findings = seen.diagnosis.findings.filter((it) => of === undefined || it.classes.includes(of));
  const groups = groupFindings(findings);
  const shown = all ? groups : groups.slice(0, FIRST);
  return (
    <Block title={text.title}>
      {findings.length === 0 && <p>{of === undefined ? text.none : text.noneOf}</p>}
      <ol className={styles.findings}>
        {shown.map((group) => (
          <GroupLine key={group.kind} group={group} seen={seen} />
        ))}
      </ol>
      {shown.length < groups.length && (
        <p>
          <Button kind="quiet" onClick={() => setAll(true)}>
            {text.more(groups.length - shown.length)}
          </Button>
        </p>
      )}
    </Block>
  );
}

function GroupLine({ group, seen }: { group: FindingGroup<Finding>; seen: Seen }) {
  const text = useText().run.findings;
  const heads: Record<string, (names: string) => string> = text.heads;
  const head = heads[group.kind]?.(namesOfGroup(group, seen.nameOf));
  const remedy = group.findings[0]?.remedy ?? "";
  return (
    <li>
      {head && <h3>{head}</h3>}
      <p className={styles.remedy}>
        <strong>{text.tryThis}</strong> {text.remedy(group.kind, remedy)}
      </p>
      <ul className={styles.evidence}>
        {group.findings.map((finding) => (
          <Evidence key={String(finding.classes)} finding={finding} seen={seen} />
        ))}
      </ul>
    </li>
  );
}

function Evidence({ finding, seen }: { finding: Finding; seen: Seen }) {
  return (
    <li>
      <span lang="en">{finding.message}</span>{" "}
      {finding.images.length > 0 && <Look finding={finding} seen={seen} />}
    </li>
  );
}

function Look({ finding, seen }: { finding: Finding; seen: Seen }) {
  const text = useText().run.findings;
  const { run, validation } = seen;
  return (
    <span className={styles.look}>
      {text.look}
      {finding.images.slice(0, 3).map((image) => (
        <Link
          key={image}
          to={pictureLink(run.brief.id, image, { validation: validation.index, only: finding.classes })}
        >
          {image}
        </Link>
      ))}
      <Link to={picturesLink(run.brief.id, validation.index, filterOfFinding(finding))}>{text.all}</Link>
    </span>
  );
}
