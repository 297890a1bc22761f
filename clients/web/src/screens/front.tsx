// SPDX-License-Identifier: Apache-2.0
// The front office: slips that wait for whoever is signed in, those they follow, the feedback that came; beside the list the
// slip that is open. New slips and amended ones have pages of their own.
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { isFollowed, offersFor, waitsForMe, type Offer } from "../act";
import { actionKeys } from "../actkeys";
import { customerTitle, unitTitle } from "../directory";
import { farOrders, feedbackWhy, followFeedback, isHere, receive, received, unread } from "../front/feedback";
import { FeedbackLine, FrontPanel } from "../front/panel";
import { AmendSlip, KINDS, NewSlip } from "../front/slip";
import { f } from "../front/text";
import { useKeys } from "../keys";
import { heldOrders, isCutOff, isLoading, isOpen, orderSignal, ordersRev, worstOf } from "../live";
import { startAction } from "../parts/form";
import { List, ListState, type ListRow } from "../parts/list";
import { MajorMark, SeverityMark } from "../parts/mark";
import { ClockLeft, HoldTag, NumberCell, StateTag } from "../parts/order";
import { reasonLines } from "../parts/toast";
import { call } from "../rpc";
import { go, href, param, setQuery } from "../router";
import { may, me } from "../session";
import type { Feedback, Kind, Order } from "../shapes";
import { clockText, holdersOf, urgencyOf } from "../standing";
import { t } from "../text";
import { whenShort } from "../when";
import { word } from "../words";

type Entry = { order: Order; slip?: Feedback };

const ROW = 50;
const DONE_PAGE = 50;

function byUrgency(a: Order, b: Order): number {
  return urgencyOf(a).rank - urgencyOf(b).rank || b.id - a.id;
}

function fitsFilter(order: Order): boolean {
  const kind = param("kind"), text = param("text").trim().toLowerCase();
  return (!kind || order.kind === kind) &&
    (!text || `${order.number} ${order.title} ${order.customer} ${customerTitle(order.customer)}`.toLowerCase().includes(text));
}

function openOrders(): Order[] {
  void ordersRev.value;
  return [...heldOrders()].map((held) => held.peek()).filter(isOpen);
}

const entry = (order: Order): ListRow<Entry> => ({ key: String(order.id), item: { order } });

function group(head: string, rows: ListRow<Entry>[]): ListRow<Entry>[] {
  return rows.length === 0 ? [] : [{ key: head, head: `${head} (${rows.length})` }, ...rows];
}

function mineRows(orders: Order[]): ListRow<Entry>[] {
  const fit = orders.filter(fitsFilter).sort(byUrgency);
  const waits = fit.filter(waitsForMe);
  return [...group(f("groupWaits"), waits.map(entry)), ...group(f("groupFollow"), fit.filter((order) => isFollowed(order) && !waitsForMe(order)).map(entry))];
}

const isOfUnit = (order: Order) => me.value?.unit === null || order.unit === me.value?.unit;

function feedbackRows(): ListRow<Entry>[] {
  void ordersRev.value;
  const held = new Map([...heldOrders()].map((one) => [one.peek().id, one.peek()]));
  const row = (slip: Feedback): ListRow<Entry> => ({ key: `f${slip.id}`, item: { order: held.get(slip.order) ?? farOrders.value.get(slip.order) ?? ({ id: slip.order } as Order), slip } });
  return [...group(f("groupUnread"), unread.value.map(row)), ...group(f("groupRead"), received.value.map(row))];
}

/* What is archived or cancelled is not held here: page by page, the newest first. */
function useDone() {
  const orders = useSignal<Order[]>([]);
  const why = useSignal<unknown>(null);
  const isThere = useSignal(false);
  const text = param("text").trim(), kind = param("kind");
  useEffect(() => {
    if (param("lane") !== "done") return;
    let isGone = false;
    const timer = setTimeout(async () => {
      try {
        const lists = await Promise.all((["archived", "cancelled"] as const).map((state) =>
          call("order.list", { state, limit: DONE_PAGE, ...(text ? { text } : {}), ...(kind ? { kind: kind as Kind } : {}) })));
        if (isGone) return;
        orders.value = lists.flatMap((list) => list.items).sort((a, b) => (b.archived_at ?? b.cancelled_at ?? "").localeCompare(a.archived_at ?? a.cancelled_at ?? ""));
        why.value = null;
      } catch (e) {
        if (!isGone) why.value = e;
      }
      isThere.value = true;
    }, 150);
    return () => { isGone = true; clearTimeout(timer); };
  }, [param("lane"), text, kind]);
  return { orders, why, isThere };
}

function SlipRow({ order }: { order: Order }) {
  const { clock } = urgencyOf(order);
  const holders = holdersOf(order);
  const n = unread.value.filter((slip) => slip.order === order.id).length;
  const isDone = !isOpen(order);
  return (
    <div class="order-row">
      <span class="check-mark" data-check aria-hidden="true" />
      <div class="c-left">
        {isDone ? <div class="dim">{whenShort(order.archived_at ?? order.cancelled_at)}</div> : <div class="big"><ClockLeft clock={clock} /></div>}
        <div class="dim cut">{isDone ? word(order.state) : clock ? clockText(order, clock) : word(order.state)}</div>
      </div>
      <div class="c-alarm"><SeverityMark severity={isDone ? null : worstOf(order.id).value} /></div>
      <NumberCell order={order} />
      <div class="c-title">
        <div class="cut"><strong>{order.title}</strong>{n > 0 && <span class="unread-mark">{f("unread", n)}</span>}</div>
        <div class="dim cut"><span class="only-narrow">{order.number} · </span>{customerTitle(order.customer)} · {unitTitle(order.unit)}</div>
      </div>
      <div class="c-where">
        <div class="cut"><StateTag order={order} />{order.state === "draft" && order.sent_back && <span class="tag" data-tone="soon">{word("sent_back")}</span>}{order.major && <MajorMark />} <HoldTag order={order} /></div>
        <div class="cut dim">{order.sent_back && order.state === "draft" ? order.sent_back.reason : holders.map((holder) => holder.who).join(", ")}</div>
      </div>
    </div>
  );
}

function FeedbackRow({ slip, order }: { slip: Feedback; order: Order }) {
  return (
    <div class="order-row feed-row" data-unread={slip.read_at ? undefined : ""}>
      <span class="check-mark" data-check aria-hidden="true" />
      <span class="feed-mark" aria-hidden="true" />
      <div class="c-title">
        <div class="cut"><span class="number">{order.number ?? `#${slip.order}`}</span> <strong>{order.title ?? ""}</strong></div>
        <div class="cut"><FeedbackLine slip={slip} /></div>
      </div>
    </div>
  );
}

function Head({ counts }: { counts: { mine: number; unit: number } }) {
  const lane = param("lane");
  const lanes: [string, string, string | number][] = [["", f("laneMine"), counts.mine], ["unit", f("laneUnit"), counts.unit],
    ...(may("feedback.list") ? [["feedback", f("laneFeedback"), unread.value.length || ""] as [string, string, number | string]] : []), ["done", f("laneDone"), ""]];
  return (
    <div class="board-head">
      <div class="front-head">
        <nav class="lanes" aria-label={f("lanes")}>
          {lanes.map(([id, text, n]) => (
            <button key={id} type="button" aria-pressed={lane === id} onClick={() => setQuery({ lane: id || null, open: null })}>
              {text}{n !== "" && <> <span class="lane-count">{n}</span></>}
            </button>
          ))}
        </nav>
        {KINDS.some((one) => one.may()) && (
          <div class="raise" role="group" aria-label={f("raise")}>
            {KINDS.filter((one) => one.may()).map((one, i) => (
              <a key={one.kind} class={i === 0 ? "button primary" : "button"} href={href(`front/new/${one.kind}`)} title={t(one.text)}><span aria-hidden="true">＋ </span>{f(one.kind === "contact" ? "raiseShortContact" : one.kind === "fault" ? "raiseShortFault" : "raiseShortConfirmation")}</a>
            ))}
          </div>
        )}
      </div>
      {lane !== "feedback" && (
        <div class="filters" role="search" aria-label={t("filters")}>
          <label class="filter filter-text"><span class="unseen">{t("search")}</span>
            <input id="front-search" type="search" placeholder={`${t("search")}  /`} value={param("text")} autocomplete="off" onInput={(e) => setQuery({ text: e.currentTarget.value || null })} />
          </label>
          <label class="filter"><span class="unseen">{t("kind")}</span>
            <select value={param("kind")} data-set={param("kind") ? "" : undefined} onChange={(e) => setQuery({ kind: e.currentTarget.value || null })}>
              <option value="">{t("anyOf", t("kind"))}</option>
              {["contact", "confirmation", "fault"].map((kind) => <option key={kind} value={kind}>{word(kind)}</option>)}
            </select>
          </label>
        </div>
      )}
    </div>
  );
}

function Chosen({ list }: { list: ListState<Entry> }) {
  const n = list.selected.value.size;
  if (n === 0) return null;
  const chosen = list.chosen;
  const slips = chosen.filter((one) => one.slip && !one.slip.read_at).map((one) => one.slip!);
  const offers = new Map<string, Offer[]>();
  for (const { order, slip } of chosen)
    if (!slip) for (const offer of offersFor(order)) if (offer.action.many && offer.action.on === "order") offers.set(offer.action.id, [...(offers.get(offer.action.id) ?? []), offer]);
  return (
    <div class="chosen" role="toolbar" aria-label={t("forChosen")}>
      <strong>{t("chosenCount", n)}</strong>
      {slips.length > 0 && <button type="button" onClick={() => void receive(slips)}>{f("receive")} ({slips.length})<kbd>y</kbd></button>}
      {[...offers.values()].map((of) => (
        <button key={of[0]!.action.id} type="button" onClick={() => startAction(of[0]!.action, of.map((offer) => offer.of))}>{t(of[0]!.action.text)} ({of.length})</button>
      ))}
      <button type="button" class="link" onClick={() => list.clear()}>{t("clearChosen")}</button>
    </div>
  );
}

function Slips() {
  const list = useMemo(() => new ListState<Entry>(), []);
  const done = useDone();
  useEffect(followFeedback, []);
  const orders = useComputed(openOrders);
  const counts = useComputed(() => ({
    mine: orders.value.filter(waitsForMe).length, unit: orders.value.filter(isOfUnit).length,
  }));
  useSignalEffect(() => {
    const lane = param("lane");
    list.setRows(lane === "feedback" ? feedbackRows() : lane === "done" ? done.orders.value.map(entry)
      : lane === "unit" ? orders.value.filter((order) => isOfUnit(order) && fitsFilter(order)).sort(byUrgency).map(entry) : mineRows(orders.value));
  });
  const lane = param("lane"), open = param("open");
  const show = ({ order }: Entry) => {
    if (param("open") === String(order.id)) go(`orders/${order.id}`);
    else setQuery({ open: String(order.id) });
  };
  /* The cursor and the open slip go together: whichever has moved takes the other along. */
  const was = useRef<{ cursor: string | null; open: string }>({ cursor: null, open: "" });
  useSignalEffect(() => {
    const rows = list.rows.value, cursor = list.cursor.value, open = param("open");
    const item = rows.find((row) => row.key === cursor)?.item;
    const before = was.current;
    if (open && open !== before.open) {
      const row = rows.find((one) => one.item && String(one.item.order.id) === open);
      if (row || !isLoading.value) was.current = { cursor: row?.key ?? cursor, open };
      if (row && row.key !== cursor && String(item?.order.id) !== open) list.put(row.key);
    } else if (item && open && cursor !== before.cursor) {
      was.current = { cursor, open: String(item.order.id) };
      if (open !== String(item.order.id)) setQuery({ open: String(item.order.id) });
    } else {
      was.current = { cursor, open };
    }
  });
  useEffect(() => document.querySelector<HTMLElement>(".list")?.focus({ preventScroll: true }), []);
  /* What a key is for: those selected, else the slip that is open, else the one under the cursor. */
  const subjects = (): Order[] => {
    const shown = list.selected.peek().size === 0 && param("open") ? orderSignal(Number(param("open")))?.peek() : undefined;
    return shown ? [shown] : list.chosen.map((one) => one.order).filter((order) => order.number);
  };
  const chosenSlips = () => {
    const slips = list.chosen.filter((one) => one.slip).map((one) => one.slip!);
    return slips.length > 0 && !param("open") ? slips : subjects().flatMap((order) => unread.value.filter((slip) => slip.order === order.id));
  };

  useKeys({ title: "screenFront", rows: [
    ...list.keys(show),
    { keys: ["/"], text: "keySearch", run: () => document.getElementById("front-search")?.focus() },
    { keys: ["f"], text: "keyFull", run: () => list.item && go(`orders/${list.item.order.id}`) },
    ...KINDS.filter((one) => one.may()).map(({ kind, text }) => ({ keys: [`i ${{ contact: "c", confirmation: "r", fault: "f" }[kind]}`], text: "keyAct" as const, of: t(text), run: () => go(`front/new/${kind}`) })),
    ...(may("feedback.read") ? [{ keys: ["y"], text: "keyAct" as const, of: f("receive"), run: () => void receive(chosenSlips()) }] : []),
    ...actionKeys(subjects, offersFor, (order) => ({ name: order.number, state: order.state })),
    { keys: ["Escape"], text: "keyEscape", inFields: true, run: (event) => {
      if (event.target instanceof HTMLElement && event.target.id === "front-search") document.querySelector<HTMLElement>(".list")?.focus();
      else if (list.selected.peek().size > 0) list.clear();
      else setQuery({ open: null });
    } },
  ] });

  const why = lane === "feedback" ? feedbackWhy.value : lane === "done" ? done.why.value : null;
  const waits = lane === "feedback" ? !isHere.value : lane === "done" ? !done.isThere.value : isLoading.value;
  const isFiltered = !!param("text") || !!param("kind");
  const empty = why !== null ? `${f("notLoaded")} ${reasonLines(why)[0]}` : waits ? `${t("loading")}…`
    : isFiltered && lane !== "feedback" ? f("emptyFiltered") : f(lane === "feedback" ? "emptyFeedback" : lane === "done" ? "emptyDone" : lane === "unit" ? "emptyUnit" : "emptyMine");
  return (
    <div class="board front" data-open={open ? "" : undefined}>
      <h1 class="unseen">{t("screenFront")}</h1>
      <Head counts={counts.value} />
      <div class="board-body">
        <div class="board-list">
          {isCutOff.value && <p class="banner" role="status">{t("cutOff")}</p>}
          <List state={list} height={ROW} label={t("screenFront")} open={show} empty={empty}
            draw={({ order, slip }) => (slip ? <FeedbackRow slip={slip} order={order} /> : <SlipRow order={order} />)} />
          <Chosen list={list} />
        </div>
        {open && <FrontPanel id={Number(open)} close={() => setQuery({ open: null })} />}
      </div>
    </div>
  );
}

export default function Front({ path }: { path: string[] }) {
  const [what, of] = path;
  if (what === "new" && KINDS.some((one) => one.kind === of)) return <NewSlip kind={of as Kind} />;
  if (what === "amend" && Number(of)) return <AmendSlip id={Number(of)} />;
  return <Slips />;
}
