/** Paints panes on the graphics processor: a look-up a pixel of the screen, whatever the picture's size. */
import type { ClassTable, Pane } from "@/lib/picture/look";
import { errorOpacity } from "@/lib/picture/paint";
import { heatColour } from "@/lib/picture/palette";
import { PATTERN_BITS, PATTERN_COUNT, PATTERN_SIZE } from "@/lib/picture/patterns";
import { textureShift } from "@/lib/picture/pixels";
import { toPane, type View } from "@/lib/picture/view";
import { isFaded } from "./ground";
import type { Painter, Scene } from "./painter";
import { FRAGMENT, MODES, VERTEX } from "./shader";
import { Textures, UNITS } from "./textures";

const NOTHING = { width: 1, height: 1, values: new Uint8Array(1) };
const HEAT = Uint8Array.from({ length: 1024 }, (_, i) => [...heatColour((i >> 2) / 255), 255][i & 3] ?? 0);

export class WebGlPainter implements Painter {
  readonly name = "webgl";
  private readonly places = new Map<string, WebGLUniformLocation | null>();
  private readonly textures: Textures;
  private readonly largest: number;

  private constructor(
    private readonly screen: HTMLCanvasElement,
    private readonly gl: WebGL2RenderingContext,
    private readonly program: WebGLProgram,
  ) {
    this.textures = new Textures(gl);
    this.largest = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, not React's
    gl.useProgram(program);
    for (const [index, unit] of UNITS.entries()) gl.uniform1i(this.place(unit), index);
    gl.bindVertexArray(gl.createVertexArray());
  }

  /** @returns null where there is no WebGL2, or only an imitation and `anyhow` is not set. */
  static create(anyhow: boolean): WebGlPainter | null {
    const screen = document.createElement("canvas");
    const gl = screen.getContext("webgl2", {
      antialias: false,
      depth: false,
      premultipliedAlpha: true,
      failIfMajorPerformanceCaveat: !anyhow,
    });
    if (gl && !anyhow && isImitated(gl)) return null;
    const program = gl && link(gl);
    return gl && program ? new WebGlPainter(screen, gl, program) : null;
  }

  paint(canvas: HTMLCanvasElement, pane: Pane, view: View, scene: Scene): boolean {
    const { gl, screen } = this;
    const context = canvas.getContext("2d");
    if (!context || gl.isContextLost() || this.isTooLarge(canvas, scene)) return false;
    if (screen.width < canvas.width) screen.width = canvas.width;
    if (screen.height < canvas.height) screen.height = canvas.height;
    this.putTextures(scene);
    this.putUniforms(canvas, pane, view, scene);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const top = screen.height - canvas.height;
    context.drawImage(screen, 0, top, canvas.width, canvas.height, 0, 0, canvas.width, canvas.height);
    return true;
  }

  clear(canvas: HTMLCanvasElement): void {
    canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
  }

  dispose(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  private isTooLarge(canvas: HTMLCanvasElement, { size, photo }: Scene): boolean {
    const sides = [
      size.width,
      size.height,
      photo?.width ?? 0,
      photo?.height ?? 0,
      canvas.width,
      canvas.height,
    ];
    return Math.max(...sides) > this.largest;
  }

  private putTextures({ photo, layers, table }: Scene): void {
    for (const name of ["truth", "prediction", "confidence"] as const) {
      const raster = layers[name] ?? NOTHING;
      this.textures.putNumbers(name, raster, raster.width, raster.height, raster.values);
    }
    const { width, height } = layers.kinds && layers.truth ? layers.truth : NOTHING;
    const kinds = layers.kinds && layers.truth ? layers.kinds : NOTHING.values;
    this.textures.putNumbers("kinds", kinds, width, height, kinds);
    this.textures.putNumbers(
      "patterns",
      PATTERN_BITS,
      PATTERN_SIZE,
      PATTERN_SIZE * PATTERN_COUNT,
      PATTERN_BITS,
    );
    this.textures.putColours("heat", HEAT, 256, 1, HEAT);
    const rows = Math.max(1, Math.ceil(table.count / 256));
    this.textures.putColours("ground", table.ground, 256, rows, colourRows(table, "ground", rows));
    this.textures.putColours("mark", table.mark, 256, rows, colourRows(table, "mark", rows));
    if (photo) this.textures.putPhoto(photo);
    else this.textures.putColours("photo", NOTHING, 1, 1, new Uint8Array(4));
  }

  private putUniforms(canvas: HTMLCanvasElement, pane: Pane, view: View, scene: Scene): void {
    const { gl } = this;
    const { look, layers, size, table } = scene;
    const whole = (name: string, value: number | boolean) => gl.uniform1i(this.place(name), Number(value));
    const corner = toPane(view, canvas, { x: 0, y: 0 });
    gl.uniform2f(this.place("centre"), view.x, view.y);
    gl.uniform2f(this.place("canvas"), canvas.width, canvas.height);
    gl.uniform1f(this.place("zoom"), view.zoom);
    gl.uniform2i(this.place("size"), size.width, size.height);
    gl.uniform2i(this.place("shift"), textureShift(corner.x), textureShift(corner.y));
    gl.uniform1f(this.place("opacity"), look.opacity);
    gl.uniform1f(this.place("errorOpacity"), errorOpacity(look.opacity));
    whole("mode", MODES.indexOf(pane.name));
    whole("chosen", pane.name === "class" ? pane.index : -1);
    whole("count", table.count);
    whole("threshold", look.threshold);
    whole("hasPhoto", scene.photo !== null);
    whole("hasTruth", layers.truth !== undefined);
    whole("hasPrediction", layers.prediction !== undefined);
    whole("hasConfidence", layers.confidence !== undefined);
    whole("overlay", look.overlay);
    whole("hatch", look.hatch);
    whole("contour", look.contour);
    whole("byKind", look.kinds);
    whole("faded", isFaded(pane, scene));
  }

  private place(name: string): WebGLUniformLocation | null {
    if (!this.places.has(name)) this.places.set(name, this.gl.getUniformLocation(this.program, name));
    return this.places.get(name) ?? null;
  }
}

/** Colours with what else there is to know in the fourth byte: whether it is shown, or its texture. */
function colourRows(table: ClassTable, which: "ground" | "mark", rows: number): Uint8Array {
  const colours = new Uint8Array(256 * rows * 4);
  for (let index = 0; index < table.count; index++) {
    colours.set(table[which].subarray(3 * index, 3 * index + 3), 4 * index);
    colours[4 * index + 3] =
      which === "ground" ? 255 * (table.shown[index] ?? 0) : (table.pattern[index] ?? 0);
  }
  return colours;
}

/** Whether the processor draws by itself; not all browsers count that as a reason against it. */
function isImitated(gl: WebGL2RenderingContext): boolean {
  const facts = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(facts ? facts.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

function link(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}
