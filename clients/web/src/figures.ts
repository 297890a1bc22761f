// SPDX-License-Identifier: Apache-2.0
// What the reports' figures are called and how a cell is written; periods as months of the carrier's zone. It computes no
// figure: they are the daemon's.
import { now } from "./clock";
import { stationTitle, unitTitle, userTitle } from "./directory";
import { t, type Text } from "./text";
import { instantOf, span, when } from "./when";
import { word } from "./words";

export type Cell = string | number | null;
export type ReportRow = Record<string, Cell>;

export interface Column {
  key: string;
  head: Text;
  kind: "text" | "word" | "station" | "unit" | "person" | "count" | "number" | "share" | "seconds" | "instant" | "order" | "loop";
  /** Reached at least by: the key of what it is measured against. */
  least?: string;
  /** Anything above nothing is bad. */
  isBad?: boolean;
  /** A bar behind the number: of the whole, of the longest, or of another figure of the row. */
  bar?: "share" | "most" | { of: string };
}

export const DIMENSIONS = ["month", "kind", "service", "tier", "unit", "station", "person", "scope"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** What one may group by: limits, targets and goals are laid down by kind and service. */
export const GROUPINGS = ["kind,service", ...DIMENSIONS.filter((one) => one !== "month")];

const NAMES: { [D in Dimension]: Column } = {
  month: { key: "month", head: "kpiMonth", kind: "text" },
  kind: { key: "kind", head: "kind", kind: "word" },
  service: { key: "service", head: "service", kind: "word" },
  tier: { key: "tier", head: "tier", kind: "text" },
  unit: { key: "unit", head: "unit", kind: "unit" },
  station: { key: "station", head: "station", kind: "station" },
  person: { key: "person", head: "kpiPerson", kind: "person" },
  scope: { key: "scope", head: "kpiScope", kind: "word" },
};

export const dimensionColumn = (name: Dimension): Column => NAMES[name];

/** The figures of report.kpi, in the blocks that the parts of the screen show. */
export const BLOCKS = {
  ontime: [
    { key: "orders", head: "kpiOrders", kind: "count" },
    { key: "finished", head: "kpiFinished", kind: "count", bar: "most" },
    { key: "missed", head: "kpiMissed", kind: "count", isBad: true },
    { key: "on_time_rate", head: "kpiOnTime", kind: "share", least: "target", bar: "share" },
    { key: "target", head: "kpiTarget", kind: "share" },
    { key: "late_allowance", head: "kpiAllowance", kind: "count" },
    { key: "short_by", head: "kpiShortBy", kind: "count", isBad: true },
  ],
  times: [
    { key: "finished", head: "kpiFinished", kind: "count" },
    { key: "mean_s", head: "kpiMean", kind: "seconds", bar: "most" },
    { key: "median_s", head: "kpiMedian", kind: "seconds" },
    { key: "end_to_end_mean_s", head: "kpiEndMean", kind: "seconds", bar: "most" },
    { key: "end_to_end_median_s", head: "kpiEndMedian", kind: "seconds" },
    { key: "goal_now_s", head: "kpiGoalNow", kind: "seconds" },
    { key: "goal_short_s", head: "kpiGoalShort", kind: "seconds" },
    { key: "goal_long_s", head: "kpiGoalLong", kind: "seconds" },
  ],
  work: [
    { key: "tasks", head: "kpiTasks", kind: "count" },
    { key: "tasks_missed", head: "kpiTasksMissed", kind: "count", isBad: true },
    { key: "task_on_time_rate", head: "kpiTaskOnTime", kind: "share", bar: "share" },
    { key: "first_time_rate", head: "kpiFirstTime", kind: "share", bar: "share" },
    { key: "reworked", head: "kpiReworked", kind: "count", isBad: true },
    { key: "rework_rate", head: "kpiReworkRate", kind: "share", bar: "most" },
    { key: "charged_s", head: "kpiCharged", kind: "seconds", bar: "most" },
  ],
  quality: [
    { key: "finished", head: "kpiFinished", kind: "count" },
    { key: "order_error_rate", head: "kpiErrorRate", kind: "share", bar: "most" },
    { key: "graded", head: "kpiGraded", kind: "count" },
    { key: "grade_time", head: "kpiGradeTime", kind: "number" },
    { key: "grade_quality", head: "kpiGradeQuality", kind: "number" },
    { key: "tier_a_orders", head: "kpiTierA", kind: "count" },
  ],
} satisfies { [block: string]: Column[] };

export const QUOTA: Column[] = [
  NAMES.month, NAMES.service,
  { key: "resource", head: "kpiResource", kind: "word" },
  NAMES.tier,
  { key: "orders_a_month", head: "kpiQuota", kind: "count" },
  { key: "used", head: "kpiUsed", kind: "count", bar: { of: "orders_a_month" } },
  { key: "left", head: "kpiLeft", kind: "count" },
  { key: "overridden", head: "kpiOverridden", kind: "count", isBad: true },
];

export const FORECAST: Column[] = [
  NAMES.month, NAMES.unit, NAMES.service,
  { key: "forecast", head: "kpiForecast", kind: "count" },
  { key: "agreed", head: "kpiAgreed", kind: "count" },
  { key: "used", head: "kpiUsed", kind: "count", bar: "most" },
  { key: "left", head: "kpiLeft", kind: "count" },
  { key: "over", head: "kpiOver", kind: "count", isBad: true },
  { key: "accuracy", head: "kpiAccuracy", kind: "share", bar: "share" },
];

export const isText = (column: Column) => !["count", "number", "share", "seconds"].includes(column.kind);

const CLOSE = 0.0005; // to the target: then one decimal would show it reached, or not

export function percent(value: number, against?: Cell): string {
  const near = typeof against === "number" && value !== against && Math.abs(value - against) < CLOSE;
  return `${(value * 100).toFixed(near ? 3 : 1)} %`;
}

/** A cell as people read it. */
export function shown(column: Column, row: ReportRow): string {
  const value = row[column.key] ?? null;
  if (value === null) return "–";
  if (typeof value === "string")
    switch (column.kind) {
      case "station": return value === "crc" ? t("crcName") : stationTitle(value);
      case "unit": return unitTitle(value);
      case "person": return userTitle(value);
      case "word": return word(value);
      case "instant": return when(value);
      case "loop": return value === "open" ? t("loopIsOpen") : value === "closed" ? t("loopIsClosed") : word(value);
      default: return value;
    }
  switch (column.kind) {
    case "share": return percent(value, column.least ? row[column.least] : undefined);
    case "seconds": return span(value * 1000);
    case "number": return value.toFixed(2);
    default: return String(value);
  }
}

/** What a row's group is called: its names side by side. */
export function groupText(by: Dimension[], row: ReportRow): string {
  return by.map((one) => (one === "tier" ? t("tierN", shown(NAMES.tier, row)) : shown(NAMES[one], row))).join(" · ") || t("kpiAll");
}

/** kind,service: the dimensions that a text names; months are always told apart. */
export const dimensionsOf = (text: string): Dimension[] =>
  text.split(",").filter((one): one is Dimension => one !== "month" && (DIMENSIONS as readonly string[]).includes(one));

export const dimensionsText = (by: Dimension[]) => by.map((one) => t(NAMES[one].head).toLowerCase()).join(t("kpiAnd"));

// --- periods

export const monthNow = () => when(now()).slice(0, 7);

export function addMonths(month: string, n: number): string {
  const at = +month.slice(0, 4) * 12 + +month.slice(5) - 1 + n;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}

export function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to && months.length < 240; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** From the first instant of one month to the end of another, as the carrier's zone has them. */
export function instantsOf(from: string, to: string): { from: string; to: string } {
  return { from: instantOf(`${from}-01T00:00`)!, to: instantOf(`${addMonths(to, 1)}-01T00:00`)! };
}

export const isMonth = (text: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
