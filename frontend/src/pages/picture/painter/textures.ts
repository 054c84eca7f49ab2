/** Textures of a scene: each is sent to the graphics processor once, when what it is made of is another. */

export type Unit =
  | "truth"
  | "prediction"
  | "confidence"
  | "kinds"
  | "patterns"
  | "photo"
  | "ground"
  | "mark"
  | "heat";

export const UNITS: readonly Unit[] = [
  "truth",
  "prediction",
  "confidence",
  "kinds",
  "patterns",
  "photo",
  "ground",
  "mark",
  "heat",
];

export class Textures {
  private readonly made = new Map<Unit, { texture: WebGLTexture; of: object }>();

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** Put whole numbers of 8 or 16 bits. */
  putNumbers(unit: Unit, of: object, width: number, height: number, values: Uint8Array | Uint16Array): void {
    const { gl } = this;
    if (!this.begin(unit, of)) return;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    const wide = values instanceof Uint16Array;
    gl.texImage2D(
      gl.TEXTURE_2D,
      0,
      wide ? gl.R16UI : gl.R8UI,
      width,
      height,
      0,
      gl.RED_INTEGER,
      wide ? gl.UNSIGNED_SHORT : gl.UNSIGNED_BYTE,
      values,
    );
    this.sample(gl.NEAREST, gl.NEAREST);
  }

  /** Put (r, g, b, a) of bytes. */
  putColours(unit: Unit, of: object, width: number, height: number, values: Uint8Array): void {
    const { gl } = this;
    if (!this.begin(unit, of)) return;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, values);
    this.sample(gl.NEAREST, gl.NEAREST);
  }

  /** Put a photo: smooth from afar, its pixels from near. */
  putPhoto(photo: ImageBitmap): void {
    const { gl } = this;
    if (!this.begin("photo", photo)) return;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, photo);
    gl.generateMipmap(gl.TEXTURE_2D);
    this.sample(gl.LINEAR_MIPMAP_LINEAR, gl.NEAREST);
  }

  private begin(unit: Unit, of: object): boolean {
    const { gl } = this;
    const known = this.made.get(unit);
    if (known?.of === of) return false;
    if (known) gl.deleteTexture(known.texture);
    const texture = gl.createTexture();
    this.made.set(unit, { texture, of });
    gl.activeTexture(gl.TEXTURE0 + UNITS.indexOf(unit));
    gl.bindTexture(gl.TEXTURE_2D, texture);
    return true;
  }

  private sample(small: number, large: number): void {
    const { gl } = this;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, small);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, large);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }
}
