// SPDX-License-Identifier: Apache-2.0
// Tables of the set-up: rows asked for whole, narrowed by a text, each opened by the link in its first cell. They own the
// rows as they were told last, nothing else.
import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Method } from "../api";
import { forgetDirectory } from "../directory";
import { useKeys, type KeyRow } from "../keys";
import { reasonLines } from "../parts/toast";
import { all } from "../rpc";
import { go, param, setQuery } from "../router";
import { t } from "../text";
import { s } from "./text";

const ROWS_MAX = 20_000;
const SHOWN_MAX = 400;

export interface Rows<R> {
  rows: Signal<R[]>;
  isHere: Signal<boolean>;
  why: Signal<unknown>;
  reload: () => Promise<void>;
}

export function useRows<R>(method: Method, limit = 1000): Rows<R> {
  const rows = useSignal<R[]>([]);
  const isHere = useSignal(false);
  const why = useSignal<unknown>(null);
  const reload = async () => {
    try {
      rows.value = (await all(method as "unit.list", { limit }, ROWS_MAX)) as unknown as R[];
      why.value = null;
    } catch (e) {
      why.value = e;
    }
    isHere.value = true;
  };
  useEffect(() => {
    isHere.value = false;
    rows.value = [];
    void reload();
  }, [method]);
  return { rows, isHere, why, reload: async () => { forgetDirectory(); await reload(); } };
}

export interface Column<R> {
  label: string;
  cell: (row: R) => ComponentChildren;
  isNumber?: boolean;
}

interface Props<R> {
  of: Rows<R>;
  label: string;
  columns: Column<R>[];
  keyOf: (row: R) => string;
  /** What the filter looks in. */
  textOf: (row: R) => string;
  /** Where a row opens; none: it does not. */
  href?: (row: R) => string;
  open?: string;
  empty?: string;
  tools?: ComponentChildren;
}

/** What stands in place of rows: loading, refused, none. */
export function Standing({ of, empty }: { of: Rows<unknown>; empty: string }) {
  if (of.why.value !== null)
    return (
      <div class="empty" role="alert">
        <p><strong>{s("notLoaded")}</strong> {reasonLines(of.why.value)[0]}</p>
        <p><button type="button" onClick={() => void of.reload()}>{s("again")}</button></p>
      </div>
    );
  return <p class="empty" role="status">{of.isHere.value ? empty : `${t("loading")}…`}</p>;
}

/** j and k go from row to row, wherever the rows' links stand. */
export function rowKeys(add?: () => void): KeyRow[] {
  const step = (by: number) => {
    const links = [...document.querySelectorAll<HTMLElement>(".table .row-link")];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  return [
    { keys: ["j", "ArrowDown"], text: "keyDown", run: () => step(1) },
    { keys: ["k", "ArrowUp"], text: "keyUp", run: () => step(-1) },
    { keys: ["/"], text: "keySearch", run: () => document.getElementById("setup-filter")?.focus() },
    ...(add ? [{ keys: ["i"], text: "keyAct" as const, of: s("add"), run: add }] : []),
  ];
}

export function Filter({ n, total, children }: { n: number; total: number; children?: ComponentChildren }) {
  return (
    <div class="table-tools" role="search" aria-label={t("filters")}>
      <label class="filter filter-text"><span class="unseen">{s("filter")}</span>
        <input id="setup-filter" type="search" autocomplete="off" placeholder={`${s("filter")}  /`} value={param("text")} onInput={(e) => setQuery({ text: e.currentTarget.value || null })} />
      </label>
      <span class="dim" role="status">{s("countRows", n, total)}</span>
      {children}
    </div>
  );
}

export function Table<R>({ of, label, columns, keyOf, textOf, href, open, empty, tools }: Props<R>) {
  const wanted = param("text").trim().toLowerCase();
  const total = of.rows.value.length;
  const found = wanted ? of.rows.value.filter((row) => textOf(row).toLowerCase().includes(wanted)) : of.rows.value;
  const shown = found.slice(0, SHOWN_MAX);
  return (
    <>
      <Filter n={found.length} total={total}>{tools}</Filter>
      {shown.length === 0 ? <Standing of={of as Rows<unknown>} empty={wanted && total > 0 ? s("emptyFiltered") : empty ?? s("emptyRows")} /> : (
        <div class="table-place">
          <table class="table">
            <caption class="unseen">{label}</caption>
            <thead><tr>{columns.map((column) => <th key={column.label} scope="col" class={column.isNumber ? "num" : undefined}>{column.label}</th>)}</tr></thead>
            <tbody>
              {shown.map((row) => (
                <tr key={keyOf(row)} data-open={open === keyOf(row) ? "" : undefined} data-link={href ? "" : undefined}
                  onClick={href ? (e) => { if (!(e.target as Element).closest("a, button")) go(href(row).replace(/^#\//, "")); } : undefined}>
                  {columns.map((column, i) => {
                    const cell = column.cell(row);
                    return i === 0 ? <th key={column.label} scope="row">{href ? <a class="row-link" href={href(row)} aria-current={open === keyOf(row) ? "true" : undefined}>{cell}</a> : cell}</th>
                      : <td key={column.label} class={column.isNumber ? "num" : undefined}>{cell}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
          {found.length > shown.length && <p class="empty">{s("cutRows", shown.length, found.length)}</p>}
        </div>
      )}
    </>
  );
}

/** The panel beside a table. */
export function SidePanel({ title, back, isWide, children }: { title: ComponentChildren; back: string; isWide?: boolean; children: ComponentChildren }) {
  useKeys({ title: "screenSetup", rows: [{ keys: ["Escape"], text: "keyEscape", run: () => go(back) }] });
  return (
    <aside class={`panel setup-panel${isWide ? " panel-wide" : ""}`} aria-label={String(title)}>
      <header class="panel-head"><h2 class="cut">{title}</h2><span class="cut" /><button type="button" class="icon" aria-label={t("close")} onClick={() => go(back)}>✕</button></header>
      <div class="panel-body">{children}</div>
    </aside>
  );
}
