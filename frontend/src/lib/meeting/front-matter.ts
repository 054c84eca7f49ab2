/** What people write for a blog's front matter, as the export asks for it. */
export interface FrontMatter {
  /** Tags with commas between them. */
  tags: string;
  /** `KEY=VALUE` lines; values are YAML. */
  further: string;
}

const NOTHING: FrontMatter = { tags: "", further: "" };

/** Read what was kept in the browser; anything else is nothing. */
export function readFrontMatter(kept: string | null): FrontMatter {
  try {
    const { tags, further } = JSON.parse(kept ?? "{}") as Partial<Record<keyof FrontMatter, unknown>>;
    return {
      tags: typeof tags === "string" ? tags : "",
      further: typeof further === "string" ? further : "",
    };
  } catch {
    return NOTHING;
  }
}

/** The export's parameters: a tag each, and a key with its value each; what is empty is left out. */
export function frontMatterParameters({ tags, further }: FrontMatter): [string, string][] {
  const words = tags.split(",").map((tag): [string, string] => ["tag", tag.trim()]);
  const lines = further.split("\n").map((line): [string, string] => ["front", line.trim()]);
  return [...words, ...lines].filter(([, value]) => value !== "");
}
