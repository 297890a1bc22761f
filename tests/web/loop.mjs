// SPDX-License-Identifier: Apache-2.0
// The loop from a fault slip to the archive by keyboard only, with a return slip and rework on the way, in both languages.
import { axe, call, check, choose, end, person, press, same, seen, shot, tabTo, type } from "./stage.mjs";

const WORDS = {
  en: { dispatched: "Dispatch: done", accepted: "Accept: done", completed: "Complete: done", returned: "Return: done", answered: "Accept the return slip: done",
    signed: "Signed: done", archived: "Archive: done", rework: "Rework 1", end: "archived" },
  "zh-CN": { dispatched: "派发：完成", accepted: "收单：完成", completed: "完成：完成", returned: "返单：完成", answered: "受理返单：完成",
    signed: "签收：完成", archived: "存档：完成", rework: "返工 1", end: "已存档" },
};

/* The order's row under the cursor: search where there is a search, else down the list. */
async function find(page, number) {
  await page.locator(".row").filter({ hasText: number }).first().waitFor();
  await press(page, "Home");
  for (let i = 0; i < 50; i++) {
    if ((await page.locator(".row[data-cursor]").textContent()).includes(number)) return;
    await press(page, "j");
  }
  throw new Error(`j does not reach ${number}`);
}

const told = (page, words) => seen(page, ".toast", words);

async function complete(page, text, words) {
  await press(page, "c");
  await tabTo(page, "record");
  await type(page, text);
  await tabTo(page, "cause");
  await type(page, "wet cable");
  await tabTo(page, "side");
  await choose(page, "carrier");
  await tabTo(page, "impact");
  await type(page, "one building");
  await tabTo(page, "explanation");
  await type(page, "cable dried");
  await press(page, "Control+Enter");
  await told(page, words.completed);
}

const hidden = (page, words) => page.locator(".toast").filter({ hasText: words }).first().waitFor({ state: "hidden" });

for (const lang of ["en", "zh-CN"]) {
  const words = WORDS[lang];
  const { order } = await call("li.wei", "order.create", { kind: "fault", service: "pstn", customer: "kunming_hotel", tier: "B",
    title: lang === "en" ? "noise on the line" : "线路杂音", submit: true });
  const { number } = order;
  const look = { lang, scheme: lang === "en" ? "dark" : "light" };

  await check(`${lang}: the response centre dispatches by a route`, async () => {
    const page = await person("wang.lei", look);
    await find(page, number);
    await press(page, "Enter");
    await page.locator(".panel h2").waitFor();
    await press(page, "d");
    await page.locator("[name=route]:checked").waitFor();
    await press(page, "Enter");
    await told(page, words.dispatched);
    await shot(page, `board-${lang}`);
    await page.context().close();
  });

  const tester = await person("r.three", look);
  const liner = await person("r.one", { ...look, width: 390, height: 844 });

  await check(`${lang}: the first station accepts and completes with a record`, async () => {
    await find(tester, number);
    await press(tester, "a");
    await told(tester, words.accepted);
    await press(tester, "Enter");
    await tester.locator(".panel h2").waitFor();
    await axe(tester);
    await shot(tester, `station-${lang}`);
    await complete(tester, "fault is on the line", words);
    await hidden(tester, words.completed);
  });

  await check(`${lang}: the second, on a phone, returns it to the station that erred`, async () => {
    await find(liner, number);
    await press(liner, "a");
    await told(liner, words.accepted);
    await press(liner, "r");
    await tabTo(liner, "to");
    await choose(liner, "test");
    await tabTo(liner, "kind");
    await choose(liner, "error");
    await tabTo(liner, "text");
    await type(liner, "another pair was measured");
    await press(liner, "Control+Enter");
    await told(liner, words.returned);
    await axe(liner);
    await shot(liner, `station-phone-${lang}`);
  });

  await check(`${lang}: the first accepts the return slip, does it again, and the rework is marked`, async () => {
    await find(tester, number);
    await press(tester, "a");
    await told(tester, words.answered);
    await seen(tester, ".row", words.rework);
    await press(tester, "a");
    await told(tester, words.accepted);
    await complete(tester, "the right pair", words);
    await hidden(tester, words.completed);
  });

  await check(`${lang}: the second completes, the third checks`, async () => {
    await find(liner, number);
    await complete(liner, "cable replaced", words);
    await find(tester, number);
    await hidden(tester, words.accepted);
    await press(tester, "a");
    await told(tester, words.accepted);
    await complete(tester, "checked", words);
  });

  await check(`${lang}: the account manager has it signed and archives it`, async () => {
    const page = await person("li.wei", look);
    await press(page, "Control+k");
    await page.locator(".palette-field").waitFor();
    await type(page, number);
    await page.locator(".choices [role=option]").filter({ hasText: number }).waitFor();
    await press(page, "Enter");
    await page.locator(".story h1").waitFor();
    await axe(page);
    await shot(page, `order-${lang}`);
    await press(page, "s");
    await tabTo(page, "by");
    await type(page, "Mr Zhou");
    await press(page, "Control+Enter");
    await told(page, words.signed);
    await press(page, "v");
    await told(page, words.archived);
    await seen(page, ".story .tag", words.end);
    await axe(page);
    await shot(page, `archived-${lang}`);
    await page.context().close();
  });

  await check(`${lang}: the daemon has the whole story`, async () => {
    const { order: now } = await call("noc", "order.get", { id: order.id });
    same(now.state, "archived", "state");
    same(now.loops, { customer: "closed", originator: "closed", exception: "closed", record: "closed" }, "loops");
    same(now.tasks.map((task) => [task.name, task.state, task.rework, task.done_by]),
      [["test", "done", 1, "r.three"], ["line", "done", 0, "r.one"], ["check", "done", 0, "r.three"]], "tasks");
    same(now.returns.map((slip) => [slip.to, slip.state, slip.charged_to]), [["test", "closed", "km_test"]], "return slips");
  });
  await tester.context().close();
  await liner.context().close();
}

await end();
