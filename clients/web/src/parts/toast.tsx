// SPDX-License-Identifier: Apache-2.0
// What was done, and what was refused: what, why, and what to do now, in the words of the command line.
import { signal } from "@preact/signals";
import { Refusal } from "../rpc";
import { t, type Text } from "../text";
import { word } from "../words";

interface Toast {
  id: number;
  tone: "good" | "bad";
  title: string;
  lines: string[];
  advice?: string;
}

const toasts = signal<Toast[]>([]);
const TOASTS_MAX = 4;
const GOOD_MS = 3_500;
const BAD_MS = 20_000;
let serial = 0;

const ADVICE: { [cls: string]: Text } = {
  internal: "doInternal", unauthenticated: "doUnauthenticated", forbidden: "doForbidden", not_found: "doNotFound",
  wrong_state: "doWrongState", conflict: "doConflict", invalid_params: "doParams", no_policy: "doNoPolicy",
  quota_exceeded: "doQuota", confirmation_required: "doConfirmation", confirmation_lapsed: "doConfirmation",
  overloaded: "doRetry", unavailable: "doRetry", offline: "doOffline", unknown_outcome: "doUnknown",
};
const NOT_ANSWERED = new Set(["unavailable", "overloaded", "unknown_outcome", "offline"]);

export function dismiss(id: number) {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Is there anything to dismiss? Escape asks. */
export function dismissLast(): boolean {
  const last = toasts.value[toasts.value.length - 1];
  if (last) dismiss(last.id);
  return last !== undefined;
}

function show(toast: Omit<Toast, "id">) {
  const id = ++serial;
  toasts.value = [...toasts.value, { ...toast, id }].slice(-TOASTS_MAX);
  setTimeout(() => dismiss(id), toast.tone === "good" ? GOOD_MS : BAD_MS);
}

export function toastDone(title: string, lines: string[] = []) {
  show({ tone: "good", title, lines });
}

/** The daemon's reason, and where and what it says of the state. */
export function reasonLines(why: unknown): string[] {
  if (!(why instanceof Refusal)) return [String(why)];
  const lines = [why.cls ? `${why.message} (${why.cls})` : why.message];
  if (why.data.field) lines.push(`${t("whereLabel")}: ${why.data.field.replace(/^\/params\//, "")}`);
  if (why.data.state) lines.push(`${t("stateNow")}: ${word(why.data.state)}`);
  if (why.data.allowed?.length) lines.push(`${t("allowedNow")}: ${why.data.allowed.map(word).join(", ")}`);
  if (why.data.trace && ADVICE[why.cls] === "doInternal") lines.push(`${t("inLogAs")}: ${why.data.trace}`);
  return lines;
}

export function adviceOf(why: unknown): string | undefined {
  if (!(why instanceof Refusal)) return undefined;
  if (why.data.advice) return String(why.data.advice);
  const key = ADVICE[why.cls];
  return key && t(key);
}

export function toastRefused(what: string, why: unknown) {
  if (why instanceof Refusal && why.cls === "aborted") return;
  const silent = why instanceof Refusal && NOT_ANSWERED.has(why.cls);
  show({ tone: "bad", title: t(silent ? "wasNotAnswered" : "wasRefused", what), lines: reasonLines(why), advice: adviceOf(why) });
}

/** A refusal said in place: in a form that keeps what was typed. */
export function Refused({ why }: { why: unknown }) {
  if (why === null) return null;
  const advice = adviceOf(why);
  return (
    <div class="wrong" role="alert">
      {reasonLines(why).map((line, i) => <p key={line}>{i ? line : <strong>{line}</strong>}</p>)}
      {advice && <p>{advice}</p>}
    </div>
  );
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class="toast" data-tone={toast.tone}>
          <div class="toast-head">
            <strong><span aria-hidden="true">{toast.tone === "good" ? "✓" : "✕"}</span> {toast.title}</strong>
            <button type="button" class="icon" aria-label={t("close")} onClick={() => dismiss(toast.id)}>✕</button>
          </div>
          {toast.lines.map((line) => <p key={line}>{line}</p>)}
          {toast.advice && <p class="advice">{t("whatToDo")}: {toast.advice}</p>}
        </div>
      ))}
    </div>
  );
}
