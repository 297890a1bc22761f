// SPDX-License-Identifier: Apache-2.0
// What a slip asks for, as a form holds it, and as the daemon takes it: with what was left empty left out, and of an order
// that is amended only what differs.
import { all } from "../rpc";
import type { Answer, Customer, Kind, Limit, Order } from "../shapes";
import { at } from "../when";
import type { Bag } from "../parts/fields";

export const BLANK: Bag = {
  customer: "", unit: "", service: "", tier: "", lines: 1, purpose: "install", fault: "", sites: [], title: "", description: "",
  needs_leader: false, confirmation: "", requirement: [],
};

export type Pair = [name: string, value: string];

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

export function bagOf(order: Order): Bag {
  return {
    customer: order.customer, unit: order.unit, service: order.service, tier: order.tier, lines: order.lines, purpose: order.purpose ?? "",
    fault: order.fault ?? "", sites: order.sites, title: order.title, description: order.description ?? "", needs_leader: order.needs_leader,
    confirmation: order.confirmation ? String(order.confirmation) : "",
    requirement: Object.entries(order.requirement ?? {}).map(([name, value]): Pair => [name, text(value)]),
  };
}

/* What was text stays text; what was something else when it came, a number say, goes back as it came. */
function requirementOf(pairs: Pair[], was: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(pairs.filter(([name, value]) => name.trim() && value.trim())
    .map(([name, value]) => [name.trim(), name in was && text(was[name]) === value ? was[name] : value.trim()]));
}

export const TEXTS = ["title", "description", "requirement", "sites"];
const OF_KIND: { [K in Kind]: string[] } = { contact: ["purpose", "confirmation", "needs_leader"], confirmation: ["needs_leader"], fault: ["fault"] };

/** Everything of a bag that its kind has, as the call names it. */
export function paramsOf(bag: Bag, kind: Kind, was: Record<string, unknown> = {}): Record<string, unknown> {
  const ofKind = (name: string) => OF_KIND[kind].includes(name);
  const given: Record<string, unknown> = {
    customer: String(bag.customer).trim(), unit: bag.unit, service: bag.service, tier: bag.tier, lines: bag.lines === "" ? undefined : bag.lines,
    title: String(bag.title).trim(), description: String(bag.description).trim(),
    sites: (bag.sites as string[]).map((site) => site.trim()).filter(Boolean), requirement: requirementOf(bag.requirement as Pair[], was),
    ...(ofKind("purpose") ? { purpose: bag.purpose } : {}), ...(ofKind("fault") ? { fault: bag.fault } : {}),
    ...(ofKind("needs_leader") ? { needs_leader: bag.needs_leader === true } : {}),
    ...(ofKind("confirmation") ? { confirmation: bag.confirmation ? Number(bag.confirmation) : undefined } : {}),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "" && value !== undefined));
}

/** What amending changes; a description may be emptied. */
export function changesOf(bag: Bag, order: Order): Record<string, unknown> {
  const was = paramsOf(bagOf(order), order.kind, order.requirement), now: Record<string, unknown> = { description: "", ...paramsOf(bag, order.kind, order.requirement) };
  const names = order.state === "draft" ? Object.keys(now).filter((name) => name !== "unit") : TEXTS;
  return Object.fromEntries(names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(was[name] ?? (name === "description" ? "" : undefined)))
    .map((name) => [name, now[name]]));
}

// --- what a confirmation answered

const RANK = { impossible: 2, needs_build: 1, available: 0 };

/** The answer of all its checks together: the worst, the earliest validity (rule 17). */
export function answerOf(order: Order): Answer | null {
  const answers = order.tasks.filter((task) => task.state === "done" && task.answer).map((task) => task.answer!);
  if (order.kind !== "confirmation" || answers.length === 0 || !order.finished_at) return null;
  const worst = answers.reduce((a, b) => (RANK[b.result] > RANK[a.result] ? b : a));
  const valid = answers.map((one) => one.valid_until).filter((one) => one !== null).sort()[0] ?? null;
  const clock = order.clocks.find((one) => one.clock === "reservation" && one.state === "running");
  return { ...worst, ready_at: answers.map((one) => one.ready_at).filter((one) => one !== null).sort().at(-1) ?? null, valid_until: clock?.due_at ?? valid };
}

/** May it be cited now: answered so, reserved still, and not used by another. */
export function isCitable(order: Order, now: number, by?: number): boolean {
  const answer = answerOf(order);
  if (!answer || answer.result === "impossible" || order.state === "cancelled") return false;
  if (order.used_by !== null && order.used_by !== by) return false;
  const until = at(answer.valid_until);
  return until === null || until >= now;
}

/** And for this slip: the same customer, service and unit, for as many lines. */
export const serves = (order: Order, bag: Bag, unit: string) =>
  (!bag.customer || order.customer === bag.customer) && (!bag.service || order.service === bag.service) && (!unit || order.unit === unit) && order.lines >= Number(bag.lines || 1);

const ARCHIVED_MAX = 1_000;

/** Confirmations that are archived, of which the live store holds none. */
export const archivedConfirmations = () => all("order.list", { kind: "confirmation", state: "archived", limit: 200 }, ARCHIVED_MAX);

// --- what the policy says of it

/** Services that have a limit for this kind; a row without a service is for any. */
export function servicesOf(limits: Limit[], kind: Kind): string[] {
  const rows = limits.filter((row) => row.clock === "order");
  const named = (fits: (row: Limit) => boolean) => [...new Set(rows.filter((row) => row.service && fits(row)).map((row) => row.service!))];
  const own = named((row) => row.kind === kind || row.kind === undefined);
  return own.length > 0 ? own : named(() => true);
}

/** The order's limit by the narrowest row that matches; the daemon's own word comes with the order. */
export function limitOf(limits: Limit[], bag: Bag, kind: Kind, resource: string | null): Limit | null {
  const lines = Number(bag.lines || 1);
  const keys = (row: Limit): boolean[] => [
    row.kind === undefined || row.kind === kind, row.service === undefined || row.service === bag.service, row.tier === undefined || row.tier === bag.tier,
    row.resource === undefined || row.resource === resource, row.fault === undefined || row.fault === bag.fault, row.customer === undefined || row.customer === bag.customer,
    row.lines === undefined || (lines >= row.lines[0] && (row.lines[1] === null || lines <= row.lines[1])),
  ];
  const width = (row: Limit) => [row.kind, row.service, row.tier, row.resource, row.fault, row.customer, row.lines].filter((key) => key !== undefined).length;
  return limits.filter((row) => row.clock === "order" && keys(row).every(Boolean)).sort((a, b) => Number(!!b.customer) - Number(!!a.customer) || width(b) - width(a))[0] ?? null;
}

export function customerFor(register: Map<string, Customer>, typed: string): Customer | undefined {
  const text = typed.trim();
  return register.get(text) ?? [...register.values()].find((one) => one.title === text || (one.number !== null && one.number === text));
}
