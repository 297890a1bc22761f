// SPDX-License-Identifier: Apache-2.0
// What stands on the wall: each order with a standing alarm or a clock run out, by its worst, the most overdue first. Worked
// out from what the live store holds; nothing here is asked for or shown.
import { customerTitle, stationTitle } from "./directory";
import type { Alarm, Clock, Order, Severity } from "./shapes";
import { clockText, holdersOf, urgencyOf } from "./standing";
import { t } from "./text";
import { at, spanMs } from "./when";
import { word } from "./words";

export const SEVERITIES: readonly Severity[] = ["critical", "major", "minor", "warning"];

export interface Entry {
  id: number;
  number: string;
  /** None: an alarm whose order has not come yet; it is shown all the same. */
  order: Order | null;
  clock: Clock | null;
  /** The worst of its alarms; none: a clock without a ladder ran out. */
  alarm: Alarm | null;
  severity: Severity | null;
  /** When the clock runs out; null while it stands still, then `left` is what is left of it. */
  due: number | null;
  left: number;
  /** When its latest alarm was raised. */
  raisedAt: number;
  isAcknowledged: boolean;
}

export interface Filter {
  unit: string;
  station: string;
  severities: string[];
  major: boolean;
}

/** What is left of it, negative when it is late. */
export const leftOf = (entry: Entry, now: number) => (entry.due !== null ? entry.due - now : entry.left);

const rankOf = (severity: Severity | null) => (severity ? SEVERITIES.indexOf(severity) : SEVERITIES.length);

const clockOfAlarm = (order: Order, alarm: Alarm): Clock | undefined =>
  order.clocks.find((clock) => clock.clock === alarm.clock && clock.task === alarm.task && clock.return === alarm.return &&
    clock.generation === alarm.generation && (clock.state === "running" || clock.state === "paused"));

const leftNow = (clock: Clock, now: number) => {
  const due = at(clock.due_at);
  return due !== null ? due - now : spanMs(clock.limit) - spanMs(clock.spent);
};

/* Of the worst alarms the clock that is most overdue. */
function worstClock(order: Order, alarms: Alarm[], now: number): Clock | null {
  let best: Clock | null = null, rank = Infinity, left = Infinity;
  for (const alarm of alarms) {
    const clock = clockOfAlarm(order, alarm);
    if (!clock) continue;
    const [r, l] = [rankOf(alarm.severity), leftNow(clock, now)];
    if (r < rank || (r === rank && l < left)) [best, rank, left] = [clock, r, l];
  }
  return best;
}

function whereOf(order: Order, clock: Clock): string {
  const task = clock.task ? order.tasks.find((one) => one.name === clock.task) : undefined;
  if (task) return stationTitle(task.station);
  /* By its short name: it is read from afar. */
  return holdersOf(order).map(({ who }) => (who === t("crcName") ? word("crc") : who)).join(", ");
}

function whatOf(order: Order, clock: Clock): string {
  if (clock.clock === "accept") return t("wallAccept");
  return clock.clock === "task" ? t("wallTask") : clockText(order, clock);
}

function entryOf(order: Order, alarms: Alarm[], now: number): Entry | null {
  const late = urgencyOf(order);
  if (alarms.length === 0 && (late.due === null || late.due >= now)) return null;
  const clock = worstClock(order, alarms, now) ?? late.clock;
  if (!clock) return null;
  const alarm = alarms.reduce<Alarm | null>((worst, one) => (rankOf(one.severity) < rankOf(worst?.severity ?? null) ? one : worst), null);
  return {
    id: order.id, number: order.number, order, clock, alarm, severity: alarm?.severity ?? null,
    due: at(clock.due_at), left: spanMs(clock.limit) - spanMs(clock.spent),
    raisedAt: Math.max(0, ...alarms.map((one) => Date.parse(one.last_at))),
    isAcknowledged: alarms.length > 0 && alarms.every((one) => one.state === "acknowledged"),
  };
}

function entryOfAlarm(alarm: Alarm): Entry {
  return {
    id: alarm.order, number: alarm.number, order: null, clock: null, alarm, severity: alarm.severity,
    due: Date.parse(alarm.due_at), left: 0, raisedAt: Date.parse(alarm.last_at), isAcknowledged: alarm.state === "acknowledged",
  };
}

export interface EntryTexts {
  /** Whose it is now, and what its clock is about. */
  where: string;
  what: string;
  customer: string;
  title: string;
}

/** What is read of it; put together for those that are shown only. */
export function textsOf({ order, clock, alarm }: Entry): EntryTexts {
  if (order && clock) return { where: whereOf(order, clock), what: whatOf(order, clock), customer: customerTitle(order.customer), title: order.title };
  return { where: stationTitle(alarm?.station), what: word(alarm?.clock), customer: "", title: "" };
}

export function entriesOf(orders: Iterable<Order>, alarms: Iterable<Alarm>, now: number): Entry[] {
  const standing = new Map<number, Alarm[]>();
  for (const alarm of alarms) {
    const others = standing.get(alarm.order);
    if (others) others.push(alarm);
    else standing.set(alarm.order, [alarm]);
  }
  const found: Entry[] = [];
  for (const order of orders) {
    const entry = entryOf(order, standing.get(order.id) ?? [], now);
    standing.delete(order.id);
    if (entry) found.push(entry);
  }
  for (const alarmsOfOrder of standing.values()) found.push(entryOfAlarm(alarmsOfOrder[0]!));
  return found.sort((a, b) => leftOf(a, now) - leftOf(b, now) || a.id - b.id);
}

/** Of that unit and station; of an order that has not come yet only the alarm's station is known. */
export function isOfPlace({ unit, station }: Filter, order: Order | null, alarm: Alarm | null): boolean {
  if (!order) return !unit && (!station || alarm?.station === station);
  return (!unit || order.unit === unit) && (!station || order.tasks.some((task) => task.station === station && task.state !== "cancelled"));
}

export const isShown = (filter: Filter, entry: Entry) =>
  (filter.severities.length === 0 || filter.severities.includes(entry.severity ?? "")) && (!filter.major || entry.order?.major === true);

export function countsOf(entries: Entry[], now: number) {
  const by = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as { [S in Severity]: number };
  let overdue = 0;
  for (const entry of entries) {
    if (entry.severity) by[entry.severity]++;
    if (leftOf(entry, now) < 0) overdue++;
  }
  return { by, overdue, nearly: entries.length - overdue };
}
