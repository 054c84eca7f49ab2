/** The addresses of the page: each is written here once, and read in `app/routes.tsx`. */

export const paths = {
  notebook: () => "/",
  runs: () => "/runs",
  run: (run: string) => `/runs/${part(run)}`,
  runClass: (run: string, name: string) => `/runs/${part(run)}/classes/${part(name)}`,
  pictures: (run: string) => `/runs/${part(run)}/pictures`,
  picture: (run: string, sample: string) =>
    `/runs/${part(run)}/pictures/${sample.split("/").map(part).join("/")}`,
  classTrend: (name: string) => `/classes/${part(name)}`,
  compare: (a?: string, b?: string) => withSearch("/compare", { a, b }),
  meetings: () => "/meeting",
  meeting: (number: number) => `/meeting/${number}`,
};

/**
 * Add search parameters to an address; what is undefined is left out.
 *
 *     withSearch(paths.run(id), { validation: 3 })
 */
export function withSearch(path: string, search: Record<string, string | number | undefined>): string {
  const said = Object.entries(search).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return said.length ? `${path}?${new URLSearchParams(said)}` : path;
}

function part(text: string): string {
  return encodeURIComponent(text);
}
