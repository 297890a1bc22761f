// SPDX-License-Identifier: Apache-2.0
// Owns the orders and alarms this browser holds, each in a signal of its own: first loads, then the events of the line. An
// event says which order changed; the order is then asked for, many at once. What is shown follows from here, never the
// other way round.
import { batch, signal, type Signal } from "@preact/signals";
import { line, startLine, stopLine, type StreamEvent } from "./line";
import { call, isPassing, pages, Refusal } from "./rpc";
import { has } from "./session";
import type { Alarm, Order, OrderChanged, OrderState, Severity } from "./shapes";

const ORDERS_MAX = 20_000;
const ALARMS_MAX = 20_000;
const PAGE = 200; // parsed within a few milliseconds
const FIRST_PAGE = 40; // a screenful, so that it is there at once
const ALARM_PAGE = 500;
const LOADING_GAP_MS = 400;
const FETCH_GAP_MS = 120; // between askings, when there is always something

export const OPEN: OrderState[] = ["at_crc", "executing", "awaiting_signature", "awaiting_archive", "manager_review",
  "leader_review", "clerk_review", "draft"];
const SEVERITIES: Severity[] = ["warning", "minor", "major", "critical"];

const orders = new Map<number, Signal<Order>>();
const alarms = new Map<number, Alarm>();
const worst = new Map<number, Signal<Severity | null>>();
const pinned = new Map<number, number>(); // orders that a page shows, whatever their state

/** Rises with every change of the orders held; a list that reads it is made anew. */
export const ordersRev = signal(0);
export const alarmsRev = signal(0);
/** First loads are under way. */
export const isLoading = signal(true);
/** More is open than this browser holds. */
export const isCutOff = signal(false);

/** Orders held; read ordersRev first to follow them. */
export function heldOrders(): Iterable<Signal<Order>> {
  return orders.values();
}

export function orderSignal(id: number): Signal<Order> | undefined {
  return orders.get(id);
}

export function heldAlarms(): Iterable<Alarm> {
  return alarms.values();
}

/** The worst standing alarm of an order. */
export function worstOf(id: number): Signal<Severity | null> {
  let found = worst.get(id);
  if (!found) worst.set(id, (found = signal<Severity | null>(null)));
  return found;
}

export const isOpen = (order: Order) => order.state !== "archived" && order.state !== "cancelled";

/** An order as the daemon just told it: of a change of ours, or asked for. */
export function takeOrder(order: Order) {
  takeOrders([order]);
}

function takeOrders(list: Order[]) {
  batch(() => {
    for (const order of list) {
      const held = orders.get(order.id);
      if (!isOpen(order) && !pinned.has(order.id)) {
        if (held) held.value = order;
        orders.delete(order.id);
      } else if (held) {
        /* Two answers may overtake one another. */
        if (order.version >= held.peek().version) held.value = order;
      } else if (orders.size < ORDERS_MAX) {
        orders.set(order.id, signal(order));
      } else {
        isCutOff.value = true;
      }
    }
    tellLists();
  });
}

/* While pages come in, lists of thousands are made anew a few times a second, not with each page. */
let toldAt = 0;
let telling = 0;

function tellLists() {
  const wait = isLoading.peek() ? toldAt + LOADING_GAP_MS - performance.now() : 0;
  if (wait > 0) {
    telling ||= window.setTimeout(tellLists, wait);
    return;
  }
  clearTimeout(telling);
  telling = 0;
  toldAt = performance.now();
  ordersRev.value++;
}

function dropOrder(id: number) {
  if (orders.delete(id)) tellLists();
}

function weigh(ids: Set<number>) {
  const most = new Map<number, number>();
  for (const alarm of alarms.values())
    if (ids.has(alarm.order))
      most.set(alarm.order, Math.max(most.get(alarm.order) ?? 0, SEVERITIES.indexOf(alarm.severity)));
  for (const id of ids) worstOf(id).value = SEVERITIES[most.get(id) ?? -1] ?? null;
}

function takeAlarms(list: Alarm[]) {
  if (list.length === 0) return;
  batch(() => {
    for (const alarm of list)
      if (alarm.state === "cleared") alarms.delete(alarm.id);
      else if (alarms.size < ALARMS_MAX || alarms.has(alarm.id)) alarms.set(alarm.id, alarm);
    weigh(new Set(list.map((alarm) => alarm.order)));
    alarmsRev.value++;
  });
}

/** Keeps an order here while a page shows it, whatever becomes of it. */
export async function pinOrder(id: number): Promise<void> {
  pinned.set(id, (pinned.get(id) ?? 0) + 1);
  if (!orders.has(id)) takeOrder((await call("order.get", { id })).order);
}

export function unpinOrder(id: number) {
  const n = (pinned.get(id) ?? 1) - 1;
  if (n > 0) {
    pinned.set(id, n);
    return;
  }
  pinned.delete(id);
  const held = orders.get(id);
  if (held && !isOpen(held.peek())) dropOrder(id);
}

// --- what events say has changed

let dirty = new Set<number>();
let newAlarms: Alarm[] = [];
let isFetching = false;
let isSoon = false;

async function fetchDirty() {
  isSoon = false;
  if (isFetching) return;
  isFetching = true;
  while (dirty.size > 0 || newAlarms.length > 0) {
    const ids = [...dirty];
    const came = newAlarms;
    dirty = new Set();
    newAlarms = [];
    takeAlarms(came);
    const got: Order[] = [];
    await Promise.all(ids.map((id) => call("order.get", { id }).then(
      (answer) => got.push(answer.order),
      (why) => {
        if (why instanceof Refusal && why.cls === "not_found") dropOrder(id);
        else if (running && isPassing(why)) dirty.add(id);
      },
    )));
    if (got.length > 0) takeOrders(got);
    if (!running) break;
    await new Promise((done) => setTimeout(done, FETCH_GAP_MS));
  }
  isFetching = false;
}

function soon() {
  if (isSoon || isFetching) return;
  isSoon = true;
  queueMicrotask(() => void fetchDirty());
}

function takeEvent(event: StreamEvent) {
  if (event.type === "order.changed") {
    const told = event.data as OrderChanged;
    const held = orders.get(told.order)?.peek();
    /* A step or an acknowledgement leaves the order as it was. */
    if (held && held.version >= told.version && told.order_state === held.state) return;
    if (!held && (told.order_state === "archived" || told.order_state === "cancelled")) return;
    dirty.add(told.order);
  } else if (event.type.startsWith("alarm.")) {
    newAlarms.push(event.data as Alarm);
  }
  soon();
}

// --- first loads

let running = 0; // which start this is: a load of an earlier one ends

async function loadOrders(mine: number, states: OrderState[]) {
  const seen = new Set<number>();
  for (const state of states)
    for await (const page of pages("order.list", { state, limit: PAGE }, ORDERS_MAX, FIRST_PAGE)) {
      if (running !== mine) return;
      for (const order of page) seen.add(order.id);
      takeOrders(page);
    }
  /* What a page moved past while we read comes as an event; what is gone for good does not. */
  for (const [id, order] of orders)
    if (!seen.has(id) && !pinned.has(id) && states.includes(order.peek().state)) dirty.add(id);
  if (dirty.size > 0) soon();
}

async function loadAlarms(mine: number) {
  const seen = new Set<number>();
  const before = new Set(alarms.keys());
  for (const state of ["raised", "acknowledged"] as const)
    for await (const page of pages("alarm.list", { state, limit: ALARM_PAGE }, ALARMS_MAX)) {
      if (running !== mine) return;
      for (const alarm of page) seen.add(alarm.id);
      takeAlarms(page);
    }
  for (const id of before)
    if (!seen.has(id)) {
      const gone = alarms.get(id);
      if (gone) takeAlarms([{ ...gone, state: "cleared" }]);
    }
}

/* A station's people need what is in their hands, the others all that is open. */
function statesOfMine(): OrderState[] {
  return has("dispatcher", "supervisor", "monitor", "account_manager", "industry_manager", "clerk", "leader") ? OPEN : ["executing"];
}

async function load(mine: number) {
  isLoading.value = true;
  try {
    await Promise.all([loadOrders(mine, statesOfMine()), loadAlarms(mine)]);
    if (running !== mine) return;
    isLoading.value = false;
    tellLists();
  } catch {
    /* The line says what is wrong; it opens again by itself, and then we load again. */
    if (running === mine) failed = true;
  }
}

/* A screenful while the stream is being opened; all of it is read again once nothing changes unheard. */
async function glance(mine: number) {
  const pages = await Promise.all(statesOfMine().slice(0, 2).map((state) => call("order.list", { state, limit: FIRST_PAGE }))).catch(() => []);
  if (running === mine && orders.size === 0) takeOrders(pages.flatMap((page) => page.items));
}

let starts = 0;
let failed = false;
let isLoaded = false;

export async function startLive() {
  stopLive();
  const mine = (running = ++starts);
  void glance(mine);
  await startLine({
    event: takeEvent,
    open: (fresh) => {
      if (running !== mine || (isLoaded && !fresh && !failed)) return;
      isLoaded = true;
      failed = false;
      void load(mine);
    },
  });
}

export function stopLive() {
  running = 0;
  isLoaded = false;
  stopLine();
  batch(() => {
    orders.clear();
    alarms.clear();
    worst.clear();
    pinned.clear();
    dirty = new Set();
    newAlarms = [];
    isLoading.value = true;
    isCutOff.value = false;
    ordersRev.value++;
    alarmsRev.value++;
  });
}

/** Whether what is shown may be old. */
export const isStale = () => line.value.state === "down";
