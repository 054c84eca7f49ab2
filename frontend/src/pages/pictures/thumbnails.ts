/** Small pictures of the grid: a few are fetched at a time, those on the screen first; what was seen is kept. */
import { fetchFile } from "@/api/pictures";
import { ByteCache } from "@/lib/picture/cache";
import { NewestFirst } from "@/lib/picture/queue";

// Browsers open six connections to a server; one is for events, one for what is clicked.
const AT_ONCE = 4;
const MOST_BYTES = 64 * 2 ** 20;

const kept = new ByteCache<string>(MOST_BYTES, (address) => URL.revokeObjectURL(address));
const queue = new NewestFirst(AT_ONCE);

/** The local address of a small picture that is here already. */
export function keptThumbnail(url: string): string | undefined {
  return kept.get(url);
}

/** Fetch a small picture, and give its local address. */
export async function loadThumbnail(url: string, signal: AbortSignal): Promise<string> {
  const known = kept.get(url);
  if (known) return known;
  return queue.run(async (stop) => {
    const blob = await (await fetchFile(url, stop)).blob();
    const address = URL.createObjectURL(blob);
    kept.set(url, address, blob.size);
    return address;
  }, signal);
}
