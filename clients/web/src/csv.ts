// SPDX-License-Identifier: Apache-2.0
// What is shown, as a file: CSV as the command line writes it (RFC 4180, with a byte order mark, and nothing that a
// spreadsheet takes for a formula), or JSON. Made in the browser; nothing is asked for.
import { isText, shown, type Column, type ReportRow } from "./figures";
import { t } from "./text";

/* A spreadsheet takes a cell that begins like this for a formula, quoted or not. */
const FORMULA = /^[=+\-@\t\r\n]/;

export function csvText(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(text) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}

function csvCell(column: Column, row: ReportRow): string {
  const value = row[column.key] ?? null;
  if (value === null) return "";
  if (isText(column) || typeof value === "string") return csvText(shown(column, row));
  return column.kind === "seconds" ? String(Math.round(value)) : String(+value.toPrecision(10));
}

export function csvOf(columns: Column[], rows: ReportRow[]): string {
  const heads = columns.map((column) => csvText(column.kind === "seconds" ? t("csvSeconds", t(column.head)) : t(column.head)));
  return `\ufeff${[heads, ...rows.map((row) => columns.map((column) => csvCell(column, row)))].map((line) => `${line.join(",")}\r\n`).join("")}`;
}

export function saveFile(name: string, type: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
