// SPDX-License-Identifier: Apache-2.0
// Ladders: the steps of a tier's clocks drawn along the limit, and a ladder's steps changed one by one, tried first.
import { useMemo } from "preact/hooks";
import { useKeys } from "../keys";
import { FieldOf, FormState, type Bag, type FieldRow } from "../parts/fields";
import { SeverityMark } from "../parts/mark";
import { stepText } from "../parts/order";
import { toastDone } from "../parts/toast";
import { go, href } from "../router";
import type { Ladder, Severity, Step } from "../shapes";
import { t } from "../text";
import { word } from "../words";
import { rowKeys, SidePanel, Standing, useRows, type Rows } from "./table";
import { s } from "./text";
import { TryForm } from "./tryout";

const CLOCKS = ["order", "approval", "intake", "accept", "task", "return", "signature", "archive"];
const TELL = ["holder", "station_manager", "supervisor", "leader", "admin"];
const STEPS_MAX = 16;

const keyOf = (ladder: Ladder) => `${ladder.tier}~${ladder.clock ?? ""}`;
const placeOf = (step: Step) => stepText(step.at ?? step.after ?? 0);

function flagsOf(step: Step): string[] {
  return [step.repeat ? s("repeats", step.repeat, stepText(step.every ?? 0).replace(/^\+ /, "")) : "", step.major ? s("flagMajor") : "", step.hand_over ? s("flagHand") : "", step.plain ? s("flagPlain") : ""].filter(Boolean);
}

/* Shares of the limit along a line; what comes after the breach stands at its end. */
function Scale({ ladder }: { ladder: Ladder }) {
  const most = Math.max(1.25, ...ladder.steps.map((step) => (step.at ?? 0) + (step.repeat && typeof step.every === "number" ? step.repeat * step.every : 0))) * 1.06;
  const x = (at: number) => `${(at / most) * 100}%`;
  return (
    <div class="scale" role="img" aria-label={`${s("ladderScale")}: ${ladder.steps.map((step) => `${placeOf(step)} ${word(step.severity)}`).join(", ")}`}>
      <div class="scale-line" style={{ width: x(1) }} />
      <div class="scale-end" style={{ left: x(1) }}><span>100 %</span></div>
      {ladder.steps.flatMap((step, i) => {
        const marks = step.at === undefined ? [most / 1.03] : [step.at, ...Array.from({ length: typeof step.every === "number" ? Math.min(step.repeat ?? 0, 20) : 0 }, (_, k) => step.at! + (k + 1) * (step.every as number))];
        return marks.map((at, k) => <div key={`${i}.${k}`} class="scale-step" data-again={k ? "" : undefined} style={{ left: x(at) }}><SeverityMark severity={step.severity} bare /></div>);
      })}
    </div>
  );
}

function LadderCard({ ladder, isOpen }: { ladder: Ladder; isOpen: boolean }) {
  return (
    <section class="card" data-open={isOpen ? "" : undefined}>
      <h2><a class="row-link" href={href(`setup/ladders/${keyOf(ladder)}`)}>{s("ladderOf", ladder.tier)}</a> <span class="dim">{ladder.clock ? word(ladder.clock) : s("everyClock")}</span></h2>
      <Scale ladder={ladder} />
      <table class="table">
        <caption class="unseen">{s("ladderOf", ladder.tier)}</caption>
        <tbody>
          {ladder.steps.map((step) => (
            <tr key={placeOf(step)}><th scope="row" class="num step-at">{placeOf(step)}</th><td><SeverityMark severity={step.severity} /></td><td>{word(step.tell)}</td><td class="dim">{flagsOf(step).join(" · ")}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Draft {
  share: string;
  after: string;
  severity: Severity;
  tell: string;
  repeat: string;
  every: string;
  plain: boolean;
  major: boolean;
  hand_over: boolean;
}

const percent = (share: number) => String(+(share * 100).toFixed(4));

function draftOf(step: Step): Draft {
  return {
    share: step.at === undefined ? "" : percent(step.at), after: step.after ?? "", severity: step.severity, tell: step.tell, repeat: step.repeat ? String(step.repeat) : "",
    every: typeof step.every === "number" ? percent(step.every) : step.every ?? "", plain: !!step.plain, major: !!step.major, hand_over: !!step.hand_over,
  };
}

function stepOf(draft: Draft): Record<string, unknown> {
  const isAfter = draft.after.trim() !== "";
  const flags = Object.fromEntries((["plain", "major", "hand_over"] as const).filter((flag) => draft[flag]).map((flag) => [flag, true]));
  const share = (text: string) => (text.trim() === "" ? undefined : Number((Number(text) / 100).toFixed(6)));
  const repeat = draft.repeat.trim() === "" ? {} : { repeat: Number(draft.repeat), ...(draft.every.trim() ? { every: isAfter ? draft.every.trim() : share(draft.every) } : {}) };
  return { ...(isAfter ? { after: draft.after.trim() } : { at: share(draft.share) }), severity: draft.severity, tell: draft.tell, ...repeat, ...flags };
}

function StepFields({ form, i, remove }: { form: FormState; i: number; remove: () => void }) {
  const drafts = form.values.value.steps as Draft[];
  const draft = drafts[i]!;
  /* A form of its own over one step of the whole. */
  const sub = useMemo(() => new FormState({}), []);
  sub.values.value = draft as unknown as Bag;
  sub.put = (changes: Bag) => form.put({ steps: (form.values.value.steps as Draft[]).map((one, k) => (k === i ? { ...one, ...changes } : one)) });
  const wrong = form.wrong(`steps/${i}`);
  const fields: FieldRow[] = [
    { name: "share", label: s("atShare"), type: "line" }, { name: "after", label: s("orAfter"), type: "span" },
    { name: "severity", label: s("severity"), type: "choice", isNeeded: true, options: () => ["warning", "minor", "major", "critical"].map((one) => [one, word(one)]) },
    { name: "tell", label: s("tell"), type: "choice", isNeeded: true, options: () => TELL.map((one) => [one, word(one)]) },
    { name: "repeat", label: s("repeat"), type: "line" }, { name: "every", label: s("every"), type: "line", hint: s("everyHint"), when: (bag) => String(bag.repeat).trim() !== "" },
    { name: "major", label: s("flagMajor"), type: "check" }, { name: "hand_over", label: s("flagHand"), type: "check" }, { name: "plain", label: s("flagPlain"), type: "check" },
  ];
  return (
    <fieldset class="group step" data-wrong={wrong ? "" : undefined}>
      <legend>{s("step", i + 1)}</legend>
      <div class="boxes">{fields.map((field) => <FieldOf key={field.name} form={sub} field={field} />)}</div>
      {wrong && <p class="box-wrong">✕ {wrong}</p>}
      <button type="button" class="link" onClick={remove}>{s("removeStep", i + 1)}</button>
    </fieldset>
  );
}

function LadderPanel({ ladder, done, back }: { ladder: Ladder | undefined; done: () => void; back: string }) {
  const form = useMemo(() => new FormState({ tier: ladder?.tier ?? "A", clock: ladder?.clock ?? "", steps: (ladder?.steps ?? [{ at: 1, severity: "major", tell: "supervisor" } as Step]).map(draftOf) }), []);
  const steps = form.values.value.steps as Draft[];
  const params = () => {
    const { tier, clock } = form.values.value;
    return { tier, ...(clock ? { clock } : {}), steps: (form.values.value.steps as Draft[]).map(stepOf) };
  };
  return (
    <SidePanel title={ladder ? `${s("ladderOf", ladder.tier)} · ${ladder.clock ? word(ladder.clock) : s("everyClock")}` : `${s("ladders")}: ${s("newRow")}`} back={back} isWide>
      <TryForm form={form} method="ladder.put" params={params} done={done} fields={["steps", "tier", "clock"]}>
        {!ladder && (
          <div class="boxes">
            <FieldOf form={form} field={{ name: "tier", label: s("tier"), type: "choice", isNeeded: true, options: () => ["A", "B", "C"].map((tier) => [tier, t("tierN", tier)]) }} />
            <FieldOf form={form} field={{ name: "clock", label: s("clock"), type: "choice", options: () => CLOCKS.map((clock) => [clock, word(clock)]) }} />
          </div>
        )}
        {steps.map((_, i) => <StepFields key={i} form={form} i={i} remove={() => form.put({ steps: steps.filter((__, k) => k !== i) })} />)}
        {steps.length < STEPS_MAX && <div><button type="button" onClick={() => form.put({ steps: [...steps, { ...draftOf({ severity: "critical", tell: "leader" } as Step) }] })}>＋ {s("addStep")}</button></div>}
      </TryForm>
    </SidePanel>
  );
}

export function Ladders({ open }: { open: string | undefined }) {
  const of = useRows<Ladder>("ladder.list");
  const back = "setup/ladders";
  useKeys({ title: "screenSetup", rows: rowKeys(() => go(`${back}/+`)) });
  const ladder = of.rows.value.find((one) => keyOf(one) === open);
  const done = () => {
    toastDone(s("putDone", s("ladders")));
    void of.reload();
    go(back);
  };
  return (
    <>
      <section class="setup-main" aria-label={s("ladders")}>
        <header class="setup-head"><h1>{s("ladders")}</h1><a class="button primary" href={href(`${back}/+`)}>＋ {s("add")} <kbd>i</kbd></a></header>
        {of.rows.value.length === 0 ? <Standing of={of as Rows<unknown>} empty={s("emptyRows")} /> : <div class="cards table">{of.rows.value.map((one) => <LadderCard key={keyOf(one)} ladder={one} isOpen={open === keyOf(one)} />)}</div>}
      </section>
      {open && (open === "+" || ladder) && <LadderPanel key={`${open}${JSON.stringify(ladder)}`} ladder={open === "+" ? undefined : ladder} done={done} back={back} />}
    </>
  );
}
