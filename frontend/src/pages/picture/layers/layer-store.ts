/** Holds what pictures are drawn from, decoded: what is shown, and what comes next. */
import { fetchFile, type LayerName, layerUrl, type PictureAddress } from "@/api/pictures";
import { ByteCache } from "@/lib/picture/cache";
import type { Raster } from "@/lib/picture/png";
import { SharedWork } from "@/lib/picture/users";
import { decode } from "./jobs";

export interface Decoded {
  picture: ImageBitmap;
  truth: Raster;
  prediction: Raster;
  confidence: Raster;
}

type Part = ImageBitmap | Raster;

// Five pictures of eight megapixels, or a hundred of 0.2.
const MOST_BYTES = 384 * 2 ** 20;

class LayerStore {
  private readonly done = new ByteCache<Part>(MOST_BYTES);
  private readonly underWay = new Map<string, SharedWork<Part>>();

  /** What is decoded already. */
  peek<Name extends LayerName>(name: Name, address: PictureAddress): Decoded[Name] | undefined {
    return this.done.get(layerUrl(name, address)) as Decoded[Name] | undefined;
  }

  /** Fetch and decode a layer; given up where all who want it went away. */
  async load<Name extends LayerName>(
    name: Name,
    address: PictureAddress,
    signal: AbortSignal,
  ): Promise<Decoded[Name]> {
    const url = layerUrl(name, address);
    const known = this.done.get(url);
    if (known) return known as Decoded[Name];
    let work = this.underWay.get(url);
    if (!work) {
      work = this.begin(url, name === "picture" ? readPhoto : readRaster);
    }
    return (await work.join(signal)) as Decoded[Name];
  }

  private begin(url: string, read: (url: string, signal: AbortSignal) => Promise<Part>): SharedWork<Part> {
    const forget = () => {
      if (this.underWay.get(url) === work) this.underWay.delete(url);
    };
    const work: SharedWork<Part> = new SharedWork((signal) => read(url, signal), forget);
    this.underWay.set(url, work);
    void work.promise
      .then((part) => this.done.set(url, part, bytesOf(part)))
      .catch(() => undefined)
      .finally(forget);
    return work;
  }
}

export const layerStore = new LayerStore();

async function readPhoto(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetchFile(url, signal);
  return createImageBitmap(await response.blob());
}

async function readRaster(url: string, signal: AbortSignal): Promise<Raster> {
  const response = await fetchFile(url, signal);
  return decode(await response.arrayBuffer());
}

function bytesOf(part: Part): number {
  return "values" in part ? part.values.byteLength : part.width * part.height * 4;
}
