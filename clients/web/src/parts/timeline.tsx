// SPDX-License-Identifier: Apache-2.0
// The tasks of an order on a line of time, each against its limit: waiting to be accepted, at work, over the limit; holds
// and return slips where they were. Drawn from what is given; a minute is exact enough for "now".
import { computed, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isUnsettled } from "../act";
import { now, second } from "../clock";
import { stationTitle } from "../directory";
import type { Happening, Order, Task } from "../shapes";
import { clockOf } from "./order";
import { t } from "../text";
import { at, spanMs, when, whenShort } from "../when";

const ROW = 34, HEAD = 24, NAME = 150, PAD = 26, BAR = 14;
const TICKS_MS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400, 43200].map((min) => min * 60_000);
const TICK_PX = 84;

const minute = computed(() => Math.floor(second.value / 60));

/* From held to resumed; the last may still last. */
function holdsOf(history: readonly Happening[], end: number): [number, number][] {
  const holds: [number, number][] = [];
  let since: number | null = null;
  for (const { what, at: instant } of history) {
    if (what === "held") since = Date.parse(instant);
    else if (since !== null && ["resumed", "cancelled"].includes(what)) {
      holds.push([since, Date.parse(instant)]);
      since = null;
    }
  }
  if (since !== null) holds.push([since, end]);
  return holds;
}

function limitEnd(order: Order, task: Task): number | null {
  const clock = clockOf(order, "task", task.name);
  if (!clock) return null;
  if (clock.due_at) return at(clock.due_at);
  /* Of one that stands still or has ended: where it would have run out without a pause. */
  return clock.state === "paused" || clock.state === "cancelled" ? null : Date.parse(clock.started_at) + spanMs(clock.limit);
}

export function TimeLine({ order, history }: { order: Order; history: readonly Happening[] }) {
  const ref = useRef<HTMLDivElement>(null);
  const width = useSignal(700);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => (width.value = Math.max(420, ref.current!.clientWidth)));
    watch.observe(ref.current!);
    return () => watch.disconnect();
  }, []);
  void minute.value;

  const tasks = order.tasks.filter((task) => task.issued_at);
  const isOver = order.finished_at !== null || order.state === "cancelled";
  const end = isOver ? at(order.finished_at ?? order.cancelled_at)! : now();
  const start = at(order.arrived_at) ?? at(order.created_at)!;
  const edges = [end, at(order.promised_at), at(order.due_at), ...tasks.flatMap((task) => [at(task.done_at), limitEnd(order, task)])];
  const last = Math.max(...edges.filter((edge) => edge !== null), start + 60_000);
  const w = width.value, x = (ms: number) => NAME + ((ms - start) / (last - start)) * (w - NAME - PAD);
  const height = HEAD + tasks.length * ROW + 6;
  const every = TICKS_MS.find((ms) => ((w - NAME - PAD) * ms) / (last - start) >= TICK_PX) ?? TICKS_MS[TICKS_MS.length - 1]!;
  const ticks: number[] = [];
  for (let tick = Math.ceil(start / every) * every; tick <= last; tick += every) ticks.push(tick);

  return (
    <div ref={ref} class="timeline" role="group" tabIndex={0} aria-label={t("timeLineOf", order.number)}>
      <svg width={w} height={height} role="img" aria-label={t("timeLineOf", order.number)}>
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.4" height="6" class="tl-hatch" /></pattern>
        </defs>
        {ticks.map((tick) => (
          <g key={tick}><line class="tl-tick" x1={x(tick)} x2={x(tick)} y1={HEAD - 4} y2={height} /><text class="tl-time" x={x(tick)} y={14} text-anchor="middle">{every >= 86_400_000 ? whenShort(tick).slice(0, 5) : whenShort(tick).slice(6)}</text></g>
        ))}
        {holdsOf(history, end).map(([from, to]) => (
          <rect key={from} class="tl-hold" x={x(from)} y={HEAD - 2} width={Math.max(2, x(to) - x(from))} height={height - HEAD}><title>{`${t("onHold")} ${when(from)} – ${when(to)}`}</title></rect>
        ))}
        {tasks.map((task, i) => <TaskBar key={task.id} order={order} task={task} y={HEAD + i * ROW} x={x} end={end} />)}
        {order.returns.map((slip) => {
          const row = tasks.findIndex((task) => task.name === slip.raised_by_task);
          if (row < 0) return null;
          const from = x(Date.parse(slip.raised_at)), to = x(isUnsettled(slip) ? end : at(slip.closed_at ?? slip.ruled_at) ?? end);
          return <g key={slip.id}><rect class="tl-slip" x={from} y={HEAD + row * ROW + 25} width={Math.max(3, to - from)} height={4} rx={2}><title>{`${t("slip")}: ${slip.text}`}</title></rect></g>;
        })}
        {order.promised_at && <Mark x={x(at(order.promised_at)!)} height={height} kind="promised" text={`${t("promised")} ${when(order.promised_at)}`} />}
        {order.due_at && order.due_at !== order.promised_at && <Mark x={x(at(order.due_at)!)} height={height} kind="due" text={`${t("due")} ${when(order.due_at)}`} />}
        {!isOver && <Mark x={x(end)} height={height} kind="now" text={t("untilNow")} />}
      </svg>
      <p class="tl-legend dim"><i class="k-wait" /> {t("legendAccept")} <i class="k-work" /> {t("legendWork")} <i class="k-late" /> {t("legendLate")} <i class="k-limit" /> {t("legendLimit")} <i class="k-slip" /> {t("slip")} <i class="k-hold" /> {t("onHold")}</p>
    </div>
  );
}

function Mark({ x, height, kind, text }: { x: number; height: number; kind: string; text: string }) {
  return <line class={`tl-${kind}`} x1={x} x2={x} y1={HEAD - 6} y2={height}><title>{text}</title></line>;
}

function TaskBar({ order, task, y, x, end }: { order: Order; task: Task; y: number; x: (ms: number) => number; end: number }) {
  const from = at(task.issued_at)!, accepted = at(task.accepted_at), done = at(task.done_at);
  const to = done ?? (task.state === "cancelled" ? accepted ?? from : end);
  const limit = limitEnd(order, task);
  const bar = y + 8;
  const piece = (kind: string, a: number, b: number) => (b > a ? <rect class={`tl-${kind}`} x={x(a)} y={bar} width={Math.max(1.5, x(b) - x(a))} height={BAR} rx={2} /> : null);
  const worked = Math.min(accepted ?? to, to), late = limit !== null ? Math.max(limit, from) : Infinity;
  return (
    <g>
      <text class="tl-name" x={0} y={bar + 11}>{fit(`${stationTitle(task.station)}`)}<title>{`${stationTitle(task.station)} · ${task.name}`}</title></text>
      {limit !== null && <rect class="tl-limit" x={x(from)} y={bar - 2.5} width={Math.max(2, x(limit) - x(from))} height={BAR + 5} rx={3} />}
      {piece("wait", from, Math.min(worked, late))}
      {accepted !== null && piece("work", accepted, Math.min(to, late))}
      {piece("late", Math.max(late, from), to)}
      {task.rework > 0 && <text class="tl-rework" x={x(to) + 5} y={bar + 11}>{t("rework", task.rework)}</text>}
    </g>
  );
}

/* A name in its place before the bars: an ideograph is as wide as two letters. */
function fit(text: string): string {
  let n = 0, out = "";
  for (const c of text) {
    n += c.charCodeAt(0) > 0x2e80 ? 2 : 1.05;
    if (n > 21) return `${out}…`;
    out += c;
  }
  return out;
}
