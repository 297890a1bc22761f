// SPDX-License-Identifier: Apache-2.0
// The way in: a wrong password, a right one, a token, the cookie that no script sees, the way out; what a role may see.
import { axe, call, check, end, gone, open, person, press, same, seen, shot, tabTo, type, url } from "./stage.mjs";

await check("a wrong password is refused in plain words, in both languages", async () => {
  for (const [lang, words] of [["en", "Not signed in"], ["zh-CN", "登录失败"]]) {
    const page = await open({ lang });
    await page.locator("[name=user]").waitFor();
    await type(page, "wang.lei");
    await press(page, "Tab");
    await type(page, "wrong");
    await press(page, "Enter");
    await seen(page, "[role=alert]", words);
    await axe(page);
    await shot(page, `login-${lang}`);
    await page.context().close();
  }
});

await check("signed in by keyboard; the cookie is hidden from scripts and sent to nobody else", async () => {
  const page = await person("wang.lei");
  same(await page.evaluate(() => document.cookie), "", "document.cookie");
  const cookie = (await page.context().cookies(url)).find((one) => one.name === "sliploop_session");
  same([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Strict", "/"], "the cookie");
  await page.reload();
  await seen(page, ".nav a", "Board");
  await page.context().close();
});

await check("without the CSRF header a call is refused", async () => {
  const page = await person("wang.lei");
  const status = await page.evaluate(() => fetch("rpc", { method: "POST", headers: { "Content-Type": "application/json" },
    body: '{"jsonrpc":"2.0","id":1,"method":"order.list","params":{}}' }).then((answer) => answer.status));
  same(status, 403, "status");
  await page.context().close();
});

await check("signed out: the screens are gone, and the cookie is worth nothing", async () => {
  const page = await person("wang.lei");
  await page.locator(".who summary").focus();
  await press(page, "Enter", "Tab", "Enter");
  await page.locator("[name=user]").waitFor();
  same(await page.evaluate(() => fetch("session").then((answer) => answer.status)), 401, "GET /session");
  await page.context().close();
});

await check("a token serves too", async () => {
  const page = await open();
  const { token } = await call("admin", "token.issue", { user: "zhang.qiang" });
  await page.locator("[name=user]").waitFor();
  await press(page, "Tab", "Tab", "Tab", "Enter");
  await tabTo(page, "token").catch(() => press(page, "Shift+Tab", "Shift+Tab"));
  await type(page, token);
  await press(page, "Enter");
  await seen(page, ".nav a", "Board");
  await page.context().close();
});

await check("a session that is ended elsewhere ends here, and says so", async () => {
  const page = await person("liu.yan");
  await page.locator(".list").waitFor();
  const { items } = await call("admin", "token.list", { limit: 1000 });
  for (const token of items.filter((one) => one.user === "liu.yan" && !one.revoked_at)) await call("admin", "token.revoke", { id: token.id });
  await seen(page, ".login .banner", "Your session has ended");
  await page.context().close();
});

await check("the first screen needs at most 60 KB of script", async () => {
  const page = await person("wang.lei");
  await page.locator(".list").waitFor();
  const sizes = await page.evaluate(() => performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js")).map((one) => one.encodedBodySize));
  const all = sizes.reduce((a, b) => a + b, 0);
  if (all === 0 || all > 60 * 1024) throw new Error(`${all} bytes in ${sizes.length} files`);
  await page.context().close();
});

await check("each role has its screens", async () => {
  for (const [who, screens] of [["wang.lei", ["Board", "Station"]], ["r.one", ["Station"]], ["noc", ["Board", "Station"]]]) {
    const page = await person(who);
    await page.locator(".nav a").first().waitFor();
    const names = await page.locator(".nav a").allTextContents();
    for (const screen of screens) if (!names.includes(screen)) throw new Error(`${who} has ${names}, not ${screen}`);
    same(names.includes("Board"), screens.includes("Board"), `${who} and the board`);
    await page.context().close();
  }
});

await check("the keys are shown by ?, the palette by Ctrl-K finds an order by its number", async () => {
  const { order } = await call("li.wei", "order.create", { kind: "fault", service: "pstn", customer: "kunming_hotel", title: "no dial tone", submit: true });
  const page = await person("wang.lei");
  await page.locator(".row").first().waitFor();
  await press(page, "?");
  await seen(page, "dialog dt", "Ctrl K");
  await axe(page);
  await press(page, "Escape");
  await gone(page, "dialog");
  await press(page, "Control+k");
  await type(page, order.number);
  await seen(page, "[role=option]", "no dial tone");
  await press(page, "ArrowDown", "ArrowUp", "Enter");
  await seen(page, "h1", "no dial tone");
  same(new URL(page.url()).hash, `#/orders/${order.id}`, "the URL");
  await page.context().close();
});

await end();
