/** Words within charts, which do not break by themselves. */

/** About how wide a text is in a small font, in pixels; Korean letters are twice as wide as Latin ones. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) > 0x10ff ? 12.5 : 6.8;
  return width;
}

/** Cut a text to a width; what is cut ends with an ellipsis. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join("")}…`) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
