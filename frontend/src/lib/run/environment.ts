/** What a run's environment says, in lines. */

/** Give names and values; what lies within is named by its path, lists are one value. */
export function flatten(value: unknown, path = ""): [name: string, value: string][] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) {
    return value.length > 0 ? [[path, value.map(written).join(" ")]] : [];
  }
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([name, inner]) => flatten(inner, path ? `${path}.${name}` : name));
  }
  return [[path, written(value)]];
}

function written(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
