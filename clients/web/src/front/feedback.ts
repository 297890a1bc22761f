// SPDX-License-Identifier: Apache-2.0
// Owns the feedback slips of this browser: the unread ones all, of those received the newest. Asked for again when orders
// change, because each of them comes with a change of its order.
import { effect, signal } from "@preact/signals";
import { orderSignal, ordersRev } from "../live";
import { callOnce } from "../parts/form";
import { toastRefused } from "../parts/toast";
import { all, call } from "../rpc";
import { may } from "../session";
import type { Feedback, Order } from "../shapes";
import { f } from "./text";

const UNREAD_MAX = 2_000;
const READ_SHOWN = 100;
const GAP_MS = 400;
const READ_AT_ONCE = 100;

export const unread = signal<Feedback[]>([]);
export const received = signal<Feedback[]>([]);
export const feedbackWhy = signal<unknown>(null);
/** They have been asked for at least once. */
export const isHere = signal(false);

/** Orders that feedback names and that are not held here: what is archived. */
export const farOrders = signal<ReadonlyMap<number, Order>>(new Map());
const FAR_MAX = 200;

async function loadFar() {
  const known = farOrders.peek();
  const ids = [...new Set([...unread.value, ...received.value].map((slip) => slip.order))].filter((id) => !orderSignal(id) && !known.has(id)).slice(0, FAR_MAX);
  if (ids.length === 0) return;
  const found = await Promise.all(ids.map((id) => call("order.get", { id }).then((answer) => answer.order, () => null)));
  farOrders.value = new Map([...known, ...found.filter((order) => order !== null).map((order): [number, Order] => [order.id, order])].slice(-10 * FAR_MAX));
}

async function load() {
  try {
    const [open, newest] = await Promise.all([
      all("feedback.list", { unread: true, limit: 500 }, UNREAD_MAX),
      call("feedback.list", { limit: READ_SHOWN }),
    ]);
    unread.value = open.sort((a, b) => b.id - a.id);
    received.value = newest.items.filter((slip) => slip.read_at);
    feedbackWhy.value = null;
    isHere.value = true;
    await loadFar();
  } catch (why) {
    feedbackWhy.value = why;
  }
}

/** While a screen shows them; the answer ends it. */
export function followFeedback(): () => void {
  if (!may("feedback.list")) return () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    void ordersRev.value;
    clearTimeout(timer);
    timer = setTimeout(() => void load(), isHere.peek() ? GAP_MS : 0);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** The receipt of some of them is recorded. */
export async function receive(slips: readonly Feedback[]) {
  const ids = slips.filter((slip) => !slip.read_at).map((slip) => slip.id);
  try {
    for (let i = 0; i < ids.length; i += READ_AT_ONCE) {
      const { items } = await callOnce("feedback.read", { ids: ids.slice(i, i + READ_AT_ONCE) });
      const read = new Set(items.map((slip) => slip.id));
      unread.value = unread.value.filter((slip) => !read.has(slip.id));
      received.value = [...items, ...received.value].sort((a, b) => b.id - a.id);
    }
  } catch (why) {
    toastRefused(f("receive"), why);
  }
}
