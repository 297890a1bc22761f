// SPDX-License-Identifier: Apache-2.0
// The figures for managers: what was finished in a period and how, what was foreseen, which loops are open. Every number is the
// daemon's; period, grouping and part stand in the URL.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { now } from "../clock";
import { stations, units, users } from "../directory";
import {
  addMonths, BLOCKS, dimensionColumn, dimensionsOf, dimensionsText, FORECAST, GROUPINGS, groupText, instantsOf, isMonth, monthNow,
  monthsOf, percent, QUOTA, type Column, type Dimension, type ReportRow,
} from "../figures";
import { useKeys } from "../keys";
import { LoopsPart } from "../loops";
import { LOOKS, Plot, type Line } from "../parts/plot";
import { Sheet } from "../parts/sheet";
import { param, setQuery } from "../router";
import { call, Refusal } from "../rpc";
import { t, type Text } from "../text";
import { span, when, zone } from "../when";
import "./figures.css";

type Block = keyof typeof BLOCKS;

interface Part {
  id: Block | "plans" | "loops";
  text: Text;
  /** What it is grouped by when the URL does not say. */
  by?: string;
}

const PARTS: Part[] = [
  { id: "ontime", text: "partOntime", by: "kind,service" },
  { id: "times", text: "partTimes", by: "kind,service" },
  { id: "work", text: "partWork", by: "station" },
  { id: "quality", text: "partQuality", by: "unit" },
  { id: "plans", text: "partPlans" },
  { id: "loops", text: "partLoops" },
];

const PRESETS: { id: string; text: Text; of?: number; from: (now: string) => string; to: (now: string) => string }[] = [
  { id: "1", text: "kpiThisMonth", from: (m) => m, to: (m) => m },
  { id: "last", text: "kpiLastMonth", from: (m) => addMonths(m, -1), to: (m) => addMonths(m, -1) },
  ...[3, 6, 12].map((n) => ({ id: String(n), text: "kpiLastMonths" as Text, of: n, from: (m: string) => addMonths(m, 1 - n), to: (m: string) => m })),
  { id: "year", text: "kpiThisYear", from: (m) => `${m.slice(0, 4)}-01`, to: (m) => m },
];
const MONTHS_BACK = 59, MONTHS_AHEAD = 3;
const DEFAULT_BACK = 5;

interface Period {
  from: string;
  to: string;
}

function periodOf(): Period {
  const present = monthNow();
  const to = isMonth(param("to")) ? param("to") : present;
  const from = isMonth(param("from")) ? param("from") : addMonths(to, -DEFAULT_BACK);
  return from <= to ? { from, to } : { from: to, to: from };
}

// --- what is asked

interface Asked<T> {
  data: T | null;
  why: Refusal | null;
  isBusy: boolean;
  askedAt: number;
}

/* What was there stays until the new has come. */
function useAsked<T>(key: string, ask: () => Promise<T>): Asked<T> {
  const state = useSignal<{ key: string; data: T | null; why: Refusal | null; askedAt: number }>({ key: "", data: null, why: null, askedAt: 0 });
  useEffect(() => {
    let isGone = false;
    ask().then(
      (data) => !isGone && (state.value = { key, data, why: null, askedAt: now() }),
      (why) => !isGone && (state.value = { ...state.peek(), key, why: why instanceof Refusal ? why : new Refusal("internal", String(why)) }),
    );
    return () => { isGone = true; };
  }, [key]);
  return { ...state.value, isBusy: state.value.key !== key };
}

interface Kpi {
  period: Period;
  by: Dimension[];
  rows: ReportRow[];
}

async function askKpi(period: Period, by: Dimension[]): Promise<Kpi> {
  return { period, by, rows: (await call("report.kpi", { ...instantsOf(period.from, period.to), by })).rows };
}

/* A report of years takes the store a tenth of a second: the one whose rows are read first has it to itself. */
let first: Promise<unknown> = Promise.resolve();

function askFirst(period: Period, by: Dimension[]): Promise<Kpi> {
  const asked = askKpi(period, by);
  first = asked.catch(() => {});
  return asked;
}

async function askLater(period: Period, by: Dimension[]): Promise<Kpi> {
  await new Promise((done) => setTimeout(done));
  await first;
  return askKpi(period, by);
}

function Answer<T>({ of, children }: { of: Asked<T>; children: (data: T) => ComponentChildren }) {
  return (
    <div class="figures-answer" aria-busy={of.isBusy}>
      {of.why && <p class="wrong" role="alert"><strong>{t("wasRefused", t("screenFigures"))}</strong> {of.why.message}</p>}
      {of.data !== null ? children(of.data) : !of.why && <p class="notice" role="status">{t("loading")}…</p>}
    </div>
  );
}

// --- the period in a line

function Card({ head, children, note, bad }: { head: Text; children: ComponentChildren; note?: string; bad?: boolean }) {
  return <div class="card" data-bad={bad ? "" : undefined}><dt>{t(head)}</dt><dd>{children}{note && <span class="card-note">{note}</span>}</dd></div>;
}

const num = (row: ReportRow, key: string) => (typeof row[key] === "number" ? (row[key] as number) : null);

function Summary({ row }: { row: ReportRow }) {
  const rate = num(row, "on_time_rate"), target = num(row, "target"), short = num(row, "short_by") ?? 0;
  const spanOf = (key: string) => (num(row, key) === null ? "–" : span(num(row, key)! * 1000));
  const share = (key: string) => (num(row, key) === null ? "–" : percent(num(row, key)!));
  const isShort = rate !== null && target !== null && rate < target;
  const grade = (key: string) => num(row, key)?.toFixed(2) ?? "–";
  return (
    <dl class="cards">
      <Card head="kpiOnTime" bad={isShort} note={rate !== null && target !== null ? t(isShort ? "kpiMissedBy" : "kpiReached", percent(target)) : undefined}>
        {rate !== null && target !== null && <span aria-hidden="true">{isShort ? "▼ " : "✓ "}</span>}{rate === null ? "–" : percent(rate, target)}
      </Card>
      <Card head="kpiFinished" note={`${t("kpiMissed")} ${row.missed ?? 0} · ${t("kpiOrders")} ${row.orders ?? 0}`}>{row.finished ?? 0}</Card>
      {short > 0 ? <Card head="kpiShortBy" bad>{short}</Card> : <Card head="kpiAllowance">{row.late_allowance ?? "–"}</Card>}
      <Card head="kpiMean" note={`${t("kpiMedian")} ${spanOf("median_s")}`}>{spanOf("mean_s")}</Card>
      <Card head="kpiEndMean" note={`${t("kpiMedian")} ${spanOf("end_to_end_median_s")}`}>{spanOf("end_to_end_mean_s")}</Card>
      <Card head="kpiFirstTime" note={`${t("kpiReworkRate")} ${share("rework_rate")}`}>{share("first_time_rate")}</Card>
      <Card head="kpiErrorRate" note={`${t("kpiCharged")} ${spanOf("charged_s")}`}>{share("order_error_rate")}</Card>
      <Card head="kpiGradeTime" note={`${t("kpiGradeQuality")} ${grade("grade_quality")} · ${t("kpiGraded")} ${row.graded ?? 0}`}>{grade("grade_time")}</Card>
    </dl>
  );
}

// --- parts of report.kpi

interface PlotOf {
  title: string;
  lines: Line[];
  format: (value: number, isAxis?: boolean) => string;
  range?: (min: number, max: number) => [number, number];
}

const shareFormat = (value: number, isAxis?: boolean) => (isAxis ? `${+(value * 100).toFixed(1)} %` : percent(value));
const highShare = (min: number, max: number): [number, number] => {
  const least = Math.max(0, Math.floor((min - 0.01) * 20) / 20);
  return [least, max + (max - least) * 0.06];
};
const lowShare = (_: number, max: number): [number, number] => [0, Math.max(0.05, max * 1.1)];

const keyOf = (by: Dimension[], row: ReportRow) => by.map((one) => row[one]).join("\n");

/* A row of each group, the largest first: more than so many lines nobody can tell apart. */
function groupsOf({ by, rows }: Kpi, weight: string): ReportRow[] {
  if (by.length === 0) return [];
  const sums = new Map<string, { row: ReportRow; sum: number }>();
  for (const row of rows) {
    const key = keyOf(by, row);
    sums.set(key, { row, sum: (sums.get(key)?.sum ?? 0) + (num(row, weight) ?? 0) });
  }
  return [...sums.values()].filter((one) => one.sum > 0).sort((a, b) => b.sum - a.sum).map((one) => one.row);
}

function valuesOf({ by, period, rows }: Kpi, group: ReportRow | null, key: string): (number | null)[] {
  const of = new Map(rows.filter((row) => !group || keyOf(by, row) === keyOf(by, group)).map((row) => [String(row.month), num(row, key)]));
  return monthsOf(period.from, period.to).map((month) => of.get(month) ?? null);
}

function ratePlot(kpi: Kpi, groups: ReportRow[], key: string, title: Text, range: PlotOf["range"], target?: string): PlotOf {
  const lines = groups.length === 0 ? [{ name: t("kpiAll"), values: valuesOf(kpi, null, key), look: 0 }]
    : groups.map((group, i): Line => ({ name: groupText(kpi.by, group), values: valuesOf(kpi, group, key), look: i }));
  const goals = target ? [...new Set(kpi.rows.map((row) => num(row, target)).filter((value) => value !== null))] : [];
  return {
    title: t(title), format: shareFormat, range,
    lines: [...lines, ...goals.map((goal, i): Line => ({
      name: `${t("kpiTarget")} ${percent(goal!)}`, look: i, isGoal: true, values: monthsOf(kpi.period.from, kpi.period.to).map(() => goal!),
    }))],
  };
}

const UNITS: { s: number; text: Text }[] = [{ s: 86_400, text: "unitDays" }, { s: 3600, text: "unitHours" }, { s: 60, text: "unitMinutes" }];
const MEASURES: { key: string; head: Text; look: number; isGoal?: boolean }[] = [
  { key: "mean_s", head: "kpiMean", look: 0 }, { key: "median_s", head: "kpiMedian", look: 1 },
  { key: "end_to_end_mean_s", head: "kpiEndMean", look: 2 }, { key: "end_to_end_median_s", head: "kpiEndMedian", look: 3 },
  { key: "goal_now_s", head: "kpiGoalNow", look: 0, isGoal: true }, { key: "goal_short_s", head: "kpiGoalShort", look: 1, isGoal: true },
  { key: "goal_long_s", head: "kpiGoalLong", look: 2, isGoal: true },
];

/* Each group has a scale of its own: a repair takes hours, a line to be built weeks. */
function timePlot(kpi: Kpi, group: ReportRow | null): PlotOf {
  const raw = MEASURES.map((measure) => ({ ...measure, values: valuesOf(kpi, group, measure.key) })).filter((line) => line.values.some((value) => value !== null));
  const most = Math.max(0, ...raw.flatMap((line) => line.values.map((value) => value ?? 0)));
  const unit = UNITS.find((one) => most >= one.s * 2) ?? UNITS[UNITS.length - 1]!;
  return {
    title: group ? groupText(kpi.by, group) : t("kpiAll"),
    format: (value, isAxis) => (isAxis ? t(unit.text, +value.toFixed(2)) : span(value * unit.s * 1000)),
    lines: raw.map((line) => ({ name: t(line.head), look: line.look, isGoal: line.isGoal, values: line.values.map((value) => (value === null ? null : value / unit.s)) })),
  };
}

function plotsOf(block: Block, kpi: Kpi): { plots: PlotOf[]; all: number; drawn: number } {
  const groups = groupsOf(kpi, block === "work" ? "tasks" : "finished");
  const drawn = groups.slice(0, LOOKS);
  const plots = {
    ontime: () => [ratePlot(kpi, drawn, "on_time_rate", "kpiOnTime", highShare, "target")],
    times: () => (drawn.length ? drawn.map((group) => timePlot(kpi, group)) : [timePlot(kpi, null)]),
    work: () => [ratePlot(kpi, drawn, "first_time_rate", "kpiFirstTime", highShare), ratePlot(kpi, drawn, "rework_rate", "kpiReworkRate", lowShare)],
    quality: () => [ratePlot(kpi, drawn, "order_error_rate", "kpiErrorRate", lowShare)],
  }[block]();
  return { plots, all: groups.length, drawn: drawn.length };
}

const askedOf = ({ period, by }: Kpi) => ({ report: "report.kpi", ...instantsOf(period.from, period.to), by });
const fileOf = (block: Block, { period, by }: Kpi) => [block, period.from, period.to, ...by].join("-");

function KpiSheet({ block, kpi, caption }: { block: Block; kpi: Kpi; caption: string }) {
  const columns: Column[] = BLOCKS[block];
  return <Sheet name={fileOf(block, kpi)} caption={caption} columns={[...kpi.by.map(dimensionColumn), ...columns]} rows={kpi.rows} asked={askedOf(kpi)} />;
}

/* By month, drawn and listed. */
function Monthly({ block, kpi }: { block: Block; kpi: Kpi }) {
  const grouped = { ...kpi, by: kpi.by.filter((one) => one !== "month") };
  const { plots, all, drawn } = plotsOf(block, grouped);
  const caption = grouped.by.length ? t("kpiMonthsBy", dimensionsText(grouped.by)) : t("kpiMonths");
  return (
    <>
      {kpi.rows.length > 0 && (
        <div class="plots">
          {plots.map((plot) => (
            <section key={plot.title} class="plot-place">
              <h3>{plot.title}</h3>
              <Plot label={t("kpiPlotOf", plot.title, caption)} months={monthsOf(kpi.period.from, kpi.period.to)} lines={plot.lines} format={plot.format} range={plot.range} />
            </section>
          ))}
        </div>
      )}
      {all > drawn && drawn > 0 && <p class="dim">{t("kpiSomeOf", drawn, all)}</p>}
      <KpiSheet block={block} kpi={kpi} caption={caption} />
    </>
  );
}

function KpiParts({ part, period, beat }: { part: Part; period: Period; beat: number }) {
  const by = dimensionsOf(param("by") || part.by || "");
  const key = `${period.from} ${period.to} ${by} ${beat}`;
  const whole = useAsked(key, () => askFirst(period, by));
  const monthly = useAsked(key, () => askLater(period, ["month", ...by]));
  const block = part.id as Block;
  return (
    <>
      {by.length > 0 && <Answer of={whole}>{(kpi) => <KpiSheet block={block} kpi={kpi} caption={t("kpiWholeBy", dimensionsText(kpi.by))} />}</Answer>}
      <Answer of={monthly}>{(kpi) => <Monthly key={part.id} block={block} kpi={kpi} />}</Answer>
    </>
  );
}

// --- what was foreseen

function sums(rows: ReportRow[], months: string[], key: string): (number | null)[] {
  return months.map((month) => {
    const of = rows.filter((row) => row.month === month).map((row) => num(row, key)).filter((value) => value !== null);
    return of.length ? of.reduce((sum, value) => sum! + value!, 0) : null;
  });
}

function PlansPart({ period, beat }: { period: Period; beat: number }) {
  const asked = { ...instantsOf(period.from, period.to) };
  const plans = useAsked(`${period.from} ${period.to} ${beat}`, async () => {
    const [quota, forecast] = await Promise.all([call("report.quota", asked), call("report.forecast", asked)]);
    return { period, quota: quota.rows, forecast: forecast.rows };
  });
  return (
    <Answer of={plans}>{({ quota, forecast, period: { from, to } }) => {
      const months = monthsOf(from, to);
      const file = `${from}-${to}`;
      const lines = (["forecast", "agreed", "used"] as const).map((key, i): Line => ({
        name: t(FORECAST.find((column) => column.key === key)!.head), look: i, values: sums(forecast, months, key),
      })).filter((line) => line.values.some((value) => value !== null));
      return (
        <>
          {lines.length > 0 && (
            <section class="plot-place">
              <h3>{t("kpiForecastTitle")}</h3>
              <Plot label={t("kpiPlotOf", t("kpiForecastTitle"), t("kpiForecastTitle"))} months={months} lines={lines} format={(value) => String(+value.toFixed(1))} />
            </section>
          )}
          <Sheet name={`forecast-${file}`} caption={t("kpiForecastTitle")} columns={FORECAST} rows={forecast} empty={t("kpiNoForecast")} asked={{ report: "report.forecast", ...asked }} />
          <Sheet name={`quota-${file}`} caption={t("kpiQuotaTitle")} columns={QUOTA} rows={quota} empty={t("kpiNoQuota")} asked={{ report: "report.quota", ...asked }} />
        </>
      );
    }}</Answer>
  );
}

// --- the screen

function Choice({ label, value, options, set }: { label: Text; value: string; options: [string, string][]; set: (value: string) => void }) {
  return (
    <label class="filter figures-choice"><span>{t(label)}</span>
      <select value={value} onChange={(e) => set(e.currentTarget.value)}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </label>
  );
}

function Choices({ period, part, again }: { period: Period; part: Part; again: () => void }) {
  const present = monthNow();
  const preset = PRESETS.find((one) => one.from(present) === period.from && one.to(present) === period.to);
  const months = monthsOf(addMonths(present, -MONTHS_BACK), addMonths(present, MONTHS_AHEAD)).reverse();
  const offered = [...new Set([...months, period.from, period.to])].sort().reverse().map((month): [string, string] => [month, month]);
  return (
    <div class="figures-choices">
      <Choice label="kpiPeriod" value={preset?.id ?? ""} options={[...(preset ? [] : [["", t("kpiOwnPeriod")] as [string, string]]),
        ...PRESETS.map((one): [string, string] => [one.id, t(one.text, one.of ?? "")])]}
        set={(id) => { const one = PRESETS.find((p) => p.id === id); if (one) setQuery({ from: one.from(present), to: one.to(present) }); }} />
      <Choice label="kpiFrom" value={period.from} options={offered} set={(from) => setQuery({ from, to: from > period.to ? from : period.to })} />
      <Choice label="kpiTo" value={period.to} options={offered} set={(to) => setQuery({ to, from: to < period.from ? to : period.from })} />
      {part.id in BLOCKS && <Choice label="kpiBy" value={param("by") || part.by || "none"} set={(by) => setQuery({ by })}
        options={[["none", t("kpiByNone")], ...GROUPINGS.map((one): [string, string] => [one, dimensionsText(dimensionsOf(one))])]} />}
      <button type="button" class="figures-again" onClick={again}>{t("kpiReload")} <kbd aria-hidden="true">u</kbd></button>
    </div>
  );
}

export default function Figures() {
  const beat = useSignal(0);
  const part = PARTS.find((one) => one.id === param("part")) ?? PARTS[0]!;
  const period = periodOf();
  const again = () => void beat.value++;
  void stations.get(), void units.get(), void users.get();
  const total = useAsked(`${period.from} ${period.to} ${beat.value}`, () => askLater(period, []));
  const turn = (step: number) => {
    const next = PARTS[(PARTS.indexOf(part) + step + PARTS.length) % PARTS.length]!;
    setQuery({ part: next.id, by: null });
  };
  useKeys({ title: "screenFigures", rows: [
    { keys: ["]", "l"], text: "keyNextPart", run: () => turn(1) },
    { keys: ["[", "h"], text: "keyPartBefore", run: () => turn(-1) },
    { keys: ["u"], text: "kpiReload", run: again },
  ] });
  return (
    <div class="figures">
      <div class="figures-head">
        <h1>{t("screenFigures")}</h1>
        <Choices period={period} part={part} again={again} />
        <span class="dim figures-as-of">{total.askedAt > 0 && t("kpiAsOf", when(total.askedAt))} · {zone.value}</span>
      </div>
      <Answer of={total}>{({ rows }) => (rows[0] ? <Summary row={rows[0]} /> : null)}</Answer>
      <nav class="lanes" aria-label={t("kpiParts")}>
        {PARTS.map((one) => (
          <button key={one.id} type="button" aria-pressed={one === part} onClick={() => setQuery({ part: one.id, by: null })}>{t(one.text)}</button>
        ))}
      </nav>
      <h2 class="unseen">{t(part.text)}</h2>
      {part.id === "plans" ? <PlansPart period={period} beat={beat.value} />
        : part.id === "loops" ? <LoopsPart beat={beat.value} />
        : <KpiParts part={part} period={period} beat={beat.value} />}
    </div>
  );
}
