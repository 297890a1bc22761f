// SPDX-License-Identifier: Apache-2.0
// Trying a put before it is put: which open orders would move, by how much, which become late. A put is offered only for
// what was tried as it stands; a change of the form asks for another try.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Method } from "../api";
import { FormState, Refused, sendOnCtrlEnter } from "../parts/fields";
import { callOnce } from "../parts/form";
import { stepText } from "../parts/order";
import { call } from "../rpc";
import { href } from "../router";
import type { Calendar, Severity } from "../shapes";
import { spanExact, spanMs, when } from "../when";
import { word } from "../words";
import { s } from "./text";

export interface Move {
  order: number;
  number: string;
  kept: boolean;
  late: boolean;
  clock?: string;
  task?: string | null;
  from?: { limit: string; due_at: string | null };
  to?: { limit: string; due_at: string | null };
  by_s?: number;
  alarms: { clock: string; task: string | null; step: number | string; severity: Severity }[];
}

export interface Survey {
  dry_run: true;
  open: number;
  moved: number;
  late: number;
  kept: number;
  alarms: number;
  items: Move[];
  calendar?: Calendar;
  events?: { taken: number; passed: { events: number; first: string; why: string }[] };
}

const exact = (of: string | undefined) => (of ? spanExact(spanMs(of)) : "–");

function by(seconds: number): string {
  return `${seconds > 0 ? "+" : seconds < 0 ? "−" : "±"}${spanExact(Math.abs(seconds) * 1000)}`;
}

function MoveRow({ move }: { move: Move }) {
  return (
    <tr>
      <th scope="row"><a href={href(`orders/${move.order}`)}>{move.number}</a></th>
      {move.kept || !move.from || !move.to ? <td colSpan={4} class="dim">{s("kept")}</td> : (
        <>
          <td>{word(move.clock)}{move.task && <span class="dim"> {move.task}</span>}</td>
          <td>{exact(move.from.limit)} → <strong>{exact(move.to.limit)}</strong></td>
          <td>{move.from.due_at ? when(move.from.due_at) : "–"} → <strong>{move.to.due_at ? when(move.to.due_at) : "–"}</strong></td>
          <td>{move.by_s !== undefined && by(move.by_s)} {move.late && <span class="tag" data-tone="bad">! {s("becomesLate")}</span>}
            {move.alarms.length > 0 && <span class="move-alarms">{s("alarmsAtOnce", move.alarms.map((alarm) => `${word(alarm.clock)} ${alarm.task ?? ""} ${stepText(alarm.step)}`.replace(/ +/g, " ")).join(", "))}</span>}</td>
        </>
      )}
    </tr>
  );
}

export function SurveyTable({ survey }: { survey: Survey }) {
  const { open, moved, late, kept, alarms, items } = survey;
  const more = moved + kept - items.length;
  return (
    <div class="survey" role="status">
      <p class="survey-sum" data-tone={late > 0 ? "bad" : undefined}>{moved + kept === 0 ? s("tryNone", open) : s("trySum", open, moved, late, kept, alarms)}</p>
      {items.length > 0 && (
        <div class="table-place" tabIndex={0} role="group" aria-label={s("moves")}>
          <table class="table">
            <caption class="unseen">{s("moves")}</caption>
            <thead><tr><th scope="col">{s("orderNo")}</th><th scope="col">{s("clock")}</th><th scope="col">{s("limit")}</th><th scope="col">{s("due")}</th><th scope="col">{s("by")}</th></tr></thead>
            <tbody>{items.map((move) => <MoveRow key={move.order} move={move} />)}</tbody>
          </table>
          {more > 0 && <p class="dim">{s("moreMoves", more)}</p>}
        </div>
      )}
    </div>
  );
}

interface Props {
  form: FormState;
  method: Method;
  /** The call as it stands now; null: there is nothing to put. */
  params: () => Record<string, unknown> | null;
  done: () => void;
  tried?: (survey: Survey | null) => void;
  fields?: readonly string[];
  children?: ComponentChildren;
  feet?: ComponentChildren;
}

/** A form whose first button tries, and whose others put. */
export function TryForm({ form, method, params, done, tried, fields, children, feet }: Props) {
  const survey = useSignal<{ of: string; what: Survey } | null>(null);
  const now = JSON.stringify(params());
  const isTried = survey.value !== null && survey.value.of === now;
  const attempt = () => form.send(async () => {
    const given = params();
    if (!given) return;
    const what = (await call(method, { ...given, dry_run: true } as never)) as unknown as Survey;
    survey.value = { of: JSON.stringify(given), what };
    tried?.(what);
  });
  const put = (apply: boolean) => form.send(async () => {
    await callOnce(method, { ...params()!, ...(apply ? { apply: "open" } : {}) } as never);
    survey.value = null;
    tried?.(null);
    done();
  });
  return (
    <form class="record" noValidate onKeyDown={sendOnCtrlEnter} onSubmit={(e) => {
      e.preventDefault();
      const value = (e.submitter as HTMLButtonElement | null)?.value;
      void (isTried && (value === "new" || value === "open") ? put(value === "open") : attempt());
    }}>
      {children}
      <Refused form={form} fields={fields} />
      {isTried ? <SurveyTable survey={survey.value!.what} /> : <p class="dim">{s("tryFirst")}</p>}
      <div class="form-feet">
        {feet}
        {isTried ? (
          <>
            <button type="submit" value="new" class={survey.value!.what.moved === 0 ? "primary" : undefined} disabled={form.isBusy.value}>{s("putNew")}</button>
            {survey.value!.what.moved > 0 && <button type="submit" value="open" class="primary" disabled={form.isBusy.value}>{s("putOpen")} ({survey.value!.what.moved})</button>}
          </>
        ) : <button type="submit" value="try" class="primary" disabled={form.isBusy.value || now === "null"}>{s("tryIt")}<kbd>Ctrl ↵</kbd></button>}
      </div>
    </form>
  );
}
