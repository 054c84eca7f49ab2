/** Whether a text is plain: most cells are, and to draw them needs no Markdown reader. */

const INLINE = /[*_`~<>[\]\\&|]|https?:|www\.|\S@\S/;
const LINE = /^\s*(?:#{1,6}\s|[-+]\s|\d+[.)]\s|={3,}|-{3,}|\s{4}\S|\t\S)/m;

/** Whether Markdown would show a text as it is, line breaks apart. */
export function isPlainMarkdown(text: string): boolean {
  return !INLINE.test(text) && !LINE.test(text);
}
