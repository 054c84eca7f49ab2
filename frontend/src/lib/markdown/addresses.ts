/** Which addresses people's words may point to. */

const ALLOWED = new Set(["http:", "https:", "mailto:"]);

/** Give an address back if following it does no harm, else nothing: no scripts, no data, no files. */
export function safeAddress(address: string): string {
  const url = URL.parse(address, window.location.href);
  return url && ALLOWED.has(url.protocol) ? address : "";
}

/** Whether an address is of this server. */
export function isOwnAddress(address: string): boolean {
  return URL.parse(address, window.location.href)?.origin === window.location.origin;
}
