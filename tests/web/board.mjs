// SPDX-License-Identifier: Apache-2.0
// The board: most urgent first by the clock that runs out first, lanes, filters in the URL, many at once, two browsers, the
// line cut and caught up, the store's clock.
import { axe, call, check, end, gone, person, press, same, seen, shot, tabTo, choose, type } from "./stage.mjs";

const fault = (title, tier, more = {}) => call("li.wei", "order.create",
  { kind: "fault", service: "pstn", customer: "kunming_hotel", title, tier, submit: true, ...more }).then((answer) => answer.order);
const titles = (page) => page.locator(".row .c-title strong").allTextContents();

const c = await fault("third: C", "C");
const a = await fault("first: A", "A");
const b = await fault("second: B", "B");
const page = await person("wang.lei");

await check("most urgent first, by the clock that runs out first", async () => {
  await seen(page, ".row", "third: C");
  same(await titles(page), ["first: A", "second: B", "third: C"], "rows");
  same(await page.locator(".row .big").first().textContent(), "0:10:00", "time left of the intake clock");
  await axe(page);
});

await check("time left counts down by the store's clock, and over", async () => {
  await call("admin", "time.advance", { to: "2026-03-02T01:09:30.000Z" });
  await seen(page, ".row .big", "0:00:30");
  await call("admin", "time.advance", { to: "2026-03-02T01:11:05.000Z" });
  await seen(page, ".row .big", "late 0:01:05");
  await seen(page, ".row .severity", "major");
});

await check("two browsers see each other's change within 200 ms", async () => {
  const other = await person("liu.yan", { lang: "zh-CN", scheme: "light" });
  await seen(other, ".row", "third: C");
  await other.evaluate(() => {
    window.sawAt = 0;
    new MutationObserver(() => {
      if (!window.sawAt && document.body.textContent.includes("seen by both")) window.sawAt = performance.timeOrigin + performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await fault("seen by both", "B");
  const answered = performance.timeOrigin + performance.now();
  await other.waitForFunction(() => window.sawAt > 0);
  const took = (await other.evaluate(() => window.sawAt)) - answered;
  if (took > 200) throw new Error(`seen after ${Math.round(took)} ms`);
  await other.context().close();
});

await check("filters stand in the URL and come back with it", async () => {
  await press(page, "/");
  await type(page, "second");
  await page.waitForFunction(() => location.hash.includes("text=second"));
  await seen(page, ".row", "second: B");
  await page.waitForFunction(() => document.querySelectorAll(".row").length === 1);
  await page.reload();
  await seen(page, ".row", "second: B");
  same(await titles(page), ["second: B"], "rows after a reload");
  await page.getByRole("button", { name: "Clear" }).click();
  await seen(page, ".row", "first: A");
});

await check("many at once: dispatched, then held together, by keyboard", async () => {
  for (const order of [a, b, c]) await call("wang.lei", "order.dispatch", { id: order.id, route: "pstn_repair" });
  await page.locator(".lanes button").filter({ hasText: "Executing" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".row").length === 3);
  await page.locator(".list").focus();
  await press(page, "Home", "x", "J", "J");
  await seen(page, ".chosen", "3 selected");
  await axe(page);
  await press(page, "h");
  await tabTo(page, "reason");
  await choose(page, "no_access");
  await press(page, "Control+Enter");
  await seen(page, ".toast", "3 done");
  for (const order of [a, b, c]) same((await call("noc", "order.get", { id: order.id })).order.hold?.reason, "no_access", "held");
  await press(page, "h");
  await tabTo(page, "note");
  await press(page, "Control+Enter");
  await page.locator(".row .tag").first().waitFor({ state: "hidden" });
});

await check("what is refused says what, why and what to do", async () => {
  await press(page, "Escape", "Escape", "Home", "Enter");
  await page.locator(".panel h2").waitFor();
  await shot(page, "board-panel");
  await page.locator(".list").focus();
  await press(page, "r");
  await seen(page, ".toast", "not possible while it is: executing");
  await press(page, "Escape");
});

await check("the line cut: it says since when, and catches up without loss", async () => {
  await page.locator(".lanes button").first().click();
  const context = page.context();
  await context.setOffline(true);
  await seen(page, ".banner", "Line down since");
  await fault("made while the line was down", "A");
  await call("liu.yan", "order.note", { id: a.id, text: "meanwhile" });
  await context.setOffline(false);
  await gone(page, ".banner");
  await seen(page, ".row", "made while the line was down");
});

await check("an order that somebody else finished leaves the board", async () => {
  await call("zhang.qiang", "order.cancel", { id: c.id, reason: "withdrawn" });
  await page.locator(".row").filter({ hasText: "third: C" }).waitFor({ state: "hidden" });
});

await check("tasks drawn by hand, parallel ones side by side; what is escalated stands apart as a major issue", async () => {
  const other = await fault("tasks by hand", "C");
  await seen(page, ".row", "tasks by hand");
  await page.locator(".row").filter({ hasText: "tasks by hand" }).click();
  await page.locator(".list").focus();
  await press(page, "d");
  await page.locator("[name=route]").first().waitFor();
  await press(page, "ArrowDown");
  await page.locator(".composer select").waitFor();
  await page.locator(".composer select").selectOption("km_line");
  await page.getByRole("button", { name: "Task beside it" }).click();
  await page.locator(".composer select").selectOption("dl_line");
  await page.getByRole("button", { name: "Task after it" }).click();
  await page.locator(".composer select").selectOption("km_test");
  await page.locator(".waits label").filter({ hasText: "昆明线路" }).click();
  await axe(page);
  await shot(page, "dispatch");
  await press(page, "Enter");
  await seen(page, ".toast", "Dispatch");
  const { order } = await call("noc", "order.get", { id: other.id });
  same(order.tasks.map((task) => [task.name, task.station, task.after, task.state]), [["line", "km_line", [], "issued"],
    ["line_2", "dl_line", [], "issued"], ["test", "km_test", ["line_2", "line"], "waiting"]], "tasks");
  await call("m.km", "task.accept", { id: order.tasks[0].id });
  await call("m.km", "task.escalate", { id: order.tasks[0].id, reason: "cable cut" });
  await seen(page, ".row-head", "Major issues (1)");
});

await end();
