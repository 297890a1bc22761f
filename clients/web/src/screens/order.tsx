// SPDX-License-Identifier: Apache-2.0
// One page that tells an order's whole story: the slip, the loop with where it stands, tasks on a line of time, return
// slips, clocks explained, alarms, history, feedback; and what may be done now.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { offersFor } from "../act";
import { actionKeys } from "../actkeys";
import { customerTitle, stationTitle, unitTitle, userTitle } from "../directory";
import { useKeys } from "../keys";
import { isOpen } from "../live";
import { OfferButtons } from "../parts/form";
import { FourLoops, Loop } from "../parts/loop";
import { MajorMark, TierMark } from "../parts/mark";
import { Alarms, byTone, ClockLeft, HoldTag, MostUrgent, Slips, StateTag, stepText, TaskGraph, taskWord } from "../parts/order";
import { Holders, HoldNote, SentBackNote, useOrder } from "../parts/panel";
import { TimeLine } from "../parts/timeline";
import { adviceOf, toastRefused } from "../parts/toast";
import { go, href } from "../router";
import { call, type Refusal } from "../rpc";
import { may } from "../session";
import type { Clock, Feedback, Happening, Order, Segment, Task } from "../shapes";
import { clockText } from "../standing";
import { t } from "../text";
import { at, span, spanMs, when } from "../when";
import { word } from "../words";

const HISTORY_PAGE = 100;

function Facts({ order }: { order: Order }) {
  const rows: [string, string][] = [
    [t("customer"), customerTitle(order.customer)], [t("unit"), unitTitle(order.unit)],
    [t("fieldAccountManager"), userTitle(order.account_manager)], [t("raisedBy"), userTitle(order.raised_by)],
    [t("lines"), String(order.lines)], [t("purpose"), word(order.purpose)], [t("faultOf"), word(order.fault)],
    [t("sites"), order.sites.join(", ")], [t("resources"), word(order.resource)], [t("route"), order.route ?? ""],
    [t("created"), when(order.created_at)], [t("arrived"), when(order.arrived_at)], [t("promised"), when(order.promised_at)],
    [t("due"), when(order.due_at)], [t("finished"), when(order.finished_at)],
    [t("signed"), order.signed_at ? `${when(order.signed_at)} ${order.signed_by ?? ""}` : ""], [t("archived"), when(order.archived_at)],
    [t("cancelledAt"), when(order.cancelled_at)],
    [t("grades"), order.grades ? `${t("fieldGradeTime")} ${order.grades.time}, ${t("fieldGradeQuality")} ${order.grades.quality}` : ""],
    ...Object.entries(order.requirement).map(([key, value]): [string, string] => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  ];
  return (
    <dl class="facts">
      {rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      {order.confirmation && <div><dt>{word("confirmation")}</dt><dd><a href={href(`orders/${order.confirmation}`)}>R-{String(order.confirmation).padStart(6, "0")}</a></dd></div>}
      {order.used_by && <div><dt>{t("usedBy")}</dt><dd><a href={href(`orders/${order.used_by}`)}>C-{String(order.used_by).padStart(6, "0")}</a></dd></div>}
    </dl>
  );
}

// --- clocks

const SEGMENT_TONE: { [kind: string]: string } = { running: "run", paused: "stop" };

function Explained({ order, clock }: { order: Order; clock: Clock }) {
  const said = useSignal<{ segments: Segment[]; at: string } | null>(null);
  const why = useSignal<Refusal | null>(null);
  useEffect(() => {
    call("clock.explain", { order: order.id, clock: clock.clock, ...(clock.task ? { task: clock.task } : {}) }).then(
      (answer) => (said.value = answer), (e) => (why.value = e as Refusal));
  }, [order.version]);
  if (why.value) return <p class="wrong">{why.value.message} {adviceOf(why.value)}</p>;
  if (!said.value) return <p class="dim">{t("loading")}…</p>;
  const { segments } = said.value, end = Date.parse(said.value.at);
  const toOf = (s: Segment) => at(s.to) ?? end;
  const first = Date.parse(segments[0]?.from ?? said.value.at), all = Math.max(1, end - first);
  return (
    <div class="explained">
      <div class="explained-bar" aria-hidden="true">
        {segments.map((s) => <i key={`${s.from}${s.kind}`} data-kind={SEGMENT_TONE[s.kind] ?? "end"} style={{ width: `${((toOf(s) - Date.parse(s.from)) / all) * 100}%` }} />)}
      </div>
      <div class="scroll" role="group" tabIndex={0} aria-label={t("explain")}>
        <table>
          <thead><tr><th>{t("from")}</th><th>{t("to")}</th><th>{t("state")}</th><th class="num">{t("counted")}</th><th>{t("calendar")}</th><th>{t("rule")}</th></tr></thead>
          <tbody>
            {segments.map((s) => (
              <tr key={`${s.from}${s.kind}`}>
                <td>{when(s.from, true)}</td><td>{s.to ? when(s.to, true) : t("untilNow")}</td><td>{word(s.kind)}</td>
                <td class="num">{span(spanMs(s.counted))}</td><td>{s.calendar}</td><td>{s.rule}{s.generation > 1 ? ` (${t("generation", s.generation)})` : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Clocks({ order }: { order: Order }) {
  const open = useSignal<string | null>(null);
  const rank = { running: 0, paused: 1, missed: 2, met: 3, cancelled: 4 };
  const clocks = [...order.clocks].sort((a, b) => rank[a.state] - rank[b.state] || (at(a.due_at) ?? 0) - (at(b.due_at) ?? 0));
  return (
    <div class="scroll" role="group" tabIndex={0} aria-label={t("clocks")}>
      <table class="clocks">
        <thead><tr><th>{t("clockName")}</th><th>{t("state")}</th><th class="num">{t("limit")}</th><th class="num">{t("spent")}</th><th>{t("due")}</th><th class="num">{t("timeLeftHead")}</th><th><span class="unseen">{t("explain")}</span></th></tr></thead>
        <tbody>
          {clocks.map((clock) => {
            const key = `${clock.clock}${clock.task ?? ""}${clock.return ?? ""}${clock.generation}`;
            const isShown = open.value === key;
            return (
              <>
                <tr key={key}>
                  <th scope="row">{clockText(order, clock)}{clock.task ? <span class="dim"> {clock.task}</span> : null}{clock.generation > 1 ? <span class="dim"> · {t("generation", clock.generation)}</span> : null}</th>
                  <td><span class="tag" data-tone={clock.missed || clock.state === "missed" ? "bad" : clock.state === "met" ? "good" : clock.state === "paused" ? "soon" : "dim"}>{word(clock.state)}{clock.missed && clock.state !== "missed" ? ` · ${word("missed")}` : ""}</span></td>
                  <td class="num">{span(spanMs(clock.limit))}</td><td class="num">{span(spanMs(clock.spent))}</td>
                  <td>{when(clock.due_at ?? clock.ended_at)}</td><td class="num">{clock.state === "running" || clock.state === "paused" ? <ClockLeft clock={clock} /> : ""}</td>
                  <td><button type="button" class="small" aria-expanded={isShown} onClick={() => (open.value = isShown ? null : key)}>{t("explain")}</button></td>
                </tr>
                {isShown && <tr key={`${key}+`}><td colSpan={7}><Explained order={order} clock={clock} /></td></tr>}
              </>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

// --- tasks, history, feedback

function TaskCard({ task }: { task: Task }) {
  const rows: [string, string | null][] = [
    [t("fieldResult"), task.answer ? [word(task.answer.result), task.answer.reference, task.answer.ready_at && `${t("fieldReadyAt")} ${when(task.answer.ready_at)}`, task.answer.valid_until && `${t("fieldValidUntil")} ${when(task.answer.valid_until)}`].filter(Boolean).join(" · ") : null],
    [t("fieldRecord"), task.record], [t("fieldCause"), task.cause], [t("fieldSide"), task.side === "customer" ? t("sideCustomer") : word(task.side)],
    [t("fieldImpact"), task.impact], [t("fieldExplanation"), task.explanation],
  ];
  const shown = rows.filter(([, value]) => value);
  return (
    <li class="task-card" data-state={task.state}>
      <div class="line"><strong>{stationTitle(task.station)}</strong><span class="dim">{task.name} · {task.area}</span>
        <span class="tag" data-tone={task.state === "done" ? "good" : task.state === "cancelled" ? "dim" : undefined}>{taskWord(task)}</span>
        {task.rework > 0 && <span class="tag" data-tone="soon">{t("rework", task.rework)}</span>}
        {task.with_manager && <span class="tag" data-tone="soon">{word("station_manager")}</span>}</div>
      <p class="dim">{[task.holder && userTitle(task.holder), task.issued_at && `${word("issued")} ${when(task.issued_at)}`, task.accepted_at && `${word("accepted")} ${when(task.accepted_at)}`,
        task.done_at && `${word("done")} ${when(task.done_at)}${task.done_by ? ` (${userTitle(task.done_by)})` : ""}`, task.after.length > 0 && `${t("waitsFor")}: ${task.after.join(", ")}`].filter(Boolean).join(" · ")}</p>
      {shown.length > 0 && <dl class="facts">{shown.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>}
    </li>
  );
}

function detailOf(h: Happening): string {
  return [h.task, h.clock && `${word(h.clock)}${h.clock_task ? ` ${h.clock_task}` : ""}`, h.step !== undefined && stepText(h.step), h.severity && word(h.severity),
    h.told && h.told.length > 0 && `${t("told")}: ${h.told.map(userTitle).join(", ")}`, h.person && userTitle(h.person), h.text].filter(Boolean).join(" · ");
}

function History({ items, more, isMore }: { items: readonly Happening[]; more: () => void; isMore: boolean }) {
  return (
    <>
      <ol class="history">
        {items.map((h) => (
          <li key={h.seq} data-step={h.what === "step" ? "" : undefined}>
            <time dateTime={h.at}>{when(h.at, true)}</time>
            <span class="history-what">{word(h.what)}</span>
            <span class="history-who">{h.by ? userTitle(h.by) : t("system")}</span>
            <span class="history-detail">{detailOf(h)}</span>
          </li>
        ))}
      </ol>
      {isMore && <p><button type="button" onClick={more}>{t("moreHistory")}</button></p>}
    </>
  );
}

/** Page after page; when the order has changed its last page is asked for again. */
function useHistory(id: number, version: number | undefined) {
  const items = useSignal<Happening[]>([]);
  const next = useSignal<string | null>(null);
  const last = useRef<string | null>(null); // the cursor of the last page
  const load = async (from: string | null) => {
    try {
      const page = await call("order.history", { id, limit: HISTORY_PAGE, ...(from ? { cursor: from } : {}) });
      const known = new Set(items.peek().map((h) => h.seq));
      items.value = [...items.peek(), ...page.items.filter((h) => !known.has(h.seq))];
      last.current = from;
      next.value = page.next_cursor;
    } catch (why) {
      toastRefused(t("history"), why);
    }
  };
  useEffect(() => {
    if (version !== undefined && !next.peek()) void load(last.current);
  }, [version]);
  return { items: items.value, isMore: next.value !== null, more: () => void load(next.value) };
}

function Feedbacks({ order }: { order: Order }) {
  const slips = useSignal<Feedback[]>([]);
  const load = () => call("feedback.list", { order: order.id, limit: 200 }).then((answer) => (slips.value = answer.items), () => {});
  useEffect(() => void load(), [order.id, order.version]);
  const unread = slips.value.filter((slip) => !slip.read_at);
  const read = () => call("feedback.read", { ids: unread.map((slip) => slip.id) }).then(load, (why) => toastRefused(t("markRead"), why));
  if (slips.value.length === 0) return null;
  return (
    <section>
      <h2>{t("feedback")}</h2>
      <ul class="alarms">
        {slips.value.map((slip) => (
          <li key={slip.id}><span class="alarm-text">{word(slip.what)}{slip.text ? ` · ${slip.text}` : ""} <span class="dim">{when(slip.at)}</span></span>
            <span class="tag" data-tone={slip.read_at ? "dim" : "soon"}>{slip.read_at ? t("readBy", userTitle(slip.read_by)) : t("unread")}</span></li>
        ))}
      </ul>
      {unread.length > 0 && may("feedback.read") && <p><button type="button" onClick={() => void read()}>{t("markRead")}</button></p>}
    </section>
  );
}

function Story({ order, id }: { order: Order; id: number }) {
  const history = useHistory(id, order.version);
  useKeys({ title: "screenOrder", rows: [
    ...actionKeys(() => [order], offersFor, (o) => ({ name: o.number, state: o.state })),
    { keys: ["Escape"], text: "keyEscape", run: () => (window.history.length > 1 ? window.history.back() : go("board")) },
  ] });
  return (
    <article class="story">
      <header class="story-head">
        <div class="story-title">
          <p class="line"><TierMark tier={order.tier} /><span class="number">{order.number}</span><span class="dim">{word(order.kind)} · {word(order.service)}</span><StateTag order={order} />{order.major && <MajorMark />}<HoldTag order={order} /></p>
          <h1>{order.title}</h1>
        </div>
        {isOpen(order) && <MostUrgent order={order} />}
        <OfferButtons offers={byTone(offersFor(order))} several />
      </header>
      <div class="story-body">
        <div class="story-main">
          <section><h2>{t("theLoop")}</h2><Loop order={order} /><FourLoops order={order} /></section>
          <HoldNote order={order} />
          <SentBackNote order={order} />
          {order.description && <section><h2>{t("description")}</h2><p class="prose">{order.description}</p></section>}
          {order.tasks.length > 0 && (
            <section><h2>{t("tasks")}</h2><TaskGraph order={order} />
              <TimeLine order={order} history={history.items} />
              <ul class="task-cards">{order.tasks.map((task) => <TaskCard key={task.id} task={task} />)}</ul>
            </section>
          )}
          {order.returns.length > 0 && <section><h2>{t("returns")}</h2><Slips order={order} /></section>}
          {order.clocks.length > 0 && <section><h2>{t("clocks")}</h2><Clocks order={order} /></section>}
          <section><h2>{t("history")}</h2><History items={history.items} more={history.more} isMore={history.isMore} /></section>
        </div>
        <div class="story-side">
          <section><h2>{t("whoHolds")}</h2><Holders order={order} />{!isOpen(order) && <p class="dim">{word(order.state)}</p>}</section>
          <section><h2>{t("alarms")}</h2><Alarms order={order.id} /></section>
          <section><h2>{t("theSlip")}</h2><Facts order={order} /></section>
          {may("feedback.list") && <Feedbacks order={order} />}
        </div>
      </div>
    </article>
  );
}

export default function OrderPage({ path }: { path: string[] }) {
  const id = Number(path[0] ?? 0);
  const order = useOrder(id);
  if (!order) return <p class="notice" role="status">{id && order !== null ? `${t("loading")}…` : t("noSuchOrder")}</p>;
  return <Story key={id} id={id} order={order} />;
}
