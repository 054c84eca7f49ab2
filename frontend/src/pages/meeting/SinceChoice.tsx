import { useState } from "react";
import { useText } from "@/app/i18n/language";
import { Select } from "@/components/Select";
import { dayOf, readDay, SPANS, type Span, sinceOf, spanOf } from "@/lib/meeting/since";
import styles from "./Tools.module.css";

/** Since when one looks back. */
export function SinceChoice({ since, onChange }: { since: string; onChange(since: string): void }) {
  const text = useText().meeting.since;
  const now = new Date();
  const known = spanOf(since, now);
  const [isDay, setDay] = useState(false);
  const span: Span = isDay ? "date" : known;
  return (
    <span className={styles.since}>
      <Select
        label={text.label}
        value={span}
        options={SPANS.map((value) => ({ value, label: text.spans[value] }))}
        onChange={(chosen) => {
          setDay(chosen === "date");
          if (chosen !== "date") onChange(sinceOf(chosen, now));
        }}
      />
      {span === "date" && (
        <input
          type="date"
          aria-label={text.day}
          defaultValue={dayOf(since)}
          max={dayOf(now.toISOString())}
          onChange={(event) => {
            const read = readDay(event.target.value, new Date());
            if (read !== null) onChange(read);
          }}
        />
      )}
    </span>
  );
}
