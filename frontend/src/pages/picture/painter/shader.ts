/** The shader that paints as `lib/picture/paint.ts` says; both are held against each other in the browser tests. */

import { HEAT_OPACITY } from "@/lib/picture/paint";
import {
  FALSE_COLOUR,
  FALSE_MARK,
  IGNORED_COLOUR,
  IGNORED_MARK,
  KIND_COLOURS,
  MISSED_COLOUR,
  MISSED_MARK,
  markOn,
  NO_CLASS_COLOUR,
  type Rgb,
  TRUE_COLOUR,
} from "@/lib/picture/palette";
import { BROAD_RISING, DOTS, FALLING } from "@/lib/picture/patterns";
import { IGNORED_OPACITY } from "@/lib/picture/pixels";
import { FADED_GREY, FADED_SHARE, NO_PHOTO } from "./ground";

const rgb = (colour: Rgb): string => `vec3(${colour.map((part) => (part / 255).toFixed(6)).join(",")})`;
const kinds = (colours: readonly Rgb[]): string =>
  `vec3[4](${[NO_CLASS_COLOUR, ...colours].map(rgb).join(",")})`;
const float = (value: number): string => value.toFixed(6);

export const MODES = ["picture", "truth", "prediction", "errors", "class", "confidence"] as const;

export const VERTEX = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0); }`;

export const FRAGMENT = `#version 300 es
precision highp float; precision highp int; precision highp usampler2D; precision highp sampler2D;
uniform usampler2D truth, prediction, confidence, kinds, patterns;
uniform sampler2D photo, ground, mark, heat;
uniform vec2 centre, canvas; uniform float zoom; uniform ivec2 size, shift;
uniform int mode, count, threshold, chosen;
uniform float opacity, errorOpacity;
uniform bool hasPhoto, hasTruth, hasPrediction, hasConfidence, overlay, hatch, contour, byKind, faded;
out vec4 colour;

const vec3 kindColours[4] = ${kinds(KIND_COLOURS)};
const vec3 kindMarks[4] = ${kinds(KIND_COLOURS.map(markOn))};

ivec2 pixelAt(vec2 place) { return ivec2(floor(centre + (place - canvas / 2.0) / zoom)); }
bool inside(ivec2 p) { return p.x >= 0 && p.y >= 0 && p.x < size.x && p.y < size.y; }
bool marked(int pattern, ivec2 at) {
  ivec2 p = (at + shift) & 7;
  return texelFetch(patterns, ivec2(p.x, pattern * 8 + p.y), 0).r == 1u;
}
vec4 classGround(int v) { return texelFetch(ground, ivec2(v & 255, v >> 8), 0); }
vec4 classMark(int v) { return texelFetch(mark, ivec2(v & 255, v >> 8), 0); }
bool shown(int v) { return v < count && classGround(v).a > 0.0; }

vec4 ignored(ivec2 at) {
  return vec4(marked(${FALLING}, at) ? ${rgb(IGNORED_MARK)} : ${rgb(IGNORED_COLOUR)}, ${float(IGNORED_OPACITY)});
}
int label(bool ofTruth, ivec2 p) {
  return int(ofTruth ? texelFetch(truth, p, 0).r : texelFetch(prediction, p, 0).r);
}
bool differs(bool ofTruth, int v, vec2 place) {
  if (place.x < 0.0 || place.y < 0.0 || place.x > canvas.x || place.y > canvas.y) return false;
  ivec2 p = pixelAt(place);
  return inside(p) && label(ofTruth, p) != v;
}
bool edge(bool ofTruth, int v, vec2 place) {
  return differs(ofTruth, v, place - vec2(1, 0)) || differs(ofTruth, v, place + vec2(1, 0))
    || differs(ofTruth, v, place - vec2(0, 1)) || differs(ofTruth, v, place + vec2(0, 1));
}
vec4 labels(bool ofTruth, ivec2 p, vec2 place, ivec2 at) {
  int v = label(ofTruth, p);
  if (contour && v < count && !edge(ofTruth, v, place)) return vec4(0);
  if (!ofTruth && hasConfidence && int(texelFetch(confidence, p, 0).r) < threshold) return vec4(0);
  if (v >= count) return ofTruth ? ignored(at) : vec4(${rgb(NO_CLASS_COLOUR)}, opacity);
  vec4 of = classGround(v);
  if (of.a == 0.0) return vec4(0);
  vec4 marks = classMark(v);
  bool isMark = hatch && marked(int(marks.a * 255.0 + 0.5), at);
  return vec4(isMark ? marks.rgb : of.rgb, contour ? 1.0 : opacity);
}
vec4 errors(ivec2 p, ivec2 at) {
  int is = label(true, p), guess = label(false, p);
  if (is >= count) return ignored(at);
  if (is == guess || !(shown(is) || shown(guess))) return vec4(0);
  bool stripe = marked(${BROAD_RISING}, at);
  if (byKind) {
    int both = int(texelFetch(kinds, p, 0).r), missed = both & 3, falsely = both >> 2;
    return vec4(kindColours[stripe && falsely > 0 ? falsely : missed], errorOpacity);
  }
  int v = stripe ? is : guess;
  return vec4(v < count ? classGround(v).rgb : ${rgb(NO_CLASS_COLOUR)}, errorOpacity);
}
vec4 ofClass(ivec2 p, ivec2 at) {
  int is = label(true, p), guess = label(false, p);
  if (is >= count) return ignored(at);
  if (is != chosen && guess != chosen) return vec4(0);
  if (is == guess) return vec4(${rgb(TRUE_COLOUR)}, errorOpacity);
  bool isFalse = guess == chosen, isMark = marked(isFalse ? ${BROAD_RISING} : ${DOTS}, at);
  int both = int(texelFetch(kinds, p, 0).r), kind = byKind ? (isFalse ? both >> 2 : both & 3) : 0;
  vec3 plain = isFalse ? ${rgb(FALSE_COLOUR)} : ${rgb(MISSED_COLOUR)};
  vec3 marks = isFalse ? ${rgb(FALSE_MARK)} : ${rgb(MISSED_MARK)};
  if (kind > 0) { plain = kindColours[kind]; marks = kindMarks[kind]; }
  return vec4(isMark ? marks : plain, errorOpacity);
}
vec4 sureness(ivec2 p, ivec2 at) {
  int v = int(texelFetch(confidence, p, 0).r);
  if (v < threshold && marked(${FALLING}, at)) return vec4(1, 1, 1, ${float(HEAT_OPACITY)});
  return vec4(texelFetch(heat, ivec2(v, 0), 0).rgb, ${float(HEAT_OPACITY)});
}
vec4 over(ivec2 p, vec2 place, ivec2 at) {
  if (mode == 1 && hasTruth) return labels(true, p, place, at);
  if (mode == 2 && hasPrediction) return labels(false, p, place, at);
  if (mode == 3 && hasTruth && hasPrediction) return errors(p, at);
  if (mode == 4 && hasTruth && hasPrediction) return ofClass(p, at);
  if (mode == 5 && hasConfidence) return sureness(p, at);
  return vec4(0);
}
void main() {
  vec2 place = vec2(gl_FragCoord.x, canvas.y - gl_FragCoord.y);
  vec2 spot = centre + (place - canvas / 2.0) / zoom;
  vec3 below = vec3(${float(NO_PHOTO / 255)});
  if (hasPhoto) below = texture(photo, spot / vec2(size)).rgb;
  if (hasPhoto && faded) below = mix(vec3(dot(below, vec3(0.3, 0.59, 0.11))), vec3(${float(FADED_GREY / 255)}), ${float(FADED_SHARE)});
  ivec2 p = ivec2(floor(spot));
  if (!inside(p)) { colour = vec4(0); return; }
  vec4 above = overlay ? over(p, place, ivec2(place)) : vec4(0);
  colour = vec4(mix(below, above.rgb, above.a), 1);
}`;
