/** What the workers of the picture page do, and the page's side of it. */
import type { PairCount } from "@/lib/picture/pairs";
import type { Piece } from "@/lib/picture/pieces";
import type { Raster } from "@/lib/picture/png";

interface Maps {
  truth: Raster;
  prediction: Raster;
  ignore: number;
}

export type Job =
  | { name: "decode"; file: ArrayBuffer }
  | ({ name: "pairs" } & Maps)
  | ({ name: "pieces"; pair: PairCount } & Maps)
  | ({ name: "kinds"; radius: number } & Maps);

export type Answer = { id: number; result: unknown } | { id: number; error: string };

/** A worker that is started when it is first needed. */
class JobWorker {
  private worker: Worker | null = null;
  private last = 0;
  private readonly waiting = new Map<
    number,
    { resolve(result: unknown): void; reject(error: Error): void }
  >();

  run(job: Job, moved: Transferable[] = []): Promise<unknown> {
    const worker = this.start();
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, job }, moved);
    });
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL("./work.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const who = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ("error" in data) who?.reject(new Error(data.error));
      else who?.resolve(data.result);
    };
    worker.onerror = () => {
      for (const { reject } of this.waiting.values()) reject(new Error("the decoder stopped"));
      this.waiting.clear();
      this.worker = null;
    };
    this.worker = worker;
    return worker;
  }
}

// Counting takes longer than decoding, and must not hold up the next picture.
const decoder = new JobWorker();
const counter = new JobWorker();

/** Decode an index PNG; the file's bytes are given away. */
export function decode(file: ArrayBuffer): Promise<Raster> {
  return decoder.run({ name: "decode", file }, [file]) as Promise<Raster>;
}

export function countPairs(maps: Maps): Promise<PairCount[]> {
  return counter.run({ name: "pairs", ...maps }) as Promise<PairCount[]>;
}

export function findKinds(maps: Maps, radius: number): Promise<Uint8Array> {
  return counter.run({ name: "kinds", radius, ...maps }) as Promise<Uint8Array>;
}

export function findPieces(maps: Maps, pair: PairCount): Promise<Piece[]> {
  return counter.run({ name: "pieces", pair, ...maps }) as Promise<Piece[]>;
}
