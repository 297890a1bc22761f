// SPDX-License-Identifier: Apache-2.0
// The real log replayed, then browsed: how long each screen takes to its first rows, opened for the first time from another
// screen, and loaded anew. It tells the times, and fails where no row comes; machines differ, so that no time does.
import { check, end, person, url, who } from "./stage.mjs";

const UNITS = "#/setup/units", ROWS = "main tbody tr";
const SCREENS = [ // name, place, first rows, whence
  ["board", "#/board", ".row", UNITS],
  ["board, searched", "#/board?q=case%201", ".row, .empty", UNITS],
  ["wall", "#/wall", ".wall-row", UNITS],
  ["figures, the last months", "#/figures", ".figures tbody tr, .empty", UNITS],
  ["figures, all of it", "#/figures?from=2010-01&to=2014-12", ".figures tbody tr, .empty", UNITS],
  ["open loops", "#/figures?part=loops", ".figures tbody tr, .empty", UNITS],
  ["an archived order", "#/orders/1", ".facts dt", "#/board"],
  ["front office", "#/front", "main .row, main .list-empty", UNITS],
  ["limits", "#/setup/limits", ROWS, "#/board"],
];
const TIMES = 5;

/* In the page: the instant (since it began) at which such an element has been drawn. */
function whenDrawn(selector) {
  return new Promise((done, failed) => {
    setTimeout(() => failed(new Error(`no ${selector} came`)), 30_000);
    const drawn = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    if (document.querySelector(selector)) return drawn();
    new MutationObserver((_, watch) => {
      if (!document.querySelector(selector)) return;
      watch.disconnect();
      drawn();
    }).observe(document, { childList: true, subtree: true });
  });
}

const page = await person(who);
await page.addInitScript(`window.whenDrawn = ${whenDrawn}; window.drawn = whenDrawn(sessionStorage.getItem("rows") || "body");`);
const median = (took) => [...took].sort((a, b) => a - b)[TIMES >> 1];

async function load(place, rows) {
  await page.evaluate(([at, selector]) => {
    sessionStorage.setItem("rows", selector);
    location.hash = at;
  }, [place, rows]);
  await page.reload();
  return Math.round(await page.evaluate(() => window.drawn));
}

async function browse(place, rows) {
  return Math.round(await page.evaluate(async ([at, selector]) => {
    const began = performance.now();
    location.hash = at;
    return (await window.whenDrawn(selector)) - began;
  }, [place, rows]));
}

for (const [name, place, rows, whence] of SCREENS)
  await check(name, async () => {
    const loaded = [], browsed = [];
    for (let i = 0; i < TIMES; i++) {
      loaded.push(await load(place, rows));
      await load(whence, whence === UNITS ? ROWS : ".row");
      await page.evaluate(() => new Promise(requestIdleCallback));
      browsed.push(await browse(place, rows));
    }
    console.log(`${name}: first rows ${median(browsed)} ms after it was chosen (${browsed.join(" ")}), ${median(loaded)} ms after a load anew (${loaded.join(" ")})`);
  });

await end();
