import { lazy, Suspense } from "react";
import styles from "./Markdown.module.css";

const MarkdownText = lazy(() => import("./MarkdownText"));

/**
 * People's own words: Markdown without HTML. Nothing is loaded from elsewhere.
 *
 * Until what draws it is there, the words stand as they were written.
 */
export function Markdown({ children }: { children: string }) {
  return (
    <div className={styles.markdown}>
      <Suspense fallback={<p className={styles.plain}>{children}</p>}>
        <MarkdownText>{children}</MarkdownText>
      </Suspense>
    </div>
  );
}
