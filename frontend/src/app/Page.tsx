import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import styles from "./Page.module.css";

interface Props {
  /** Head of the page, and name of the browser's tab. */
  title: string;
  /** Beside the title: what can be done. */
  actions?: ReactNode;
  /** Below the title: what the page is about, links around. */
  lead?: ReactNode;
  /** The title is for screen readers alone: the page has no room for it. */
  hideTitle?: boolean;
  /** Takes all the room there is, to the window's lower edge; its parts scroll for themselves. */
  fill?: boolean;
  children: ReactNode;
}

/** What every page is put in. After a navigation its title has the focus, so that a screen reader says it. */
export function Page({ title, actions, lead, hideTitle = false, fill = false, children }: Props) {
  const { pathname, state } = useLocation();
  const head = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · segscope`;
  }, [title]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each address is a navigation
  useEffect(() => {
    if (wasNavigated(pathname, state)) head.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={fill ? `${styles.page} ${styles.fill}` : styles.page}>
      <div className={hideTitle ? "visually-hidden" : styles.head}>
        <h1 ref={head} tabIndex={-1}>
          {title}
        </h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {lead && <div className={styles.lead}>{lead}</div>}
      {children}
    </div>
  );
}

let place: string | null = null;

/**
 * Not at the first page, where the focus is the browser's, nor when the same page is drawn anew, with what it
 * waited for; nor where a page steps from picture to picture.
 */
function wasNavigated(pathname: string, state: unknown): boolean {
  const before = place;
  place = pathname;
  if (before === null || before === pathname) return false;
  return !(typeof state === "object" && state !== null && "keepFocus" in state);
}
