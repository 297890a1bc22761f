// SPDX-License-Identifier: Apache-2.0
// Owns the store's time in this browser: its offset, and the one timer that everything counting down lives on. A virtual
// clock stands still between what is heard of it.
import { signal } from "@preact/signals";
import { zone } from "./when";
import type { SystemInfo } from "./shapes";

export const isVirtual = signal(false);
/** The store's time in whole seconds, for what has to be drawn anew with it: few things. Lists use onTick. */
export const second = signal(0);

let offset = 0; // the store's time less the browser's
let virtualNow = 0;
let bestTrip = Infinity;
let tripAt = 0;
const TRIP_KEPT_MS = 300_000;
const listeners = new Set<(now: number) => void>();

/** The store's now. */
export function now(): number {
  return isVirtual.value ? virtualNow : performance.timeOrigin + performance.now() + offset;
}

function tick() {
  const at = now();
  second.value = Math.floor(at / 1000);
  for (const hear of listeners) hear(at);
}

/** Called each second with the store's now, and when it leaps. */
export function onTick(hear: (now: number) => void): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

/** What system.info said, asked at `sent` and answered at `got` (performance.now()). */
export function hearInfo(info: SystemInfo, sent: number, got: number) {
  zone.value = info.zone;
  const said = Date.parse(info.now);
  isVirtual.value = info.clock === "virtual";
  if (isVirtual.value) {
    hearVirtual(said);
    return;
  }
  /* The quickest answer tells the time best; an old one may be wrong by the drift since. */
  const trip = got - sent;
  if (trip <= bestTrip || got - tripAt > TRIP_KEPT_MS) {
    bestTrip = trip;
    tripAt = got;
    offset = said + trip / 2 - (performance.timeOrigin + got);
  }
  if (second.value === 0) tick();
}

/** An event happened at that instant: a virtual clock has come at least so far. */
export function hearInstant(text: string | null | undefined) {
  if (isVirtual.value && text) hearVirtual(Date.parse(text));
}

function hearVirtual(at: number) {
  if (at <= virtualNow) return;
  virtualNow = at;
  tick();
}

let timer = 0;

export function startClock() {
  clearTimeout(timer);
  const beat = () => {
    tick();
    timer = window.setTimeout(beat, 1000 - (now() % 1000) + 5);
  };
  beat();
}
