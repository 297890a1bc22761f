// SPDX-License-Identifier: Apache-2.0
// A slip as its originator follows it: where it is on its way, what it waits for and by when, what came back of it.
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { offersFor, reviewsOf } from "../act";
import { now } from "../clock";
import { customerTitle, unitTitle, userTitle } from "../directory";
import { orderSignal } from "../live";
import { OfferButtons } from "../parts/form";
import { MajorMark } from "../parts/mark";
import { byTone, HoldTag, MostUrgent, Slips, StateTag, TaskGraph } from "../parts/order";
import { Holders, HoldNote, PanelFrame, SentBackNote } from "../parts/panel";
import { call } from "../rpc";
import { href } from "../router";
import { has, may } from "../session";
import type { Feedback, Order } from "../shapes";
import { wayOf } from "../standing";
import { t } from "../text";
import { when, whenShort } from "../when";
import { word } from "../words";
import { receive, unread, received } from "./feedback";
import { answerOf, isCitable } from "./slipform";
import { f } from "./text";

export function Way({ order }: { order: Order }) {
  const way = order.state === "cancelled" ? [...wayOf(order, reviewsOf(order)).filter((state) => state === "draft"), "cancelled" as const] : wayOf(order, reviewsOf(order));
  const here = way.indexOf(order.state);
  return (
    <ol class="way" aria-label={f("way", order.number)} tabIndex={0}>
      {way.map((state, i) => (
        <li key={state} data-place={i < here ? "was" : i === here ? "here" : undefined} aria-current={i === here ? "step" : undefined}>
          <span class="way-mark" aria-hidden="true">{i < here ? "✓" : i === here ? "●" : "○"}</span>
          <span>{f(`way_${state}`)}</span>{i < here && <span class="unseen"> ({f("wayWas")})</span>}
        </li>
      ))}
    </ol>
  );
}

function Answered({ order }: { order: Order }) {
  const answer = answerOf(order);
  if (!answer) return null;
  const citable = isCitable(order, now());
  const user = order.used_by !== null ? orderSignal(order.used_by)?.peek() : undefined;
  const lines = [answer.reference, answer.ready_at && f("answerReady", when(answer.ready_at)), answer.valid_until && f("answerValid", when(answer.valid_until)),
    order.used_by !== null && f("answerUsed", user?.number ?? `#${order.used_by}`), order.used_by === null && answer.result !== "impossible" && !citable && f("answerLapsed")];
  const query = { customer: order.customer, service: order.service, confirmation: String(order.id), tier: order.tier, lines: String(order.lines) };
  return (
    <section>
      <h3>{f("answer")}</h3>
      <p class="line"><span class="tag" data-tone={answer.result === "impossible" ? "bad" : answer.result === "available" ? "good" : "soon"}>{word(answer.result)}</span>
        {lines.filter(Boolean).map((text) => <span key={String(text)}>{text}</span>)}</p>
      {citable && has("account_manager") && <p><a href={href("front/new/contact", query)}>{f("cite")}</a></p>}
    </section>
  );
}

export function FeedbackLine({ slip }: { slip: Feedback }) {
  return (
    <>
      <span class="feed-what"><strong>{word(slip.what)}</strong>{slip.text ? ` · ${slip.what === "answered" ? word(slip.text) : slip.text}` : ""}</span>
      <span class="dim"> {whenShort(slip.at)} · {slip.read_at ? f("received", userTitle(slip.read_by), whenShort(slip.read_at)) : f("notReceived")}</span>
    </>
  );
}

function OrderFeedback({ order }: { order: Order }) {
  const slips = useSignal<Feedback[]>([]);
  useEffect(() => {
    let isGone = false;
    if (may("feedback.list")) void call("feedback.list", { order: order.id, limit: 100 }).then((answer) => { if (!isGone) slips.value = answer.items; }, () => {});
    return () => { isGone = true; };
  }, [order.id, order.version, unread.value, received.value]);
  if (slips.value.length === 0) return null;
  const open = slips.value.filter((slip) => !slip.read_at);
  return (
    <section>
      <h3>{f("feedback")}</h3>
      <ul class="feed">
        {slips.value.map((slip) => (
          <li key={slip.id} data-unread={slip.read_at ? undefined : ""}>
            <span class="feed-mark" aria-hidden="true" />
            <span class="feed-text"><FeedbackLine slip={slip} /></span>
            {!slip.read_at && may("feedback.read") && <button type="button" onClick={() => void receive([slip])} aria-label={`${f("receive")}: ${word(slip.what)}`}>{f("receive")}</button>}
          </li>
        ))}
      </ul>
      {open.length > 1 && may("feedback.read") && <p><button type="button" onClick={() => void receive(open)}>{f("receiveAll")} <kbd>y</kbd></button></p>}
    </section>
  );
}

function Facts({ order }: { order: Order }) {
  const cited = order.confirmation !== null ? orderSignal(order.confirmation)?.peek()?.number ?? `#${order.confirmation}` : null;
  const rows: [string, preact.ComponentChildren][] = [
    [t("customer"), customerTitle(order.customer)], [t("unit"), unitTitle(order.unit)], [t("fieldAccountManager"), userTitle(order.account_manager)],
    [t("lines"), order.lines > 1 ? order.lines : null], [t("purpose"), order.purpose && word(order.purpose)], [t("faultOf"), order.fault && word(order.fault)],
    [t("sites"), order.sites.join(", ")], [f("cites"), cited && <a href={href("front", { open: String(order.confirmation) })}>{cited}</a>],
    ...Object.entries(order.requirement ?? {}).map(([name, value]): [string, string] => [name, typeof value === "string" ? value : JSON.stringify(value)]),
    [t("arrived"), when(order.arrived_at)], [t("promised"), when(order.promised_at)],
    [f("signedOn"), order.signed_at && `${order.signed_by ?? ""} ${when(order.signed_at)}`],
  ];
  return <dl class="facts">{rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Grading({ order }: { order: Order }) {
  if (order.grades) return <p>{f("gradesGiven", order.grades.time, order.grades.quality)}</p>;
  if (order.state !== "awaiting_archive" || !has("account_manager")) return null;
  const isOpen = order.grading_until !== null && Date.parse(order.grading_until) > now();
  return <p class="dim">{isOpen ? f("gradingUntil", when(order.grading_until)) : f("askGrading")}</p>;
}

export function FrontPanel({ id, close }: { id: number; close: () => void }) {
  return <PanelFrame id={id} close={close} body={(order) => (
    <>
      <Way order={order} />
      {(order.major || order.hold) && <p class="line">{order.major && <MajorMark />}<HoldTag order={order} /></p>}
      {["archived", "cancelled", "draft"].includes(order.state) ? <p><StateTag order={order} /></p> : <MostUrgent order={order} />}
      <SentBackNote order={order} />
      <OfferButtons offers={byTone(offersFor(order))} several />
      <HoldNote order={order} />
      <Grading order={order} />
      <Answered order={order} />
      {!["archived", "cancelled"].includes(order.state) && <section><h3>{t("whoHolds")}</h3><Holders order={order} /></section>}
      <OrderFeedback order={order} />
      {order.description && <p class="prose">{order.description}</p>}
      {order.tasks.length > 0 && <section><h3>{t("tasks")}</h3><TaskGraph order={order} /></section>}
      {order.returns.length > 0 && <section><h3>{t("returns")}</h3><Slips order={order} /></section>}
      <Facts order={order} />
    </>
  )} />;
}
