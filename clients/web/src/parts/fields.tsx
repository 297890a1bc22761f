// SPDX-License-Identifier: Apache-2.0
// Forms that stand in a page: a row for each field, and what the daemon refused said beside the field it means. They own what
// was typed until it is taken; what is right is the daemon's to say.
import { signal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Refusal } from "../rpc";
import { t } from "../text";
import { spanExact, spanMs } from "../when";
import { adviceOf, reasonLines } from "./toast";

export type Bag = { [name: string]: unknown };

export interface FieldRow {
  name: string;
  label: string;
  type: "line" | "long" | "number" | "choice" | "pills" | "check" | "words" | "lines" | "instant" | "span" | "secret" | "month" | "date";
  isNeeded?: boolean;
  hint?: string;
  options?: () => [value: string, text: string][];
  /** Only while the other fields say so. */
  when?: (values: Bag) => boolean;
  /** What it is known by: not to be changed afterwards. */
  isKey?: boolean;
  /** Takes a whole row of the form. */
  isWide?: boolean;
  min?: number;
  step?: number;
  /** What else changes with it. */
  also?: (value: unknown) => Bag;
}

/** What a form holds while it is filled in. */
export class FormState {
  readonly values: Signal<Bag>;
  readonly why = signal<unknown>(null);
  readonly isBusy = signal(false);
  readonly isChanged = signal(false);

  /** `prefix`: where the fields stand within the call's parameters, "limits/0/". `places`: fields that a class of refusal means. */
  constructor(initial: Bag, private readonly prefix = "", private readonly places: { [cls: string]: string } = {}) {
    this.values = signal(initial);
  }

  put(changes: Bag) {
    this.values.value = { ...this.values.value, ...changes };
    this.isChanged.value = true;
  }

  /** The field that a refusal means: as the daemon points at it, else as its class says. */
  get wrongField(): string | null {
    const why = this.why.value;
    if (!(why instanceof Refusal)) return null;
    const pointer = why.data.field?.replace(/^\/params\//, "");
    if (pointer?.startsWith(this.prefix)) return pointer.slice(this.prefix.length);
    return this.places[why.cls] ?? null;
  }

  /** What was refused about a field. */
  wrong(name: string): string | null {
    const field = this.wrongField;
    return field === name || field?.startsWith(`${name}/`) ? (this.why.value as Refusal).message : null;
  }

  /** Sends once; a refusal stays beside its field, which gets the focus. */
  async send(what: () => Promise<void>): Promise<boolean> {
    if (this.isBusy.value) return false;
    this.isBusy.value = true;
    this.why.value = null;
    try {
      await what();
      this.isChanged.value = false;
      return true;
    } catch (why) {
      this.why.value = why;
      const name = this.wrongField?.split("/")[0];
      if (name) setTimeout(() => document.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]:not([disabled])`)?.focus(), 0);
      return false;
    } finally {
      this.isBusy.value = false;
    }
  }
}

interface BoxProps {
  label: string;
  isNeeded?: boolean;
  hint?: ComponentChildren;
  wrong?: string | null;
  isWide?: boolean;
  children: (aria: { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean }) => ComponentChildren;
}

/** A label, its field, and under it what it is for, or what is wrong with it. */
export function Box({ label, isNeeded, hint, wrong, isWide, children }: BoxProps) {
  const id = useId();
  const about = wrong ? `${id}w` : hint ? `${id}h` : undefined;
  return (
    <div class="box" data-wide={isWide ? "" : undefined} data-wrong={wrong ? "" : undefined}>
      <label for={id}>{label}{isNeeded && <span aria-hidden="true"> *</span>}</label>
      {children({ id, ...(about ? { "aria-describedby": about } : {}), ...(wrong ? { "aria-invalid": true } : {}) })}
      {wrong ? <p id={`${id}w`} class="box-wrong"><span aria-hidden="true">✕ </span>{wrong}</p> : hint ? <p id={`${id}h`} class="box-hint">{hint}</p> : null}
    </div>
  );
}

interface FieldProps {
  form: FormState;
  field: FieldRow;
  isOld?: boolean;
}

function Group({ form, field, children }: FieldProps & { children: ComponentChildren }) {
  const wrong = form.wrong(field.name);
  const id = useId();
  return (
    <fieldset class="box box-group" data-wide={field.isWide ? "" : undefined} data-wrong={wrong ? "" : undefined} aria-describedby={wrong || field.hint ? id : undefined}>
      <legend>{field.label}{field.isNeeded && <span aria-hidden="true"> *</span>}</legend>
      {children}
      {wrong ? <p id={id} class="box-wrong"><span aria-hidden="true">✕ </span>{wrong}</p> : field.hint ? <p id={id} class="box-hint">{field.hint}</p> : null}
    </fieldset>
  );
}

const INPUT: { [T in FieldRow["type"]]?: string } = {
  line: "text", number: "number", instant: "datetime-local", span: "text", secret: "password", month: "month", date: "date",
};

/** P3DT2H, and what it means. */
function spanHint(value: unknown): string {
  const ms = spanMs(String(value ?? ""));
  return ms ? `= ${spanExact(ms)}` : "PT30M, PT4H, P3D";
}

export function FieldOf({ form, field, isOld }: FieldProps) {
  const { name, type } = field;
  const value = form.values.value[name];
  if (field.when && !field.when(form.values.value)) return null;
  const put = (to: unknown) => form.put({ [name]: to, ...field.also?.(to) });
  const isFixed = field.isKey && isOld;
  if (type === "check")
    return (
      <div class="box box-check" data-wide={field.isWide ? "" : undefined}>
        <label class="check"><input type="checkbox" name={name} checked={value === true} onChange={(e) => put(e.currentTarget.checked)} />{field.label}</label>
        {form.wrong(name) ? <p class="box-wrong">{form.wrong(name)}</p> : field.hint && <p class="box-hint">{field.hint}</p>}
      </div>
    );
  if (type === "pills")
    return (
      <Group form={form} field={field}>
        <div class="pills">
          {field.options?.().map(([key, text]) => (
            <label key={key}><input type="radio" name={name} value={key} checked={String(value ?? "") === key} onChange={() => put(key)} /><span>{text}</span></label>
          ))}
        </div>
      </Group>
    );
  if (type === "words") {
    const chosen = new Set(value as string[] | undefined);
    return (
      <Group form={form} field={field}>
        <div class="words">
          {field.options?.().map(([key, text]) => (
            <label key={key} class="check"><input type="checkbox" name={name} checked={chosen.has(key)} onChange={(e) => {
              if (e.currentTarget.checked) chosen.add(key);
              else chosen.delete(key);
              put([...chosen]);
            }} />{text}</label>
          ))}
        </div>
      </Group>
    );
  }
  const hint = type === "span" ? <>{field.hint} {spanHint(value)}</> : field.hint;
  return (
    <Box label={field.label} isNeeded={field.isNeeded} hint={hint} wrong={form.wrong(name)} isWide={field.isWide}>
      {(aria) => type === "choice" ? (
        <select {...aria} name={name} required={field.isNeeded} disabled={isFixed} value={String(value ?? "")} onChange={(e) => put(e.currentTarget.value)}>
          {!(field.isNeeded && value) && <option value="">{field.isNeeded ? t("choose") : "–"}</option>}
          {field.options?.().map(([key, text]) => <option key={key} value={key}>{text}</option>)}
        </select>
      ) : type === "long" ? (
        <textarea {...aria} name={name} required={field.isNeeded} value={String(value ?? "")} onInput={(e) => put(e.currentTarget.value)} />
      ) : type === "lines" ? (
        <textarea {...aria} name={name} rows={3} value={((value as string[] | undefined) ?? []).join("\n")} onInput={(e) => put(e.currentTarget.value.split("\n"))} />
      ) : (
        <input {...aria} type={INPUT[type] ?? "text"} name={name} required={field.isNeeded} readOnly={isFixed} autocomplete={type === "secret" ? "new-password" : "off"}
          spellcheck={false} min={field.min} step={field.step} value={String(value ?? "")}
          onInput={(e) => put(type === "number" ? (e.currentTarget.value === "" ? "" : Number(e.currentTarget.value)) : e.currentTarget.value)} />
      )}
    </Box>
  );
}

/** What is refused and belongs to no field that is shown, and what to do now. */
export function Refused({ form, fields }: { form: FormState; fields?: readonly string[] }) {
  const why = form.why.value;
  if (why === null) return null;
  const field = form.wrongField;
  const isShown = field !== null && (fields === undefined || fields.some((name) => field === name || field.startsWith(`${name}/`)));
  const lines = isShown ? [] : reasonLines(why);
  return (
    <div class="wrong" role="alert">
      <p><strong>{isShown ? (why as Refusal).message : lines[0]}</strong></p>
      {lines.slice(1).map((line) => <p key={line}>{line}</p>)}
      {adviceOf(why) && <p>{adviceOf(why)}</p>}
    </div>
  );
}

/** Ctrl-Enter sends from anywhere in a form. */
export function sendOnCtrlEnter(event: KeyboardEvent) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  (event.currentTarget as HTMLFormElement).requestSubmit();
}
