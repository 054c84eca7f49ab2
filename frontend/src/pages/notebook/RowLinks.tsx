import type { MouseEvent, ReactNode } from "react";
import { useNavigate } from "react-router";
import { isOwnAddress } from "@/lib/markdown/addresses";
import { rowOfAddress } from "@/lib/notebook/address";
import { useNotebook } from "./data/notebook";
import styles from "./NotebookPage.module.css";

/**
 * Follows links within the page: one to a row opens it beside the sheet as it is filtered and sorted now, and
 * one that people wrote into a note needs no new loading of the page.
 */
export function RowLinks({ children }: { children: ReactNode }) {
  const { openRow } = useNotebook();
  const navigate = useNavigate();

  function onClick(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || link.target === "_blank" || !isOwnAddress(link.href)) return;
    const row = rowOfAddress(link.pathname + link.search);
    if (row !== null) openRow(row);
    else if (link.rel && !link.pathname.startsWith("/api/"))
      navigate(link.pathname + link.search + link.hash);
    else return; // the router's own
    event.preventDefault();
  }

  return (
    <div className={styles.links} onClickCapture={onClick}>
      {children}
    </div>
  );
}
