// SPDX-License-Identifier: Apache-2.0
// Owns what a key does: layers of tables, the topmost that knows the key runs it. The table is also what `?` shows. It never
// takes a key from a field that is being typed in, but for those that say so.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Text } from "./text";

export interface KeyRow {
  /** As KeyboardEvent.key, with "Ctrl+" (or Command) before it; "g b" is g, then b. Several: one row, "j ArrowDown". */
  keys: string[];
  text: Text;
  /** For {0} of the text. */
  of?: string;
  run: (event: KeyboardEvent) => void;
  /** Also while a field has the focus. */
  inFields?: boolean;
}

export interface Layer {
  title: Text;
  rows: KeyRow[];
  /** A dialog: no layer below it hears. */
  isModal?: boolean;
}

export const layers = signal<{ get: () => Layer }[]>([]);

/** The keys of a component while it is shown; the rows may differ from drawing to drawing. */
export function useKeys(layer: Layer) {
  const now = useRef(layer);
  now.current = layer;
  useEffect(() => {
    const mine = { get: () => now.current };
    layers.value = [...layers.peek(), mine];
    return () => {
      layers.value = layers.peek().filter((other) => other !== mine);
    };
  }, []);
}

const CHAIN_MS = 1000;
let chain = "";
let chainAt = 0;

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button)$/.test((target as HTMLInputElement).type ?? "");
}

/* What these do with Enter and Space is theirs. */
function isPressed(event: KeyboardEvent): boolean {
  return (event.key === "Enter" || event.key === " ") && event.target instanceof Element &&
    event.target.closest("button, a, summary, [role=button]") !== null;
}

function nameOf(event: KeyboardEvent): string {
  return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.key.length === 1 && event.shiftKey && event.key === " " ? "Shift+ " : event.key.startsWith("Arrow") && event.shiftKey ? `Shift+${event.key}` : event.key);
}

function hear(event: KeyboardEvent) {
  if (event.isComposing || event.altKey || event.defaultPrevented || isPressed(event)) return;
  const key = nameOf(event);
  const typed = isField(event.target);
  const chained = !typed && performance.now() - chainAt < CHAIN_MS ? `${chain} ${key}` : "";
  for (const layer of [...layers.value].reverse().map((one) => one.get())) {
    const row = layer.rows.find((one) => (one.inFields || !typed) &&
      one.keys.some((k) => k === chained || (k === key && !(chained && chain))));
    if (row) {
      event.preventDefault();
      chain = "";
      row.run(event);
      return;
    }
    if (!typed && layer.rows.some((one) => one.keys.some((k) => k.startsWith(`${key} `)))) {
      chain = key;
      chainAt = performance.now();
      event.preventDefault();
      return;
    }
    if (layer.isModal) break;
  }
  chain = "";
}

export function startKeys() {
  window.addEventListener("keydown", hear);
}

const SHOWN: { [key: string]: string } = {
  ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", " ": "Space",
  "Shift+ArrowDown": "Shift ↓", "Shift+ArrowUp": "Shift ↑", "Shift+ ": "Shift Space",
};

export function shown(key: string): string {
  return SHOWN[key] ?? key.replace("Ctrl+", "Ctrl ").replace(/ ([a-z])$/, (_, k) => (key.startsWith("Ctrl") ? ` ${k.toUpperCase()}` : ` ${k}`));
}
