// SPDX-License-Identifier: Apache-2.0
// A station's desk: what is to be accepted, done and answered, most urgent first, and what comes next. It reads the orders
// held here: a task's limits, what was done before it and who may have erred all stand in its order.
import { computed, useComputed, useSignalEffect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { erringTask, isUnsettled, offersForTask } from "../act";
import { actionKeys } from "../actkeys";
import { customerTitle, stations, stationTitle, userTitle } from "../directory";
import { useKeys } from "../keys";
import { heldOrders, isLoading, ordersRev, worstOf } from "../live";
import { ChosenBar, OfferButtons } from "../parts/form";
import { List, ListState, type ListRow } from "../parts/list";
import { MajorMark, SeverityMark, TierMark } from "../parts/mark";
import { byTone, ClockLeft, clockOf, HoldTag, NumberCell, Slips, taskClock, TaskGraph, taskWord } from "../parts/order";
import { HoldNote, useOrder } from "../parts/panel";
import { go, href, param, setQuery } from "../router";
import { me } from "../session";
import type { Clock, Order, ReturnSlip, Task } from "../shapes";
import { t, type Text } from "../text";
import { at, when } from "../when";
import { word } from "../words";

interface Work {
  held: ReadonlySignal<Order>;
  task: number;
  /** Against us, to be answered. */
  slip?: number;
}

const ROW = 50;
type Group = "groupSlips" | "groupIssued" | "groupAccepted" | "groupReturned" | "groupComing";
const GROUPS: Group[] = ["groupSlips", "groupIssued", "groupAccepted", "groupReturned", "groupComing"];

/** The station shown: of the URL, else one's first. */
const shown = computed(() => param("station") || me.value?.stations[0] || "");

const slipClock = (order: Order, slip: ReturnSlip): Clock | undefined =>
  order.clocks.find((clock) => clock.clock === "return" && clock.return === slip.id && clock.state !== "met");

function openSlipAgainst(order: Order, task: Task): ReturnSlip | undefined {
  return order.returns.find((slip) => slip.state === "open" && erringTask(order, slip)?.id === task.id);
}

function groupOf(order: Order, task: Task): Group | null {
  if (openSlipAgainst(order, task)) return "groupSlips";
  if (task.state === "issued") return "groupIssued";
  if (task.state === "accepted") return "groupAccepted";
  if (task.state === "waiting") return task.issued_at ? "groupReturned" : "groupComing";
  return null;
}

function clockFor(order: Order, task: Task): Clock | undefined {
  const slip = openSlipAgainst(order, task);
  return (slip && slipClock(order, slip)) ?? taskClock(order, task);
}

function rowsOf(): ListRow<Work>[] {
  void ordersRev.value;
  const station = shown.value, mine = param("mine") ? me.value?.user : null;
  const groups = new Map<Group, { rank: number; row: ListRow<Work> }[]>();
  for (const held of heldOrders()) {
    const order = held.peek();
    if (order.state !== "executing") continue;
    for (const task of order.tasks) {
      if (task.station !== station || (mine && task.holder !== mine && task.holder !== null)) continue;
      const group = groupOf(order, task);
      if (!group) continue;
      const rank = at(clockFor(order, task)?.due_at) ?? at(order.due_at) ?? Infinity;
      groups.set(group, [...(groups.get(group) ?? []), { rank, row: { key: `${order.id}-${task.id}`, item: { held, task: task.id } } }]);
    }
  }
  return GROUPS.flatMap((group) => {
    const rows = groups.get(group);
    if (!rows) return [];
    rows.sort((a, b) => a.rank - b.rank);
    return [{ key: group, head: `${t(group)} (${rows.length})` }, ...rows.map(({ row }) => row)];
  });
}

const taskOf = (work: Work) => work.held.peek().tasks.find((task) => task.id === work.task)!;
const WAITS: { [G in Group]: Text } = { groupSlips: "toAnswer", groupIssued: "toAccept", groupAccepted: "toComplete", groupReturned: "toComplete", groupComing: "clockOrder" };

function TaskRow({ work }: { work: Work }) {
  const order = work.held.value;
  const task = order.tasks.find((one) => one.id === work.task);
  if (!task) return null;
  const group = groupOf(order, task);
  const coming = group === "groupComing";
  const before = order.tasks.filter((one) => task.after.includes(one.name) && one.state !== "done");
  return (
    <div class="order-row">
      <span class="check-mark" data-check aria-hidden="true" />
      <div class="c-left">
        <div class="big">{coming ? <span class="dim">{when(order.due_at).slice(5)}</span> : <ClockLeft clock={clockFor(order, task)} />}</div>
        <div class="dim cut">{group ? t(WAITS[group]) : ""}</div>
      </div>
      <div class="c-alarm"><SeverityMark severity={worstOf(order.id).value} /></div>
      <NumberCell order={order} />
      <div class="c-title">
        <div class="cut"><strong>{order.title}</strong></div>
        <div class="dim cut"><span class="phone">{order.tier} {order.number} · </span>{task.name} · {customerTitle(order.customer)}{order.sites.length > 0 ? ` · ${order.sites.join(", ")}` : ""}</div>
      </div>
      <div class="c-where">
        <div class="cut">{coming ? t("comesAfter", before.map((one) => stationTitle(one.station)).join(", ")) : task.holder ? userTitle(task.holder) : t("unheld")}</div>
        <div class="cut">{task.rework > 0 && <span class="tag" data-tone="soon">{t("rework", task.rework)}</span>} {order.major && <MajorMark />} <HoldTag order={order} /></div>
      </div>
    </div>
  );
}

/* What the stations before it wrote: a return slip is against one of them. */
function Before({ order, task }: { order: Order; task: Task }) {
  const done = order.tasks.filter((one) => one.id !== task.id && one.record);
  if (done.length === 0) return null;
  return (
    <section><h3>{t("before")}</h3>
      <ul class="before">
        {done.map((one) => (
          <li key={one.id}><strong>{stationTitle(one.station)}</strong> <span class="dim">{one.name} · {userTitle(one.done_by)} · {when(one.done_at)}</span>
            <p>{[one.record, one.cause, one.explanation].filter(Boolean).join(" · ")}</p>
            {one.answer && <p>{word(one.answer.result)} {one.answer.reference}</p>}</li>
        ))}
      </ul>
    </section>
  );
}

function TaskPanel({ id, task: taskId, close }: { id: number; task: number; close: () => void }) {
  const order = useOrder(id);
  const task = order?.tasks.find((one) => one.id === taskId);
  if (!order || !task) return <aside class="panel" aria-label={t("tasks")}><p class="notice">{t("loading")}…</p></aside>;
  const requirement = Object.entries(order.requirement);
  const clock = (kind: "accept" | "task") => clockOf(order, kind, task.name);
  return (
    <aside class="panel" aria-label={t("tasks")}>
      <header class="panel-head">
        <TierMark tier={order.tier} /> <a class="number" href={href(`orders/${order.id}`)}>{order.number}</a>
        <span class="dim cut">{task.name} · {word(order.kind)} · {word(order.service)}</span>
        <button type="button" class="icon" aria-label={t("close")} onClick={close}>✕</button>
      </header>
      <div class="panel-body">
        <h2>{order.title}</h2>
        <p class="line"><span class="tag">{taskWord(task)}</span>{task.rework > 0 && <span class="tag" data-tone="soon">{t("rework", task.rework)}</span>}
          {task.with_manager && <span class="tag" data-tone="soon">{word("station_manager")}</span>}{order.major && <MajorMark />}<HoldTag order={order} /></p>
        <div class="two-clocks">
          <div><span class="dim">{t("acceptBy")}</span><ClockLeft clock={clock("accept")} /></div>
          <div><span class="dim">{t("completeBy")}</span><ClockLeft clock={clock("task")} /><span class="dim">{when(clock("task")?.due_at)}</span></div>
        </div>
        <OfferButtons offers={byTone(offersForTask(order, task))} />
        <HoldNote order={order} />
        <dl class="facts">
          <div><dt>{t("customer")}</dt><dd>{customerTitle(order.customer)}</dd></div>
          {order.sites.length > 0 && <div><dt>{t("sites")}</dt><dd>{order.sites.join(", ")}</dd></div>}
          {order.lines > 1 && <div><dt>{t("lines")}</dt><dd>{order.lines}</dd></div>}
          {order.purpose && <div><dt>{t("purpose")}</dt><dd>{word(order.purpose)}</dd></div>}
          <div><dt>{t("holder")}</dt><dd>{task.holder ? userTitle(task.holder) : t("unheld")}</dd></div>
          {requirement.map(([key, value]) => <div key={key}><dt>{key}</dt><dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd></div>)}
        </dl>
        {order.description && <p class="prose">{order.description}</p>}
        {order.returns.some(isUnsettled) && <section><h3>{t("returns")}</h3><Slips order={order} /></section>}
        <Before order={order} task={task} />
        <section><h3>{t("tasks")}</h3><TaskGraph order={order} width={122} /></section>
        <p><a href={href(`orders/${order.id}`)}>{t("wholePage")}</a></p>
      </div>
    </aside>
  );
}

function Head({ list }: { list: ListState<Work> }) {
  const own = me.value?.stations ?? [];
  const all = [...stations.get().values()];
  const listed = own.length > 0 && !me.value?.roles.some((role) => ["admin", "dispatcher", "supervisor", "monitor"].includes(role)) ? all.filter((s) => own.includes(s.name)) : all;
  const next = list.rows.value.find((row) => row.item)?.item;
  const order = next?.held.value;
  const task = order?.tasks.find((one) => one.id === next!.task);
  return (
    <div class="station-head">
      <label><span class="unseen">{t("stationPick")}</span>
        <select value={shown.value} onChange={(e) => setQuery({ station: e.currentTarget.value || null, open: null })}>
          {!shown.value && <option value="">{t("choose")}</option>}
          {listed.map((s) => <option key={s.name} value={s.name}>{s.title}</option>)}
        </select>
      </label>
      <button type="button" class="toggle" aria-pressed={!!param("mine")} onClick={() => setQuery({ mine: param("mine") ? null : "1" })}>{t("mineOnly")}</button>
      {order && task && <p class="station-next"><span class="dim">{t("nextIs")}</span> <span class="number">{order.number}</span> <ClockLeft clock={clockFor(order, task)} /></p>}
    </div>
  );
}

export default function Station() {
  const list = useMemo(() => new ListState<Work>(), []);
  const rows = useComputed(rowsOf);
  useSignalEffect(() => list.setRows(rows.value));
  const [order, task] = param("open").split("-").map(Number);
  const show = (work: Work) => {
    const key = `${work.held.peek().id}-${work.task}`;
    if (param("open") === key) go(`orders/${work.held.peek().id}`);
    else setQuery({ open: key });
  };
  useSignalEffect(() => {
    const cursor = list.cursor.value;
    if (cursor && param("open") && param("open") !== cursor) setQuery({ open: cursor });
  });
  useEffect(() => {
    if (param("open")) list.put(param("open"));
    document.querySelector<HTMLElement>(".list")?.focus({ preventScroll: true });
  }, []);
  useKeys({ title: "screenStation", rows: [
    ...list.keys(show),
    { keys: ["f"], text: "keyFull", run: () => list.item && go(`orders/${list.item.held.peek().id}`) },
    ...actionKeys(() => list.chosen, (work) => offersForTask(work.held.peek(), taskOf(work)),
      (work) => ({ name: `${work.held.peek().number} · ${taskOf(work).name}`, state: taskOf(work).state })),
    { keys: ["Escape"], text: "keyEscape", run: () => (list.selected.peek().size > 0 ? list.clear() : setQuery({ open: null })) },
  ] });
  return (
    <div class="board" data-open={order ? "" : undefined}>
      <h1 class="unseen">{t("screenStation")} {stationTitle(shown.value)}</h1>
      <Head list={list} />
      <div class="board-body">
        <div class="board-list">
          <List state={list} height={ROW} label={t("screenStation")} open={show} draw={(work) => <TaskRow work={work} />}
            empty={!shown.value ? t("stationNone") : isLoading.value ? `${t("loading")}…` : t("stationEmpty")} />
          <ChosenBar n={list.selected.value.size} clear={() => list.clear()}
            offers={list.selected.value.size ? list.chosen.flatMap((work) => offersForTask(work.held.value, taskOf(work))).filter(({ action }) => action.on === "task") : []} />
        </div>
        {order && task ? <TaskPanel id={order} task={task} close={() => setQuery({ open: null })} /> : null}
      </div>
    </div>
  );
}
