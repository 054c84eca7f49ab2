import { describe, expect, test } from "vitest";
import cases from "./fixtures/png.json";
import { decodePng, PngError } from "./png";

const bytes = (base64: string) => Uint8Array.from(Buffer.from(base64, "base64"));
const first = bytes(cases[0]?.file ?? "");

describe("values are those of the program that wrote the file", () => {
  test.each(cases.map((it) => [it.name, it] as const))("%s", async (_, { file, width, height, values }) => {
    const decoded = await decodePng(bytes(file));
    expect([decoded.width, decoded.height]).toEqual([width, height]);
    expect(Array.from(decoded.values)).toEqual(values);
  });
});

test("16-bit files stay 16-bit, all others are bytes", async () => {
  for (const { name, file } of cases) {
    const { values } = await decodePng(bytes(file));
    expect(values).toBeInstanceOf(name.includes("16 bits") ? Uint16Array : Uint8Array);
  }
});

describe("what cannot be shown exactly is refused", () => {
  const changed = (change: (file: Uint8Array) => void) => {
    const file = first.slice();
    change(file);
    return file;
  };
  test.each([
    ["no PNG", new Uint8Array(100)],
    ["nothing", new Uint8Array()],
    ["colours", changed((file) => file.set([2], 25))],
    ["interlaced", changed((file) => file.set([1], 28))],
    ["cut short", first.slice(0, first.length - 30)],
    ["another height", changed((file) => file.set([24], 23))],
    ["less height", changed((file) => file.set([5], 23))],
    ["billions of pixels", changed((file) => file.set([0x7f], 16))],
    ["damaged pixels", changed((file) => file.fill(0xff, 45, 60))],
  ])("%s", async (_, file) => {
    await expect(decodePng(file)).rejects.toThrow(PngError);
  });
});
