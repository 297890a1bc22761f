// SPDX-License-Identifier: Apache-2.0
// A past period recounted as if other limits had been in force: how many would have been late, and which orders. It changes
// nothing and keeps nothing.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { FieldOf, FormState, Refused, sendOnCtrlEnter, type Bag } from "../parts/fields";
import { call } from "../rpc";
import { href } from "../router";
import { now } from "../clock";
import { instantOf, spanExact, spanMs, when } from "../when";
import { word } from "../words";
import { limitBag, limitOfBag, matchFields, useCalendarChoices } from "./limits";
import { s } from "./text";

interface Sum {
  missed: number;
  on_time_rate: number | null;
  alarms: number;
}
interface Verdict {
  spent: string;
  limit: string;
  missed: boolean;
  alarms: number;
}
interface Period {
  finished: number;
  then: Sum;
  now: Sum;
  changed: number;
  items: { order: number; number: string; then: Verdict; now: Verdict }[];
}

const rate = (sum: Sum) => (sum.on_time_rate === null ? "–" : `${(sum.on_time_rate * 100).toFixed(1)} %`);

function Verdicts({ of }: { of: Verdict }) {
  return <>{spanExact(spanMs(of.spent))} / {spanExact(spanMs(of.limit))} <span class="tag" data-tone={of.missed ? "bad" : "good"}>{of.missed ? "✕" : "✓"} {word(of.missed ? "missed" : "met")}</span></>;
}

function Answer({ period }: { period: Period }) {
  const rows: [string, string | number, string | number][] = [
    [s("finished"), period.finished, period.finished], [s("missed"), period.then.missed, period.now.missed],
    [s("onTime"), rate(period.then), rate(period.now)], [s("alarms"), period.then.alarms, period.now.alarms],
  ];
  return (
    <div class="survey" role="status">
      <table class="table replay-sums">
        <caption class="unseen">{s("replay")}</caption>
        <thead><tr><th scope="col">{s("figure")}</th><th scope="col" class="num">{s("then")}</th><th scope="col" class="num">{s("nowCol")}</th></tr></thead>
        <tbody>{rows.map(([name, then, after]) => <tr key={name}><th scope="row">{name}</th><td class="num">{then}</td><td class="num">{then === after ? after : <strong>{after}</strong>}</td></tr>)}</tbody>
      </table>
      <h3>{s("changedOrders", period.changed)}</h3>
      {period.items.length > 0 && (
        <div class="table-place" tabIndex={0} role="group" aria-label={s("changedOrders", period.changed)}>
          <table class="table">
            <caption class="unseen">{s("changedOrders", period.changed)}</caption>
            <thead><tr><th scope="col">{s("orderNo")}</th><th scope="col">{s("then")}</th><th scope="col">{s("nowCol")}</th></tr></thead>
            <tbody>{period.items.map((one) => <tr key={one.order}><th scope="row"><a href={href(`orders/${one.order}`)}>{one.number}</a></th><td><Verdicts of={one.then} /></td><td><Verdicts of={one.now} /></td></tr>)}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}

export function Replay() {
  const form = useMemo(() => {
    const month = when(now()).slice(0, 7);
    const from = new Date(Date.parse(`${month}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 7);
    return new FormState({ from: `${from}-01`, to: `${month}-01`, ...limitBag(undefined) }, "");
  }, []);
  const period = useSignal<Period | null>(null);
  const calendars = useCalendarChoices(false);
  const send = (event: Event) => {
    event.preventDefault();
    void form.send(async () => {
      const { from, to, ...limit } = form.values.value as Bag;
      period.value = null;
      period.value = (await call("policy.replay", { from: instantOf(`${from}T00:00`)!, to: instantOf(`${to}T00:00`)!, limits: limit.limit ? [limitOfBag(limit)] : [] } as never)) as unknown as Period;
    });
  };
  return (
    <section class="setup-main" aria-label={s("replay")}>
      <header class="setup-head"><h1>{s("replay")}</h1></header>
      <p class="dim lead">{s("replayLead")}</p>
      <form class="record replay" noValidate onSubmit={send} onKeyDown={sendOnCtrlEnter}>
        <div class="boxes"><FieldOf form={form} field={{ name: "from", label: s("from"), type: "date", isNeeded: true }} /><FieldOf form={form} field={{ name: "to", label: s("to"), type: "date", isNeeded: true }} /></div>
        <fieldset class="group"><legend>{s("otherLimits")}</legend>
          <div class="boxes">{matchFields().map((field) => <FieldOf key={field.name} form={form} field={field} />)}
            <FieldOf form={form} field={{ name: "limit", label: s("limit"), type: "span", isNeeded: true }} /><FieldOf form={form} field={{ name: "calendar", label: s("calendar"), type: "choice", isNeeded: true, options: calendars }} /></div>
        </fieldset>
        <Refused form={form} fields={["from", "to"]} />
        <div class="form-feet"><button type="submit" class="primary" disabled={form.isBusy.value}>{s("recount")}<kbd>Ctrl ↵</kbd></button></div>
      </form>
      {period.value && <Answer period={period.value} />}
    </section>
  );
}
