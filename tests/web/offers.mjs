// SPDX-License-Identifier: Apache-2.0
// What the console's table of actions (act.ts) offers of an order: lines of {me, order} in, of [[method, id], ...] out.
// esbuild makes it one file before it runs (offers.py).
import { readFileSync } from "node:fs";
import { idOf, offersFor } from "../../clients/web/src/act";
import { me } from "../../clients/web/src/session";

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const { order, ...who } = JSON.parse(line);
  me.value = who.me;
  console.log(JSON.stringify(offersFor(order).map(({ action, of }) => [action.method, idOf(action, of)])));
}
