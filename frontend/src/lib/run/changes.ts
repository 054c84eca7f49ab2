/** Tells events of runs that change a list of runs from those that only say that a training goes on. */

interface RunEvent {
  id: string;
  status: string;
  validations: number;
}

/**
 * Make a filter that lets an event through where the run is new to it, or its status or its number of
 * validations is another one. A trainer tells several steps a second; a list of 2,000 runs shows none of them.
 */
export function changesOfRuns(): (event: RunEvent) => boolean {
  const known = new Map<string, string>();
  return ({ id, status, validations }) => {
    const stands = `${status} ${validations}`;
    if (known.get(id) === stands) return false;
    known.set(id, stands);
    return true;
  };
}
