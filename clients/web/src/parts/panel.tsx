// SPDX-License-Identifier: Apache-2.0
// One order beside a list: what one has to know to act, and what may be done. The whole story is the order's own page.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { offersFor } from "../act";
import { customerTitle, reasonTitle, unitTitle, userTitle } from "../directory";
import { orderSignal, ordersRev, pinOrder, unpinOrder } from "../live";
import { Refusal } from "../rpc";
import { href } from "../router";
import type { Order } from "../shapes";
import { holdersOf } from "../standing";
import { t } from "../text";
import { when } from "../when";
import { word } from "../words";
import { OfferButtons } from "./form";
import { MajorMark, TierMark } from "./mark";
import { Alarms, byTone, HoldTag, MostUrgent, Slips, StateTag, TaskGraph } from "./order";

/** An order that is kept here while the component lives. undefined: it has not come yet; null: there is none to see. */
export function useOrder(id: number): Order | undefined | null {
  const isMissing = useSignal(false);
  useEffect(() => {
    isMissing.value = false;
    pinOrder(id).catch((why) => {
      if (why instanceof Refusal && why.cls !== "offline") isMissing.value = true;
    });
    return () => unpinOrder(id);
  }, [id]);
  void ordersRev.value; // it may only now be held here
  return orderSignal(id)?.value ?? (isMissing.value ? null : undefined);
}

export function Holders({ order }: { order: Order }) {
  const holders = holdersOf(order);
  if (holders.length === 0) return null;
  return (
    <ul class="holders">
      {holders.map((holder) => (
        <li key={`${holder.who}${holder.what}`}><strong>{holder.who}</strong>{holder.person && holder.who !== userTitle(holder.person) ? ` · ${userTitle(holder.person)}` : ""} <span class="dim">{holder.what}</span></li>
      ))}
    </ul>
  );
}

export function HoldNote({ order }: { order: Order }) {
  if (!order.hold) return null;
  const { reason, stops_clock, note, by, since } = order.hold;
  return <p class="callout" data-tone="soon"><strong>{t("onHold")}: {reasonTitle(reason)}</strong> ({t(stops_clock ? "clockStopped" : "clockGoesOn")}) · {userTitle(by)}, {when(since)}{note && <><br />{note}</>}</p>;
}

export function SentBackNote({ order }: { order: Order }) {
  if (!order.sent_back) return null;
  return <p class="callout" data-tone="soon"><strong>{word("sent_back")}</strong> · {userTitle(order.sent_back.by)}, {when(order.sent_back.at)}<br />{order.sent_back.reason}</p>;
}

function Facts({ order }: { order: Order }) {
  const rows: [string, string | null][] = [
    [t("customer"), customerTitle(order.customer)], [t("unit"), unitTitle(order.unit)],
    [t("fieldAccountManager"), userTitle(order.account_manager)], [t("lines"), order.lines > 1 ? String(order.lines) : null],
    [t("purpose"), word(order.purpose)], [t("faultOf"), word(order.fault)], [t("sites"), order.sites.join(", ")],
    [t("arrived"), when(order.arrived_at)], [t("promised"), when(order.promised_at)],
  ];
  return <dl class="facts">{rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

/** The frame of an order beside a list; `body` is what is told of it there. */
export function PanelFrame({ id, close, body }: { id: number; close: () => void; body: (order: Order) => ComponentChildren }) {
  const order = useOrder(id);
  return (
    <aside class="panel" aria-label={t("orderNo")}>
      {!order ? <p class="notice">{order === null ? t("noSuchOrder") : `${t("loading")}…`}</p> : (
        <>
          <header class="panel-head">
            <TierMark tier={order.tier} /> <a class="number" href={href(`orders/${order.id}`)}>{order.number}</a>
            <span class="dim cut">{word(order.kind)} · {word(order.service)}</span>
            <button type="button" class="icon" aria-label={t("close")} onClick={close}>✕</button>
          </header>
          <div class="panel-body">
            <h2>{order.title}</h2>
            {body(order)}
            <p><a href={href(`orders/${order.id}`)}>{t("wholePage")} <kbd>f</kbd></a></p>
          </div>
        </>
      )}
    </aside>
  );
}

export function OrderPanel({ id, close }: { id: number; close: () => void }) {
  return <PanelFrame id={id} close={close} body={(order) => (
    <>
      <p class="line"><StateTag order={order} />{order.major && <MajorMark />}<HoldTag order={order} /></p>
      <MostUrgent order={order} />
      <OfferButtons offers={byTone(offersFor(order))} several />
      <HoldNote order={order} />
      <SentBackNote order={order} />
      {order.description && <p class="prose">{order.description}</p>}
      <section><h3>{t("whoHolds")}</h3><Holders order={order} /></section>
      {order.tasks.length > 0 && <section><h3>{t("tasks")}</h3><TaskGraph order={order} width={122} /></section>}
      {order.returns.length > 0 && <section><h3>{t("returns")}</h3><Slips order={order} /></section>}
      <section><h3>{t("alarms")}</h3><Alarms order={order.id} /></section>
      <Facts order={order} />
    </>
  )} />;
}
