/**
 * PNG files of one channel, value by value.
 *
 * A browser's own decoder goes through colours: it drops the low byte of 16-bit values and may shift the
 * others by a colour profile. Label maps hold class indices, so their bytes are unpacked here.
 */

export interface Raster {
  width: number;
  height: number;
  /** Row by row; 16-bit only where the file is. */
  values: Uint8Array | Uint16Array;
}

export class PngError extends Error {}

interface Header {
  width: number;
  height: number;
  bits: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GREY = 0;
const PALETTE = 3;
const MOST_PIXELS = 2 ** 28;

/** Decode a grey or palette PNG of 1, 2, 4, 8 or 16 bits; palette entries are given as their numbers. */
export async function decodePng(file: Uint8Array): Promise<Raster> {
  const { header, parts } = readChunks(file);
  const rowBytes = Math.ceil((header.width * header.bits) / 8);
  const raw = await inflate(parts, (rowBytes + 1) * header.height);
  unfilter(raw, rowBytes, header.height, header.bits === 16 ? 2 : 1);
  return { width: header.width, height: header.height, values: unpack(raw, rowBytes, header) };
}

function readChunks(file: Uint8Array): { header: Header; parts: Uint8Array[] } {
  if (file.length < 33 || SIGNATURE.some((byte, i) => file[i] !== byte)) throw new PngError("no PNG file");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const header = readHeader(view);
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > file.length) break;
    if (view.getUint32(at + 4) === 0x49444154) parts.push(file.subarray(at + 8, end));
    at = end + 4;
  }
  if (parts.length === 0) throw new PngError("a PNG file without pixels");
  return { header, parts };
}

function readHeader(view: DataView): Header {
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const bits = view.getUint8(24);
  const colour = view.getUint8(25);
  if (view.getUint32(12) !== 0x49484452 || width === 0 || height === 0)
    throw new PngError("a damaged PNG header");
  if (colour !== GREY && colour !== PALETTE)
    throw new PngError("a PNG file of colours, not of class indices");
  if (view.getUint8(28) !== 0) throw new PngError("an interlaced PNG file");
  if (![1, 2, 4, 8, 16].includes(bits)) throw new PngError("a damaged PNG header");
  if (width * height > MOST_PIXELS) throw new PngError("a PNG file of too many pixels");
  return { width, height, bits };
}

/** Inflate into a buffer of the size that the header promises, so that a file can fill no more than it says. */
async function inflate(parts: Uint8Array[], size: number): Promise<Uint8Array> {
  const raw = new Uint8Array(size);
  const stream = new DecompressionStream("deflate");
  const feeding = feed(stream.writable.getWriter(), parts);
  feeding.catch(() => undefined); // a damaged file is told by the reader below
  const reader = stream.readable.getReader();
  let filled = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      if (filled + read.value.length > size) throw new PngError("a PNG file with too many bytes");
      raw.set(read.value, filled);
      filled += read.value.length;
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error instanceof PngError ? error : new PngError("a damaged PNG file");
  }
  if (filled !== size) throw new PngError("a PNG file that is cut short");
  return raw;
}

async function feed(writer: WritableStreamDefaultWriter<BufferSource>, parts: Uint8Array[]): Promise<void> {
  for (const part of parts) await writer.write(part as Uint8Array<ArrayBuffer>);
  await writer.close();
}

/** Undo the filter of each row, in place; `step` is the bytes from a pixel to its left neighbour. */
function unfilter(raw: Uint8Array, rowBytes: number, height: number, step: number): void {
  const stride = rowBytes + 1;
  for (let y = 0; y < height; y++) {
    const from = y * stride + 1;
    const above = y === 0 ? -1 : from - stride;
    const filter = raw[from - 1];
    if (filter === 1) addLeft(raw, from, rowBytes, step);
    else if (filter === 2 && above >= 0) addAbove(raw, from, rowBytes, stride);
    else if (filter === 3) addMean(raw, from, rowBytes, step, above);
    else if (filter === 4) addPaeth(raw, from, rowBytes, step, above);
    else if (filter !== 0 && filter !== 2) throw new PngError("a damaged PNG file");
  }
}

function addLeft(raw: Uint8Array, from: number, length: number, step: number): void {
  for (let i = from + step; i < from + length; i++) raw[i] = at(raw, i) + at(raw, i - step);
}

function addAbove(raw: Uint8Array, from: number, length: number, stride: number): void {
  for (let i = from; i < from + length; i++) raw[i] = at(raw, i) + at(raw, i - stride);
}

function addMean(raw: Uint8Array, from: number, length: number, step: number, above: number): void {
  for (let i = 0; i < length; i++) {
    const left = i < step ? 0 : at(raw, from + i - step);
    const up = above < 0 ? 0 : at(raw, above + i);
    raw[from + i] = at(raw, from + i) + ((left + up) >> 1);
  }
}

function addPaeth(raw: Uint8Array, from: number, length: number, step: number, above: number): void {
  for (let i = 0; i < length; i++) {
    const left = i < step ? 0 : at(raw, from + i - step);
    const up = above < 0 ? 0 : at(raw, above + i);
    const corner = i < step || above < 0 ? 0 : at(raw, above + i - step);
    raw[from + i] = at(raw, from + i) + nearest(left, up, corner);
  }
}

function nearest(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}

function unpack(
  raw: Uint8Array,
  rowBytes: number,
  { width, height, bits }: Header,
): Uint8Array | Uint16Array {
  const values = bits === 16 ? new Uint16Array(width * height) : new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = y * (rowBytes + 1) + 1;
    const to = y * width;
    if (bits === 8) values.set(raw.subarray(from, from + width), to);
    else if (bits === 16)
      for (let x = 0; x < width; x++)
        values[to + x] = (at(raw, from + 2 * x) << 8) | at(raw, from + 2 * x + 1);
    else for (let x = 0; x < width; x++) values[to + x] = bitsAt(raw, from, x, bits);
  }
  return values;
}

function bitsAt(raw: Uint8Array, from: number, x: number, bits: number): number {
  const position = x * bits;
  return (at(raw, from + (position >> 3)) >> (8 - bits - (position & 7))) & ((1 << bits) - 1);
}
