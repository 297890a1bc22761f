// SPDX-License-Identifier: Apache-2.0
// Owns the one way to ask the daemon: POST /rpc with the session's cookie and CSRF header. Each change carries a key,
// so that an answer lost on the way is asked for again and never done twice. It never shows anything.
import { CHANGING, type Method, type Methods } from "./api";
import { lang } from "./lang";

export interface RefusalData {
  class?: string;
  field?: string;
  state?: string;
  allowed?: string[];
  version?: number;
  retry_after?: string;
  trace?: string;
  advice?: string;
  [key: string]: unknown;
}

/** What the daemon, or the line to it, said no with. */
export class Refusal extends Error {
  constructor(
    readonly cls: string,
    message: string,
    readonly data: RefusalData = {},
    readonly status = 0,
  ) {
    super(message);
  }
}

interface Frame {
  id: number;
  result?: unknown;
  error?: { code: number; message: string; data?: RefusalData };
}

type Params = Record<string, unknown>;
type Waiting = { method: string; params: Params; done: (value: unknown) => void; failed: (why: unknown) => void };

const TIMEOUT_MS = 15_000;
const TRIES = 4;
const PAUSE_MS = 400;
const BATCH_MAX = 50; // the daemon takes 100
const AGAIN = new Set(["unavailable", "unknown_outcome", "overloaded", "offline"]);

/** Whether the same may be granted a while later. */
export const isPassing = (why: unknown) => why instanceof Refusal && AGAIN.has(why.cls);

let csrf = "";
let onSignedOut = () => {};

export function useSession(token: string, signedOut: () => void) {
  csrf = token;
  onSignedOut = signedOut;
}

export function headers(): Record<string, string> {
  return { "Content-Type": "application/json", "Accept-Language": lang.value, "X-Sliploop-CSRF": csrf };
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One POST; what went wrong below JSON is a Refusal too. */
export async function post(path: string, body: unknown, init: RequestInit = {}): Promise<unknown> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  init.signal?.addEventListener("abort", () => stop.abort());
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: headers(),
      body: JSON.stringify(body),
      credentials: "same-origin",
      ...init,
      signal: stop.signal,
    });
    const text = await answer.text();
    let said: { error?: Frame["error"] } | null = null;
    try {
      said = text ? JSON.parse(text) : null;
    } catch {
      throw new Refusal(answer.status >= 500 ? "unavailable" : "parse", text.slice(0, 200), {}, answer.status);
    }
    if (!answer.ok) {
      const error = said?.error;
      throw new Refusal(error?.data?.class ?? classOf(answer.status), error?.message ?? answer.statusText,
        error?.data, answer.status);
    }
    return said;
  } catch (e) {
    if (e instanceof Refusal) throw e;
    if (init.signal?.aborted) throw new Refusal("aborted", "");
    throw new Refusal("offline", String((e as Error).message ?? e));
  } finally {
    clearTimeout(timer);
  }
}

function classOf(status: number): string {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  return status >= 500 ? "unavailable" : "invalid_request";
}

/* Calls of one turn travel together: a page's ten lists are one request. */
let queue: Waiting[] = [];

async function send(calls: Waiting[]) {
  const frames = calls.map((call, id) => ({ jsonrpc: "2.0", id, method: call.method, params: call.params }));
  try {
    const said = await post("rpc", frames.length === 1 ? frames[0] : frames);
    const answers = Array.isArray(said) ? (said as Frame[]) : [said as Frame];
    for (const frame of answers) {
      const call = calls[frame.id ?? 0];
      if (!call) continue;
      if (frame.error)
        call.failed(new Refusal(frame.error.data?.class ?? "internal", frame.error.message, frame.error.data));
      else call.done(frame.result);
    }
    for (const call of calls) call.failed(new Refusal("internal", "no answer in the batch"));
  } catch (why) {
    for (const call of calls) call.failed(why);
  }
}

function flush() {
  const calls = queue;
  queue = [];
  for (let i = 0; i < calls.length; i += BATCH_MAX) void send(calls.slice(i, i + BATCH_MAX));
}

function once(method: string, params: Params): Promise<unknown> {
  return new Promise((done, failed) => {
    if (queue.length === 0) queueMicrotask(flush);
    queue.push({ method, params, done, failed });
  });
}

/** Ask the daemon. A change is tried again under its key while nobody can say what became of it. */
export async function call<M extends Method>(method: M, params: Methods[M]["params"]): Promise<Methods[M]["result"]> {
  const given: Params = { ...params };
  const isChange = CHANGING.has(method);
  if (isChange && !given.idempotency_key) given.idempotency_key = crypto.randomUUID?.() ?? randomKey();
  for (let tries = 1; ; tries++) {
    try {
      return (await once(method, given)) as Methods[M]["result"];
    } catch (why) {
      const cls = why instanceof Refusal ? why.cls : "";
      if (cls === "unauthenticated") onSignedOut();
      if (!isPassing(why) || tries === TRIES) throw why;
      await pause(PAUSE_MS * 2 ** (tries - 1));
    }
  }
}

/* Over plain HTTP a browser has no randomUUID. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Listing = { [M in Method]: Methods[M]["result"] extends { items: unknown[]; next_cursor: string | null } ? M : never }[Method];
type Item<M extends Listing> = Methods[M]["result"] extends { items: (infer T)[] } ? T : never;

/** Page after page of a list, at most `max` rows of it; the first may be shorter. */
export async function* pages<M extends Listing>(method: M, params: Methods[M]["params"], max: number, first = 0): AsyncGenerator<Item<M>[]> {
  let cursor: string | null = null;
  let n = 0;
  do {
    const page = (await call(method, { ...params, ...(cursor ? { cursor } : first ? { limit: first } : {}) } as Methods[M]["params"])) as {
      items: Item<M>[];
      next_cursor: string | null;
    };
    yield page.items;
    n += page.items.length;
    cursor = page.next_cursor;
  } while (cursor && n < max);
}

export async function all<M extends Listing>(method: M, params: Methods[M]["params"], max = 5000): Promise<Item<M>[]> {
  const items: Item<M>[] = [];
  for await (const page of pages(method, params, max)) items.push(...page);
  return items;
}
