// SPDX-License-Identifier: Apache-2.0
// A contact slip from the draft through its reviews, sent back and amended, to the response centre and on to the archive, by
// four people and by keyboard; what is refused stands beside its field; feedback has its receipts. In both languages.
import { axe, call, check, choose, end, person, press, same, seen, shot, tabTo, type } from "./stage.mjs";

const WORDS = {
  en: { draft: "Keep as a draft: done", submitted: "Submit: done", sentBack: "Send back: done", confirmed: "Confirm: done", approved: "Approve: done", forwarded: "Forward to the CRC: done",
    waits: "Waits for you", missing: "Resource confirmation", needed: "confirmation", signed: "Signed: done", authorised: "Authorise grading: done", archived: "Archive: done", authorise: "Authorise grading" },
  "zh-CN": { draft: "存为草稿：完成", submitted: "提交：完成", sentBack: "退回：完成", confirmed: "确认：完成", approved: "批准：完成", forwarded: "转送响应中心：完成",
    waits: "待您办理", missing: "资源确认单", needed: "资源确认单", signed: "签收：完成", authorised: "授权评分：完成", archived: "存档：完成", authorise: "授权评分" },
};

const told = async (page, words) => {
  await seen(page, ".toast", words);
  await page.locator(".toast").filter({ hasText: words }).first().waitFor({ state: "hidden" });
};
/* Signed in, and at the front office. */
async function front(who, look) {
  const page = await person(who, look);
  await page.locator(".nav a").first().waitFor();
  await press(page, "g", "f");
  await page.locator(".front .list").waitFor();
  return page;
}

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("name"));

/* On to the button with that value, by keyboard alone. */
async function tabToButton(page, value) {
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate((v) => document.activeElement?.getAttribute("value") === v && document.activeElement.tagName === "BUTTON", value)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach the button ${value}`);
}

async function find(page, text) {
  await page.locator(".row").filter({ hasText: text }).first().waitFor();
  await press(page, "Home");
  for (let i = 0; i < 50; i++) {
    if ((await page.locator(".row[data-cursor]").textContent()).includes(text)) return;
    await press(page, "j");
  }
  throw new Error(`j does not reach ${text}`);
}

async function answered(customer, lines) {
  const { order } = await call("li.wei", "order.create", { kind: "confirmation", service: "ddn_fr", customer, title: "ports", lines, submit: true });
  const { order: sent } = await call("wang.lei", "order.dispatch", { id: order.id, tasks: [{ name: "check", station: "km_test" }] });
  await call("r.three", "task.accept", { id: sent.tasks[0].id });
  await call("r.three", "task.complete", { id: sent.tasks[0].id, record: "two ports free", answer: { result: "available", reference: "P-7" } });
  return order;
}

for (const lang of ["en", "zh-CN"]) {
  const words = WORDS[lang];
  const look = { lang, scheme: lang === "en" ? "dark" : "light" };
  const title = lang === "en" ? "two lines for the new wing" : "新楼两条专线";
  const confirmation = await answered("kunming_hotel", 2);
  const manager = await front("li.wei", look);
  let id;

  await check(`${lang}: without a confirmation it is refused, beside the field, and nothing typed is lost`, async () => {
    await press(manager, "i", "c");
    await manager.locator(".sheet [name=service] option[value=ddn_fr]").waitFor({ state: "attached" });
    await tabTo(manager, "customer");
    await type(manager, "K-0001");
    await tabTo(manager, "service");
    await choose(manager, "ddn_fr");
    await tabTo(manager, "title");
    await type(manager, title);
    await axe(manager);
    await press(manager, "Control+Enter");
    await seen(manager, ".box[data-wrong] .box-wrong", words.needed);
    await manager.waitForFunction(() => document.activeElement?.getAttribute("name") === "confirmation");
    same(await manager.locator("[name=title]").inputValue(), title, "the title typed");
    await axe(manager);
    await shot(manager, `front-refused-${lang}`);
  });

  await check(`${lang}: the valid confirmation is offered and cited; the slip is kept as a draft`, async () => {
    await choose(manager, String(confirmation.id));
    await shot(manager, `front-form-${lang}`);
    await tabToButton(manager, "keep");
    await press(manager, "Enter");
    await told(manager, words.draft);
    await seen(manager, ".row-head", words.waits);
    const { items } = await call("li.wei", "order.list", { state: "draft", text: title });
    same(items.map((order) => [order.kind, order.service, order.customer, order.tier, order.confirmation]), [["contact", "ddn_fr", "kunming_hotel", "A", confirmation.id]], "the draft");
    id = items[0].id;
  });

  await check(`${lang}: submitted from the list, sent back with a reason by the industry manager`, async () => {
    await find(manager, title);
    await press(manager, "s");
    await told(manager, words.submitted);
    const reviewer = await front("chen.jie", look);
    await find(reviewer, title);
    await press(reviewer, "Enter");
    await reviewer.locator(".panel .way").waitFor();
    await axe(reviewer);
    await shot(reviewer, `front-review-${lang}`);
    await press(reviewer, "r");
    await tabTo(reviewer, "reason");
    await type(reviewer, "which floor?");
    await press(reviewer, "Control+Enter");
    await told(reviewer, words.sentBack);
    await reviewer.context().close();
  });

  await check(`${lang}: the reason is shown; amended and submitted again`, async () => {
    await seen(manager, ".panel .callout", "which floor?");
    await axe(manager);
    await press(manager, "e");
    await seen(manager, ".page .callout", "which floor?");
    await tabTo(manager, "description");
    await type(manager, "third floor");
    await axe(manager);
    await shot(manager, `front-amend-${lang}`);
    await press(manager, "Control+Enter");
    await told(manager, words.submitted);
    const { order } = await call("li.wei", "order.get", { id });
    same([order.state, order.description, order.n_sent_back], ["manager_review", "third floor", 1], "the order");
  });

  await check(`${lang}: confirmed, approved by the leader, forwarded by the clerk, on a phone`, async () => {
    for (const [who, word, asks] of [["chen.jie", words.confirmed, true], ["yang.guang", words.approved, false], ["wu.fang", words.forwarded, false]]) {
      const page = await front(who, who === "wu.fang" ? { ...look, width: 390, height: 844 } : look);
      await find(page, title);
      await press(page, "a");
      if (asks) {
        await page.locator("dialog [name=needs_leader]").waitFor();
        await press(page, "Control+Enter");
      }
      await told(page, word);
      await axe(page);
      await shot(page, `front-${who}-${lang}`);
      await page.context().close();
    }
    const { order } = await call("noc", "order.get", { id });
    same([order.state, order.resource], ["at_crc", "dispatchable"], "the order");
    const { items } = await call("noc", "order.history", { id });
    same(items.filter((one) => ["submitted", "sent_back", "amended", "confirmed", "approved", "forwarded"].includes(one.what)).map((one) => `${one.what} ${one.by}`),
      ["submitted li.wei", "sent_back chen.jie", "amended li.wei", "submitted li.wei", "confirmed chen.jie", "approved yang.guang", "forwarded wu.fang"], "the history");
  });

  await check(`${lang}: feedback is listed unread, and its receipt recorded`, async () => {
    await press(manager, "Home");
    await find(manager, title);
    await seen(manager, ".panel .feed li[data-unread]", "");
    await press(manager, "y");
    await manager.locator(".panel .feed li[data-unread]").first().waitFor({ state: "detached" });
    const { items } = await call("li.wei", "feedback.list", { order: id });
    same(items.map((slip) => [slip.what, slip.read_by]), [["arrived", "li.wei"], ["sent_back", "li.wei"]], "feedback");
    await axe(manager);
    await shot(manager, `front-follow-${lang}`);
  });

  await check(`${lang}: signed; the leader authorises grading; archived with grades`, async () => {
    const { order } = await call("wang.lei", "order.dispatch", { id, tasks: [{ name: "line", station: "km_line" }] });
    await call("r.one", "task.accept", { id: order.tasks[0].id });
    await call("r.one", "task.complete", { id: order.tasks[0].id, record: "two lines in" });
    await manager.locator(".panel .offers .primary").waitFor();
    await press(manager, "s");
    await tabTo(manager, "by");
    await type(manager, "Mr Zhou");
    await press(manager, "Control+Enter");
    await told(manager, words.signed);
    const leader = await front("yang.guang", look);
    await leader.evaluate((order) => { location.hash = `#/front?open=${order}`; }, id);
    await leader.locator(".panel .offers button").filter({ hasText: words.authorise }).click();
    await leader.locator("dialog [name=until]").fill("2026-03-20T12:00");
    await press(leader, "Control+Enter");
    await told(leader, words.authorised);
    await leader.context().close();
    await press(manager, "v");
    await tabTo(manager, "time");
    await choose(manager, "4");
    await tabTo(manager, "quality");
    await choose(manager, "5");
    await press(manager, "Control+Enter");
    await told(manager, words.archived);
    const { order: last } = await call("noc", "order.get", { id });
    same([last.state, last.signed_by, last.grades], ["archived", "Mr Zhou", { time: 4, quality: 5 }], "the order");
  });

  await check(`${lang}: past the quota the tier is refused; the leader overrides it with a reason`, async () => {
    await call("admin", "quota.put", { quotas: [{ service: "ddn_fr", resource: "dispatchable", tier: "A", orders_a_month: 0 }] });
    const cited = await answered("kunming_hotel", 1);
    const { order } = await call("li.wei", "order.create", { kind: "contact", service: "ddn_fr", customer: "kunming_hotel", title: `beyond ${lang}`, purpose: "install", confirmation: cited.id });
    await manager.evaluate((to) => { location.hash = `#/front/amend/${to}`; }, order.id);
    await manager.waitForFunction(() => document.activeElement?.closest(".sheet"));
    await press(manager, "Control+Enter");
    await manager.locator(".box-group[data-wrong] .pills").waitFor();
    await axe(manager);
    const leader = await front("yang.guang", look);
    await leader.evaluate((to) => { location.hash = `#/front?open=${to}`; }, order.id);
    await leader.locator(".panel .way").waitFor();
    await press(leader, "s");
    await leader.locator("dialog [name=override]").waitFor();
    await tabTo(leader, "override");
    await type(leader, "the hotel opens on Monday");
    await press(leader, "Control+Enter");
    await told(leader, words.submitted);
    const { order: now } = await call("noc", "order.get", { id: order.id });
    same([now.state, now.tier], ["manager_review", "A"], "the order");
    await leader.context().close();
    await call("admin", "quota.put", { quotas: [{ service: "ddn_fr", resource: "dispatchable", tier: "A", orders_a_month: 9 }] });
  });

  await check(`${lang}: every list and every form of the front office, light and dark, also on a phone, has nothing axe finds`, async () => {
    for (const width of [1280, 390]) {
      const scheme = (lang === "en") === (width === 1280) ? "dark" : "light";
      const page = await front("li.wei", { lang, scheme, width, height: width === 390 ? 844 : 800 });
      for (const place of ["front", "front?lane=unit", "front?lane=feedback", "front?lane=done", "front/new/contact", "front/new/confirmation", "front/new/fault"]) {
        await page.evaluate((to) => { location.hash = `#/${to}`; }, place);
        await page.locator(place.includes("new") ? ".sheet" : ".front .list .row, .front .list-empty").first().waitFor();
        await axe(page);
        same(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${place} scrolls sideways`);
        await shot(page, `${place.replace(/[/?=]/g, "-")}-${lang}-${width}`);
      }
      await page.context().close();
    }
  });
  await manager.context().close();
}

await check("a dispatcher raises the fault of a caller who is in no register, and is asked for tier and unit", async () => {
  const page = await front("wang.lei");
  await press(page, "i", "f");
  await page.locator(".sheet [name=service] option[value=pstn]").waitFor({ state: "attached" });
  await tabTo(page, "customer");
  await type(page, "a caller from Panlong");
  await tabTo(page, "service");
  await choose(page, "pstn");
  await tabTo(page, "title");
  await type(page, "no dial tone");
  await press(page, "Control+Enter");
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "unit");
  await choose(page, "suburban");
  await press(page, "Control+Enter");
  await page.locator(".box-group[data-wrong]").waitFor();
  same(await focused(page), "tier", "the focus");
  await press(page, "ArrowLeft", "Control+Enter");
  await told(page, "Submit: done");
  const { items } = await call("noc", "order.list", { text: "a caller from Panlong" });
  same(items.map((order) => [order.state, order.tier, order.unit, order.raised_by]), [["at_crc", "C", "suburban", "wang.lei"]], "the fault");
  await page.context().close();
});

await check("a link to an order that is not there, or not his to see, says so", async () => {
  const page = await front("li.wei");
  await page.evaluate(() => { location.hash = "#/front?open=999999"; });
  await seen(page, ".panel .notice", "There is no such order");
  await page.context().close();
});

await end();
