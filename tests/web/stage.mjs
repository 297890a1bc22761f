// SPDX-License-Identifier: Apache-2.0
// What every part of the console's tests stands on: a browser, people signed in to it, calls to the daemon beside it, the
// counting. It never decides what should be seen.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";

const stage = JSON.parse(process.env.STAGE);
export const url = stage.url;
export const who = stage.admin;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SOON_MS = 15_000;

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const complaints = [];

/** A call by itself, as that person. */
export async function call(who, method, params = {}) {
  const answer = await fetch(`${url}/rpc`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${stage.tokens[who]}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = await answer.json();
  if (error) throw new Error(`${method}: ${error.data?.class} ${error.message}`);
  return result;
}

const BATCH = 100, AT_ONCE = 4;

/** Many calls as that person, a hundred in each request, some requests at once. */
export async function callAll(who, calls) {
  const batches = [];
  for (let i = 0; i < calls.length; i += BATCH) batches.push(calls.slice(i, i + BATCH));
  const take = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const answer = await fetch(`${url}/rpc`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${stage.tokens[who]}` },
        body: JSON.stringify(batch.map(([method, params], id) => ({ jsonrpc: "2.0", id, method, params }))),
      });
      const wrong = (await answer.json()).find((one) => one.error);
      if (wrong) throw new Error(`${batch[0][0]}: ${wrong.error.message}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}

export async function open({ lang = "en", scheme = "dark", width = 1280, height = 800, base = url } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: lang, colorScheme: scheme });
  context.setDefaultTimeout(SOON_MS);
  const page = await context.newPage();
  page.on("pageerror", (e) => complaints.push(e.message));
  page.on("console", (m) => {
    /* Asked without a session or its word the daemon says 401 or 403, as it should; a line that was cut is broken. */
    if (m.type() === "error" && !/40[13]|net::ERR_/.test(m.text())) complaints.push(m.text());
  });
  await page.goto(base);
  return page;
}

/** Signed in, by keyboard. */
export async function person(who, options) {
  const page = await open(options);
  await page.locator("[name=user]").waitFor();
  await page.keyboard.type(who);
  await page.keyboard.press("Tab");
  await page.keyboard.type(stage.password);
  await page.keyboard.press("Enter");
  await page.locator(".shell").waitFor();
  return page;
}

/** Between a browser and the daemon, to be cut. */
export function cable() {
  const { hostname, port } = new URL(url);
  const ends = new Set();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) return near.destroy();
    const far = net.connect(port, hostname);
    for (const side of [near, far]) {
      ends.add(side);
      side.on("error", () => {}).on("close", () => (ends.delete(side), near.destroy(), far.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready({
    base: `http://127.0.0.1:${server.address().port}`,
    cut() { isCut = true; for (const side of ends) side.destroy(); },
    mend() { isCut = false; },
    close() { isCut = true; for (const side of ends) side.destroy(); server.close(); },
  })));
}

export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** Text goes where the focus is. */
export const type = (page, text) => page.keyboard.type(text);

/** On, from field to field, to the one with that name: by keyboard alone. */
export async function tabTo(page, name) {
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate((n) => document.activeElement?.getAttribute("name") === n, name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach the field ${name}`);
}

/** Choose in the select that has the focus, by keyboard: down as often as its option is from the first. */
export async function choose(page, value) {
  const steps = await page.evaluate((v) => {
    const select = document.activeElement;
    return [...select.options].findIndex((o) => o.value === v) - select.selectedIndex;
  }, value);
  if (steps < 0) throw new Error(`no option ${value}`);
  for (let i = 0; i < steps; i++) await page.keyboard.press("ArrowDown");
}

export const seen = (page, selector, text) => page.locator(selector).filter({ hasText: text }).first().waitFor();
export const gone = (page, selector) => page.locator(selector).first().waitFor({ state: "hidden" });

export function same(have, wanted, what) {
  if (JSON.stringify(have) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(have)} instead of ${JSON.stringify(wanted)}`);
}

export async function axe(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  same(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`), [], "axe");
}

export async function shot(page, name) {
  if (stage.shots) await page.screenshot({ path: `${stage.shots}/${name}.png` });
}

/** The longest task of the page's own thread while `run` runs, in ms of its processor time: a busy machine does not count. */
export async function longestTask(page, run) {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  let trace;
  try {
    await run();
  } finally {
    trace = JSON.parse(await browser.stopTracing());
  }
  const mains = new Set(trace.traceEvents.filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain").map((e) => `${e.pid} ${e.tid}`));
  const tasks = trace.traceEvents.filter((e) => e.ph === "X" && e.tdur !== undefined && mains.has(`${e.pid} ${e.tid}`));
  if (tasks.length === 0) throw new Error("the trace shows no task");
  return Math.round(Math.max(...tasks.map((e) => e.tdur)) / 1000);
}

let failed = 0;

export async function check(name, run) {
  complaints.length = 0;
  try {
    await run();
    same(complaints, [], "the browser's console");
    console.log(`ok ${name}`);
  } catch (e) {
    failed++;
    console.log(`FAILED ${name}: ${e.message.split("\n").slice(0, 4).join(" ")}`);
  }
}

export async function end() {
  await browser.close();
  process.exit(failed ? 1 : 0);
}
