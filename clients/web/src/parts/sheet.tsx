// SPDX-License-Identifier: Apache-2.0
// A table of figures: sorted by any column, bars behind numbers, what falls short marked by shape and word, saved as CSV or
// JSON as it stands.
import { useSignal } from "@preact/signals";
import { csvOf, saveFile } from "../csv";
import { isText, shown, type Column, type ReportRow } from "../figures";
import { lang } from "../lang";
import { href } from "../router";
import { t } from "../text";

interface Props {
  /** Names the file. */
  name: string;
  caption: string;
  columns: Column[];
  rows: ReportRow[];
  /** What was asked, for the JSON file. */
  asked: Record<string, unknown>;
  empty?: string;
}

/* What has no figure stands last, whichever way it is sorted. */
function sorted(rows: ReportRow[], column: Column | undefined, down: boolean): ReportRow[] {
  if (!column) return rows;
  const collate = new Intl.Collator(lang.value).compare;
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[column.key] ?? null, b[column.key] ?? null];
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
    return sign * (typeof x === "number" && typeof y === "number" ? x - y : collate(shown(column, a), shown(column, b)));
  });
}

/* How far the bar behind a figure reaches. */
function reach(column: Column, row: ReportRow, most: number): number | null {
  const value = row[column.key];
  if (typeof value !== "number" || !column.bar) return null;
  const whole = column.bar === "share" ? 1 : column.bar === "most" ? most : Number(row[column.bar.of] ?? 0);
  return whole > 0 ? Math.max(0, Math.min(1, value / whole)) : 0;
}

function Figure({ column, row, most }: { column: Column; row: ReportRow; most: number }) {
  const value = row[column.key] ?? null;
  const least = column.least ? row[column.least] ?? null : null;
  const isShort = typeof value === "number" && typeof least === "number" && value < least;
  const isBad = isShort || (column.isBad === true && typeof value === "number" && value > 0);
  const share = reach(column, row, most);
  return (
    <td class="num" data-bad={isBad ? "" : undefined}>
      {share !== null && <span class="sheet-bar" aria-hidden="true" style={{ width: `${share * 100}%` }} />}
      {share !== null && typeof least === "number" && <span class="sheet-least" aria-hidden="true" style={{ left: `${least * 100}%` }} />}
      <span class="sheet-value">
        {isShort && <><span aria-hidden="true">▼ </span><span class="unseen">{t("kpiBelow")} </span></>}
        {shown(column, row)}
      </span>
    </td>
  );
}

function Name({ column, row }: { column: Column; row: ReportRow }) {
  const text = shown(column, row);
  if (column.kind === "order") return <a href={href(`orders/${row.order}`)}>{text}</a>;
  if (column.kind === "loop") return <span class="sheet-loop" data-loop={row[column.key]}><span aria-hidden="true">{row[column.key] === "open" ? "○" : "●"} </span>{text}</span>;
  return <>{text}</>;
}

export function Sheet({ name, caption, columns, rows, asked, empty }: Props) {
  const by = useSignal<{ key: string; down: boolean } | null>(null);
  const used = columns.filter((column) => isText(column) || rows.some((row) => row[column.key] !== null && row[column.key] !== undefined));
  const inOrder = sorted(rows, used.find((column) => column.key === by.value?.key), by.value?.down ?? false);
  const most = (key: string) => Math.max(0, ...rows.map((row) => Number(row[key] ?? 0)));
  const sort = (column: Column) => {
    const was = by.value?.key === column.key ? by.value.down : null;
    by.value = { key: column.key, down: was === null ? !isText(column) : !was };
  };
  const file = (type: string) => `sliploop-${name}.${type}`;
  return (
    <section class="sheet" aria-label={caption}>
      <div class="sheet-head">
        <h3>{caption}</h3>
        {rows.length > 0 && <>
          <button type="button" class="link" aria-label={`${caption}: CSV`} onClick={() => saveFile(file("csv"), "text/csv;charset=utf-8", csvOf(used, inOrder))}>CSV</button>
          <button type="button" class="link" aria-label={`${caption}: JSON`}
            onClick={() => saveFile(file("json"), "application/json", `${JSON.stringify({ ...asked, rows: inOrder }, null, 1)}\n`)}>JSON</button>
        </>}
      </div>
      {rows.length === 0 ? <p class="dim">{empty ?? t("kpiNone")}</p> : (
        <div class="sheet-box" tabIndex={0} role="group" aria-label={caption}>
          <table>
            <thead>
              <tr>{used.map((column) => (
                <th key={column.key} scope="col" class={isText(column) ? undefined : "num"}
                  aria-sort={by.value?.key === column.key ? (by.value.down ? "descending" : "ascending") : undefined}>
                  <button type="button" onClick={() => sort(column)}>
                    {t(column.head)}<span class="sheet-sort" aria-hidden="true">{by.value?.key === column.key ? (by.value.down ? "▾" : "▴") : ""}</span>
                  </button>
                </th>
              ))}</tr>
            </thead>
            <tbody>
              {inOrder.map((row, i) => (
                <tr key={i}>{used.map((column, c) => (
                  isText(column) ? (c === 0 ? <th key={column.key} scope="row"><Name column={column} row={row} /></th> : <td key={column.key}><Name column={column} row={row} /></td>)
                    : <Figure key={column.key} column={column} row={row} most={column.bar === "most" ? most(column.key) : 0} />
                ))}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
