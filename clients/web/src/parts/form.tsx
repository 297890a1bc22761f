// SPDX-License-Identifier: Apache-2.0
// A form from a list of fields, and the dialog of an action made of it. Sending twice what went astray carries the same key.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { clean, idOf, type Action, type Field, type Offer, type Subject, type Values } from "../act";
import type { Method, Methods } from "../api";
import { takeOrder } from "../live";
import { go } from "../router";
import { call, Refusal } from "../rpc";
import type { Order } from "../shapes";
import { t, type Text } from "../text";
import { routes, stations, stationTitle } from "../directory";
import { closeDialog, Dialog, openDialog } from "./dialog";
import { Refused, toastDone, toastRefused } from "./toast";

interface FieldProps {
  field: Field;
  values: Values;
  put: (name: string, value: string | boolean) => void;
  order?: Order;
}

function FieldInput({ field, values, put, order }: FieldProps) {
  const { name } = field;
  const value = values[name] ?? "";
  const label = <>{t(field.label)}{field.isNeeded ? <span aria-hidden="true"> *</span> : <span class="dim"> {t("optional")}</span>}</>;
  const typed = (e: { currentTarget: { value: string } }) => put(name, e.currentTarget.value);
  if (field.type === "check")
    return <label class="check"><input type="checkbox" name={name} checked={value === true} onChange={(e) => put(name, e.currentTarget.checked)} />{t(field.label)}</label>;
  if (field.type === "long")
    return <label>{label}<textarea name={name} required={field.isNeeded} value={String(value)} onInput={typed} /></label>;
  if (field.type === "instant")
    return <label>{label}<input type="datetime-local" name={name} required={field.isNeeded} value={String(value)} onInput={typed} /></label>;
  if (field.type === "choice")
    return (
      <label>{label}
        <select name={name} required={field.isNeeded} value={String(value)} onChange={typed}>
          <option value="">{t("choose")}</option>
          {field.options?.().map(([key, text]) => <option key={key} value={key}>{text}</option>)}
        </select>
      </label>
    );
  if (field.type === "tasks") {
    const chosen = new Set(String(value).split(" ").filter(Boolean));
    const flip = (task: string) => {
      if (!chosen.delete(task)) chosen.add(task);
      put(name, [...chosen].join(" "));
    };
    return (
      <fieldset class="checks"><legend>{t(field.label)}</legend>
        {order?.tasks.filter((task) => task.state === "done").map((task) => (
          <label key={task.id} class="check"><input type="checkbox" checked={chosen.has(task.name)} onChange={() => flip(task.name)} />{stationTitle(task.station)} · {task.name}</label>
        ))}
      </fieldset>
    );
  }
  return <label>{label}<input type="text" name={name} required={field.isNeeded} value={String(value)} onInput={typed} /></label>;
}

interface FormProps {
  fields: Field[];
  order?: Order;
  sendText: string;
  tone?: "primary" | "danger";
  send: (values: Values) => Promise<void>;
}

/** Ctrl-Enter sends from anywhere in it. What is refused is said in place, and what was typed stays. */
export function Form({ fields, order, sendText, tone = "primary", send }: FormProps) {
  const values = useSignal<Values>(Object.fromEntries(fields.flatMap((f) => (f.initial === undefined ? [] : [[f.name, f.initial]]))));
  const why = useSignal<unknown>(null);
  const isBusy = useSignal(false);
  const shown = fields.filter((field) => field.when?.(values.value) ?? true);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    why.value = null;
    const given = Object.fromEntries(shown.map((field) => [field.name, values.value[field.name] ?? ""]));
    try {
      await send(given);
    } catch (e) {
      why.value = e;
    }
    isBusy.value = false;
  };
  return (
    <form class="form" onSubmit={submit} onKeyDown={(e) => {
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
        e.preventDefault();
        e.currentTarget.requestSubmit();
      }
    }}>
      {shown.map((field) => (
        <FieldInput key={field.name} field={field} values={values.value} order={order}
          put={(name, value) => (values.value = { ...values.value, [name]: value })} />
      ))}
      <Refused why={why.value} />
      <div class="form-feet">
        <button type="button" onClick={closeDialog}>{t("cancel")}</button>
        <button type="submit" class={tone} disabled={isBusy.value}>{sendText}<kbd>Ctrl ↵</kbd></button>
      </div>
    </form>
  );
}

/* One key for one wish: asked again, it is the same wish. */
const wishes = new Map<string, string>();
const WISHES_MAX = 200;

function keyFor(wish: string): string {
  let key = wishes.get(wish);
  if (!key) {
    if (wishes.size >= WISHES_MAX) wishes.clear();
    wishes.set(wish, (key = `web-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`));
  }
  return key;
}

/** Asks for a change; while nobody can say what became of it, the same wish is asked for under the same key. */
export async function callOnce<M extends Method>(method: M, params: Methods[M]["params"]): Promise<Methods[M]["result"]> {
  const wish = JSON.stringify([method, params]);
  try {
    const answer = await call(method, { ...params, idempotency_key: keyFor(wish) });
    wishes.delete(wish);
    return answer;
  } catch (why) {
    const unsettled = why instanceof Refusal && ["unavailable", "unknown_outcome", "offline", "overloaded"].includes(why.cls);
    if (!unsettled) wishes.delete(wish);
    throw why;
  }
}

/** Does it; what the daemon answers is shown at once, before the event tells it to the others. */
export async function perform(action: Action, of: Subject, values: Values) {
  const given = clean(action.params ? action.params(values, of) : values);
  const params = { ...given, id: idOf(action, of), ...(action.id === "note" ? {} : { if_version: of.order.version }) };
  takeOrder(((await callOnce(action.method, params as never)) as { order: Order }).order);
}

const nameOf = ({ order, task }: Subject) => `${order.number}${task ? ` · ${task.name}` : ""}`;

function ActionDialog({ action, subjects }: { action: Action; subjects: Subject[] }) {
  const fields = useMemo(() => action.fields?.(subjects[0]!) ?? [], []);
  const one = subjects.length === 1;
  const send = async (values: Values) => {
    if (one) {
      await perform(action, subjects[0]!, values);
      closeDialog();
      toastDone(t("doneToast", t(action.text)), [nameOf(subjects[0]!)]);
      return;
    }
    closeDialog();
    await performMany(action, subjects, values);
  };
  return (
    <Dialog title={`${t(action.text)} · ${one ? nameOf(subjects[0]!) : t("countOrders", subjects.length)}`}>
      {one && <p class="dialog-lead">{subjects[0]!.order.title}</p>}
      <Form fields={fields} order={subjects[0]!.order} sendText={t(action.text)} tone={action.tone} send={send} />
    </Dialog>
  );
}

/** What can be done for all that are selected, or for those of them it fits. */
export function ChosenBar({ n, offers, clear }: { n: number; offers: Offer[]; clear: () => void }) {
  if (n === 0) return null;
  const kinds = new Map<string, Offer[]>();
  for (const offer of offers) if (offer.action.many) kinds.set(offer.action.id, [...(kinds.get(offer.action.id) ?? []), offer]);
  return (
    <div class="chosen" role="toolbar" aria-label={t("forChosen")}>
      <strong>{t("chosenCount", n)}</strong>
      {[...kinds].map(([id, of]) => (
        <button key={id} type="button" onClick={() => startAction(of[0]!.action, of.map((offer) => offer.of))}>
          {t(of[0]!.action.text)} ({of.length}){of[0]!.action.key && <kbd>{of[0]!.action.key}</kbd>}
        </button>
      ))}
      <button type="button" class="link" onClick={clear}>{t("clearChosen")}</button>
    </div>
  );
}

async function performMany(action: Action, subjects: Subject[], values: Values) {
  const refused: string[] = [];
  let first: unknown;
  for (const of of subjects)
    await perform(action, of, values).catch((why) => {
      first ??= why;
      refused.push(`${nameOf(of)}: ${why.message}`);
    });
  const done = subjects.length - refused.length;
  if (done) toastDone(t("doneMany", t(action.text), done));
  if (refused.length === 1) toastRefused(`${t(action.text)} ${refused[0]!.split(":")[0]}`, first);
  else if (refused.length) toastRefused(`${t(action.text)}, ${t("someRefused", refused.length, subjects.length)}`, new Refusal("", refused.slice(0, 5).join("; ")));
}

/** An action that was chosen: at once where nothing is to be asked, else its dialog. */
export function startAction(action: Action, subjects: Subject[]) {
  if (subjects.length === 0) return;
  if (action.place) {
    go(action.place(subjects[0]!));
  } else if (action.isOwn) {
    void Promise.all([import("../dispatch"), routes.ready(), stations.ready()]).then(([chunk]) => openDialog(() => <chunk.DispatchDialog order={subjects[0]!.order} />));
  } else if ((action.fields?.(subjects[0]!) ?? []).length > 0) {
    openDialog(() => <ActionDialog action={action} subjects={subjects} />);
  } else if (subjects.length === 1) {
    void perform(action, subjects[0]!, {}).then(
      () => toastDone(t("doneToast", t(action.text)), [nameOf(subjects[0]!)]),
      (why) => toastRefused(`${t(action.text)} ${nameOf(subjects[0]!)}`, why));
  } else {
    void performMany(action, subjects, {});
  }
}

/** Buttons for what is offered; the first of its tone leads. */
export function OfferButtons({ offers, several }: { offers: Offer[]; several?: boolean }) {
  return (
    <div class="offers">
      {offers.map(({ action, of }, i) => (
        <button key={`${action.id}${of.task?.id ?? of.slip?.id ?? ""}`} type="button"
          class={action.tone === "primary" && i === 0 ? "primary" : action.tone === "danger" ? "danger" : undefined}
          onClick={() => startAction(action, [of])}>
          {t(action.text as Text)}{several && of.task ? ` · ${of.task.name}` : ""}{several && of.slip ? ` · ${of.slip.raised_by_task ?? ""}` : ""}
          {action.key && <kbd>{action.key}</kbd>}
        </button>
      ))}
    </div>
  );
}
