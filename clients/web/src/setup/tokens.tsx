// SPDX-License-Identifier: Apache-2.0
// Tokens: issued and shown once, listed without their texts, revoked. And the password of a person. No secret is kept here
// longer than it is on the screen.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { now } from "../clock";
import { users, userTitle } from "../directory";
import { useKeys } from "../keys";
import { closeDialog, Dialog, openDialog } from "../parts/dialog";
import { FieldOf, FormState, Refused, sendOnCtrlEnter } from "../parts/fields";
import { callOnce } from "../parts/form";
import { toastDone, toastRefused } from "../parts/toast";
import { call } from "../rpc";
import type { Token } from "../shapes";
import { t } from "../text";
import { when } from "../when";
import { rowKeys, Table, useRows, type Rows } from "./table";
import { s } from "./text";

type TokenRow = Token & { session?: boolean };

/* Shown until it is put away: it cannot be asked for again. */
function Shown({ token, user }: { token: string; user: string }) {
  const isCopied = useSignal(false);
  const copy = () => {
    const field = document.querySelector<HTMLInputElement>("#token-text")!;
    field.select();
    /* Over plain HTTP there is no clipboard. */
    void (navigator.clipboard ? navigator.clipboard.writeText(token).catch(() => document.execCommand("copy")) : Promise.resolve(document.execCommand("copy"))).then(() => (isCopied.value = true));
  };
  return (
    <Dialog title={s("issue")}>
      <p class="dialog-lead">{s("tokenOnce", userTitle(user))}</p>
      <input id="token-text" class="token-text" type="text" readOnly aria-label={t("token")} value={token} onFocus={(e) => e.currentTarget.select()} />
      <div class="form-feet">
        <button type="button" onClick={copy}>{isCopied.value ? `✓ ${s("copied")}` : s("copy")}</button>
        <button type="button" class="primary" onClick={closeDialog}>{s("doneCopying")}</button>
      </div>
    </Dialog>
  );
}

function IssueForm({ user, reload }: { user?: string; reload: () => void }) {
  const form = useMemo(() => new FormState({ user: user ?? "", ttl: "" }), []);
  const send = (event: Event) => {
    event.preventDefault();
    void form.send(async () => {
      const { user: whom, ttl } = form.values.value as { user: string; ttl: string };
      const { token } = await call("token.issue", { user: whom, ...(ttl.trim() ? { ttl: ttl.trim() } : {}) });
      openDialog(() => <Shown token={token} user={whom} />);
      form.put({ ttl: "" });
      reload();
    });
  };
  return (
    <form class="record" noValidate onSubmit={send} onKeyDown={sendOnCtrlEnter}>
      <div class="boxes">
        {!user && <FieldOf form={form} field={{ name: "user", label: s("user"), type: "choice", isNeeded: true, options: () => [...users.get().values()].filter((one) => !one.disabled).map((one) => [one.name, `${one.title} (${one.name})`]) }} />}
        <FieldOf form={form} field={{ name: "ttl", label: s("ttl"), type: "span", hint: s("ttlHint") }} />
      </div>
      <Refused form={form} fields={["user", "ttl"]} />
      <div class="form-feet"><button type="submit" disabled={form.isBusy.value}>{s("issue")}</button></div>
    </form>
  );
}

function stateOf(token: TokenRow): { text: string; tone: string; isValid: boolean } {
  if (token.revoked_at) return { text: `✕ ${s("revoked", when(token.revoked_at))}`, tone: "bad", isValid: false };
  if (token.expires_at && Date.parse(token.expires_at) <= now()) return { text: s("expired"), tone: "dim", isValid: false };
  return { text: `✓ ${s("valid")}`, tone: "good", isValid: true };
}

function askRevoke(token: TokenRow, reload: () => void) {
  const revoke = async () => {
    closeDialog();
    try {
      await callOnce("token.revoke", { id: token.id });
      toastDone(t("doneToast", s("revoke")), [`${token.id} · ${userTitle(token.user)}`]);
    } catch (why) {
      toastRefused(s("revoke"), why);
    }
    reload();
  };
  openDialog(() => (
    <Dialog title={s("revoke")} size="s">
      <p>{s("revokeAsk", token.id, userTitle(token.user))}</p>
      <div class="form-feet"><button type="button" onClick={closeDialog}>{t("cancel")}</button><button type="button" class="danger" data-first onClick={() => void revoke()}>{s("revoke")}</button></div>
    </Dialog>
  ));
}

function TokenTable({ of, label }: { of: Rows<TokenRow>; label: string }) {
  const validOnly = useSignal(true);
  const withSessions = useSignal(false);
  const rows = useMemo(() => ({ ...of, get rows() { return { value: of.rows.value.filter((row) => (!validOnly.value || stateOf(row).isValid) && (withSessions.value || !row.session)).reverse() } as Rows<TokenRow>["rows"]; } }), [of.rows.value, validOnly.value, withSessions.value]);
  return (
    <Table of={rows} label={label} keyOf={(row) => String(row.id)} textOf={(row) => `${row.id} ${row.user} ${userTitle(row.user)}`} empty={s("emptyTokens")}
      tools={<>
        <label class="check"><input type="checkbox" checked={validOnly.value} onChange={(e) => (validOnly.value = e.currentTarget.checked)} />{s("validOnly")}</label>
        <label class="check"><input type="checkbox" checked={withSessions.value} onChange={(e) => (withSessions.value = e.currentTarget.checked)} />{s("withSessions")}</label>
      </>}
      columns={[
        { label: "#", cell: (row) => row.id }, { label: s("user"), cell: (row) => <>{userTitle(row.user)} <code>{row.user}</code></> },
        { label: s("state"), cell: (row) => <><span class="tag" data-tone={stateOf(row).tone}>{stateOf(row).text}</span>{row.session && <span class="dim"> {s("ofConsole")}</span>}</> },
        { label: s("issuedAt"), cell: (row) => `${when(row.issued_at)} · ${userTitle(row.issued_by)}` }, { label: s("expiresAt"), cell: (row) => (row.expires_at ? when(row.expires_at) : s("never")) },
        { label: s("revoke"), cell: (row) => stateOf(row).isValid && <button type="button" aria-label={`${s("revoke")} ${row.id}`} onClick={() => askRevoke(row, () => void of.reload())}>{s("revoke")}</button> },
      ]} />
  );
}

export function Tokens() {
  const of = useRows<TokenRow>("token.list");
  useKeys({ title: "screenSetup", rows: rowKeys() });
  return (
    <section class="setup-main" aria-label={s("tokens")}>
      <header class="setup-head"><h1>{s("tokens")}</h1></header>
      <details class="fold"><summary>＋ {s("issue")}</summary><IssueForm reload={() => void of.reload()} /></details>
      <TokenTable of={of} label={s("tokens")} />
    </section>
  );
}

function Password({ user }: { user: string }) {
  const form = useMemo(() => new FormState({ password: "" }), []);
  const put = (password: string | null) => form.send(async () => {
    await call("user.password", { user, password } as never);
    form.put({ password: "" });
    toastDone(s(password === null ? "passwordGone" : "passwordSet", userTitle(user)));
  });
  return (
    <form class="record" noValidate onSubmit={(e) => { e.preventDefault(); void put(String(form.values.value.password)); }}>
      <FieldOf form={form} field={{ name: "password", label: s("newPassword"), type: "secret", hint: s("passwordHint") }} />
      <Refused form={form} fields={["password"]} />
      <div class="form-feet"><button type="button" class="link" onClick={() => void put(null)}>{s("dropPassword")}</button><button type="submit" disabled={form.isBusy.value}>{s("setPassword")}</button></div>
    </form>
  );
}

/** What belongs to a person beside their row. */
export function OfPerson({ user }: { user: string }) {
  const of = useRows<TokenRow>("token.list");
  const mine = of.rows.value.filter((row) => row.user === user && stateOf(row).isValid);
  return (
    <>
      <section class="part"><h3>{s("password")}</h3><Password user={user} /></section>
      <section class="part"><h3>{s("tokens")}</h3>
        <ul class="token-list">
          {mine.map((row) => (
            <li key={row.id}><span>#{row.id} {row.session && <span class="dim">{s("ofConsole")}</span>} <span class="dim">{when(row.issued_at)} → {row.expires_at ? when(row.expires_at) : s("never")}</span></span>
              <button type="button" aria-label={`${s("revoke")} ${row.id}`} onClick={() => askRevoke(row, () => void of.reload())}>{s("revoke")}</button></li>
          ))}
        </ul>
        <IssueForm user={user} reload={() => void of.reload()} />
      </section>
    </>
  );
}
