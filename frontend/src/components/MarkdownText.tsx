import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { isOwnAddress, safeAddress } from "@/lib/markdown/addresses";

/** Markdown, drawn; a file of its own, since it is larger than most pages. */
export default function MarkdownText({ children }: { children: string }) {
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={safeAddress}>
      {children}
    </ReactMarkdown>
  );
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
