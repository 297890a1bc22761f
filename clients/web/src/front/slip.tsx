// SPDX-License-Identifier: Apache-2.0
// Filling in a slip: a new one, or one that is amended. What was typed stays in this browser until it is taken; what is
// wrong with it is the daemon's to say, and stands beside its field.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { now } from "../clock";
import { customers, customerTitle, units, unitTitle } from "../directory";
import { useKeys } from "../keys";
import { heldOrders, ordersRev, takeOrder } from "../live";
import { FieldOf, FormState, Refused, sendOnCtrlEnter, type Bag, type FieldRow } from "../parts/fields";
import { callOnce } from "../parts/form";
import { TierMark } from "../parts/mark";
import { SentBackNote, useOrder } from "../parts/panel";
import { toastDone } from "../parts/toast";
import { all } from "../rpc";
import { go, href, param } from "../router";
import { has, me } from "../session";
import type { Customer, Kind, Limit, Order } from "../shapes";
import { t, type Text } from "../text";
import { spanExact, spanMs, when } from "../when";
import { word } from "../words";
import { CustomerField } from "./customer";
import { answerOf, archivedConfirmations, bagOf, BLANK, changesOf, customerFor, isCitable, limitOf, paramsOf, serves, servicesOf, TEXTS, type Pair } from "./slipform";
import { f } from "./text";

export const KINDS: { kind: Kind; text: Text; may: () => boolean }[] = [
  { kind: "contact", text: "raiseContact", may: () => has("account_manager") },
  { kind: "confirmation", text: "raiseConfirmation", may: () => has("account_manager") },
  { kind: "fault", text: "raiseFault", may: () => has("account_manager", "dispatcher") },
];

/* What is being filled in, by the form's own path: one may look elsewhere and come back. */
const begun = new Map<string, FormState>();
const BEGUN_MAX = 20;
const PLACES = { no_policy: "service", quota_exceeded: "tier", confirmation_required: "confirmation", confirmation_lapsed: "confirmation" };

function formFor(key: string, initial: Bag): FormState {
  const old = begun.get(key);
  if (old) return old;
  if (begun.size >= BEGUN_MAX) begun.delete(begun.keys().next().value!);
  const form = new FormState(initial, "", PLACES);
  begun.set(key, form);
  return form;
}

/* Whose unit the order will be of (rule 23). */
function unitOf(bag: Bag, customer: Customer | undefined): string {
  if (bag.unit) return String(bag.unit);
  return (has("account_manager") && me.value?.unit) || customer?.unit || "";
}

function useConfirmations(kind: Kind) {
  const archived = useSignal<Order[]>([]);
  useEffect(() => {
    if (kind === "contact") void archivedConfirmations().then((orders) => (archived.value = orders), () => {});
  }, [kind]);
  return useComputed(() => {
    void ordersRev.value;
    const found = new Map(archived.value.map((order) => [order.id, order]));
    for (const held of heldOrders()) if (held.peek().kind === "confirmation") found.set(held.peek().id, held.peek());
    return [...found.values()].sort((a, b) => b.id - a.id);
  });
}

function confirmationText(order: Order): string {
  const answer = answerOf(order);
  return f("confirmationRow", order.number, customerTitle(order.customer), order.lines, word(answer?.result), when(answer?.valid_until));
}

function Requirements({ form }: { form: FormState }) {
  const pairs = form.values.value.requirement as Pair[];
  const put = (to: Pair[]) => form.put({ requirement: to });
  return (
    <fieldset class="box box-group requirements" data-wide>
      <legend>{f("fieldRequirement")} <span class="dim">{t("optional")}</span></legend>
      {pairs.map(([name, value], i) => (
        <div key={i} class="requirement">
          <input type="text" name="requirement" aria-label={`${f("requirementName")} ${i + 1}`} placeholder={f("requirementName")} value={name} onInput={(e) => put(pairs.map((p, k) => (k === i ? [e.currentTarget.value, value] : p)))} />
          <input type="text" aria-label={`${f("requirementValue")} ${i + 1}`} placeholder={f("requirementValue")} value={value} onInput={(e) => put(pairs.map((p, k) => (k === i ? [name, e.currentTarget.value] : p)))} />
          <button type="button" class="icon" aria-label={f("requirementRemove", name || i + 1)} onClick={() => put(pairs.filter((_, k) => k !== i))}>✕</button>
        </div>
      ))}
      <div><button type="button" onClick={() => put([...pairs, ["", ""]])}>＋ {f("requirementAdd")}</button></div>
    </fieldset>
  );
}

/* Where it goes when it is submitted, and how long the response centre will have for it. */
function HowOn({ kind, bag, unit, limits, resource }: { kind: Kind; bag: Bag; unit: string; limits: Limit[]; resource: string | null }) {
  const found = units.get().get(unit);
  const direct = kind === "fault" || (kind === "confirmation" && (found?.confirmation_direct ?? true));
  const important = bag.needs_leader === true || (kind === "contact" && bag.tier === "A");
  const roles = { manager: "industry_manager", leader: "leader", clerk: "clerk" } as const;
  const reviews = direct ? [] : (found?.reviews ?? []).filter((review) => review !== "leader" || important).map((review) => word(roles[review]));
  const limit = bag.service && bag.tier ? limitOf(limits, bag, kind, resource) : null;
  const canTell = !!bag.service && !!bag.tier && limits.length > 0 && (kind !== "contact" || resource !== null) && (bag.service !== "leased_2m" || kind !== "fault" || !!bag.fault);
  return (
    <div class="how-on">
      <p>{reviews.length > 0 ? f("howReviews", reviews.join(" → ")) : f("howDirect")}</p>
      {canTell && (limit ? <p><strong>{f("limitIs", spanExact(spanMs(limit.limit)))}</strong></p> : <p class="how-none">{f("limitNone")}</p>)}
    </div>
  );
}

interface FormProps {
  form: FormState;
  kind: Kind;
  order?: Order;
  reset: () => void;
}

function SlipForm({ form, kind, order, reset }: FormProps) {
  const bag = form.values.value;
  const limits = useSignal<Limit[]>([]);
  const saved = useSignal<Order | undefined>(undefined); // what was amended, where submitting it was refused
  const confirmations = useConfirmations(kind);
  useEffect(() => void all("policy.list", { limit: 1000 }).then((rows) => (limits.value = rows), () => {}), []);
  const customer = customerFor(customers.get(), String(bag.customer));
  const unit = order?.unit ?? unitOf(bag, customer);
  const textsOnly = order !== undefined && order.state !== "draft";
  const base = saved.value ?? order;
  const fits = (one: Order) => isCitable(one, now(), order?.id) && serves(one, bag, unit);
  const citable = confirmations.value.filter(fits);
  const cited = bag.confirmation ? confirmations.value.find((one) => one.id === Number(bag.confirmation)) : undefined;
  const answered = cited ? answerOf(cited) : null;
  /* needs_build is dispatchable while the agreed quantity lasts: only the daemon knows. */
  const resource = answered?.result === "available" ? "dispatchable" : null;

  /* What it was asked for is what the slip may be for. */
  const cite = (id: unknown): Bag => {
    const one = confirmations.value.find((order) => order.id === Number(id));
    if (!one) return {};
    return { customer: one.customer, service: one.service, tier: bag.tier || (customers.get().get(one.customer)?.tier ?? ""), ...(bag.customer ? {} : { lines: one.lines }) };
  };
  /* The register's tier, until one says another. */
  const chosen = (one: Customer | undefined) => {
    if (one) form.put({ tier: one.tier });
    if (cited && cited.customer !== form.values.value.customer) form.put({ confirmation: "" });
  };

  const send = (submit: boolean) => form.send(async () => {
    const key = order ? `amend/${order.id}` : kind;
    let done: Order;
    if (base) {
      const changes = changesOf(form.values.value, base);
      done = Object.keys(changes).length === 0 ? base : (await callOnce("order.amend", { ...changes, id: base.id, if_version: base.version })).order;
      takeOrder(done);
      saved.value = done;
      if (submit) done = (await callOnce("order.submit", { id: done.id, if_version: done.version })).order;
    } else {
      done = (await callOnce("order.create", { kind, ...paramsOf(form.values.value, kind), submit } as never)).order;
    }
    takeOrder(done);
    begun.delete(key);
    toastDone(t("doneToast", submit ? t("doSubmit") : f(order ? "save" : "keepDraft")), [`${done.number} ${done.title}`]);
    go("front", { open: String(done.id) });
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const by = event.submitter as HTMLButtonElement | null;
    void send(by?.value !== "keep" && !textsOnly);
  };

  const services = servicesOf(limits.value, kind);
  const tierHint = bag.tier === "A" ? f(kind === "contact" ? "tierQuota" : "tierQuotaFault") : f("tierHint");
  const rows = (list: FieldRow[]) => list.filter((row) => !textsOnly || TEXTS.includes(row.name)).map((row) => <FieldOf key={row.name} form={form} field={row} />);
  const option = (one: string): [string, string] => [one, word(one)];
  const isDispatcher = !has("account_manager") || has("admin");

  return (
    <form class="sheet" noValidate onSubmit={submit} onKeyDown={sendOnCtrlEnter}>
      {!textsOnly && (
        <section class="sheet-part" aria-label={f("whoFor")}>
          <h2>{f("whoFor")}</h2>
          <div class="boxes">
            <CustomerField form={form} chosen={chosen} />
            {rows([
              ...(isDispatcher && !order ? [{ name: "unit", label: f("fieldUnit"), type: "choice", hint: f("unitHint"), options: () => [...units.get().values()].filter((u) => u.kind === "front").map((u): [string, string] => [u.name, u.title]) } satisfies FieldRow] : []),
              { name: "tier", label: f("fieldTier"), type: "pills", isNeeded: true, isWide: !isDispatcher, hint: `${customer ? `${f("tierAs", customer.tier)}. ` : ""}${tierHint}`, options: () => ["A", "B", "C"].map((tier) => [tier, t("tierN", tier)]) },
            ])}
          </div>
        </section>
      )}
      {!textsOnly && (
        <section class="sheet-part" aria-label={f("whatFor")}>
          <h2>{f("whatFor")}</h2>
          <div class="boxes">
            {kind === "contact" && (
              <FieldOf form={form} field={{ name: "confirmation", label: f("fieldConfirmation"), type: "choice", isWide: true, also: cite,
                hint: citable.length > 0 || !bag.customer ? f("confirmationHint") : f("confirmationNone"),
                options: () => [...(cited && !citable.includes(cited) ? [cited] : []), ...citable].map((one) => [String(one.id), confirmationText(one)]) }} />
            )}
            {rows([
              { name: "service", label: f("fieldService"), type: "choice", isNeeded: true, options: () => [...new Set([...services, ...(bag.service ? [String(bag.service)] : [])])].map(option) },
              ...(kind === "contact" ? [{ name: "purpose", label: f("fieldPurpose"), type: "pills", isNeeded: true, options: () => ["install", "upgrade", "relocate"].map(option) } satisfies FieldRow] : []),
              ...(kind === "fault" ? [{ name: "fault", label: f("fieldFault"), type: "pills", options: () => ["equipment", "line"].map(option) } satisfies FieldRow] : []),
              { name: "lines", label: f("fieldLines"), type: "number", isNeeded: true, min: 1, step: 1 },
              ...(kind !== "fault" ? [{ name: "needs_leader", label: f("fieldLeader"), type: "check" } satisfies FieldRow] : []),
            ])}
          </div>
        </section>
      )}
      <section class="sheet-part" aria-label={f("whatText")}>
        <h2>{f("whatText")}</h2>
        <div class="boxes">
          {rows([
            { name: "title", label: f("fieldTitle"), type: "line", isNeeded: true, isWide: true },
            { name: "description", label: f("fieldDescription"), type: "long", isWide: true },
            { name: "sites", label: f("fieldSites"), type: "lines", hint: f("sitesHint"), isWide: true },
          ])}
          <Requirements form={form} />
        </div>
      </section>
      {saved.value && form.why.value !== null && <p class="callout" data-tone="soon">{f("savedNotSubmitted")}</p>}
      <Refused form={form} />
      <div class="sheet-feet">
        {!textsOnly && <HowOn kind={kind} bag={bag} unit={unit} limits={limits.value} resource={resource} />}
        <div class="form-feet">
          {form.isChanged.value && <button type="button" class="link" onClick={reset}>{f("startAnew")}</button>}
          {!textsOnly && <button type="submit" value="keep" disabled={form.isBusy.value}>{f(order ? "save" : "keepDraft")}</button>}
          <button type="submit" class="primary" disabled={form.isBusy.value}>{f(textsOnly ? "save" : order ? "saveSubmit" : "submitNow")}<kbd>Ctrl ↵</kbd></button>
        </div>
      </div>
    </form>
  );
}

function useBack() {
  useKeys({ title: "screenFront", rows: [{ keys: ["Escape"], text: "keyEscape", run: () => go("front") }] });
}

export function NewSlip({ kind }: { kind: Kind }) {
  useBack();
  const mine = KINDS.filter((one) => one.may());
  const turn = useSignal(0);
  const form = useMemo(() => formFor(kind, { ...BLANK, customer: param("customer"), service: param("service"), confirmation: param("confirmation"),
    tier: param("tier"), lines: Number(param("lines") || 1) }), [kind, turn.value]);
  useEffect(() => document.querySelector<HTMLElement>(".sheet input")?.focus(), [kind]);
  if (!mine.some((one) => one.kind === kind)) return <p class="notice">{f("notForYou")}</p>;
  return (
    <div class="page">
      <header class="page-head">
        <a href={href("front")} aria-label={f("backToList")}>←</a>
        <h1>{t(KINDS.find((one) => one.kind === kind)!.text)}</h1>
        {mine.length > 1 && (
          <nav class="kinds" aria-label={f("raise")}>
            {mine.map((one) => <a key={one.kind} href={href(`front/new/${one.kind}`)} aria-current={one.kind === kind ? "page" : undefined}>{word(one.kind)}</a>)}
          </nav>
        )}
      </header>
      <SlipForm key={`${kind}${turn.value}`} form={form} kind={kind} reset={() => { begun.delete(kind); turn.value++; }} />
    </div>
  );
}

export function AmendSlip({ id }: { id: number }) {
  useBack();
  const order = useOrder(id);
  const turn = useSignal(0);
  const key = `amend/${id}`;
  const form = useMemo(() => (order ? formFor(key, bagOf(order)) : null), [order !== undefined, id, turn.value]);
  /* As it was when it was opened: what others change meanwhile is a conflict, not overwritten. */
  const first = useMemo(() => order, [form]);
  useEffect(() => { if (form) document.querySelector<HTMLElement>(".sheet input")?.focus(); }, [form]);
  return (
    <div class="page">
      <header class="page-head">
        <a href={href("front", { open: String(id) })} aria-label={f("backToList")}>←</a>
        <h1>{order ? f("amendOf", order.number) : t("doAmend")}</h1>
        {order && <p class="line"><TierMark tier={order.tier} /> {word(order.kind)} · {customerTitle(order.customer)} · {unitTitle(order.unit)}</p>}
      </header>
      {!order || !first || !form ? <p class="notice">{t("loading")}…</p>
        : ["awaiting_archive", "archived", "cancelled"].includes(order.state) ? <p class="notice">{f("notAmendable")}</p> : (
          <>
            <SentBackNote order={order} />
            {order.state !== "draft" && <p class="callout">{f("textsOnly")}</p>}
            <SlipForm key={turn.value} form={form} kind={order.kind} order={first} reset={() => { begun.delete(key); turn.value++; }} />
          </>
        )}
    </div>
  );
}

