// SPDX-License-Identifier: Apache-2.0
// The real log replayed, then looked at: how long each screen takes from the page's start to its first rows. It tells
// the times, and fails where no row comes; machines differ, so that no time does.
import { check, end, person, url, who } from "./stage.mjs";

const SCREENS = [
  ["board", "#/board", ".row"],
  ["board, searched", "#/board?q=case%201", ".row, .empty"],
  ["wall", "#/wall", ".wall-row"],
  ["figures, the last months", "#/figures", ".figures tbody tr, .empty"],
  ["figures, all of it", "#/figures?from=2010-01&to=2014-12", ".figures tbody tr, .empty"],
  ["open loops", "#/figures?part=loops", ".figures tbody tr, .empty"],
  ["an archived order", "#/orders/1", "h1"],
  ["front office", "#/front", "h1"],
  ["limits", "#/setup/limits", ".table tbody tr"],
];
const TIMES = 5;

const page = await person(who);
await page.addInitScript(() => {
  if (location.protocol === "about:") return;
  const watch = new MutationObserver(() => {
    const wanted = sessionStorage.getItem("wanted");
    if (!wanted || !document.querySelector(wanted)) return;
    window.firstRow = performance.now();
    watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
});

for (const [name, hash, rows] of SCREENS)
  await check(name, async () => {
    await page.evaluate((selector) => sessionStorage.setItem("wanted", selector), rows);
    const took = [];
    for (let i = 0; i < TIMES; i++) {
      await page.goto("about:blank");
      await page.goto(`${url}/${hash}`);
      await page.waitForFunction(() => window.firstRow);
      took.push(Math.round(await page.evaluate(() => window.firstRow)));
    }
    took.sort((a, b) => a - b);
    console.log(`${name}: first rows after ${took[TIMES >> 1]} ms, ${took[0]} to ${took[TIMES - 1]}`);
  });

await end();
