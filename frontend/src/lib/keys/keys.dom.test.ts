import { beforeEach, expect, test, vi } from "vitest";
import { isTyping, nameOf } from "./key";
import { KeyRegistry } from "./registry";

const press = (key: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });

const group = (keys: string[], run: () => void, whileTyping = false) => ({
  title: "test",
  bindings: [{ keys, label: "does it", run, whileTyping }],
});

/** Presses a key while an element has the focus. */
function pressIn(registry: KeyRegistry, element: HTMLElement, event: KeyboardEvent) {
  element.addEventListener("keydown", registry.handle, { once: true });
  element.dispatchEvent(event);
}

beforeEach(() => {
  document.body.innerHTML =
    '<input id="text"><textarea></textarea><input type="checkbox"><button></button><p></p>';
});

const element = (selector: string) => document.querySelector(selector) as HTMLElement;

test("a key has one name on Latin and Korean keyboards", () => {
  expect(nameOf(press("g", { code: "KeyG" }))).toBe("g");
  expect(nameOf(press("ㅎ", { code: "KeyG" }))).toBe("g");
  expect(nameOf(press("ㅃ", { code: "KeyQ", shiftKey: true }))).toBe("Q");
});

test("names tell Control, Shift where it writes nothing, and the sign where it does", () => {
  expect(nameOf(press("ArrowLeft", { ctrlKey: true }))).toBe("Control+ArrowLeft");
  expect(nameOf(press("Enter", { shiftKey: true }))).toBe("Shift+Enter");
  expect(nameOf(press("?", { shiftKey: true }))).toBe("?");
  expect(nameOf(press(" "))).toBe("Space");
});

test("letters belong to texts, not to check boxes", () => {
  expect(["#text", "textarea", "[type=checkbox]", "button", "p"].map((it) => isTyping(element(it)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("a key does nothing while somebody writes, unless it asks for that", () => {
  const registry = new KeyRegistry();
  const [letter, leave] = [vi.fn(), vi.fn()];
  registry.add(group(["j"], letter));
  registry.add(group(["Escape"], leave, true));
  pressIn(registry, element("#text"), press("j"));
  pressIn(registry, element("#text"), press("Escape"));
  expect(letter).not.toHaveBeenCalled();
  expect(leave).toHaveBeenCalledOnce();
});

test("Space on a button presses the button and nothing else", () => {
  const registry = new KeyRegistry();
  const toggle = vi.fn();
  registry.add(group(["Space"], toggle));
  pressIn(registry, element("button"), press(" "));
  expect(toggle).not.toHaveBeenCalled();
  pressIn(registry, element("p"), press(" "));
  expect(toggle).toHaveBeenCalledOnce();
});

test("a syllable that is being put together is no command", () => {
  const registry = new KeyRegistry();
  const run = vi.fn();
  registry.add(group(["g"], run));
  registry.handle(press("ㅎ", { code: "KeyG", isComposing: true }));
  expect(run).not.toHaveBeenCalled();
});

test("two keys, one after the other, in time", () => {
  const registry = new KeyRegistry();
  const run = vi.fn();
  registry.add(group(["g n"], run));
  const at = (key: string, timeStamp: number) => {
    const event = press(key);
    Object.defineProperty(event, "timeStamp", { value: timeStamp });
    registry.handle(event);
  };
  at("g", 5000);
  at("n", 5300);
  expect(run).toHaveBeenCalledTimes(1);
  at("g", 9000);
  at("n", 12_000);
  expect(run).toHaveBeenCalledTimes(1);
});

test("a key with a command of its own begins no sequence", () => {
  const registry = new KeyRegistry();
  const [away, truth, note] = [vi.fn(), vi.fn(), vi.fn()];
  registry.add(group(["g n"], away));
  registry.add(group(["g"], truth));
  registry.add(group(["n"], note));
  registry.handle(press("g"));
  registry.handle(press("n"));
  expect([away, truth, note].map((run) => run.mock.calls.length)).toEqual([0, 1, 1]);
});

test("the newest group goes first, and what is taken away is silent", () => {
  const registry = new KeyRegistry();
  const [page, dialog] = [vi.fn(), vi.fn()];
  registry.add(group(["x"], page));
  const end = registry.add(group(["x"], dialog));
  registry.handle(press("x"));
  end();
  registry.handle(press("x"));
  expect([page.mock.calls.length, dialog.mock.calls.length]).toEqual([1, 1]);
});
