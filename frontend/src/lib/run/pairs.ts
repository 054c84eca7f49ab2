/** Which class is taken for which, for every pair: the server lists only the costliest ones as flows. */

/** Pixels of one class that are taken for another; predicted −1: for no class. */
export interface Pair {
  truth: number;
  predicted: number;
  pixels: number;
  /** Of the true class's pixels. */
  shareOfClass: number;
  /** Of the true class's wrong pixels, missed and false: each of them costs it as much IoU. */
  shareOfLost: number;
  /** In how many pictures; null where nobody counted. */
  images: number | null;
}

interface Counted {
  confusion: readonly (readonly number[])[];
  unpredicted: readonly number[];
  flows: readonly { true_class: number; predicted_class: number; images: number }[];
}

/** Finds pairs in a confusion matrix. */
export interface Pairs {
  /** Null where no pixel is. */
  of(truth: number, predicted: number): Pair | null;
  /** What a class is taken for, the most pixels first. */
  from(truth: number): Pair[];
  /** What is taken for a class, the most pixels first. */
  into(predicted: number): Pair[];
}

export function pairsOf({ confusion, unpredicted, flows }: Counted): Pairs {
  const sum = (row: readonly number[]) => row.reduce((all, pixels) => all + pixels, 0);
  const truth = confusion.map((row, index) => sum(row) + (unpredicted[index] ?? 0));
  const predicted = confusion.map((_, index) => sum(confusion.map((row) => row[index] ?? 0)));
  const images = new Map(flows.map((flow) => [`${flow.true_class} ${flow.predicted_class}`, flow.images]));

  const of = (a: number, b: number): Pair | null => {
    const pixels = (b < 0 ? unpredicted[a] : confusion[a]?.[b]) ?? 0;
    if (pixels === 0 || a === b) return null;
    const right = confusion[a]?.[a] ?? 0;
    const all = truth[a] ?? 0;
    const wrong = all - right + ((predicted[a] ?? 0) - right);
    return {
      truth: a,
      predicted: b,
      pixels,
      shareOfClass: pixels / all,
      shareOfLost: pixels / wrong,
      images: images.get(`${a} ${b}`) ?? null,
    };
  };
  const classes = confusion.map((_, index) => index);
  const ranked = (pairs: (Pair | null)[]) =>
    pairs.filter((pair) => pair !== null).sort((a, b) => b.pixels - a.pixels);
  return {
    of,
    from: (a) => ranked([...classes, -1].map((b) => of(a, b))),
    into: (b) => ranked(classes.map((a) => of(a, b))),
  };
}
