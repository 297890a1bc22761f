// SPDX-License-Identifier: Apache-2.0
// The keys of the table of actions, for a list of orders: each does what fits what is chosen, and says so when nothing does.
import { ACTIONS, type Offer } from "./act";
import type { KeyRow } from "./keys";
import { startAction } from "./parts/form";
import { toastRefused } from "./parts/toast";
import { Refusal } from "./rpc";
import { may } from "./session";
import { t } from "./text";
import { word } from "./words";

/** `chosen`: the orders under the cursor or selected; `offers`: what may be done to one. */
export function actionKeys<T>(chosen: () => T[], offers: (item: T) => Offer[], nameOf: (item: T) => { name: string; state: string }): KeyRow[] {
  const keys = new Map<string, Set<string>>();
  for (const action of ACTIONS)
    if (action.key && may(action.method)) {
      const texts = keys.get(action.key) ?? new Set();
      keys.set(action.key, texts.add(t(action.text)));
    }
  return [...keys].map(([key, texts]) => ({
    keys: [key], text: "keyAct", of: [...texts].join(" / "), run: () => press(key, [...texts].join(" / "), chosen(), offers, nameOf),
  }));
}

function press<T>(key: string, text: string, items: T[], offers: (item: T) => Offer[], nameOf: (item: T) => { name: string; state: string }) {
  if (items.length === 0) return;
  const fitting = items.map((item) => offers(item).find(({ action }) => action.key === key)).filter((offer) => offer !== undefined);
  const first = fitting[0];
  if (!first) {
    const { name, state } = nameOf(items[0]!);
    toastRefused(`${text} · ${name}`, new Refusal("", t("notNow", word(state))));
  } else if (items.length === 1) {
    startAction(first.action, [first.of]);
  } else if (!first.action.many) {
    toastRefused(t(first.action.text), new Refusal("", t("oneAtATime")));
  } else {
    startAction(first.action, fitting.filter((offer) => offer.action.id === first.action.id).map((offer) => offer.of));
  }
}
