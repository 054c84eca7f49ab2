import type { ReactNode } from "react";
import drawMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { isOwnAddress, safeAddress } from "@/lib/markdown/addresses";

const MOST_KEPT = 2000;
const kept = new Map<string, ReactNode>();

/**
 * Markdown, drawn; a file of its own, since it is larger than most pages.
 *
 * What was drawn is kept by its text: a sheet that is scrolled or sorted shows the same words again and again,
 * and to read them takes a millisecond each time.
 */
export default function MarkdownText({ children }: { children: string }) {
  let drawn = kept.get(children);
  if (drawn === undefined) {
    drawn = drawMarkdown({
      children,
      remarkPlugins: PLUGINS,
      components: COMPONENTS,
      urlTransform: safeAddress,
    });
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(children, drawn);
  }
  return drawn;
}

const PLUGINS = [remarkGfm];

const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <a
      href={href}
      target={href && isOwnAddress(href) ? undefined : "_blank"}
      rel="noreferrer noopener nofollow"
    >
      {children}
    </a>
  ),
  // A picture from elsewhere would tell its server who reads this: it is a link instead.
  img: ({ src, alt }) => {
    const address = typeof src === "string" ? src : "";
    if (address && isOwnAddress(address)) return <img src={address} alt={alt ?? ""} loading="lazy" />;
    return address ? (
      <a href={address} target="_blank" rel="noreferrer noopener nofollow">
        {alt || address}
      </a>
    ) : (
      alt
    );
  },
  // Heads of a page are the page's: those of a note begin below them.
  h1: "h4",
  h2: "h4",
  h3: "h5",
  h4: "h5",
  h5: "h6",
};
