import { NavLink } from "react-router";
import { streamState } from "@/api/events";
import { IconButton } from "@/components/IconButton";
import { useMedia } from "@/lib/media/useMedia";
import { paths } from "@/lib/paths/paths";
import { useStore } from "@/lib/store/useStore";
import styles from "./Header.module.css";
import { useText } from "./i18n/language";
import { Settings, SettingsMenu } from "./Settings";
import { useSession } from "./useSession";

/** Where one is, and where one can go. */
export function Header({ onKeys }: { onKeys(): void }) {
  const text = useText().shell;
  const workspace = useSession()?.workspace;
  const lost = useStore(streamState) === "lost";
  const wide = useMedia("(min-width: 60rem)");
  return (
    <header className={styles.header}>
      <p className={styles.place}>
        <NavLink to={paths.notebook()} className={styles.product}>
          <img src="/favicon.svg" alt="" width="20" height="20" />
          {text.product}
        </NavLink>
        {workspace && (
          <span className={styles.workspace} title={text.workspace(workspace)}>
            {workspace}
          </span>
        )}
      </p>
      <nav className={styles.nav} aria-label={text.navigation}>
        <NavLink to={paths.notebook()} end>
          {text.nav.notebook}
        </NavLink>
        <NavLink to={paths.runs()}>{text.nav.runs}</NavLink>
        <NavLink to={paths.compare()}>{text.nav.compare}</NavLink>
        <NavLink to={paths.meetings()}>{text.nav.meeting}</NavLink>
      </nav>
      <p className={styles.state} role="status">
        {lost && <span className={styles.lost}>{text.lost}</span>}
      </p>
      <div className={styles.tools}>
        {wide ? <Settings /> : <SettingsMenu />}
        <IconButton label={text.keys.open} onClick={onKeys} shortcut="?">
          ?
        </IconButton>
      </div>
    </header>
  );
}
