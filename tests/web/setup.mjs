// SPDX-License-Identifier: Apache-2.0
// The set-up: a limit tried on the open orders, then put and applied; a calendar imported and seen on its year's page; a
// token issued, used and revoked; a person made; refusals beside their fields; every section in both languages.
import { axe, call, check, end, person, press, same, seen, shot, url } from "./stage.mjs";
import { fileURLToPath } from "node:url";

const ICS = fileURLToPath(new URL("../lib/cn-2026.ics", import.meta.url));
const PASSWORD = "an administrator's own";
const { user: admin } = await call("admin", "session.whoami");
await call("admin", "user.password", { user: admin, password: JSON.parse(process.env.STAGE).password });

const at = (page, place) => page.evaluate((to) => { location.hash = `#/${to}`; }, place);
const told = (page, words) => seen(page, ".toast", words);

/* The daemon's answer to a bare call with that token: its HTTP status, or the error's class. */
async function using(token) {
  const answer = await fetch(`${url}/rpc`, { method: "POST", headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "session.whoami", params: {} }) });
  const said = await answer.json().catch(() => null);
  return said?.result?.user ?? said?.error?.data?.class ?? answer.status;
}

const page = await person(admin, { scheme: "light" });

await check("a limit: what it would move is told first, then it is put and applied to the open orders", async () => {
  const { order } = await call("li.wei", "order.create", { kind: "fault", service: "pstn", customer: "corner_shop", tier: "C", title: "crackles", submit: true });
  await call("admin", "time.advance", { to: "2026-03-02T03:00:00.000Z" });
  await at(page, "setup/limits");
  await page.locator(".limit-table").waitFor();
  await axe(page);
  await at(page, "setup/limits/order~fault~pstn~~~C~~~");
  await page.locator("[name=limit]").fill("P1Y");
  await press(page, "Control+Enter");
  await page.locator(".box[data-wrong] [name=limit]").waitFor();
  await axe(page);
  await page.locator("[name=limit]").fill("PT1H");
  await press(page, "Control+Enter");
  await seen(page, ".survey-sum", "1 would move, 1 of them become late");
  await seen(page, ".survey tbody tr", order.number);
  same((await call("noc", "order.get", { id: order.id })).order.due_at, order.due_at, "due after the try");
  await axe(page);
  await shot(page, "setup-limit-tried");
  await page.locator("button[value=open]").click();
  await told(page, "Limits: in force");
  same((await call("noc", "order.get", { id: order.id })).order.due_at, "2026-03-02T02:00:00.000Z", "due after it was applied");
  await seen(page, ".limit-table", "1 h");
});

await check("a calendar: made by hand, then holidays and make-up days imported, and seen on its year's page", async () => {
  await at(page, "setup/calendars/+");
  await page.locator("[name=name]").fill("office");
  await page.locator("[name=zone]").fill("Asia/Nowhere");
  await press(page, "Control+Enter");
  await page.locator(".box[data-wrong] [name=zone]").waitFor();
  await page.locator("[name=zone]").fill("Asia/Shanghai");
  await press(page, "Control+Enter");
  await seen(page, ".survey-sum", "none would move");
  await page.locator("button[value=new]").click();
  await told(page, "office: in force");
  await page.locator("h1").filter({ hasText: "office, 2026" }).waitFor();
  same(await page.locator(".month").count(), 12, "months");
  await at(page, "setup/calendars/office?year=2026&edit=import");
  await page.locator("[name=ics]").setInputFiles(ICS);
  await page.locator("button[value=try]").click();
  await seen(page, ".import-found", "days would change");
  same((await call("noc", "calendar.get", { name: "office" })).calendar.days.length, 0, "days after the try");
  await axe(page);
  await shot(page, "setup-calendar-tried");
  await page.locator("button[value=new]").click();
  await page.locator(".year-panel").waitFor({ state: "detached" });
  await page.locator("#day-2026-10-01[data-mark=holiday]").waitFor();
  await page.locator("#day-2026-10-10[data-mark=made_up]").waitFor();
  same(await page.locator("#day-2026-10-10 small").textContent(), "work", "the word of a make-up day");
  same(await page.locator(".year-place").evaluate((box) => box.getBoundingClientRect().bottom <= innerHeight), true, "the year is on one page");
  await axe(page);
  await shot(page, "setup-year");
});

await check("a day chosen by keyboard becomes a holiday of its own", async () => {
  await page.locator("#day-2026-01-01").focus();
  for (let i = 0; i < 7; i++) await press(page, "ArrowDown");
  await press(page, " ");
  await page.locator("#day-2026-02-19[aria-pressed=true]").waitFor();
  await page.locator("#day-2026-03-05").click();
  await seen(page, ".day-editor", "2026-03-05");
  await page.locator(".day-editor button").first().click();
  await page.locator("#day-2026-03-05[data-mark=holiday][data-changed]").waitFor();
  await axe(page);
  await page.locator("button[value=try]").click();
  await page.locator("button[value=new]").click();
  await told(page, "office: in force");
  const { calendar } = await call("noc", "calendar.get", { name: "office" });
  same(calendar.days.find((day) => day.date === "2026-03-05"), { date: "2026-03-05", open: [] }, "the day");
});

await check("a token: shown this once, good until it is revoked", async () => {
  await at(page, "setup/people/li.wei");
  await page.locator("[name=ttl]").fill("P30D");
  await page.locator(".part form").last().locator("button[type=submit]").click();
  const token = await page.locator("#token-text").inputValue();
  await axe(page);
  same(await using(token), "li.wei", "who the token is");
  await page.locator("dialog .primary").click();
  same(await page.locator(`text=${token}`).count(), 0, "the token, once put away");
  const { items } = await call("admin", "token.list", { limit: 1000 });
  const id = items.filter((one) => one.user === "li.wei").at(-1).id;
  await at(page, "setup/tokens?text=li.wei");
  await page.locator(`button[aria-label="Revoke ${id}"]`).click();
  await axe(page);
  await page.locator("dialog .danger").click();
  await told(page, "Revoke: done");
  same(await using(token), "unauthenticated", "the token, revoked");
});

await check("a person: refused beside the field, made, given a password, signs in with it", async () => {
  await at(page, "setup/people/+");
  await page.locator("[name=name]").fill("New Name");
  await page.locator("[name=title]").fill("新人");
  await page.locator("input[name=roles]").first().check();
  await page.locator("[name=unit]").selectOption("key_accounts");
  await press(page, "Control+Enter");
  await page.locator(".box[data-wrong] [name=name]").waitFor();
  await axe(page);
  await page.locator("[name=name]").fill("xin.ren");
  await press(page, "Control+Enter");
  await told(page, "新人: saved");
  await page.locator("[name=password]").fill(PASSWORD);
  await press(page, "Enter");
  await told(page, "signs in with it from now on");
  const answer = await fetch(`${url}/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user: "xin.ren", password: PASSWORD }) });
  same([answer.status, (await answer.json()).user.unit], [200, "key_accounts"], "the session");
});

await check("a ladder and a route are changed, and the daemon has them", async () => {
  await at(page, "setup/ladders/C~");
  await page.locator(".step [name=share]").first().fill("85");
  await press(page, "Control+Enter");
  await page.locator(".survey-sum").waitFor();
  await axe(page);
  await page.locator("button[value=new]").click();
  await told(page, "Ladders: in force");
  same((await call("noc", "ladder.list")).items.find((one) => one.tier === "C" && !one.clock).steps[0].at, 0.85, "the step");
  await at(page, "setup/routes/pstn_repair");
  await page.locator(".composer button.draft").last().click();
  await page.locator(".composer-one input[type=number]").fill("20");
  await axe(page);
  await press(page, "Control+Enter");
  await told(page, "pstn_repair: saved");
  same((await call("noc", "route.get", { name: "pstn_repair" })).route.nodes.map((node) => node.share), [0.25, 0.5, 0.2], "the shares");
});

await check("a leader sees the register and the forecast of the set-up, and nothing else", async () => {
  const leader = await person("yang.guang");
  await leader.locator(".nav a").first().waitFor();
  await press(leader, "g", "u");
  await leader.locator(".setup-nav a").first().waitFor();
  same(await leader.locator(".setup-nav a").allTextContents(), ["Customers", "Forecast"], "sections");
  await leader.context().close();
});

const PLACES = ["units", "units/key_accounts", "stations/km_line", "people/li.wei", "tokens", "customers/kunming_hotel", "reasons/other", "limits", "limits/+", "ladders/A~", "routes",
  "routes/two_ends", "calendars", "calendars/office", "calendars/office?edit=week", "calendars/+", "quotas", "targets/+", "forecast", "replay"];

for (const [lang, scheme] of [["en", "dark"], ["zh-CN", "light"]])
  await check(`every section of the set-up, ${lang}, ${scheme}: nothing axe finds`, async () => {
    const looker = await person(admin, { lang, scheme });
    await looker.locator(".nav a").first().waitFor();
    for (const place of PLACES) {
      await at(looker, `setup/${place}`);
      await looker.locator(`.setup-nav [aria-current][href="#/setup/${place.split(/[/?]/)[0]}"]`).waitFor();
      await looker.locator(".setup-main .table, .setup-main .year, .setup-main .empty, .setup-main > form").first().waitFor();
      if (/\//.test(place) && !place.startsWith("calendars/office")) await looker.locator(".setup-panel form").first().waitFor();
      await axe(looker);
      await shot(looker, `setup-${place.replace(/[/?=+~]/g, "-")}-${lang}`);
    }
    await looker.context().close();
  });

await end();
