/** Blocks of cells as spreadsheets put them on the clipboard: tabs, lines, quotes around what holds either. */

/**
 * Read a block. Every line gets as many cells as the longest one.
 *
 * Excel, LibreOffice and Google Sheets quote a cell that holds a tab, a line break or a quote, and double its
 * quotes. A quote that does not begin a cell is a plain sign, as is one that is never closed.
 *
 *     parseTsv('a\t"b\nc"\r\n')   // [["a", "b\nc"]]
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    const [cell, end] = readCell(text, at);
    rows.at(-1)?.push(cell);
    if (end >= text.length) break;
    at = end + 1;
    if (text[end] === "\t") continue;
    if (text[end] === "\r" && text[at] === "\n") at += 1;
    if (at >= text.length) break; // the line break at the end begins no row
    rows.push([]);
  }
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array<string>(width - row.length).fill("")]);
}

/** Write a block; the line breaks within cells are `\n`, those between rows `\r\n` as Excel has them. */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join("\t")).join("\r\n");
}

/** Give a cell and where it ends: at a tab, a line break, or the end of the text. */
function readCell(text: string, start: number): [cell: string, end: number] {
  if (text[start] === '"') {
    const close = closingQuote(text, start + 1);
    if (close !== -1) {
      const cell = text.slice(start + 1, close).replaceAll('""', '"');
      return [cell.replace(/\r\n?/g, "\n"), close + 1];
    }
  }
  const rest = /[\t\r\n]/g;
  rest.lastIndex = start;
  const end = rest.exec(text)?.index ?? text.length;
  return [text.slice(start, end), end];
}

/** Find the quote that ends a quoted cell; -1 where the cell is none, since other signs follow. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') at += 1;
    else return at + 1 === text.length || /[\t\r\n]/.test(text[at + 1] ?? "") ? at : -1;
  }
  return -1;
}

function quoted(cell: string): string {
  return /[\t\r\n]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
