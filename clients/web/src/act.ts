// SPDX-License-Identifier: Apache-2.0
// The table of what can be done: to what, in which state, by whom, with which fields and under which key. Roles come from
// the daemon's own description; who owns what from rule 22. It only says what to offer: the daemon decides each time.
import type { Method } from "./api";
import { holdReasons, reasonTitle, stationTitle, units, users } from "./directory";
import { has, may, me } from "./session";
import type { Order, OrderState, ReturnSlip, Role, Task } from "./shapes";
import { t, type Text } from "./text";
import { instantOf } from "./when";
import { word } from "./words";

export interface Subject {
  order: Order;
  task?: Task;
  slip?: ReturnSlip;
}

export type Values = { [name: string]: string | boolean };

export interface Field {
  name: string;
  label: Text;
  type: "line" | "long" | "choice" | "check" | "instant" | "tasks";
  isNeeded?: boolean;
  options?: () => [value: string, text: string][];
  initial?: string | boolean;
  hint?: string;
  /** Only while the other fields say so. */
  when?: (values: Values) => boolean;
}

export interface Action {
  id: string;
  method: Method;
  on: "order" | "task" | "return";
  text: Text;
  key?: string;
  tone?: "primary" | "danger";
  /** Also for many at once, with the same fields. */
  many?: boolean;
  fits: (of: Subject) => boolean;
  fields?: (of: Subject) => Field[];
  params?: (values: Values, of: Subject) => Record<string, unknown>;
  /** It has a dialog of its own. */
  isOwn?: boolean;
  /** Or a page of its own: its path. */
  place?: (of: Subject) => string;
}

// --- who owns what (rule 22)

const mine = (name: string | null) => name !== null && name === me.value?.user;
const ofUnit = (role: Role, order: Order) => has("admin") || (has(role) && me.value?.unit === order.unit);
const atStation = (station: string) => has("admin") || (me.value?.stations ?? []).includes(station);
const isOwner = (o: Order) => has("admin") || mine(o.account_manager) || ofUnit("leader", o) || (has("dispatcher") && mine(o.raised_by));
const isSigner = (o: Order) => has("admin", "dispatcher") || mine(o.account_manager);
const isArchiver = (o: Order) => has("admin") || mine(o.account_manager) || (has("dispatcher") && !o.account_manager);

/** The role in whose hands a state puts the order. */
export const REVIEWERS: { [S in OrderState]?: Role } = {
  manager_review: "industry_manager", leader_review: "leader", clerk_review: "clerk", at_crc: "dispatcher",
};

function holdsIt(o: Order): boolean {
  const role = REVIEWERS[o.state];
  return role !== undefined && (role === "dispatcher" ? has("dispatcher") : ofUnit(role, o));
}

function mayHold(o: Order): boolean {
  return has("dispatcher", "supervisor") || (has("station_manager") && o.tasks.some((task) => atStation(task.station)));
}

export const isUnsettled = (slip: ReturnSlip) => !["overturned", "closed", "cancelled"].includes(slip.state);
const hasSlip = (o: Order, task: Task) => o.returns.some((slip) => slip.raised_by_task === task.name && isUnsettled(slip));

/** The task that a return slip says is wrong; none: the response centre. */
export function erringTask(o: Order, slip: ReturnSlip): Task | undefined {
  return o.tasks.find((task) => task.name === slip.to && task.state !== "cancelled");
}

function answersSlip(o: Order, slip: ReturnSlip): boolean {
  const task = erringTask(o, slip);
  return slip.to === "crc" && !task ? has("dispatcher") : task !== undefined && atStation(task.station);
}

const BEFORE_ARCHIVE: OrderState[] = ["draft", "manager_review", "leader_review", "clerk_review", "at_crc", "executing", "awaiting_signature"];
const LATE: OrderState[] = ["awaiting_signature", "awaiting_archive", "archived", "cancelled"];

// --- fields

const reason: Field = { name: "reason", label: "fieldReason", type: "long", isNeeded: true };

const people = (fits: (user: { roles: Role[]; stations: string[]; unit: string | null }) => boolean) => () =>
  [...users.get().values()].filter((user) => !user.disabled && fits(user)).map((user): [string, string] => [user.name, `${user.title} (${user.name})`]);

function holdFields(): Field[] {
  return [
    { name: "reason", label: "fieldHoldReason", type: "choice", isNeeded: true, options: () =>
      [...holdReasons.get().values()].map((row) => [row.name, `${reasonTitle(row.name)} (${t(row.stops_clock ? "clockStopped" : "clockGoesOn")})`]) },
    { name: "note", label: "fieldNote", type: "long" },
  ];
}

function completeFields({ order }: Subject): Field[] {
  const isFault = order.kind === "fault", isCheck = order.kind === "confirmation";
  const built = (values: Values) => values.result === "needs_build";
  return [
    ...(isCheck ? ([
      { name: "result", label: "fieldResult", type: "choice", isNeeded: true, options: () => ["available", "needs_build", "impossible"].map((w) => [w, word(w)]) },
      { name: "ready_at", label: "fieldReadyAt", type: "instant", when: built },
      { name: "reference", label: "fieldReference", type: "line", when: (v) => v.result !== "impossible" },
      { name: "valid_until", label: "fieldValidUntil", type: "instant", when: (v) => v.result !== "impossible" },
    ] satisfies Field[]) : []),
    { name: "record", label: "fieldRecord", type: "long", isNeeded: true },
    ...(isFault ? ([
      { name: "cause", label: "fieldCause", type: "line", isNeeded: true },
      { name: "side", label: "fieldSide", type: "choice", isNeeded: true, options: () => ["carrier", "customer"].map((w) => [w, w === "customer" ? t("sideCustomer") : word(w)]) },
      { name: "impact", label: "fieldImpact", type: "line", isNeeded: true },
      { name: "explanation", label: "fieldExplanation", type: "long", isNeeded: true },
    ] satisfies Field[]) : []),
  ];
}

function completeParams(v: Values): Record<string, unknown> {
  const { result, reference, ready_at, valid_until, ...rest } = v;
  if (!result) return rest;
  const instant = (text: string | boolean | undefined) => (text ? instantOf(String(text)) : undefined);
  return { ...rest, answer: clean({ result, reference, ready_at: instant(ready_at), valid_until: instant(valid_until) }) };
}

/** Without what was left empty. */
export function clean(of: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== "" && value !== undefined && value !== null));
}

/* Those that may have erred: every other task that has been at work. */
function returnFields({ order, task }: Subject): Field[] {
  const others = order.tasks.filter((other) => other.id !== task?.id && other.state !== "cancelled" && other.issued_at);
  return [
    { name: "to", label: "fieldReturnTo", type: "choice", isNeeded: true, options: () => [
      ...others.map((other): [string, string] => [other.name, `${stationTitle(other.station)} · ${other.name}`]), ["crc", t("crcName")]] },
    { name: "kind", label: "fieldReturnKind", type: "choice", isNeeded: true, options: () => [["error", t("kindError")], ["cannot_complete", t("kindCannot")]] },
    { name: "text", label: "fieldReturnText", type: "long", isNeeded: true },
  ];
}

function archiveFields({ order }: Subject): Field[] {
  if (!order.grading_until) return [];
  const grades = (): [string, string][] => [5, 4, 3, 2, 1].map((n) => [String(n), String(n)]);
  return [{ name: "time", label: "fieldGradeTime", type: "choice", options: grades }, { name: "quality", label: "fieldGradeQuality", type: "choice", options: grades }];
}

// --- the table

const tiers = (order: Order) => () => ["A", "B", "C"].filter((tier) => tier !== order.tier).map((tier): [string, string] => [tier, t("tierN", tier)]);

export const ACTIONS: Action[] = [
  { id: "submit", method: "order.submit", on: "order", text: "doSubmit", key: "s", tone: "primary",
    fits: ({ order }) => order.state === "draft" && isOwner(order),
    /* Only the leader may pass the quota. */
    fields: ({ order }) => (order.kind === "contact" && order.tier === "A" && ofUnit("leader", order) ? [{ name: "override", label: "fieldOverride", type: "line" }] : []) },
  { id: "amend", method: "order.amend", on: "order", text: "doAmend", key: "e",
    fits: ({ order }) => BEFORE_ARCHIVE.includes(order.state) && isOwner(order), place: ({ order }) => `front/amend/${order.id}` },
  { id: "confirm", method: "order.confirm", on: "order", text: "doConfirm", key: "a", tone: "primary",
    fits: ({ order }) => order.state === "manager_review" && ofUnit("industry_manager", order),
    fields: ({ order }) => [{ name: "needs_leader", label: "fieldNeedsLeader", type: "check", initial: order.needs_leader }] },
  { id: "approve", method: "order.approve", on: "order", text: "doApprove", key: "a", tone: "primary", many: true,
    fits: ({ order }) => order.state === "leader_review" && ofUnit("leader", order) },
  { id: "forward", method: "order.forward", on: "order", text: "doForward", key: "a", tone: "primary", many: true,
    fits: ({ order }) => order.state === "clerk_review" && ofUnit("clerk", order) },
  { id: "dispatch", method: "order.dispatch", on: "order", text: "doDispatch", key: "d", tone: "primary", isOwn: true,
    fits: ({ order }) => order.state === "at_crc" && has("dispatcher", "supervisor") },
  { id: "redispatch", method: "order.dispatch", on: "order", text: "doRedispatch", key: "d", isOwn: true,
    fits: ({ order }) => order.state === "executing" && !order.hold && has("dispatcher", "supervisor") },
  { id: "send_back", method: "order.send_back", on: "order", text: "doSendBack", key: "r",
    fits: ({ order }) => holdsIt(order), fields: () => [reason] },
  { id: "hold", method: "order.hold", on: "order", text: "doHold", key: "h", many: true,
    fits: ({ order }) => order.state === "executing" && !order.hold && mayHold(order), fields: holdFields },
  { id: "resume", method: "order.resume", on: "order", text: "doResume", key: "h", many: true,
    fits: ({ order }) => order.state === "executing" && order.hold !== null && mayHold(order),
    fields: () => [{ name: "note", label: "fieldNote", type: "long" }] },
  { id: "sign", method: "order.sign", on: "order", text: "doSign", key: "s", tone: "primary",
    fits: ({ order }) => order.state === "awaiting_signature" && isSigner(order),
    fields: () => [{ name: "by", label: "fieldSignedBy", type: "line", isNeeded: true }, { name: "note", label: "fieldNote", type: "long" }],
    params: (v) => ({ ...v, accepted: true }) },
  { id: "refuse", method: "order.sign", on: "order", text: "doRefuse", tone: "danger",
    fits: ({ order }) => order.state === "awaiting_signature" && isSigner(order),
    fields: () => [{ name: "by", label: "fieldRefusedBy", type: "line", isNeeded: true }, { name: "note", label: "fieldWhyRefused", type: "long", isNeeded: true },
      { name: "redo", label: "fieldRedo", type: "tasks" }],
    params: ({ redo, ...v }) => ({ ...v, accepted: false, ...(redo ? { redo: String(redo).split(" ") } : {}) }) },
  { id: "archive", method: "order.archive", on: "order", text: "doArchive", key: "v", tone: "primary",
    fits: ({ order }) => order.state === "awaiting_archive" && isArchiver(order), fields: archiveFields,
    params: ({ time, quality }) => (time && quality ? { grades: { time: Number(time), quality: Number(quality) } } : {}) },
  { id: "resolve_major", method: "order.resolve_major", on: "order", text: "doResolveMajor", key: "m",
    fits: ({ order }) => order.major && !["archived", "cancelled"].includes(order.state),
    fields: () => [{ name: "note", label: "fieldHowResolved", type: "long", isNeeded: true }] },
  { id: "retier", method: "order.retier", on: "order", text: "doRetier", key: "t", many: false,
    fits: ({ order }) => !LATE.includes(order.state) && (has("supervisor") || ofUnit("leader", order)),
    fields: ({ order }) => [{ name: "tier", label: "tier", type: "choice", isNeeded: true, options: tiers(order) }, reason,
      { name: "override", label: "fieldOverride", type: "line", when: (v) => v.tier === "A" && has("leader") }] },
  { id: "assign", method: "order.assign", on: "order", text: "doAssign", key: "w", many: true,
    fits: ({ order }) => !["archived", "cancelled"].includes(order.state) && !order.hold && ofUnit("leader", order),
    fields: ({ order }) => [{ name: "account_manager", label: "fieldAccountManager", type: "choice", isNeeded: true,
      options: people((user) => user.roles.includes("account_manager") && user.unit === order.unit) }] },
  { id: "authorise_grading", method: "order.authorise_grading", on: "order", text: "doAuthorise",
    fits: ({ order }) => ["awaiting_signature", "awaiting_archive"].includes(order.state) && ofUnit("leader", order),
    fields: () => [{ name: "until", label: "fieldUntil", type: "instant", isNeeded: true }],
    params: (v) => ({ until: instantOf(String(v.until)) }) },
  { id: "note", method: "order.note", on: "order", text: "doNote", key: "n", many: true,
    fits: () => true, fields: () => [{ name: "text", label: "fieldText", type: "long", isNeeded: true }] },
  { id: "cancel", method: "order.cancel", on: "order", text: "doCancelOrder", tone: "danger",
    fits: ({ order }) => !["awaiting_archive", "archived", "cancelled"].includes(order.state) && (isOwner(order) || has("supervisor")), fields: () => [reason] },

  { id: "accept", method: "task.accept", on: "task", text: "doAccept", key: "a", tone: "primary", many: true,
    fits: ({ order, task }) => task!.state === "issued" && !order.hold && atStation(task!.station) },
  { id: "complete", method: "task.complete", on: "task", text: "doComplete", key: "c", tone: "primary",
    fits: ({ order, task }) => task!.state === "accepted" && !order.hold && atStation(task!.station), fields: completeFields, params: completeParams },
  { id: "return", method: "task.return", on: "task", text: "doReturn", key: "r",
    fits: ({ order, task }) => (task!.state === "issued" || task!.state === "accepted") && !order.hold && !hasSlip(order, task!) && atStation(task!.station),
    fields: returnFields },
  { id: "reassign", method: "task.reassign", on: "task", text: "doReassign", key: "w", many: true,
    fits: ({ order, task }) => (task!.state === "issued" || task!.state === "accepted") && !order.hold && atStation(task!.station),
    fields: ({ task }) => [{ name: "to", label: "fieldReassignTo", type: "choice", isNeeded: true, initial: me.value?.user,
      options: has("station_manager")
        ? people((user) => user.stations.includes(task!.station))
        : () => [[me.value!.user, `${me.value!.title} (${me.value!.user})`]] }] },
  { id: "escalate", method: "task.escalate", on: "task", text: "doEscalate", key: "e", tone: "danger",
    fits: ({ order, task }) => (task!.state === "issued" || task!.state === "accepted" || task!.state === "waiting") && !order.hold && !!task!.issued_at && atStation(task!.station), fields: () => [reason] },

  { id: "return_accept", method: "return.accept", on: "return", text: "doReturnAccept", key: "a", tone: "primary",
    fits: ({ order, slip }) => slip!.state === "open" && !order.hold && answersSlip(order, slip!) },
  { id: "return_dispute", method: "return.dispute", on: "return", text: "doReturnDispute",
    fits: ({ order, slip }) => slip!.state === "open" && !order.hold && answersSlip(order, slip!), fields: () => [reason] },
  { id: "return_rule", method: "return.rule", on: "return", text: "doReturnRule", key: "u", tone: "primary",
    fits: ({ order, slip }) => slip!.state === "disputed" && !order.hold,
    fields: () => [{ name: "upheld", label: "fieldRuling", type: "choice", isNeeded: true, options: () => [["yes", t("rulingUpheld")], ["no", t("rulingOverturned")]] }, reason],
    params: (v) => ({ upheld: v.upheld === "yes", reason: v.reason }) },
  { id: "return_settle", method: "return.settle", on: "return", text: "doReturnSettle", key: "c", tone: "primary",
    fits: ({ order, slip }) => ["accepted", "upheld"].includes(slip!.state) && slip!.to === "crc" && !order.hold,
    fields: () => [{ name: "record", label: "fieldSettled", type: "long", isNeeded: true }] },
];

const offered = (action: Action, of: Subject) => may(action.method) && action.fits(of);

export interface Offer {
  action: Action;
  of: Subject;
}

/** All that the signed-in person may do to an order now: to itself, its tasks, its return slips. */
export function offersFor(order: Order): Offer[] {
  const of = (on: Action["on"], subjects: Subject[]) => ACTIONS.filter((action) => action.on === on)
    .flatMap((action) => subjects.filter((subject) => offered(action, subject)).map((subject) => ({ action, of: subject })));
  return [
    ...of("return", order.returns.filter(isUnsettled).map((slip) => ({ order, slip }))),
    ...of("task", order.tasks.map((task) => ({ order, task }))),
    ...of("order", [{ order }]),
  ];
}

export function offersForTask(order: Order, task: Task): Offer[] {
  const slips = order.returns.filter((slip) => isUnsettled(slip) && erringTask(order, slip)?.id === task.id);
  return [
    ...ACTIONS.filter((a) => a.on === "return").flatMap((action) => slips.map((slip) => ({ action, of: { order, slip } }))),
    ...ACTIONS.filter((a) => a.on === "task").map((action) => ({ action, of: { order, task } })),
    ...ACTIONS.filter((a) => a.on === "order").map((action) => ({ action, of: { order } })),
  ].filter(({ action, of }) => offered(action, of));
}

/** What the call names: the order, the task or the return slip. */
export const idOf = (action: Action, of: Subject) => (action.on === "task" ? of.task!.id : action.on === "return" ? of.slip!.id : of.order.id);

/** Which reviews the order's unit has, for drawing its way. */
export const reviewsOf = (order: Order) => units.get().get(order.unit)?.reviews ?? [];

/** Whether it waits for this very person, not only for someone who might: what their list begins with. */
export function waitsForMe(order: Order): boolean {
  const roles = me.value?.roles ?? [];
  const isMine = mine(order.account_manager) || (!order.account_manager && mine(order.raised_by));
  switch (order.state) {
    case "draft": case "awaiting_signature": case "awaiting_archive": return isMine;
    case "manager_review": case "leader_review": case "clerk_review":
      return me.value?.unit === order.unit && roles.includes(REVIEWERS[order.state]!);
    default: return false;
  }
}

/** Whether they began it or answer for it. */
export const isFollowed = (order: Order) => mine(order.account_manager) || mine(order.raised_by);
