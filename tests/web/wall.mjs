// SPDX-License-Identifier: Apache-2.0
// The wall: an alarm at its instant, the most overdue first, nothing that scrolls, filters in the URL, sound only when it was
// asked for, the line cut and caught up.
import { axe, cable, call, check, end, gone, person, press, same, seen, shot, url } from "./stage.mjs";

const WALL = { width: 1920, height: 1080 };
const fault = (title, tier, more = {}) => call("wang.lei", "order.create",
  { kind: "fault", service: "pstn", customer: "kunming_hotel", unit: "key_accounts", title, tier, submit: true, ...more }).then((answer) => answer.order);
const advance = (to) => call("admin", "time.advance", { to: `2026-03-02T${to}Z` });
const numbers = (page) => page.locator(".wall-number").allTextContents();
const row = (page, order) => page.locator(".wall-row").filter({ hasText: order.number });
const said = async (page, order, part) => (await row(page, order).locator(part).textContent()).trim();

async function wall(options = {}, query = "") {
  const page = await person("noc", { ...WALL, ...options });
  await page.goto(`${options.base ?? url}/#/wall${query}`);
  await page.locator(".wall").waitFor();
  return page;
}

/* What would be heard: tones are noted instead of played. */
function listen(page) {
  return page.addInitScript(() => {
    window.heard = [];
    const knob = () => ({ setValueAtTime() {}, linearRampToValueAtTime() {} });
    window.AudioContext = class {
      currentTime = 0;
      state = "suspended";
      async resume() { this.state = "running"; }
      createOscillator() { return { frequency: {}, connect: (to) => to, start() { window.heard.push(this.frequency.value); }, stop() {} }; }
      createGain() { return { gain: knob(), connect: (to) => to }; }
    };
  });
}

const page = await wall();

await check("nothing is overdue: it says so", async () => {
  await seen(page, ".wall-empty", "Nothing is overdue");
  await seen(page, ".wall-sound", "Sound off");
});

const a = await fault("no dial tone", "A"); // to be dispatched within 10 minutes: 50 %, 80 %, 100 %

await check("an alarm appears at its instant, not before", async () => {
  await advance("01:04:59.999");
  await seen(page, ".wall-clock", "09:04:59");
  same(await numbers(page), [], "rows before");
  await advance("01:05:00.000");
  await row(page, a).waitFor();
  same([await said(page, a, ".wall-severity"), await said(page, a, ".wall-where"), await said(page, a, ".wall-tier"), await said(page, a, ".wall-time")],
    ["warning", "CRC", "Tier A", "left0:05:00"], "the row");
});

await check("it grows worse, and late, by the store's clock", async () => {
  await advance("01:10:00.000");
  await row(page, a).locator("[data-severity=major]").first().waitFor();
  same(await said(page, a, ".wall-time"), "left0:00:00", "at its end");
  await advance("01:10:07.000");
  await row(page, a).locator(".wall-count").filter({ hasText: "0:00:07" }).waitFor();
  same(await said(page, a, ".wall-time"), "late0:00:07", "after it");
  same(await page.locator(".wall-tile").allTextContents(), ["0 critical", "1 major", "0 minor", "0 warning", "0 major issues"], "counts");
  same(await page.locator(".wall-sums").textContent(), "1overdue0nearly overdue", "sums");
});

const b = await fault("noise", "B", { customer: "icbc_yunnan" }), late = await fault("dead line", "A");
await call("wang.lei", "order.dispatch", { id: b.id, route: "pstn_repair" });

await check("the most overdue first, each with its station", async () => {
  await advance("01:45:00.000"); // b: 30 minutes to accept are over; late: 25 minutes over
  await row(page, b).locator("[data-severity=major]").first().waitFor();
  await row(page, late).locator("[data-severity=critical]").first().waitFor();
  same(await numbers(page), [a, late, b].map((order) => order.number), "rows");
  same([await said(page, b, ".wall-where"), await said(page, b, ".wall-what")], ["昆明测量", "to accept"], "where it stands");
});

await check("axe: dark and light, both languages", async () => {
  await axe(page);
  await shot(page, "wall-en");
  const other = await wall({ lang: "zh-CN", scheme: "light" });
  await row(other, a).waitFor();
  same(await said(other, a, ".wall-severity"), "紧急", "severity");
  await axe(other);
  await shot(other, "wall-zh-CN");
  await other.context().close();
  const phone = await wall({ lang: "zh-CN", width: 390, height: 844 });
  await row(phone, a).waitFor();
  await axe(phone);
  await shot(phone, "wall-phone");
  await phone.context().close();
});

await check("filters stand in the URL and come back with it", async () => {
  await page.locator(".wall-tile[data-severity=major]").click();
  same(await numbers(page), [b.number], "major");
  await page.goto(`${url}/#/wall?station=km_test`);
  await page.reload();
  await row(page, b).waitFor();
  same(await numbers(page), [b.number], "of a station");
  await page.goto(`${url}/#/wall?unit=public`);
  await seen(page, ".wall-empty", "Nothing is overdue");
  await page.goto(`${url}/#/wall`);
  await row(page, a).waitFor();
});

await check("a major issue is marked, counted, and shown alone", async () => {
  const { order } = await call("noc", "order.get", { id: b.id });
  await call("m.km", "task.escalate", { id: order.tasks[0].id, reason: "cable cut" });
  await seen(page, ".wall-tile", "1 major issues");
  same(await said(page, b, ".wall-issue"), "Major issue", "the mark");
  const tile = page.locator(".wall-tile[data-severity=issue]");
  await tile.click();
  same(await numbers(page), [b.number], "major issues");
  await axe(page);
  await tile.click();
});

await check("sound: off until it is switched on, never for what was there, a tune for each severity", async () => {
  await listen(page);
  await page.reload();
  await row(page, a).waitFor();
  await seen(page, ".wall-sound", "Sound off");
  const quiet = await fault("unheard", "A");
  await advance("01:50:00.000");
  await row(page, quiet).waitFor();
  same(await page.evaluate(() => window.heard), [], "muted");
  await press(page, "s");
  await seen(page, ".wall-sound", "Sound on");
  const trial = await page.evaluate(() => window.heard.splice(0).length);
  same(trial, 1, "one tone to try it; what stood before is silent");
  await advance("01:53:00.000"); // 80 %
  await row(page, quiet).locator("[data-severity=minor]").first().waitFor();
  await page.waitForFunction(() => window.heard.length > 0);
  same(await page.evaluate(() => window.heard.splice(0).length), 2, "minor");
  await advance("01:55:00.000");
  await page.waitForFunction(() => window.heard.length > 0);
  same(await page.evaluate(() => window.heard.splice(0).length), 3, "major");
  await press(page, "s");
  await seen(page, ".wall-sound", "Sound off");
});

await check("what does not fit is said, and nothing scrolls", async () => {
  for (let i = 0; i < 12; i++) await fault(`many ${i}`, "A");
  await advance("02:02:00.000");
  await page.locator(".wall-more").filter({ hasText: "more" }).waitFor();
  await page.waitForFunction(() => document.querySelector(".wall-sums").textContent.includes("12nearly"));
  for (const size of [WALL, { width: 3840, height: 2160 }, { width: 1280, height: 720 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    await page.waitForFunction(() => {
      const shown = document.querySelectorAll(".wall-row").length;
      const more = Number(/\d+/.exec(document.querySelector(".wall-more").textContent)?.[0] ?? 0);
      const box = document.querySelector(".wall-box"), list = document.querySelector(".wall-list");
      return shown + more === 16 && document.documentElement.scrollHeight <= innerHeight && list.offsetHeight <= box.offsetHeight + 1;
    });
  }
  await page.setViewportSize(WALL);
  await press(page, "f");
  await page.locator(".top").waitFor({ state: "hidden" });
  await shot(page, "wall-full");
  await press(page, "f");
  await page.locator(".top").waitFor();
});

await check("the line cut: since when and how old; caught up without loss", async () => {
  const line = await cable();
  const far = await wall({ base: line.base });
  await row(far, a).waitFor();
  line.cut();
  await seen(far, ".wall-stale", "Line down since");
  await far.waitForFunction(() => / [3-9] s old/.test(document.querySelector(".wall-age").textContent));
  await shot(far, "wall-stale");
  await axe(far);
  await call("wang.lei", "order.cancel", { id: b.id, reason: "withdrawn" });
  const missed = await fault("raised meanwhile", "A");
  await advance("02:08:00.000");
  same(await row(far, missed).count(), 0, "nothing comes through");
  line.mend();
  await gone(far, ".wall-stale");
  await far.waitForFunction(() => document.querySelector(".wall-clock").textContent === "10:08:00");
  await far.goto(`${line.base}/#/wall?severity=warning,minor`);
  await row(far, missed).waitFor();
  await far.goto(`${line.base}/#/wall`);
  await row(far, a).waitFor();
  await row(far, b).waitFor({ state: "hidden" });
  await far.context().close();
  line.close();
});

await end();
