// SPDX-License-Identifier: Apache-2.0
// 10,000 open orders: the first rows come before the rest, and nothing stalls while they are scrolled, walked through by key,
// searched, and changed by others.
import { call, callAll, check, end, longestTask, person, press, seen, type } from "./stage.mjs";

const N = 10_000, LONG_MS = 50, FRAMES = 120, TIMES = 3;
const WORKING_LONG_MS = 100; // where thousands are filtered and sorted anew
const TIERS = ["C", "B", "C", "B", "C"];

await callAll("li.wei", Array.from({ length: N }, (_, k) => ["order.create", { kind: "fault", service: "pstn",
  customer: "kunming_hotel", title: `noise ${k}`, tier: TIERS[k % TIERS.length], submit: true }]));

const page = await person("wang.lei");
page.setDefaultTimeout(60_000);
const waitFor = (n) => seen(page, ".lane-count", String(n));

/* The median of so many times: a stall of ours comes each time, one of a machine at other work does not. */
async function within(most, what, run, times = 1) {
  const tasks = [];
  for (let i = 0; i < times; i++) tasks.push(await longestTask(page, run));
  const took = [...tasks].sort((a, b) => a - b)[times >> 1];
  console.log(`longest task while ${what}: ${took} ms${times > 1 ? ` (${tasks.join(" ")})` : ""}`);
  if (took > most) throw new Error(`a task of ${took} ms while ${what}`);
}

await check("rows are there before all are loaded, and loading does not stall", async () => {
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector(".row")) return;
      window.firstRow = performance.now();
      watch.disconnect();
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  await within(WORKING_LONG_MS, "loading", async () => {
    await page.reload();
    await waitFor(N);
  });
  const [first, all] = await page.evaluate(() => [window.firstRow, performance.now()].map(Math.round));
  console.log(`first rows after ${first} ms, all after ${all} ms`);
  if (first > all / 2) throw new Error(`the first rows came after ${first} of ${all} ms`);
});

await check("no stall while scrolling", async () => {
  await within(LONG_MS, "scrolling", () => page.evaluate(async (frames) => {
    const list = document.querySelector(".list");
    for (let i = 0; i <= frames; i++) {
      list.scrollTop = (list.scrollHeight * i) / frames;
      await new Promise(requestAnimationFrame);
    }
  }, FRAMES), TIMES);
  const drawn = await page.locator(".row").count();
  if (drawn > 60) throw new Error(`${drawn} rows in the page`);
});

await check("no stall by key, from end to end", async () => {
  await page.locator(".list").focus();
  await within(LONG_MS, "walking by key", () => press(page, "Home", ...Array(40).fill("j"), "End", ...Array(40).fill("k"), "Home"), TIMES);
});

await check("found by typing, and all are back after", async () => {
  await within(WORKING_LONG_MS, "searching", async () => {
    await press(page, "/");
    await type(page, "noise 9876");
    await page.waitForFunction(() => document.querySelectorAll(".row").length === 1);
  });
  await within(WORKING_LONG_MS, "clearing the search", async () => {
    await page.getByRole("button", { name: "Clear" }).click();
    await waitFor(N);
  });
});

await check("others' changes are taken in without a stall", async () => {
  const { items } = await call("noc", "order.list", { state: "at_crc", limit: 200 });
  await within(WORKING_LONG_MS, `${items.length} orders change`, async () => {
    await callAll("wang.lei", items.map((order) => ["order.dispatch", { id: order.id, route: "pstn_repair" }]));
    await page.locator(".lanes button").nth(1).filter({ hasText: String(N - items.length) }).waitFor();
  });
});

await end();
