// SPDX-License-Identifier: Apache-2.0
// Owns who is signed in. The credential is the daemon's cookie, which no script sees; here are only the name, the roles and
// the CSRF word.
import { signal } from "@preact/signals";
import { ROLES, type Method } from "./api";
import { Refusal, headers, post, useSession } from "./rpc";
import type { Role, Whoami } from "./shapes";

export const me = signal<Whoami | null>(null);
/** Why the sign-in screen is shown, when it was not asked for. */
export const ended = signal(false);
export const isKnown = signal(false);

interface SessionAnswer {
  user: Whoami;
  csrf: string;
}

function signedOut() {
  if (!me.value) return;
  me.value = null;
  ended.value = true;
}

function enter(answer: SessionAnswer) {
  useSession(answer.csrf, signedOut);
  ended.value = false;
  me.value = answer.user;
}

/** Who the cookie says we are. False: the daemon did not answer. */
export async function resume(): Promise<boolean> {
  try {
    /* No header of ours: only so is it the question that index.html has already asked. */
    enter((await post("session", undefined, { method: "GET", body: null, headers: {} })) as SessionAnswer);
  } catch (why) {
    if (!(why instanceof Refusal) || why.status !== 401) return false;
    if (me.value) signedOut();
  }
  isKnown.value = true;
  return true;
}

export async function signIn(credentials: { user: string; password: string } | { token: string }) {
  enter((await post("session", credentials)) as SessionAnswer);
}

export async function signOut() {
  await fetch("session", { method: "DELETE", headers: headers(), credentials: "same-origin" }).catch(() => {});
  me.value = null;
}

export function has(...roles: Role[]): boolean {
  const mine = me.value?.roles ?? [];
  return mine.includes("admin") || roles.some((role) => mine.includes(role));
}

/** Whether a role of ours may ever call it; the daemon decides each time. */
export function may(method: Method): boolean {
  const roles = ROLES[method];
  return roles === undefined || has(...(roles.split(" ") as Role[]));
}
