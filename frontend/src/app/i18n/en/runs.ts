export const runs = {
  title: "Runs",
  count: (shown: string, all: string, isAll: boolean) => {
    const noun = all === "1" ? "run" : "runs";
    return isAll ? `${all} ${noun}` : `${shown} of ${all} ${noun}`;
  },
  search: "Find runs by name, person or id",
  status: "Status",
  kind: "Kind",
  user: "Person",
  all: "all",
  statuses: { running: "running", finished: "finished", failed: "failed", stopped: "stopped" },
  kinds: { train: "training", import: "import", evaluation: "evaluation" },
  columns: {
    name: "Name",
    user: "Person",
    created_at: "When",
    kind: "Kind",
    status: "Status",
    miou: "mIoU",
    images: "Pictures",
  },
  miouNote: "of the best validation",
  choose: (name: string) => `Choose ${name} to compare`,
  compare: "Compare the two",
  chooseAnother: "Choose one more to compare",
  clear: "Choose none",
  nothing: "No run fits",
  nothingWhy: "No run has all these words, and this status, kind and person.",
  showAll: "Show all runs",
  table: "Runs; press a head to sort",
};
