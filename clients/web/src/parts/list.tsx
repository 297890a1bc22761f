// SPDX-License-Identifier: Apache-2.0
// A list of any length: rows of one height, of which only those in sight are in the page. It owns the cursor's moving and
// the selection; what a row shows and what opening it means is the screen's.
import { signal, useComputed, useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { KeyRow } from "../keys";

export interface ListRow<T> {
  /** Of a heading: text; of an item: what it is. */
  key: string;
  head?: string;
  item?: T;
}

const SPARE = 4; // rows drawn beyond sight

export class ListState<T> {
  readonly rows: Signal<ListRow<T>[]> = signal([]);
  readonly cursor: Signal<string | null> = signal(null);
  readonly selected: Signal<ReadonlySet<string>> = signal(new Set<string>());
  private index = new Map<string, number>();
  private place = 0; // where the cursor was last: when its row goes, the next one gets it
  private anchor: string | null = null;

  setRows(rows: ListRow<T>[]) {
    const cursor = this.cursor.peek();
    this.index = new Map(rows.map((row, i) => [row.key, i]));
    if (cursor !== null && !this.index.has(cursor)) {
      const near = rows.slice(this.place).find((row) => row.item) ?? [...rows].reverse().find((row) => row.item);
      this.cursor.value = near?.key ?? null;
    } else if (cursor === null) {
      this.cursor.value = rows.find((row) => row.item)?.key ?? null;
    } else {
      this.place = this.placeOf(cursor);
    }
    if (this.selected.peek().size > 0) {
      const kept = [...this.selected.peek()].filter((key) => this.index.has(key));
      if (kept.length !== this.selected.peek().size) this.selected.value = new Set(kept);
    }
    this.rows.value = rows;
  }

  /** Where a row stands; -1: nowhere. */
  placeOf(key: string | null): number {
    return (key !== null ? this.index.get(key) : undefined) ?? -1;
  }

  get item(): T | undefined {
    return this.rows.peek()[this.placeOf(this.cursor.peek())]?.item;
  }

  /** What an action is for: the selected ones, else the one under the cursor. */
  get chosen(): T[] {
    const chosen = this.rows.peek().filter((row) => row.item && this.selected.peek().has(row.key)).map((row) => row.item!);
    return chosen.length > 0 ? chosen : this.item ? [this.item] : [];
  }

  put(key: string | null) {
    this.cursor.value = key;
    this.place = Math.max(0, this.placeOf(key));
  }

  move(step: number) {
    const rows = this.rows.peek();
    const from = this.placeOf(this.cursor.peek());
    const wanted = from < 0 ? (step > 0 ? 0 : rows.length - 1) : from + step;
    const i = Math.min(rows.length - 1, Math.max(0, wanted));
    /* Over a heading to the next item that way; at the ends, to the outermost one. */
    const way = step > 0 ? 1 : -1;
    const look = (at: number, by: number): ListRow<T> | undefined => {
      while (rows[at] && !rows[at]!.item) at += by;
      return rows[at];
    };
    const found = look(i, way) ?? look(i, -way);
    if (found) this.put(found.key);
  }

  toggle(key: string) {
    const selected = new Set(this.selected.peek());
    if (!selected.delete(key)) selected.add(key);
    this.selected.value = selected;
    this.anchor = key;
  }

  /** From the last one selected up to this one. */
  reach(key: string) {
    const rows = this.rows.peek();
    const to = this.placeOf(key), from = this.placeOf(this.anchor ?? this.cursor.peek());
    if (from < 0 || to < 0) return this.toggle(key);
    const selected = new Set(this.selected.peek());
    for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) if (row.item) selected.add(row.key);
    this.selected.value = selected;
    this.anchor ??= this.cursor.peek();
  }

  clear() {
    this.selected.value = new Set();
    this.anchor = null;
  }

  /** j k x Enter and the like, for the screen's layer of keys. */
  keys(open: (item: T) => void): KeyRow[] {
    const stretch = (step: number) => {
      this.anchor ??= this.cursor.peek();
      this.move(step);
      if (this.cursor.peek()) this.reach(this.cursor.peek()!);
    };
    return [
      { keys: ["j", "ArrowDown"], text: "keyDown", run: () => this.move(1) },
      { keys: ["k", "ArrowUp"], text: "keyUp", run: () => this.move(-1) },
      { keys: ["Home"], text: "keyFirst", run: () => this.move(-Infinity) },
      { keys: ["End", "G"], text: "keyLast", run: () => this.move(Infinity) },
      { keys: ["Enter", "o"], text: "keyOpen", run: () => this.item && open(this.item) },
      { keys: ["x", " "], text: "keySelect", run: () => this.cursor.peek() && this.toggle(this.cursor.peek()!) },
      { keys: ["J", "Shift+ArrowDown"], text: "keySelectRange", run: () => stretch(1) },
      { keys: ["K", "Shift+ArrowUp"], text: "keySelectRange", run: () => stretch(-1) },
    ];
  }
}

interface Props<T> {
  state: ListState<T>;
  height: number;
  label: string;
  draw: (item: T) => ComponentChildren;
  open: (item: T) => void;
  empty: ComponentChildren;
}

export function List<T>({ state, height, label, draw, open, empty }: Props<T>) {
  const ref = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const seen = useSignal(30);
  const rows = state.rows.value;
  /* Only a new range draws anew, not each pixel. */
  const from = useComputed(() => Math.max(0, top.value - SPARE)).value;
  const to = Math.min(rows.length, top.value + seen.value + SPARE);
  const slots = seen.value + 2 * SPARE + 1; // a row gone out of sight lends its elements to the one that comes
  const cursor = state.cursor.value;
  const place = state.placeOf(cursor);

  useLayoutEffect(() => {
    const box = ref.current!;
    const measure = () => {
      top.value = Math.floor(box.scrollTop / height);
      seen.value = Math.ceil(box.clientHeight / height) + 1;
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    box.addEventListener("scroll", measure, { passive: true });
    return () => {
      watch.disconnect();
      box.removeEventListener("scroll", measure);
    };
  }, [height]);

  useLayoutEffect(() => {
    const box = ref.current!;
    const i = state.placeOf(cursor);
    if (i < 0) return;
    const above = i * height - (rows[i - 1]?.head ? height : 0), below = (i + 1) * height;
    if (above < box.scrollTop) box.scrollTop = above;
    else if (below > box.scrollTop + box.clientHeight) box.scrollTop = below - box.clientHeight;
  }, [cursor]);

  const click = (event: MouseEvent, row: ListRow<T>) => {
    if (event.shiftKey) {
      state.reach(row.key);
      state.put(row.key);
    } else if (event.ctrlKey || event.metaKey || (event.target as Element).closest("[data-check]")) {
      state.toggle(row.key);
      state.put(row.key);
    } else {
      state.put(row.key);
      open(row.item!);
    }
  };

  return (
    <div ref={ref} class="list" role="listbox" aria-label={label} aria-multiselectable="true" tabIndex={0}
      aria-activedescendant={place >= from && place < to ? `row-${cursor}` : undefined}>
      {rows.length === 0 && <div class="list-empty" role="option" aria-selected="false" aria-disabled="true">{empty}</div>}
      <div class="list-length" role="presentation" style={{ height: `${rows.length * height}px` }}>
        {rows.slice(from, to).map((row, i) => (
          <div key={(from + i) % slots} id={`row-${row.key}`} class={row.item ? "row" : "row-head"}
            role={row.item ? "option" : "presentation"}
            aria-selected={row.item ? state.selected.value.has(row.key) : undefined}
            aria-setsize={row.item ? rows.length : undefined} aria-posinset={row.item ? from + i + 1 : undefined}
            data-cursor={row.key === cursor ? "" : undefined}
            style={{ height: `${height}px`, transform: `translateY(${(from + i) * height}px)` }}
            onClick={row.item ? (event) => click(event, row) : undefined}>
            {row.item ? draw(row.item) : row.head}
          </div>
        ))}
      </div>
    </div>
  );
}
