import { isTakenByControl, isTyping, type KeyName, nameOf } from "./key";

/** A command of a page and the keys that call it. */
export interface Binding {
  /** Each of these does it; two letters with a space are pressed one after the other: `g n`. */
  keys: readonly KeyName[];
  /** What it does, for the list of keys. */
  label: string;
  run(event: KeyboardEvent): void;
  /** Also while something is written, as Escape may be. */
  whileTyping?: boolean;
}

export interface KeyGroup {
  title: string;
  bindings: readonly Binding[];
}

const SEQUENCE_MS = 1200;

/** All keys that work now: the group that was added last is asked first. */
export class KeyRegistry {
  private groups: readonly KeyGroup[] = [];
  private readonly listeners = new Set<() => void>();
  private before = { name: "", at: 0 };

  /** @returns Takes the group away. */
  add(group: KeyGroup): () => void {
    this.change([...this.groups, group]);
    return () => this.change(this.groups.filter((other) => other !== group));
  }

  readonly list = (): readonly KeyGroup[] => this.groups;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Do what a key press asks for, if it asks for anything. */
  readonly handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    const sequence = event.timeStamp - this.before.at < SEQUENCE_MS ? `${this.before.name} ${name}` : name;
    const isModifier = ["Shift", "Control", "Alt", "Meta"].includes(event.key);
    if (!isModifier) this.before = { name, at: event.timeStamp };
    const binding = this.find(sequence, event) ?? this.find(name, event);
    if (!binding) return;
    // A key that did something by itself begins nothing: on a picture `g` and then `n` are two commands.
    this.before = { name: "", at: Number.NEGATIVE_INFINITY };
    event.preventDefault();
    binding.run(event);
  };

  private find(name: KeyName, event: KeyboardEvent): Binding | undefined {
    const typing = isTyping(event.target);
    if (isTakenByControl(name, event.target)) return undefined;
    for (const group of this.groups.toReversed()) {
      const found = group.bindings.find((binding) => binding.keys.includes(name));
      if (found) return typing && !found.whileTyping ? undefined : found;
    }
    return undefined;
  }

  private change(groups: readonly KeyGroup[]): void {
    this.groups = groups;
    for (const listener of [...this.listeners]) listener();
  }
}

export const keys = new KeyRegistry();
