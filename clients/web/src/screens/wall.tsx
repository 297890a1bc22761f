// SPDX-License-Identifier: Apache-2.0
// The wall: what is overdue or nearly so, for a big screen. Everything is sized by the screen and nothing scrolls; what has no
// room is counted. It shows what the live store holds, filtered by the URL, and makes a sound only when asked to.
import { computed, effect, useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { beep, isSoundOn, switchSound } from "../beep";
import { isVirtual, now, onTick, second } from "../clock";
import { stationTitle, stations, unitTitle, units } from "../directory";
import { useKeys } from "../keys";
import { line } from "../line";
import { alarmsRev, heldAlarms, heldOrders, isLoading, isOpen, orderSignal, ordersRev } from "../live";
import { FilterSelect } from "../parts/filter";
import { SeverityMark } from "../parts/mark";
import { href, param, setQuery } from "../router";
import type { Severity } from "../shapes";
import { t, type Text } from "../text";
import { countsOf, entriesOf, isOfPlace, isShown, SEVERITIES, textsOf, type Entry, type Filter } from "../wall";
import { span, ticking, timeOfDay, when, zone } from "../when";
import { word } from "../words";
import "./wall.css";

const NEW_MS = 60_000;
const RESORT_S = 10; // paused clocks fall back among running ones; a clock without a ladder runs out unheard
const ROW_OF_HEIGHT = 0.082;
const ROW_MIN = 62;

function filterOf(): Filter {
  const severities = param("severity").split(",").filter(Boolean);
  return { unit: param("unit"), station: param("station"), severities, major: param("major") !== "" };
}

const beat = computed(() => Math.floor(second.value / RESORT_S));

function pick(): Entry[] {
  void ordersRev.value, void alarmsRev.value, void beat.value;
  const filter = filterOf();
  return entriesOf([...heldOrders()].map((held) => held.peek()), heldAlarms(), now()).filter(({ order, alarm }) => isOfPlace(filter, order, alarm));
}

// --- what is new

/* Tells of what was raised since the wall came up: nothing that was there before is new. */
function useNews(tell: (worst: Severity, numbers: string[]) => void) {
  useEffect(() => {
    let heard: Map<number, number> | null = null;
    return effect(() => {
      void alarmsRev.value;
      if (heard === null && isLoading.value) return;
      const filter = filterOf();
      const fresh = [...heldAlarms()].filter((alarm) => heard !== null && alarm.count > (heard.get(alarm.id) ?? 0) &&
        alarm.state === "raised" && (filter.severities.length === 0 || filter.severities.includes(alarm.severity)) &&
        isOfPlace(filter, orderSignal(alarm.order)?.peek() ?? null, alarm));
      heard = new Map([...heldAlarms()].map((alarm) => [alarm.id, alarm.count]));
      const worst = SEVERITIES.find((severity) => fresh.some((alarm) => alarm.severity === severity));
      if (worst) tell(worst, fresh.filter((alarm) => alarm.severity === worst).map((alarm) => alarm.number));
    });
  }, []);
}

// --- times, written by the one timer

function writeTimes(box: HTMLElement, at: number) {
  for (const row of box.querySelectorAll<HTMLElement>("[data-row]")) {
    const { due, left, raised } = row.dataset;
    const rest = due ? +due - at : +left!;
    const phase = rest < 0 ? "late" : "near";
    if (row.dataset.phase !== phase) row.dataset.phase = phase;
    const [said, shown] = row.querySelectorAll(".wall-time > *");
    const words = `${t(phase === "late" ? "late" : "left")}${due ? "" : ` · ${t("paused")}`}`;
    if (said && said.textContent !== words) said.textContent = words;
    const count = ticking(rest, true);
    if (shown && shown.textContent !== count) shown.textContent = count;
    row.toggleAttribute("data-new", at - +raised! < NEW_MS);
  }
}

// --- pieces

function Tiles({ all, major }: { all: ReadonlySignal<Entry[]>; major: ReadonlySignal<number> }) {
  const counts = useComputed(() => countsOf(all.value, second.value ? now() : 0));
  const { severities, major: onlyMajor } = filterOf();
  const flip = (severity: Severity) => {
    const next = severities.includes(severity) ? severities.filter((one) => one !== severity) : [...severities, severity];
    setQuery({ severity: next.join(",") || null });
  };
  const { by, overdue, nearly } = counts.value;
  return (
    <div class="wall-tiles">
      {SEVERITIES.map((severity) => (
        <button key={severity} type="button" class="wall-tile" data-severity={severity} data-none={by[severity] === 0 ? "" : undefined}
          aria-pressed={severities.includes(severity)} onClick={() => flip(severity)}>
          <span class="wall-n">{by[severity]}</span> <SeverityMark severity={severity} />
        </button>
      ))}
      <button type="button" class="wall-tile" data-severity="issue" data-none={major.value === 0 ? "" : undefined} aria-pressed={onlyMajor}
        onClick={() => setQuery({ major: onlyMajor ? null : "1" })}>
        <span class="wall-n">{major.value}</span> <span class="severity">{t("wallMajor")}</span>
      </button>
      <dl class="wall-sums">
        <div><dd>{overdue}</dd><dt>{t("wallOverdue")}</dt></div>
        <div><dd>{nearly}</dd><dt>{t("wallNearly")}</dt></div>
      </dl>
    </div>
  );
}

function Now() {
  const { state } = line.value;
  const ms = second.value * 1000;
  const text: { [S in typeof state]: Text } = { up: "lineUp", catching: "lineCatching", starting: "lineStarting", down: "wallDown" };
  return (
    <div class="wall-now">
      <span class="wall-clock" title={t("storeTime", zone.value)}>{ms ? timeOfDay(ms) : "–"}</span>
      <span class="wall-line">
        <span>{ms ? when(ms).slice(0, 10) : ""}{isVirtual.value && ` · ${t("virtualClock")}`}</span>
        <span class="line-state" data-state={state}><i aria-hidden="true" />{t(text[state])}</span>
      </span>
    </div>
  );
}

/* The store is not heard now: how old the data are is told by the browser's own clock. */
function Stale() {
  const { state, heardAt } = line.value;
  const beats = useSignal(0);
  useEffect(() => {
    if (state !== "down") return;
    const timer = setInterval(() => beats.value++, 1000);
    return () => clearInterval(timer);
  }, [state]);
  void beats.value;
  if (state !== "down") return null;
  return (
    <div class="wall-stale">
      <strong role="alert"><span aria-hidden="true">⚠ </span>{t("wallDownSince", timeOfDay(heardAt))}</strong>
      <span class="wall-age">{t("wallAge", span(Math.max(0, Date.now() - heardAt)))}</span>
    </div>
  );
}

function Row({ entry, height }: { entry: Entry; height: number }) {
  const { where, what, customer, title } = textsOf(entry);
  const { order, severity } = entry;
  return (
    <li class="wall-row" data-row data-due={entry.due ?? undefined} data-left={entry.left} data-raised={entry.raisedAt}
      data-severity={severity ?? undefined} style={{ height: `${height}px` }}>
      <span class="wall-severity" data-severity={severity ?? "none"}>
        {severity ? <SeverityMark severity={severity} /> : <span class="severity">{t("severityNone")}</span>}
      </span>
      <span class="wall-order">
        <a class="wall-number" href={href(`orders/${entry.id}`)}>{entry.number}</a>
        <span class="wall-small">
          {order && <span class="wall-tier" data-tier={order.tier}>{t("tierN", order.tier)}</span>}
          {entry.isAcknowledged && ` ${t("wallSeen")}`}
        </span>
      </span>
      <span class="wall-place">
        <span class="wall-where cut">{where || word("crc")}</span>
        <span class="wall-small cut">
          <span class="wall-new">{t("wallNew")}</span>
          {order?.major && <span class="wall-issue">{t("major")}</span>}
          <span class="wall-what">{what}</span>
        </span>
      </span>
      <span class="wall-about">
        <span class="wall-customer cut">{customer}</span>
        <span class="wall-small cut">{title}</span>
      </span>
      <span class="wall-time"><span class="wall-small" /><span class="wall-count" /></span>
    </li>
  );
}

/* As many rows as there is room for, and no more. */
function Rows({ shown, fit }: { shown: ReadonlySignal<Entry[]>; fit: ReadonlySignal<{ n: number; height: number }> }) {
  const ref = useRef<HTMLOListElement>(null);
  const { n, height } = fit.value;
  const rows = shown.value.slice(0, n);
  useLayoutEffect(() => {
    writeTimes(ref.current!, now());
    return onTick((at) => writeTimes(ref.current!, at));
  });
  return <ol ref={ref} class="wall-list">{rows.map((entry) => <Row key={entry.id} entry={entry} height={height} />)}</ol>;
}

function MoreThanFits({ shown, n }: { shown: ReadonlySignal<Entry[]>; n: number }) {
  const hidden = shown.value.slice(n);
  if (hidden.length === 0) return <span class="wall-more" />;
  const { by } = countsOf(hidden, now());
  const worst = SEVERITIES.filter((severity) => by[severity] > 0);
  return (
    <span class="wall-more">
      {t("wallMore", hidden.length)}
      {worst.map((severity) => <span key={severity} class="wall-more-of"><SeverityMark severity={severity} /> {by[severity]}</span>)}
    </span>
  );
}

function setFull(on: boolean) {
  setQuery({ full: on ? "1" : null });
  if (on) void document.documentElement.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) void document.exitFullscreen();
}

function Feet({ shown, n }: { shown: ReadonlySignal<Entry[]>; n: number }) {
  const { unit, station } = filterOf();
  const isFull = param("full") !== "";
  const places = [unit && unitTitle(unit), station && stationTitle(station)].filter(Boolean).join(" · ");
  return (
    <div class="wall-feet">
      <MoreThanFits shown={shown} n={n} />
      {isFull && places && <span class="wall-places cut">{places}</span>}
      <span class="wall-tools">
        {!isFull && <>
          <FilterSelect name="unit" label="unit" options={[...units.get().values()].filter((one) => one.kind === "front").map((one) => [one.name, one.title])} />
          <FilterSelect name="station" label="station" options={[...stations.get().values()].map((one) => [one.name, one.title])} />
        </>}
        <button type="button" class="wall-sound" aria-pressed={isSoundOn.value} onClick={() => void switchSound(!isSoundOn.value)}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1 5.5h3L8 2v12l-4-3.5H1z" /><path class="stroke"
            d={isSoundOn.value ? "M10.5 5.5a3.5 3.5 0 0 1 0 5M12.5 3.5a6.4 6.4 0 0 1 0 9" : "M10.5 5.5l5 5M15.5 5.5l-5 5"} /></svg>
          {t(isSoundOn.value ? "wallSoundOn" : "wallSoundOff")}
        </button>
        <button type="button" class="wall-full" aria-pressed={isFull} onClick={() => setFull(!isFull)}>{t(isFull ? "wallLeaveFull" : "wallFull")}</button>
      </span>
    </div>
  );
}

export default function Wall() {
  const box = useRef<HTMLDivElement>(null);
  const fit = useSignal({ n: 8, height: 80 });
  const news = useSignal("");
  const all = useComputed(pick);
  const shown = useComputed(() => all.value.filter((entry) => isShown(filterOf(), entry)));
  const major = useComputed(() => {
    void ordersRev.value;
    const filter = filterOf();
    return [...heldOrders()].map((held) => held.peek()).filter((order) => order.major && isOpen(order) &&
      isOfPlace(filter, order, null)).length;
  });
  useNews((worst, numbers) => {
    beep(worst);
    news.value = t("wallNews", word(worst), numbers.slice(0, 3).join(", "));
  });
  useLayoutEffect(() => {
    const measure = () => {
      const height = Math.max(ROW_MIN, innerHeight * ROW_OF_HEIGHT);
      const room = box.current!.clientHeight;
      const n = Math.max(1, Math.floor(room / height));
      if (fit.peek().n !== n || fit.peek().height !== room / n) fit.value = { n, height: room / n };
    };
    const watch = new ResizeObserver(measure);
    watch.observe(box.current!);
    const left = () => document.fullscreenElement === null && param("full") && setQuery({ full: null });
    document.addEventListener("fullscreenchange", left);
    return () => {
      watch.disconnect();
      document.removeEventListener("fullscreenchange", left);
    };
  }, []);
  useKeys({ title: "screenWall", rows: [
    { keys: ["f"], text: "keyWallFull", run: () => setFull(!param("full")) },
    { keys: ["s"], text: "keyWallSound", run: () => void switchSound(!isSoundOn.peek()) },
    { keys: ["Escape"], text: "wallLeaveFull", run: () => param("full") && setFull(false) },
  ] });
  return (
    <div class="wall" data-full={param("full") || undefined} data-stale={line.value.state === "down" ? "" : undefined}>
      <h1 class="unseen">{t("wallTitle")}</h1>
      <div class="wall-head"><Tiles all={all} major={major} /><Now /></div>
      <Stale />
      <div ref={box} class="wall-box">
        {shown.value.length > 0 ? <Rows shown={shown} fit={fit} />
          : <p class="wall-empty">{isLoading.value ? `${t("loading")}…` : <><span aria-hidden="true">✓ </span>{t("wallEmpty")}</>}</p>}
      </div>
      <Feet shown={shown} n={fit.value.n} />
      <div class="unseen" role="status">{news.value}</div>
    </div>
  );
}
