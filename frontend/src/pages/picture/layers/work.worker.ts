/** Decodes and compares label maps beside the page, so that nothing stalls. */
import { errorKinds } from "@/lib/picture/kinds";
import { wrongPairs } from "@/lib/picture/pairs";
import { piecesOf } from "@/lib/picture/pieces";
import { decodePng } from "@/lib/picture/png";
import type { Answer, Job } from "./jobs";

self.onmessage = async ({ data: { id, job } }: MessageEvent<{ id: number; job: Job }>) => {
  try {
    const { result, moved } = await done(job);
    self.postMessage({ id, result } satisfies Answer, { transfer: moved });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer);
  }
};

async function done(job: Job): Promise<{ result: unknown; moved: Transferable[] }> {
  if (job.name === "decode") {
    const raster = await decodePng(new Uint8Array(job.file));
    return { result: raster, moved: [raster.values.buffer] };
  }
  const { truth, prediction, ignore } = job;
  if (job.name === "pairs") return { result: wrongPairs(truth, prediction, ignore), moved: [] };
  if (job.name === "pieces") return { result: piecesOf(truth, prediction, ignore, job.pair), moved: [] };
  const kinds = errorKinds(truth, prediction, ignore, job.radius);
  return { result: kinds, moved: [kinds.buffer] };
}
