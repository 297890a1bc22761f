// SPDX-License-Identifier: Apache-2.0
// The frame round every screen: navigation by role, the line and the store's time, language and theme, the keys that work
// everywhere. What is inside is the screens' own.
import { useComputed, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { isVirtual, second } from "./clock";
import { useKeys, type KeyRow } from "./keys";
import { lang, theme, type Theme } from "./lang";
import { line } from "./line";
import { isDialogOpen, DialogPlace, openDialog } from "./parts/dialog";
import { dismissLast, Toasts } from "./parts/toast";
import { KeysDialog } from "./keysdialog";
import { Palette } from "./palette";
import { go, href, place } from "./router";
import { SCREENS, type Screen } from "./screens";
import { has, me, signOut } from "./session";
import { t } from "./text";
import { span, timeOfDay, when, zone } from "./when";
import { word } from "./words";

export const screensOfMine = () => SCREENS.filter((screen) => screen.roles.length === 0 || has(...screen.roles));
const inNavigation = () => screensOfMine().filter((screen) => screen.key);

function Nav() {
  const here = place.value.path[0];
  return (
    <nav class="nav" aria-label={t("navigation")}>
      {inNavigation().map((screen) => (
        <a key={screen.path} href={href(screen.path)} aria-current={here === screen.path ? "page" : undefined}>
          {t(screen.title)}
        </a>
      ))}
    </nav>
  );
}

function StoreClock() {
  const ms = second.value * 1000;
  if (!ms) return null;
  return (
    <span class="store-clock" title={`${t("storeTime", zone.value)}${isVirtual.value ? `, ${t("virtualClock")}` : ""}`}>
      <span class="date">{when(ms).slice(0, 10)} </span>{timeOfDay(ms)}
      {isVirtual.value && <span class="unseen"> {t("virtualClock")}</span>}
    </span>
  );
}

function LineState() {
  const { state } = line.value;
  const text = state === "up" ? t("lineUp") : state === "starting" ? t("lineStarting") : state === "catching" ? t("lineCatching") : "";
  return state === "down" ? null : <span class="line-state" data-state={state}><i aria-hidden="true" />{text}</span>;
}

function LineBanner() {
  const { state, heardAt } = line.value;
  const beat = useSignal(0);
  /* The store's clock is not heard now; the age of the data is the browser's matter. */
  useEffect(() => {
    if (state !== "down") return;
    const timer = setInterval(() => beat.value++, 1000);
    return () => clearInterval(timer);
  }, [state]);
  void beat.value;
  if (state !== "down") return null;
  const since = new Date(heardAt).toTimeString().slice(0, 8);
  return (
    <div class="banner" role="alert">
      <span aria-hidden="true">⚠</span> {t("lineDown", since, span(Math.max(0, Date.now() - heardAt)))}
    </div>
  );
}

const NEXT: { [T in Theme]: Theme } = { auto: "dark", dark: "light", light: "auto" };
const ICON: { [T in Theme]: string } = { auto: "◐", dark: "●", light: "○" };

function Tools() {
  const themeText = { auto: t("themeAuto"), dark: t("themeDark"), light: t("themeLight") }[theme.value];
  return (
    <div class="tools">
      <button type="button" class="search-button" onClick={() => openDialog(() => <Palette />)} title={t("palette")}>
        <span aria-hidden="true">⌕</span><span class="unseen">{t("palette")}</span> <kbd>Ctrl K</kbd>
      </button>
      <button type="button" class="icon" aria-label={`${t("theme")}: ${themeText}`} title={`${t("theme")}: ${themeText}`}
        onClick={() => (theme.value = NEXT[theme.value])}>{ICON[theme.value]}</button>
      <button type="button" class="icon" aria-label={t("help")} title={t("help")} onClick={() => openDialog(() => <KeysDialog />)}>?</button>
      <button type="button" class="text-button" lang={lang.value === "en" ? "zh-CN" : "en"}
        onClick={() => (lang.value = lang.value === "en" ? "zh-CN" : "en")}>{t("otherLang")}</button>
      <details class="who">
        <summary aria-label={t("signedInAs", me.value!.title)}>{me.value!.title}</summary>
        <div class="who-menu">
          <strong>{me.value!.title}</strong> <span class="dim">{me.value!.user}</span>
          <p class="dim">{me.value!.roles.map(word).join(", ")}</p>
          <button type="button" onClick={() => void signOut()}>{t("signOut")}</button>
        </div>
      </details>
    </div>
  );
}

function ScreenPlace() {
  const drawn = useSignal<{ path: string; draw: ComponentType<{ path: string[] }> } | null>(null);
  const found = useComputed(() => {
    const path = place.value.path[0] ?? inNavigation()[0]?.path ?? "";
    return screensOfMine().find((screen) => screen.path === path) ?? null;
  });
  const screen = found.value;
  useEffect(() => {
    if (!place.value.path[0] && screen) location.replace(href(screen.path));
    if (!screen) return;
    let isGone = false;
    void screen.load().then((chunk) => {
      if (!isGone) drawn.value = { path: screen.path, draw: chunk.default };
    });
    document.title = `${t(screen.title)} · ${t("app")}`;
    return () => { isGone = true; };
  }, [screen, lang.value]);
  if (!screen) return <p class="notice">{t("noSuchScreen")}</p>;
  if (drawn.value?.path !== screen.path) return <p class="notice" role="status">{t("loading")}…</p>;
  const Draw = drawn.value.draw;
  return <Draw path={place.value.path.slice(1)} />;
}

function everywhere(): KeyRow[] {
  const going = (screen: Screen): KeyRow => ({
    keys: [`g ${screen.key}`], text: "keyGo", of: t(screen.title), run: () => go(screen.path),
  });
  return [
    { keys: ["?"], text: "keyHelp", run: () => openDialog(() => <KeysDialog />) },
    { keys: ["Ctrl+k"], text: "keyPalette", inFields: true, run: () => !isDialogOpen() && openDialog(() => <Palette />) },
    ...inNavigation().map(going),
    { keys: ["Escape"], text: "keyEscape", inFields: true, run: (event) => {
      if (event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) event.target.blur();
      else dismissLast();
    } },
  ];
}

export function Shell() {
  useKeys({ title: "keysEverywhere", rows: everywhere() });
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById("main")?.focus(); }}>{t("skip")}</a>
      <header class="top">
        <span class="brand"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="M12 3a9 9 0 1 1-8.5 6" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" /><path d="M3 3.5v6h6" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" /><path d="M8 12h8M8 15.5h5" stroke="currentColor" stroke-width="2" stroke-linecap="round" /></svg> {t("app")}</span>
        <Nav />
        <div class="now"><LineState /><StoreClock /></div>
        <Tools />
      </header>
      <LineBanner />
      <main id="main" tabIndex={-1}><ScreenPlace /></main>
      <DialogPlace />
      <Toasts />
    </div>
  );
}
