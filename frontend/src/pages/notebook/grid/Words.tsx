import { memo } from "react";
import { Markdown } from "@/components/Markdown";
import { isPlainMarkdown } from "@/lib/notebook/markdown";
import styles from "./CellFace.module.css";

/** People's words: Markdown where they hold any, else as they are, which is drawn a hundred times faster. */
export const Words = memo(function Words({ text }: { text: string }) {
  if (text === "") return null;
  if (isPlainMarkdown(text)) return <span className={styles.words}>{text}</span>;
  return (
    <div className={styles.markdown}>
      <Markdown>{text}</Markdown>
    </div>
  );
});
