// SPDX-License-Identifier: Apache-2.0
// Owns the line to the daemon: the event stream with the place it has reached, and a question every few seconds that shows
// whether anybody is there. Whatever breaks, it goes on from the last event it was given: none is lost, none comes twice.
import { signal } from "@preact/signals";
import { hearInfo, hearInstant, isVirtual } from "./clock";
import { call } from "./rpc";
import { resume } from "./session";
import type { Alarm, OrderChanged } from "./shapes";

export type LineState = "starting" | "up" | "catching" | "down";

export interface StreamEvent {
  type: string;
  at: string | null;
  data: OrderChanged | Alarm | { reason: string; text: string };
}

/** How the line is, and when the daemon was last heard (Date.now()). */
export const line = signal<{ state: LineState; heardAt: number }>({ state: "starting", heardAt: Date.now() });

const PING_MS = 5_000;
const PING_VIRTUAL_MS = 1_000; // a virtual clock tells nobody that it was advanced
const ANSWER_MS = 4_000;
const REOPEN_MS = 1_000;
const QUIET_MS = 250; // so long without an event: what was missed has come

interface Hooks {
  /** An event. */
  event: (event: StreamEvent) => void;
  /** The stream is open: from now on nothing changes unheard. fresh: what was known before is worth nothing. */
  open: (fresh: boolean) => void;
}

let hooks: Hooks | null = null;
let stream: EventSource | null = null;
let cursor = "";
let timers: number[] = [];
let quiet = 0;

function enter(state: LineState) {
  if (line.value.state !== state) line.value = { state, heardAt: Date.now() };
  else line.value.heardAt = Date.now(); // no news for who looks on
}

function lost() {
  stream?.close();
  stream = null;
  if (line.value.state !== "down") line.value = { state: "down", heardAt: line.value.heardAt };
}

function settle() {
  clearTimeout(quiet);
  quiet = window.setTimeout(() => {
    if (line.value.state === "catching") enter("up");
  }, QUIET_MS);
}

function take(message: MessageEvent<string>) {
  const said = JSON.parse(message.data);
  if (message.lastEventId) cursor = message.lastEventId;
  if (said.result) {
    const wasDown = line.value.state === "down";
    enter(wasDown ? "catching" : "up");
    if (wasDown) settle();
    hooks?.open(said.result.found === false);
    return;
  }
  const event = said.params as StreamEvent;
  enter(line.value.state === "catching" ? "catching" : "up");
  if (line.value.state === "catching") settle();
  hearInstant(event.at);
  if (event.type === "watch.ended") {
    lost();
    void reopen();
    return;
  }
  hooks?.event(event);
}

function open() {
  if (!hooks || stream) return;
  const query = new URLSearchParams({ topics: "orders,alarms" });
  if (cursor) query.set("since", cursor);
  stream = new EventSource(`events?${query}`);
  stream.onmessage = take;
  /* The browser would try again by itself, but not after an answer other than 200: a daemon starting anew, say. */
  stream.onerror = () => {
    lost();
    timers.push(window.setTimeout(() => void reopen(), REOPEN_MS));
  };
}

async function reopen() {
  if (!hooks || stream) return;
  if (await resume()) open();
  else if (hooks) timers.push(window.setTimeout(() => void reopen(), REOPEN_MS));
}

/* A cut line says nothing; neither does a quiet one. So we ask. */
async function ping() {
  const sent = performance.now();
  try {
    const answer = await Promise.race([
      call("system.info", {}),
      new Promise<never>((_, no) => setTimeout(() => no(new Error("no answer")), ANSWER_MS)),
    ]);
    hearInfo(answer, sent, performance.now());
    if (stream) line.value.heardAt = Date.now();
  } catch {
    if (stream) {
      lost();
      void reopen();
    }
  }
  if (hooks) timers.push(window.setTimeout(ping, isVirtual.value ? PING_VIRTUAL_MS : PING_MS));
}

export async function startLine(given: Hooks) {
  stopLine();
  hooks = given;
  line.value = { state: "starting", heardAt: Date.now() };
  open();
  await ping();
}

export function stopLine() {
  hooks = null;
  cursor = "";
  stream?.close();
  stream = null;
  for (const timer of timers) clearTimeout(timer);
  timers = [];
}
