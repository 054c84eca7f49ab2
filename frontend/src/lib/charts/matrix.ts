/** The confusion matrix as it is drawn: how strong a cell is, and what it says. */

/** `share`: of the row's pixels; `pixels`: as counted; `log`: of the row, so that rare confusions are seen. */
export const MATRIX_SCALES = ["share", "pixels", "log"] as const;
export type MatrixScale = (typeof MATRIX_SCALES)[number];

/** Column of pixels that are predicted as no class. */
export const NO_CLASS = -1;

/** Counts with truth in rows; the last column are pixels of no class, where there are any. */
export interface Matrix {
  /** Class of each row, in the order in which they are drawn. */
  rows: readonly number[];
  /** Class of each column; −1 for none. */
  columns: readonly number[];
  pixels(truth: number, predicted: number): number;
  /** Pixels of a true class. */
  total(truth: number): number;
  /** The most that a wrong cell holds. */
  mostWrong: number;
}

export function matrixOf(
  confusion: readonly (readonly number[])[],
  unpredicted: readonly number[],
  order: readonly number[] = confusion.map((_, index) => index),
): Matrix {
  const pixels = (truth: number, predicted: number) =>
    (predicted === NO_CLASS ? unpredicted[truth] : confusion[truth]?.[predicted]) ?? 0;
  const totals = confusion.map(
    (row, truth) => row.reduce((sum, count) => sum + count, 0) + (unpredicted[truth] ?? 0),
  );
  const hasNone = unpredicted.some((count) => count > 0);
  const columns = hasNone ? [...order, NO_CLASS] : order;
  let mostWrong = 0;
  for (const truth of order) {
    for (const predicted of columns) {
      if (truth !== predicted) mostWrong = Math.max(mostWrong, pixels(truth, predicted));
    }
  }
  return { rows: order, columns, pixels, total: (truth) => totals[truth] ?? 0, mostWrong };
}

/** Share of a true class's pixels; null for a class that does not occur. */
export function shareOf(matrix: Matrix, truth: number, predicted: number): number | null {
  const total = matrix.total(truth);
  return total > 0 ? matrix.pixels(truth, predicted) / total : null;
}

const LEAST = 1e-5;

/**
 * How strongly a cell is coloured, 0 … 1.
 *
 * Shares and pixels go by their root: a confusion of 4 % would hardly be seen beside a diagonal of 90 %.
 */
export function strength(matrix: Matrix, truth: number, predicted: number, scale: MatrixScale): number {
  const share = shareOf(matrix, truth, predicted);
  if (!share) return 0;
  if (scale === "share") return Math.sqrt(share);
  if (scale === "log") return 1 - Math.log(Math.max(share, LEAST)) / Math.log(LEAST);
  const most = truth === predicted ? matrix.total(truth) : matrix.mostWrong;
  return most > 0 ? Math.sqrt(matrix.pixels(truth, predicted) / most) : 0;
}

/** A share in the least room: `4`, `.4`, `<.1` for per cents; empty for nothing. */
export function shortShare(share: number | null): string {
  if (!share) return "";
  const percent = share * 100;
  if (percent < 0.05) return "·";
  return percent < 0.95 ? percent.toFixed(1).replace(/^0/, "") : percent.toFixed(0);
}

/** Pixels in the least room: `512`, `1.2k`, `34k`, `5.1M`. */
export function shortCount(pixels: number): string {
  if (pixels === 0) return "";
  if (pixels < 1000) return String(pixels);
  const [value, unit] = pixels < 999_500 ? [pixels / 1000, "k"] : [pixels / 1e6, "M"];
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)}${unit}`;
}
