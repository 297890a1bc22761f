// SPDX-License-Identifier: Apache-2.0
// The line cut for a whole minute, while others work: board and wall say since when, and show afterwards what a browser that
// never was cut off shows.
import { cable, call, check, end, gone, person, same, seen, url } from "./stage.mjs";

const CUT_MS = 60_000;
const fault = (title, tier) => call("li.wei", "order.create",
  { kind: "fault", service: "pstn", customer: "kunming_hotel", title, tier, submit: true }).then((answer) => answer.order);
const all = async (page, selector) => (await page.locator(selector).allTextContents()).map((text) => text.trim());
const titles = (page) => all(page, ".row .c-title strong");
const numbers = (page) => all(page, ".wall-number");

const before = [];
for (let i = 0; i < 6; i++) before.push(await fault(`before ${i}`, "ABC"[i % 3]));

const line = await cable();
const board = await person("wang.lei", { base: line.base, height: 2400 });
const wall = await person("noc", { base: line.base, width: 1920, height: 1080 });
await wall.goto(`${line.base}/#/wall`);
await seen(board, ".row", "before 5");
await wall.locator(".wall").waitFor();

await check("a minute of others' work is missed, and said to be", async () => {
  const began = Date.now();
  line.cut();
  await seen(board, ".banner", "Line down since");
  await seen(wall, ".wall-stale", "Line down since");
  for (let i = 0; i < 20; i++) await fault(`meanwhile ${i}`, "ABC"[i % 3]);
  await call("wang.lei", "order.dispatch", { id: before[0].id, route: "pstn_repair" });
  await call("li.wei", "order.cancel", { id: before[1].id, reason: "withdrawn" });
  await call("li.wei", "order.note", { id: before[2].id, text: "meanwhile" });
  await call("admin", "time.advance", { to: "2026-03-02T01:20:00.000Z" });
  await new Promise((done) => setTimeout(done, CUT_MS - (Date.now() - began)));
  same((await titles(board)).filter((title) => title.startsWith("meanwhile")), [], "nothing came through");
  await wall.waitForFunction(() => / 1 min|6\d s/.test(document.querySelector(".wall-age").textContent));
});

await check("caught up: what who was never cut off sees", async () => {
  line.mend();
  await gone(board, ".banner");
  await gone(wall, ".wall-stale");
  const near = await person("wang.lei", { height: 2400 });
  const nearWall = await person("noc", { width: 1920, height: 1080 });
  await nearWall.goto(`${url}/#/wall`);
  await seen(near, ".row", "meanwhile 19");
  await nearWall.locator(".wall-row").first().waitFor();
  await seen(board, ".row", "meanwhile 19");
  const wanted = await titles(near), rows = await numbers(nearWall);
  await board.waitForFunction((n) => document.querySelectorAll(".row").length === n, wanted.length);
  same([wanted.length, wanted.includes("before 1")], [25, false], "orders");
  same(await titles(board), wanted, "the board");
  await wall.waitForFunction((n) => document.querySelectorAll(".wall-row").length === n, rows.length);
  same(await numbers(wall), rows, "the wall");
});

line.close();
await end();
