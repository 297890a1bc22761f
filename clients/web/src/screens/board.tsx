// SPDX-License-Identifier: Apache-2.0
// The board of the response centre: what waits, most urgent first, in lanes, filtered by what the URL says; one order open
// beside the list. It decides nothing: what may be done is the table of actions, what was done is the daemon's.
import { computed, useComputed, useSignalEffect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { isUnsettled, offersFor } from "../act";
import { actionKeys } from "../actkeys";
import { now, second } from "../clock";
import { customerTitle, stationTitle, stations, unitTitle, units } from "../directory";
import { useKeys } from "../keys";
import { heldOrders, isCutOff, isLoading, isOpen, ordersRev, worstOf } from "../live";
import { FilterSelect } from "../parts/filter";
import { ChosenBar } from "../parts/form";
import { List, ListState, type ListRow } from "../parts/list";
import { MajorMark, SeverityMark } from "../parts/mark";
import { ClockLeft, HoldTag, NumberCell } from "../parts/order";
import { OrderPanel } from "../parts/panel";
import { go, param, setQuery } from "../router";
import type { Order, OrderState } from "../shapes";
import { clockText, holdersOf, isOverdue, urgencyOf } from "../standing";
import { t, type Text } from "../text";
import { word } from "../words";

type Held = ReadonlySignal<Order>;

const ROW = 50;
const REVIEWS: OrderState[] = ["draft", "manager_review", "leader_review", "clerk_review"];

const isDisputed = (o: Order) => o.returns.some((slip) => slip.state === "disputed");
const isForCrc = (o: Order) => o.returns.some((slip) => slip.to === "crc" && isUnsettled(slip) && slip.state !== "disputed");
const isAnyReturn = (o: Order) => o.returns.some(isUnsettled);

/* What the board groups by, each order in the first that fits: what is ours to do comes before what others do. */
const GROUPS: { text: Text; fits: (o: Order) => boolean }[] = [
  { text: "groupMajor", fits: (o) => o.major && isOpen(o) },
  { text: "groupAtCrc", fits: (o) => o.state === "at_crc" },
  { text: "groupReturns", fits: isForCrc },
  { text: "groupDisputed", fits: isDisputed },
  { text: "groupExecuting", fits: (o) => o.state === "executing" },
];

const LANES: { id: string; text: Text; fits: (o: Order) => boolean }[] = [
  { id: "", text: "laneBoard", fits: (o) => o.state === "at_crc" || o.state === "executing" || o.major },
  { id: "at_crc", text: "laneAtCrc", fits: (o) => o.state === "at_crc" },
  { id: "executing", text: "laneExecuting", fits: (o) => o.state === "executing" },
  { id: "returns", text: "laneReturns", fits: isAnyReturn },
  { id: "hold", text: "laneHold", fits: (o) => o.hold !== null },
  { id: "signature", text: "laneSignature", fits: (o) => o.state === "awaiting_signature" },
  { id: "archive", text: "laneArchive", fits: (o) => o.state === "awaiting_archive" },
  { id: "review", text: "laneReview", fits: (o) => REVIEWS.includes(o.state) },
];

const FILTERS = ["kind", "tier", "unit", "station", "text", "overdue", "major"];

function filterOf(query: URLSearchParams): (o: Order) => boolean {
  const kind = query.get("kind"), tier = query.get("tier"), unit = query.get("unit"), station = query.get("station");
  const text = query.get("text")?.trim().toLowerCase(), overdue = query.get("overdue"), major = query.get("major");
  const at = now();
  return (o) => (!kind || o.kind === kind) && (!tier || o.tier === tier) && (!unit || o.unit === unit) &&
    (!station || o.tasks.some((task) => task.station === station && task.state !== "cancelled")) &&
    (!overdue || isOverdue(o, at)) && (!major || o.major) &&
    (!text || searchedIn(o).includes(text));
}

/* Put together once for each order, not with each letter typed. */
const searched = new WeakMap<Order, string>();

function searchedIn(o: Order): string {
  let text = searched.get(o);
  if (!text) searched.set(o, (text = `${o.number} ${o.title} ${o.customer} ${customerTitle(o.customer)} ${o.account_manager ?? ""}`.toLowerCase()));
  return text;
}

/* Only the filters: opening an order changes the URL too, but not the list. */
const filters = computed(() => new URLSearchParams(FILTERS.flatMap((name) => (param(name) ? [[name, param(name)]] : []))).toString());

/* A minute is exact enough for what turns overdue by itself; a change of an order sorts at once. */
const minute = computed(() => Math.floor(second.value / 60));

function pick(): Held[] {
  void ordersRev.value;
  const query = new URLSearchParams(filters.value);
  if (query.has("overdue")) void minute.value;
  const fits = filterOf(query);
  const found: Held[] = [];
  for (const held of heldOrders()) if (fits(held.peek())) found.push(held);
  return found.sort((a, b) => urgencyOf(a.peek()).rank - urgencyOf(b.peek()).rank || a.peek().id - b.peek().id);
}

function rowsOf(found: Held[], lane: string): ListRow<Held>[] {
  const fits = LANES.find((one) => one.id === lane)?.fits ?? LANES[0]!.fits;
  const shown = found.filter((held) => fits(held.peek()));
  const row = (held: Held) => ({ key: String(held.peek().id), item: held });
  if (lane) return shown.map(row);
  const groups = GROUPS.map(() => [] as Held[]);
  for (const held of shown) groups[GROUPS.findIndex((group) => group.fits(held.peek()))]?.push(held);
  return groups.flatMap((group, i) => (group.length === 0 ? [] : [
    { key: GROUPS[i]!.text, head: `${t(GROUPS[i]!.text)} (${group.length})` }, ...group.map(row)]));
}

/* One holder: and what is waited for; several: who they are. */
function Where({ order }: { order: Order }) {
  const holders = holdersOf(order);
  const hasTags = order.major || order.hold !== null || (order.sent_back !== null && REVIEWS.includes(order.state));
  return (
    <div class="c-where">
      <div class="cut">{holders.map((holder) => holder.who).join(", ") || word(order.state)}</div>
      {hasTags ? (
        <div class="cut">{order.major && <MajorMark />} <HoldTag order={order} />
          {order.sent_back && REVIEWS.includes(order.state) && <span class="tag" data-tone="soon">{word("sent_back")}</span>}</div>
      ) : <div class="cut dim">{holders.length === 1 ? holders[0]!.what : t("inParallel", holders.length)}</div>}
    </div>
  );
}

function OrderRow({ held }: { held: Held }) {
  const order = held.value;
  const { clock } = urgencyOf(order);
  return (
    <div class="order-row">
      <span class="check-mark" data-check aria-hidden="true" />
      <div class="c-left">
        <div class="big"><ClockLeft clock={clock} /></div>
        <div class="dim cut">{clock ? clockText(order, clock) : t("noClock")}</div>
      </div>
      <div class="c-alarm"><SeverityMark severity={worstOf(order.id).value} /></div>
      <NumberCell order={order} />
      <div class="c-title">
        <div class="cut"><strong>{order.title}</strong></div>
        <div class="dim cut"><span class="phone">{order.tier} {order.number} · </span>{customerTitle(order.customer)} · {unitTitle(order.unit)}</div>
      </div>
      <Where order={order} />
    </div>
  );
}

function Lanes({ counts }: { counts: ReadonlySignal<number[]> }) {
  const lane = param("lane");
  return (
    <nav class="lanes" aria-label={t("lanes")}>
      {LANES.map((one, i) => (
        <button key={one.id} type="button" aria-pressed={lane === one.id} onClick={() => setQuery({ lane: one.id || null, open: null })}>
          {t(one.text)} <span class="lane-count">{counts.value[i]}</span>
        </button>
      ))}
    </nav>
  );
}

function Filters() {
  const isSet = FILTERS.some((name) => param(name));
  const flip = (name: string) => setQuery({ [name]: param(name) ? null : "1" });
  return (
    <div class="filters" role="search" aria-label={t("filters")}>
      <label class="filter filter-text"><span class="unseen">{t("search")}</span>
        <input id="board-search" type="search" placeholder={`${t("search")}  /`} value={param("text")} autocomplete="off"
          onInput={(e) => setQuery({ text: e.currentTarget.value || null })} />
      </label>
      <FilterSelect name="kind" label="kind" options={["fault", "contact", "confirmation"].map((w) => [w, word(w)])} />
      <FilterSelect name="tier" label="tier" options={["A", "B", "C"].map((w) => [w, t("tierN", w)])} />
      <FilterSelect name="unit" label="unit" options={[...units.get().values()].filter((u) => u.kind === "front").map((u) => [u.name, u.title])} />
      <FilterSelect name="station" label="station" options={[...stations.get().values()].map((s) => [s.name, stationTitle(s.name)])} />
      <button type="button" class="toggle" aria-pressed={!!param("overdue")} onClick={() => flip("overdue")}>{t("filterOverdue")}</button>
      <button type="button" class="toggle" aria-pressed={!!param("major")} onClick={() => flip("major")}>{t("major")}</button>
      {isSet && <button type="button" class="link" onClick={() => setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])))}>{t("clearFilters")}</button>}
    </div>
  );
}

export default function Board() {
  const list = useMemo(() => new ListState<Held>(), []);
  const found = useComputed(pick);
  const counts = useComputed(() => LANES.map((lane) => found.value.reduce((n, held) => n + (lane.fits(held.peek()) ? 1 : 0), 0)));
  const lane = useComputed(() => param("lane"));
  useSignalEffect(() => list.setRows(rowsOf(found.value, lane.value)));
  const open = param("open");
  const show = (held: Held) => {
    const id = String(held.peek().id);
    if (param("open") === id) go(`orders/${id}`);
    else setQuery({ open: id });
  };
  /* An open panel goes along with the cursor. */
  useSignalEffect(() => {
    const cursor = list.cursor.value;
    if (cursor && param("open") && param("open") !== cursor) setQuery({ open: cursor });
  });
  useEffect(() => {
    if (open && !list.cursor.peek()) list.put(open);
    document.querySelector<HTMLElement>(".list")?.focus({ preventScroll: true });
  }, []);

  useKeys({ title: "screenBoard", rows: [
    ...list.keys(show),
    { keys: ["/"], text: "keySearch", run: () => document.getElementById("board-search")?.focus() },
    { keys: ["f"], text: "keyFull", run: () => list.item && go(`orders/${list.item.peek().id}`) },
    ...actionKeys(() => list.chosen, (held) => offersFor(held.peek()), (held) => ({ name: held.peek().number, state: held.peek().state })),
    { keys: ["Escape"], text: "keyEscape", inFields: true, run: (event) => {
      if (event.target instanceof HTMLElement && event.target.id === "board-search") document.querySelector<HTMLElement>(".list")?.focus();
      else if (list.selected.peek().size > 0) list.clear();
      else setQuery({ open: null });
    } },
  ] });

  return (
    <div class="board" data-open={open ? "" : undefined}>
      <h1 class="unseen">{t("screenBoard")}</h1>
      <div class="board-head">
        <Lanes counts={counts} />
        <Filters />
      </div>
      <div class="board-body">
        <div class="board-list">
          {isCutOff.value && <p class="banner" role="status">{t("cutOff")}</p>}
          <List state={list} height={ROW} label={t("screenBoard")} open={show} draw={(held) => <OrderRow held={held} />}
            empty={isLoading.value ? `${t("loading")}…` : t("boardEmpty")} />
          <ChosenBar n={list.selected.value.size} clear={() => list.clear()}
            offers={list.selected.value.size ? list.chosen.flatMap((held) => offersFor(held.value)).filter(({ action }) => action.on === "order") : []} />
        </div>
        {open && <OrderPanel id={Number(open)} close={() => setQuery({ open: null })} />}
      </div>
    </div>
  );
}
