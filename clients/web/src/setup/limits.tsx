// SPDX-License-Identifier: Apache-2.0
// The limits as the handbook prints them: what a row matches down the side, tiers across, and in each field one row of the
// policy. A field is changed beside the table, tried on the open orders first.
import { useEffect, useMemo } from "preact/hooks";
import { customerTitle } from "../directory";
import { useKeys } from "../keys";
import { FieldOf, FormState, type Bag, type FieldRow } from "../parts/fields";
import { toastDone } from "../parts/toast";
import { go, href, param } from "../router";
import { may } from "../session";
import type { Calendar, Limit } from "../shapes";
import { t } from "../text";
import { spanExact, spanMs } from "../when";
import { word } from "../words";
import { Filter, rowKeys, SidePanel, Standing, useRows, type Rows } from "./table";
import { s } from "./text";
import { TryForm } from "./tryout";
import { useSignal } from "@preact/signals";

const CLOCKS = ["order", "approval", "intake", "accept", "task", "return", "signature", "archive"];
const TIERS = ["A", "B", "C", ""];

const linesText = (lines: Limit["lines"]) => (lines ? (lines[1] === null ? `${lines[0]}+` : `${lines[0]}–${lines[1]}`) : "");

/** What a row matches, without the tier: a line of the table. */
const lineOf = (row: Limit) => JSON.stringify([row.clock, row.rework ?? false, row.kind, row.service, row.fault, row.resource, row.lines, row.customer]);
const keyOf = (row: Limit) => [row.clock, row.kind, row.service, row.resource, row.lines?.map((n) => n ?? "").join("-"), row.tier, row.fault, row.customer, row.rework ? "rework" : ""].map((one) => one ?? "").join("~");

interface Line {
  first: Limit;
  byTier: Map<string, Limit>;
}

function linesOf(rows: Limit[]): Line[] {
  const found = new Map<string, Line>();
  for (const row of rows) {
    const key = lineOf(row);
    const line = found.get(key) ?? { first: row, byTier: new Map<string, Limit>() };
    found.set(key, line);
    line.byTier.set(row.tier ?? "", row);
  }
  return [...found.values()];
}

const textOf = (row: Limit) => [row.clock, row.kind, row.service, row.resource, row.fault, row.rework ? "rework" : ""].map((one) => `${one ?? ""} ${word(one)}`).join(" ") + ` ${linesText(row.lines)} ${customerTitle(row.customer)} ${row.source ?? ""}`;

function Cell({ row, open }: { row: Limit | undefined; open: string | undefined }) {
  if (!row) return <td class="limit-none">–</td>;
  const key = keyOf(row);
  return (
    <td data-open={open === key ? "" : undefined}>
      <a class="row-link limit" href={href(`setup/limits/${encodeURIComponent(key)}`)} aria-current={open === key ? "true" : undefined}>{spanExact(spanMs(row.limit))}</a>
      {row.calendar !== "always" && <span class="dim"> {row.calendar}</span>}
    </td>
  );
}

function LimitTable({ of, open }: { of: Rows<Limit>; open: string | undefined }) {
  const wanted = param("text").trim().toLowerCase();
  const all = linesOf(of.rows.value);
  const lines = wanted ? all.filter((line) => textOf(line.first).toLowerCase().includes(wanted)) : all;
  const hasAny = all.some((line) => line.byTier.has(""));
  const tiers = TIERS.filter((tier) => tier || hasAny);
  const groups = CLOCKS.map((clock) => ({ clock, lines: lines.filter((line) => line.first.clock === clock) })).filter((group) => group.lines.length > 0);
  return (
    <>
      <Filter n={lines.length} total={all.length} />
      {groups.length === 0 ? <Standing of={of as Rows<unknown>} empty={s(wanted ? "emptyFiltered" : "emptyRows")} /> : (
        <div class="table-place">
          <table class="table limit-table">
            <caption class="unseen">{s("limits")}</caption>
            <thead><tr><th scope="col">{s("kindOf")}, {s("service")}</th><th scope="col">{s("resource")}</th><th scope="col">{s("lines")}</th>
              {tiers.map((tier) => <th key={tier} scope="col">{tier ? t("tierN", tier) : s("anyTier")}</th>)}<th scope="col">{s("source")}</th></tr></thead>
            {groups.map(({ clock, lines: rows }) => (
              <tbody key={clock}>
                <tr class="table-group"><th scope="colgroup" colSpan={4 + tiers.length}><span>{word(clock)}</span></th></tr>
                {rows.map(({ first, byTier }) => (
                  <tr key={lineOf(first)}>
                    <th scope="row">{word(first.kind) || s("any")}{(first.service || first.fault) && <span class="dim"> {[word(first.service), word(first.fault)].filter(Boolean).join(" · ")}</span>}{first.rework && <span class="tag">{s("rework")}</span>}{first.customer && <span class="tag" data-tone="good">{customerTitle(first.customer)}</span>}</th>
                    <td>{word(first.resource) || <span class="dim">{s("any")}</span>}</td>
                    <td>{linesText(first.lines) || <span class="dim">{s("any")}</span>}</td>
                    {tiers.map((tier) => <Cell key={tier} row={byTier.get(tier)} open={open} />)}
                    <td class="dim">{[...new Set([...byTier.values()].map((row) => row.source).filter(Boolean))].join(", ")}</td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </>
  );
}

export function useCalendarChoices(withStation: boolean): () => [string, string][] {
  const calendars = useRows<Calendar>("calendar.list", 100);
  return () => [["always", s("always")], ...(withStation ? [["station", s("ofStation")] as [string, string]] : []), ...calendars.rows.value.map((one): [string, string] => [one.name, one.name])];
}

export function matchFields(): FieldRow[] {
  const choices = (list: string[]) => () => list.map((one): [string, string] => [one, word(one)]);
  return [
    { name: "clock", label: s("clock"), type: "choice", isNeeded: true, isKey: true, options: choices(CLOCKS) },
    { name: "tier", label: s("tier"), type: "choice", isKey: true, options: () => ["A", "B", "C"].map((tier) => [tier, t("tierN", tier)]) },
    { name: "kind", label: s("kindOf"), type: "choice", isKey: true, options: choices(["contact", "confirmation", "fault"]) },
    { name: "service", label: s("service"), type: "line", isKey: true },
    { name: "resource", label: s("resource"), type: "choice", isKey: true, options: choices(["dispatchable", "unforecast_build"]) },
    { name: "fault", label: s("fault"), type: "choice", isKey: true, options: choices(["equipment", "line"]) },
    { name: "lines_from", label: s("linesFrom"), type: "number", isKey: true, min: 1 },
    { name: "lines_to", label: s("linesTo"), type: "number", isKey: true, min: 1, hint: s("linesToHint") },
    { name: "customer", label: s("customer"), type: "line", isKey: true, hint: s("customerHint") },
    { name: "rework", label: s("rework"), type: "check", when: (bag) => bag.clock === "task" },
  ];
}

export function limitBag(row: Limit | undefined): Bag {
  if (!row) return { clock: "order", kind: "", service: "", resource: "", lines_from: "", lines_to: "", tier: "", fault: "", customer: "", rework: false, limit: "", calendar: "always", source: "" };
  return { ...limitBag(undefined), ...row, lines_from: row.lines?.[0] ?? "", lines_to: row.lines?.[1] ?? "", limit: row.limit ?? "" };
}

/** As policy.put takes it. */
export function limitOfBag(bag: Bag, isGone = false): Record<string, unknown> {
  const { lines_from, lines_to, limit, rework, ...rest } = bag;
  const lines = lines_from === "" ? {} : { lines: [lines_from, lines_to === "" ? null : lines_to] };
  const given = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, typeof value === "string" ? value.trim() : value]).filter(([, value]) => value !== "" && value !== undefined));
  return { ...given, ...lines, ...(rework ? { rework: true } : {}), limit: isGone ? null : String(limit).trim() };
}

function LimitPanel({ row, done, back }: { row: Limit | undefined; done: () => void; back: string }) {
  const form = useMemo(() => new FormState(limitBag(row), "limits/0/"), []);
  const isGone = useSignal(false);
  const calendars = useCalendarChoices(["accept", "task", "return"].includes(String(form.values.value.clock)));
  const values: FieldRow[] = [
    { name: "limit", label: s("limit"), type: "span", isNeeded: true },
    { name: "calendar", label: s("calendar"), type: "choice", isNeeded: true, options: calendars },
    { name: "source", label: s("source"), type: "line" },
  ];
  const match = matchFields();
  return (
    <SidePanel title={row ? s("limitOf", [word(row.clock), word(row.kind), word(row.service), row.tier ?? ""].filter(Boolean).join(" · ")) : `${s("limits")}: ${s("newRow")}`} back={back} isWide>
      <TryForm form={form} method="policy.put" params={() => ({ limits: [limitOfBag(form.values.value, isGone.value)] })} fields={[...match, ...values].map((one) => one.name)} done={done}
        feet={row && <button type="button" class={isGone.value ? "link" : "danger"} onClick={() => (isGone.value = !isGone.value)}>{s(isGone.value ? "keepRow" : "removeRow")}</button>}>
        {row ? (
          <dl class="facts match">
            {match.map((field) => [field, form.values.value[field.name]] as const).filter(([, value]) => value !== "" && value !== false && value !== undefined)
              .map(([field, value]) => <div key={field.name}><dt>{field.label}</dt><dd>{word(String(value))}</dd></div>)}
          </dl>
        ) : <fieldset class="group"><legend>{s("matches")}</legend><div class="boxes">{match.map((field) => <FieldOf key={field.name} form={form} field={field} />)}</div></fieldset>}
        {isGone.value ? <p class="callout" data-tone="soon">{s("removing")}</p> : <div class="boxes">{values.map((field) => <FieldOf key={field.name} form={form} field={field} isOld={row !== undefined} />)}</div>}
      </TryForm>
    </SidePanel>
  );
}

export function Limits({ open }: { open: string | undefined }) {
  const of = useRows<Limit>("policy.list");
  const back = "setup/limits";
  useKeys({ title: "screenSetup", rows: rowKeys(may("policy.put") ? () => go(`${back}/+`) : undefined) });
  const row = of.rows.value.find((one) => keyOf(one) === open);
  useEffect(() => document.querySelector(".limit-table [data-open]")?.scrollIntoView({ block: "nearest", inline: "nearest" }), [row]);
  const done = () => {
    toastDone(s("putDone", s("limits")));
    void of.reload();
    go(back);
  };
  return (
    <>
      <section class="setup-main" aria-label={s("limits")}>
        <header class="setup-head"><h1>{s("limits")}</h1><a class="button primary" href={href(`${back}/+`)}>＋ {s("add")} <kbd>i</kbd></a></header>
        <p class="dim lead">{s("limitsLead")}</p>
        <LimitTable of={of} open={open} />
      </section>
      {open && (open === "+" || row) && <LimitPanel key={`${open}${JSON.stringify(row)}`} row={open === "+" ? undefined : row} done={done} back={back} />}
      {open && open !== "+" && !row && of.isHere.value && <SidePanel title={s("limits")} back={back}><p class="empty">{s("noSuch")}</p></SidePanel>}
    </>
  );
}
