// SPDX-License-Identifier: Apache-2.0
// The figures: what is shown, drawn and saved is what the reports answer; months are those of the carrier's zone; period and
// grouping stand in the URL.
import { readFileSync } from "node:fs";
import { axe, call, check, end, gone, person, press, same, seen, shot, url } from "./stage.mjs";

const PERIOD = { from: "2026-02-28T16:00:00.000Z", to: "2026-04-30T16:00:00.000Z" }; // March and April in Shanghai
const QUERY = "from=2026-03&to=2026-04";
const DONE = { record: "mended", cause: "wet cable", side: "carrier", impact: "one house", explanation: "dried" };
const AT = { km_line: "r.one", dl_line: "r.four" };

const advance = (to) => call("admin", "time.advance", { to });
const kpi = (by, who = "zhang.qiang") => call(who, "report.kpi", { ...PERIOD, by }).then((answer) => answer.rows);
const percent = (value) => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);

/* A fault, repaired at that instant by one station and signed. */
async function repaired(tier, station, at) {
  const { order } = await call("wang.lei", "order.create", { kind: "fault", service: "pstn", customer: "kunming_hotel", unit: "key_accounts", title: "noise", tier, submit: true });
  const { tasks: [task] } = (await call("wang.lei", "order.dispatch", { id: order.id, tasks: [{ name: "repair", station }] })).order;
  await call(AT[station], "task.accept", { id: task.id });
  await advance(at);
  await call(AT[station], "task.complete", { id: task.id, ...DONE });
  await call("wang.lei", "order.sign", { id: order.id, accepted: true, by: "the porter" });
}

await repaired("B", "km_line", "2026-03-02T02:00:00.000Z");
await repaired("A", "dl_line", "2026-03-02T05:00:00.000Z"); // 2 hours are over
await repaired("C", "km_line", "2026-03-20T05:00:00.000Z"); // a day is over
await repaired("B", "dl_line", "2026-03-20T06:00:00.000Z");
await advance("2026-03-31T15:59:00.000Z");
await repaired("C", "dl_line", "2026-03-31T16:30:00.000Z"); // April in Shanghai, March in UTC
await call("yang.guang", "forecast.put", { unit: "key_accounts", service: "pstn", month: "2026-04", quantity: 40, state: "forecast" });
await call("zhang.qiang", "forecast.put", { unit: "key_accounts", service: "pstn", month: "2026-04", quantity: 35, state: "agreed" });
await call("admin", "user.put", { name: "r.one", title: "=HYPERLINK(\"http://x\", \"1\")", roles: ["operator"], unit: "operations", stations: ["km_line"] });

const page = await person("zhang.qiang", { width: 1600, height: 1000 });
const sheet = (caption) => page.locator(`section.sheet[aria-label="${caption}"]`);
const go = async (query) => {
  await page.goto(`${url}/#/figures?${QUERY}${query}`);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.waitForFunction(() => document.querySelector(".sheet") && !document.querySelector("[aria-busy=true], .figures .notice"));
};
const cells = async (table) => (await table.locator("tbody tr").all()).length &&
  table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => (cell.querySelector(".sheet-value") ?? cell).innerText.trim().replace(/\s+/g, " "))));

async function saved(table, kind) {
  const [file] = await Promise.all([page.waitForEvent("download"), table.getByRole("button", { name: kind }).click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

await check("uPlot comes only when a plot is shown", async () => {
  const fetched = () => page.evaluate(() => performance.getEntriesByType("resource").some((one) => /uPlot/i.test(one.name)));
  same(await fetched(), false, "on the board");
  await go("&by=none");
  await page.locator(".plot-box canvas").waitFor();
  same(await fetched(), true, "with a plot");
});

await check("the months of the carrier's zone, each with what report.kpi says", async () => {
  const rows = await kpi(["month"]);
  same(rows.map((row) => [row.month, row.finished]), [["2026-03", 4], ["2026-04", 1]], "report.kpi itself");
  same(await cells(sheet("By month")), rows.map((row) => [row.month, String(row.orders), String(row.finished), String(row.missed),
    (row.on_time_rate < row.target ? "▼ below target " : "") + percent(row.on_time_rate), percent(row.target), String(row.late_allowance), String(row.short_by)]), "the table");
  const [all] = await kpi([]);
  same((await page.locator(".card dd").first().textContent()).split("%")[0].trim(), `▼ ${percent(all.on_time_rate).slice(0, -2)}`, "the card");
});

await check("the plot shows the table's numbers under the pointer", async () => {
  const rows = await kpi(["month"]);
  const box = await page.locator(".u-over").boundingBox();
  for (const [i, row] of rows.entries()) {
    await page.mouse.move(box.x + (box.width * (i + 0.4)) / 1.8, box.y + 40);
    await seen(page, ".plot-at", row.month);
    same((await page.locator(".plot-lines strong").allTextContents()).map((text) => text.trim()), [percent(row.on_time_rate), percent(row.target)], row.month);
  }
});

await check("grouped by the URL: rework and charges by station, times by kind, grades by person", async () => {
  for (const [part, by, caption, wanted] of [
    ["work", "station", "Whole period, by station", (row) => [String(row.tasks), String(row.tasks_missed), percent(row.task_on_time_rate), percent(row.first_time_rate),
      String(row.reworked), percent(row.rework_rate)]],
    ["ontime", "tier", "Whole period, by tier", (row) => [String(row.orders), String(row.finished), String(row.missed)]],
    ["quality", "unit", "Whole period, by unit", (row) => [String(row.finished), percent(row.order_error_rate), String(row.graded)]],
  ]) {
    await go(`&part=${part}&by=${by}`);
    await sheet(caption).waitFor();
    const rows = await kpi([by]);
    same((await cells(sheet(caption))).map((row) => row.slice(1, 1 + wanted(rows[0]).length)), rows.map(wanted), `${part} by ${by}`);
  }
  await page.reload();
  await sheet("Whole period, by unit").waitFor();
});

await check("saved as JSON: the very rows of report.kpi; as CSV: nothing that a spreadsheet runs", async () => {
  await go("&part=work&by=person");
  await sheet("Whole period, by person").waitFor();
  const rows = await kpi(["person"]);
  const json = await saved(sheet("Whole period, by person"), "JSON");
  same(JSON.parse(json.text), { report: "report.kpi", ...PERIOD, by: ["person"], rows }, "JSON");
  const csv = await saved(sheet("Whole period, by person"), "CSV");
  same(csv.name, "sliploop-work-2026-03-2026-04-person.csv", "its name");
  same(csv.text.slice(0, 49), "\ufeffPerson,Tasks,Tasks late,Tasks on time,First-time", "its head");
  const lines = csv.text.trim().split("\r\n");
  same(lines.length, rows.length + 1, "lines");
  const one = rows.find((row) => row.person === "r.one");
  if (!csv.text.includes(`"'=HYPERLINK(""http://x"", ""1"")",${one.tasks},${one.tasks_missed},${one.task_on_time_rate}`)) throw new Error(`no guard: ${csv.text}`);
});

await check("sorted by a column, and back", async () => {
  await go("&part=work&by=station");
  const table = sheet("Whole period, by station");
  await table.waitFor();
  const late = async () => (await cells(table)).map((row) => Number(row[2]));
  const head = table.getByRole("button", { name: "Tasks late" });
  await head.focus();
  await press(page, "Enter");
  same(await table.locator("th[aria-sort]").getAttribute("aria-sort"), "descending", "aria-sort");
  same(await late(), [...await late()].sort((a, b) => b - a), "down");
  await press(page, "Enter");
  same(await late(), [...await late()].sort((a, b) => a - b), "up");
});

await check("goals are drawn and listed where they are laid down: by kind and service", async () => {
  await call("admin", "target.put", { targets: [{ kind: "fault", service: "pstn", on_time: 0.98, goal_now: "P3D", goal_long_term: "PT12H" }] });
  await go("&part=times");
  await seen(page, ".plot-lines", "Goal, long term");
  const [row] = await kpi(["kind", "service"]);
  same((await cells(sheet("Whole period, by kind and service")))[0].slice(-2), ["3 d 00 h", "12 h 00 min"], "goals");
  same([row.goal_now_s, row.goal_long_s], [259200, 43200], "report.kpi itself");
});

await check("quota, forecast and open loops as their reports say", async () => {
  await go("&part=plans");
  const demand = await call("zhang.qiang", "report.forecast", PERIOD);
  same((await cells(sheet("Demand: forecast, agreed, used (lines)"))).map((row) => [row[0], Number(row[3]), Number(row[4]), Number(row[5])]),
    demand.rows.map((row) => [row.month, row.forecast, row.agreed, row.used]), "forecast");
  await seen(page, ".sheet", "Places of tier A orders");
  await axe(page);
  await shot(page, "figures-plans");
  await go("&part=loops");
  const loops = await call("zhang.qiang", "report.loops");
  same((await cells(sheet("Orders with an open loop, oldest first"))).map((row) => row[0]), loops.items.map((item) => item.number), "loops");
  same(await page.locator(".wrong").count(), loops.broken.length, "broken ones");
  await axe(page);
});

await check("a station's manager sees the figures of the own stations; an operator none", async () => {
  const manager = await person("m.km");
  await manager.goto(`${url}/#/figures?${QUERY}&part=work&by=station`);
  await seen(manager, ".sheet", "Whole period, by station");
  const rows = await kpi(["station"], "m.km");
  same(await manager.locator("section.sheet").first().locator("tbody th").allTextContents(), rows.map((row) => ({ km_line: "昆明线路" })[row.station]), "stations");
  await manager.context().close();
  const operator = await person("r.four");
  await operator.locator(".nav a").first().waitFor();
  same((await operator.locator(".nav a").allTextContents()).includes("Figures"), false, "an operator");
  await operator.context().close();
});

await check("axe: every part, both languages, dark and light, wide and narrow", async () => {
  for (const [lang, scheme, width] of [["en", "dark", 1600], ["zh-CN", "light", 1600], ["zh-CN", "dark", 390], ["en", "light", 390]]) {
    const looker = await person("noc", { lang, scheme, width, height: 1000 });
    for (const part of ["ontime&by=tier", "times", "work", "quality"]) {
      await looker.goto(`${url}/#/figures?${QUERY}&part=${part}`);
      await looker.locator(".plot-box canvas").first().waitFor();
      await looker.locator(".sheet tbody tr").first().waitFor();
      await axe(looker);
      await shot(looker, `figures-${part.split("&")[0]}-${lang}-${width}`);
    }
    same(await looker.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the screen");
    await looker.context().close();
  }
});

await check("when the report is refused, it says why", async () => {
  await page.context().setOffline(true);
  await page.goto(`${url}/#/figures?from=2025-01&to=2025-02`).catch(() => {});
  await seen(page, ".wrong", "refused");
  await page.context().setOffline(false);
  await press(page, "u");
  await gone(page, ".wrong");
});

await end();
