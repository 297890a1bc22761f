// SPDX-License-Identifier: Apache-2.0
// How an order stands, worked out from what the daemon says of it: which clock runs out first, who holds it, the way it
// goes. Nothing here is asked for or shown.
import { erringTask, isUnsettled, REVIEWERS } from "./act";
import { stationTitle, unitTitle, userTitle } from "./directory";
import type { Clock, Order, OrderState, Task } from "./shapes";
import { t } from "./text";
import { at, spanMs } from "./when";
import { word } from "./words";

export interface Urgency {
  clock: Clock | null;
  /** When it runs out; null while it stands still. */
  due: number | null;
  /** What is left of a clock that stands still. */
  left: number;
  limit: number;
  /** Sorts the most urgent first. */
  rank: number;
}

const PAUSED_RANK = 8e15;
const NO_RANK = 9e15;
const known = new WeakMap<Order, Urgency>();

/** The live clock that runs out first. */
export function urgencyOf(order: Order): Urgency {
  let found = known.get(order);
  if (!found) known.set(order, (found = reckon(order)));
  return found;
}

function reckon(order: Order): Urgency {
  let first: Clock | null = null, due = Infinity, still: Clock | null = null, left = Infinity;
  for (const clock of order.clocks) {
    if (clock.clock === "reservation") continue;
    const runsOut = at(clock.due_at);
    if (clock.state === "running" && runsOut !== null && runsOut < due) [first, due] = [clock, runsOut];
    if (clock.state !== "paused") continue;
    const rest = spanMs(clock.limit) - spanMs(clock.spent);
    if (rest < left) [still, left] = [clock, rest];
  }
  if (first) return { clock: first, due, left: 0, limit: spanMs(first.limit), rank: due };
  if (still) return { clock: still, due: null, left, limit: spanMs(still.limit), rank: PAUSED_RANK + left };
  return { clock: null, due: null, left: 0, limit: 0, rank: NO_RANK };
}

/** Late by the clock shown, or a clock of this arrival missed already. */
export function isOverdue(order: Order, now: number): boolean {
  const { due, left, clock } = urgencyOf(order);
  if (!clock) return false;
  return (due !== null ? due < now : left < 0) || order.clocks.some((one) => one.missed && (one.state === "running" || one.state === "paused"));
}

/** What a clock is about: "to dispatch", "accept at ...". */
export function clockText(order: Order, clock: Clock): string {
  const task = clock.task ? order.tasks.find((one) => one.name === clock.task) : undefined;
  const where = task ? stationTitle(task.station) : "";
  switch (clock.clock) {
    case "intake": return t("clockIntake");
    case "accept": return t("clockAccept", where);
    case "task": return t("clockTask", where);
    case "return": return t("clockReturn");
    case "approval": return t("clockApproval");
    case "order": return t("clockOrder");
    case "signature": return t("clockSignature");
    case "archive": return t("clockArchive");
    case "reservation": return word(clock.clock);
  }
}

export const isAtWork = (task: Task) => task.state === "issued" || task.state === "accepted";

export interface Holder {
  who: string;
  person?: string;
  what: string;
}

/** Who holds it now: for whom everything else waits. */
export function holdersOf(order: Order): Holder[] {
  const reviewer = REVIEWERS[order.state];
  if (order.state === "at_crc") return [{ who: t("crcName"), what: t("holdsDispatch") }];
  if (reviewer) return [{ who: `${unitTitle(order.unit)} · ${word(reviewer)}`, what: word(order.state) }];
  const am = order.account_manager ? { who: userTitle(order.account_manager), person: order.account_manager } : { who: t("crcName") };
  if (order.state === "draft") return [{ ...am, what: order.sent_back ? t("holdsAmend") : word("draft") }];
  if (order.state === "awaiting_signature" || order.state === "awaiting_archive") return [{ ...am, what: word(order.state) }];
  if (order.state !== "executing") return [];
  const slips = order.returns.filter(isUnsettled).flatMap((slip): Holder[] => {
    const task = erringTask(order, slip);
    if (slip.state === "disputed") return [{ who: word("supervisor"), what: t("holdsRule") }];
    if (slip.to === "crc") return [{ who: t("crcName"), what: t(slip.state === "open" ? "holdsReturn" : "holdsEmergency") }];
    return task && slip.state === "open" ? [{ who: stationTitle(task.station), what: t("holdsReturn") }] : [];
  });
  const tasks = order.tasks.filter(isAtWork).map((task): Holder => ({
    who: stationTitle(task.station), ...(task.holder ? { person: task.holder } : {}),
    what: `${task.name} ${word(task.state)}${task.with_manager ? ` · ${word("station_manager")}` : ""}`,
  }));
  return [...slips, ...tasks];
}

const WAY: OrderState[] = ["draft", "manager_review", "leader_review", "clerk_review", "at_crc", "executing",
  "awaiting_signature", "awaiting_archive", "archived"];

/** The states its way leads through, by its kind and its unit's reviews; where it stands is always among them. */
export function wayOf(order: Order, reviews: readonly string[]): OrderState[] {
  const reviewed = order.kind === "contact" || (order.kind === "confirmation" && REVIEWERS[order.state] !== undefined && order.state !== "at_crc");
  const passes: { [S in OrderState]?: boolean } = {
    manager_review: reviewed && reviews.includes("manager"),
    leader_review: reviewed && reviews.includes("leader") && (order.needs_leader || order.tier === "A"),
    clerk_review: reviewed && reviews.includes("clerk"),
    awaiting_signature: order.kind !== "confirmation",
  };
  return WAY.filter((state) => state === order.state || (passes[state] ?? true));
}
