// SPDX-License-Identifier: Apache-2.0
// The shapes of what the daemon answers, as lib/api/encode_*.c writes them. Types only.

export type Kind = "contact" | "confirmation" | "fault";
export type Tier = "A" | "B" | "C";
export type OrderState =
  | "draft" | "manager_review" | "leader_review" | "clerk_review" | "at_crc" | "executing"
  | "awaiting_signature" | "awaiting_archive" | "archived" | "cancelled";
export type ClockKind =
  | "order" | "approval" | "intake" | "accept" | "task" | "return" | "signature" | "archive" | "reservation";
export type ClockState = "running" | "paused" | "met" | "missed" | "cancelled";
export type TaskState = "waiting" | "issued" | "accepted" | "done" | "cancelled";
export type ReturnState = "open" | "accepted" | "disputed" | "upheld" | "overturned" | "closed" | "cancelled";
export type Severity = "warning" | "minor" | "major" | "critical";
export type Role =
  | "account_manager" | "industry_manager" | "clerk" | "leader" | "dispatcher" | "supervisor"
  | "operator" | "station_manager" | "monitor" | "admin";

export interface Clock {
  clock: ClockKind;
  task: string | null;
  return: number | null;
  state: ClockState;
  limit: string;
  calendar: string;
  spent: string;
  running_since: string | null;
  due_at: string | null;
  missed: boolean;
  generation: number;
  started_at: string;
  ended_at: string | null;
  next_due_at: string | null;
  paused_by: string | null;
  limit_revision: number;
}

export interface Segment {
  from: string;
  to: string | null;
  kind: string;
  counted: string;
  calendar: string;
  rule: string;
  generation: number;
}

export interface Answer {
  result: "available" | "needs_build" | "impossible";
  reference: string | null;
  ready_at: string | null;
  valid_until: string | null;
}

export interface Task {
  id: number;
  name: string;
  station: string;
  area: string;
  state: TaskState;
  holder: string | null;
  after: string[];
  share: number;
  issued_at: string | null;
  accepted_at: string | null;
  done_at: string | null;
  done_by: string | null;
  record: string | null;
  cause: string | null;
  side: "carrier" | "customer" | null;
  impact: string | null;
  explanation: string | null;
  answer: Answer | null;
  rework: number;
  with_manager: boolean;
}

export interface ReturnSlip {
  id: number;
  raised_by_task: string | null;
  raised_by: string;
  to: string;
  kind: "error" | "cannot_complete";
  text: string;
  state: ReturnState;
  raised_at: string;
  answered_at: string | null;
  answered_by: string | null;
  dispute: string | null;
  ruled_at: string | null;
  ruled_by: string | null;
  ruling: string | null;
  record: string | null;
  closed_at: string | null;
  charged_to: string | null;
  charged: string | null;
}

export type Loops = { [loop in "customer" | "originator" | "exception" | "record"]: string };

export interface Order {
  id: number;
  number: string;
  kind: Kind;
  service: string;
  tier: Tier;
  state: OrderState;
  version: number;
  title: string;
  description: string | null;
  requirement: Record<string, unknown>;
  unit: string;
  customer: string;
  account_manager: string | null;
  raised_by: string;
  lines: number;
  purpose: "install" | "upgrade" | "relocate" | null;
  fault: "equipment" | "line" | null;
  sites: string[];
  needs_leader: boolean;
  confirmation: number | null;
  used_by: number | null;
  resource: "dispatchable" | "unforecast_build" | null;
  hold: { reason: string; stops_clock: boolean; note: string | null; by: string; since: string } | null;
  major: boolean;
  sent_back: { reason: string; by: string; at: string } | null;
  n_sent_back: number;
  route: string | null;
  policy: number | null;
  quota: number | null;
  created_at: string;
  submitted_at: string | null;
  arrived_at: string | null;
  promised_at: string | null;
  due_at: string | null;
  finished_at: string | null;
  signed_at: string | null;
  signed_by: string | null;
  archived_at: string | null;
  cancelled_at: string | null;
  grading_until: string | null;
  grades: { time: number; quality: number } | null;
  clocks: Clock[];
  tasks: Task[];
  returns: ReturnSlip[];
  loops: Loops;
}

/** What lists of tasks and return slips, and events, tell of the order they belong to. */
export interface OrderHead {
  order: number;
  number: string;
  order_kind: Kind;
  service: string;
  tier: Tier;
  title: string;
  customer: string;
  order_state: OrderState;
  held: boolean;
  major: boolean;
  order_due_at: string | null;
}

export interface TaskItem extends Task, OrderHead {
  accept_due_at: string | null;
  due_at: string | null;
}

export interface ReturnItem extends ReturnSlip, OrderHead {
  raised_by_station: string | null;
  to_station: string | null;
  due_at: string | null;
}

export interface LoopItem extends OrderHead {
  id: number;
  unit: string;
  account_manager: string | null;
  created_at: string;
  loops: Loops;
}

export interface Alarm {
  id: number;
  order: number;
  number: string;
  clock: ClockKind;
  task: string | null;
  return: number | null;
  station: string | null;
  step: number | string;
  generation: number;
  limit_revision: number;
  severity: Severity;
  due_at: string;
  raised_at: string;
  last_at: string;
  notify_at: string | null;
  late_by: string;
  count: number;
  told: string[];
  state: "raised" | "acknowledged" | "cleared";
  acknowledged_by: string | null;
  acknowledged_at: string | null;
  cleared_at: string | null;
  cleared_why: string | null;
}

export interface Happening {
  seq: number;
  at: string;
  by: string | null;
  what: string;
  state: OrderState | null;
  task: string | null;
  return: number | null;
  person: string | null;
  text: string | null;
  /* of a fired step */
  clock?: ClockKind;
  clock_task?: string | null;
  generation?: number;
  step?: number | string;
  repeat?: number;
  severity?: Severity;
  due_at?: string;
  told?: string[];
}

export interface Feedback {
  id: number;
  order: number;
  at: string;
  to: string | null;
  unit: string;
  what: string;
  text: string | null;
  read_at: string | null;
  read_by: string | null;
}

export interface OrderChanged extends OrderHead {
  version: number;
  change: Happening;
}

export interface TaskChanged extends OrderChanged {
  tasks: Task[];
}

export interface Unit {
  name: string;
  kind: "front" | "crc" | "back";
  title: string;
  reviews: ("manager" | "leader" | "clerk")[];
  confirmation_direct: boolean;
}

export interface Station {
  name: string;
  unit: string;
  area: string;
  title: string;
  calendar: string | null;
}

export interface User {
  name: string;
  title: string;
  roles: Role[];
  unit: string | null;
  stations: string[];
  uid: number | null;
  notify: string[];
  absent_until: string | null;
  disabled: boolean;
}

export interface Whoami {
  user: string;
  title: string;
  roles: Role[];
  unit: string | null;
  stations: string[];
  lang: string;
}

export interface Customer {
  name: string;
  number: string | null;
  title: string;
  tier: Tier;
  unit: string;
  account_manager: string | null;
  contacts: unknown[];
}

export interface HoldReason {
  name: string;
  en: string;
  zh: string;
  stops_clock: boolean;
}

export interface RouteNode {
  name: string;
  station: string;
  after: string[];
  share?: number;
}

export interface Route {
  name: string;
  kind: Kind;
  service: string;
  nodes: RouteNode[];
}

export interface Token {
  id: number;
  user: string;
  issued_at: string;
  issued_by: string;
  expires_at: string | null;
  revoked_at: string | null;
}

export interface Limit {
  clock: ClockKind;
  kind?: Kind;
  service?: string;
  resource?: string;
  lines?: [number, number | null];
  tier?: Tier;
  fault?: string;
  customer?: string;
  rework?: boolean;
  limit: string | null;
  calendar: string;
  source?: string;
}

export interface Step {
  at?: number;
  after?: string;
  severity: Severity;
  tell: string;
  plain?: boolean;
  major?: boolean;
  hand_over?: boolean;
  repeat?: number;
  every?: number | string;
}

export interface Ladder {
  tier: Tier;
  clock?: ClockKind;
  steps: Step[];
}

export interface Quota {
  service: string;
  resource: string;
  tier: Tier;
  orders_a_month: number;
  source?: string;
}

export interface Target {
  kind?: Kind;
  service?: string;
  on_time: number;
  goal_now?: string;
  goal_short_term?: string;
  goal_long_term?: string;
  source?: string;
}

export interface Calendar {
  name: string;
  zone: string;
  week: { [day in "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"]: [string, string][] };
  days: { date: string; open: [string, string][] }[];
  version: number;
}

export interface Forecast {
  unit: string;
  service: string;
  month: string;
  state: "forecast" | "agreed";
  quantity: number;
}

export interface SystemInfo {
  name: string;
  version: string;
  protocol: number;
  node: string;
  clock: "real" | "virtual";
  now: string;
  zone: string;
}

export interface SystemHealth {
  state: string;
  store: string;
  problem: string | null;
  outage: unknown;
  advice: string | null;
  schema: number;
  oldest_due: string | null;
  lag_ms: number;
  queue: number;
  queue_max: number;
  sessions: number;
  seal: string | null;
  seal_lag_ms: number | null;
  seal_held_by: string | null;
}
