import { Link, type LinkProps } from "react-router";
import buttons from "./Button.module.css";
import styles from "./LinkButton.module.css";

interface Props extends Omit<LinkProps, "className"> {
  kind?: "plain" | "primary" | "quiet";
}

/** A way to another page that looks like a button, since it is the next thing to do. */
export function LinkButton({ kind = "plain", ...rest }: Props) {
  return <Link className={`${buttons.button} ${buttons[kind] ?? ""} ${styles.link}`} {...rest} />;
}
