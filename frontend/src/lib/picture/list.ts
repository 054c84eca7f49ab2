/** A list of a validation's pictures: which ones, in which order, and who stands beside whom. */

export const ORDERS = ["lost", "iou", "pixels", "name"] as const;
export type Order = (typeof ORDERS)[number];
export const ERROR_KINDS = ["boundary", "extent", "segment"] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** −1: predicted as no class. */
export interface PictureFilter {
  classIndex: number | null;
  kind: ErrorKind | null;
  taken: number | null;
  order: Order;
  /** Words that must be in the name. */
  search: string;
  group: string | null;
}

export const ALL_PICTURES: PictureFilter = {
  classIndex: null,
  kind: null,
  taken: null,
  order: "lost",
  search: "",
  group: null,
};

/** The keys of a filter in an address: `class=3&kind=segment&taken=5&order=iou&search=seq&group=0001`. */
const KEYS = ["class", "kind", "taken", "order", "search", "group"];

export function readFilter(query: URLSearchParams): PictureFilter {
  const classIndex = index(query.get("class"), 0);
  const taken = index(query.get("taken"), -1);
  return {
    classIndex,
    kind: ERROR_KINDS.find((kind) => kind === query.get("kind")) ?? null,
    taken: classIndex === null || taken === classIndex ? null : taken,
    order: ORDERS.find((order) => order === query.get("order")) ?? "lost",
    search: query.get("search") ?? "",
    group: query.get("group"),
  };
}

export function writeFilter(filter: PictureFilter): URLSearchParams {
  const query = new URLSearchParams();
  const values = [
    filter.classIndex,
    filter.kind,
    filter.taken,
    filter.order === "lost" ? null : filter.order,
    filter.search || null,
    filter.group,
  ];
  KEYS.forEach((key, i) => {
    const value = values[i];
    if (value !== null && value !== undefined) query.set(key, String(value));
  });
  return query;
}

/** The search of the grid's address that shows a list, and in it the picture at a place. */
export function listSearch(list: string, validation: number | null, place: number | null = null): string {
  const query = new URLSearchParams(list);
  if (validation !== null) query.set("validation", String(validation));
  if (place !== null) query.set("at", String(place));
  const text = query.toString();
  return text && `?${text}`;
}

/** What the server is asked; it knows neither words nor groups. */
export function serverQuery(filter: PictureFilter) {
  return {
    order: filter.order,
    ...(filter.classIndex === null ? {} : { class_index: filter.classIndex }),
    ...(filter.kind === null ? {} : { kind: filter.kind }),
    ...(filter.taken === null ? {} : { predicted: filter.taken }),
  };
}

/** Whether the whole list must be here before it can be shown. */
export function needsAll(filter: PictureFilter): boolean {
  return filter.search.trim() !== "" || filter.group !== null;
}

/** The pictures of a list with the words in their names, and of the group; each word must be there. */
export function matching<P extends { sample: string; group: string | null }>(
  pictures: readonly P[],
  { search, group }: PictureFilter,
): P[] {
  const words = search.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  return pictures.filter((picture) => {
    if (group !== null && (picture.group ?? "") !== group) return false;
    const name = picture.sample.normalize("NFC").toLowerCase();
    return words.every((word) => name.includes(word));
  });
}

/** The parts of a list: `size` pictures each. */
export function partOf(place: number, size: number): number {
  return Math.floor(Math.max(place, 0) / size);
}

/** The order in which parts are searched for a picture: where it was, beside it, then the others. */
export function partsFrom(hint: number | null, size: number, total: number): number[] {
  const count = Math.max(1, Math.ceil(total / size));
  const start = Math.min(partOf(hint ?? 0, size), count - 1);
  return Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => Math.abs(a - start) - Math.abs(b - start) || a - b,
  );
}

/** Read a whole number, 0 or more. */
export function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function index(text: string | null, least: number): number | null {
  if (text === null || !/^-?\d{1,6}$/.test(text)) return null;
  const value = Number(text);
  return value >= least ? value : null;
}
