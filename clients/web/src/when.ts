// SPDX-License-Identifier: Apache-2.0
// Instants and spans, read and written as people do, in the store's zone. It never asks what time it is.
import { signal } from "@preact/signals";
import { lang } from "./lang";

/** The carrier's zone, from system.info. */
export const zone = signal("UTC");

export function at(text: string | null | undefined): number | null {
  return text ? Date.parse(text) : null;
}

/** An ISO 8601 span of weeks, days, hours, minutes and seconds, as ms. */
export function spanMs(text: string | null | undefined): number {
  const m = /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text ?? "");
  if (!m) return 0;
  const [, sign, w, d, h, min, s] = m;
  const ms = (((+(w ?? 0) * 7 + +(d ?? 0)) * 24 + +(h ?? 0)) * 60 + +(min ?? 0)) * 60_000 + +(s ?? 0) * 1000;
  return sign ? -ms : ms;
}

const pad = (n: number) => String(n).padStart(2, "0");

/* The zone's offset, asked of Intl once for each quarter of an hour in sight: no zone changes within one. */
const QUARTER_MS = 900_000;
const OFFSETS_MAX = 5000;
let offsets: { zone: string; format: Intl.DateTimeFormat; at: Map<number, number> } | null = null;

function offsetAt(ms: number): number {
  if (offsets?.zone !== zone.value)
    offsets = {
      zone: zone.value, at: new Map(),
      format: new Intl.DateTimeFormat("en-CA", {
        timeZone: zone.value, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
        hour: "2-digit", minute: "2-digit", second: "2-digit",
      }),
    };
  const quarter = Math.floor(ms / QUARTER_MS);
  let offset = offsets.at.get(quarter);
  if (offset === undefined) {
    const of: Record<string, string> = {};
    for (const { type, value } of offsets.format.formatToParts(quarter * QUARTER_MS)) of[type] = value;
    offset = Date.parse(`${of.year}-${of.month}-${of.day}T${of.hour}:${of.minute}:${of.second}Z`) - quarter * QUARTER_MS;
    if (offsets.at.size >= OFFSETS_MAX) offsets.at.clear();
    offsets.at.set(quarter, offset);
  }
  return offset;
}

/* The zone's civil time, spelled as if it were UTC. */
const civil = (ms: number) => new Date(ms + offsetAt(ms)).toISOString();

/** 2026-03-06 16:00 */
export function when(text: string | number | null | undefined, seconds = false): string {
  if (text === null || text === undefined) return "";
  return civil(typeof text === "number" ? text : Date.parse(text)).slice(0, seconds ? 19 : 16).replace("T", " ");
}

/** 03-06 16:00, where the year is plain. */
export function whenShort(text: string | number | null | undefined): string {
  return when(text).slice(5);
}

export function timeOfDay(ms: number): string {
  return civil(ms).slice(11, 19);
}

/** A wall-clock text of the store's zone ("2026-03-06T16:00") as an instant. */
export function instantOf(local: string): string | null {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return null;
  /* Twice: the zone's offset at the first guess may not be that at the answer. */
  const guess = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(guess)).toISOString();
}

/** 2 d 03 h, 3 h 20 min, 12 min, 9 s: the command line's form. */
export function span(ms: number): string {
  const zh = lang.value === "zh-CN";
  const sign = ms < 0 ? "-" : "";
  const s = Math.floor(Math.abs(ms) / 1000), min = Math.floor(s / 60), h = Math.floor(min / 60), d = Math.floor(h / 24);
  if (d) return zh ? `${sign}${d} 天 ${pad(h % 24)} 小时` : `${sign}${d} d ${pad(h % 24)} h`;
  if (h) return zh ? `${sign}${h} 小时 ${pad(min % 60)} 分` : `${sign}${h} h ${pad(min % 60)} min`;
  if (min) return zh ? `${sign}${min} 分钟` : `${sign}${min} min`;
  return zh ? `${sign}${s} 秒` : `${sign}${s} s`;
}

/** 3 d, 1 d 12 h, 30 min: a limit as it was laid down, without the parts that are nothing. */
export function spanExact(ms: number): string {
  const zh = lang.value === "zh-CN";
  const s = Math.floor(Math.abs(ms) / 1000);
  const parts: [number, string][] = [[Math.floor(s / 86_400), zh ? " 天" : " d"], [Math.floor(s / 3600) % 24, zh ? " 小时" : " h"], [Math.floor(s / 60) % 60, zh ? " 分钟" : " min"], [s % 60, zh ? " 秒" : " s"]];
  const text = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n}${unit}`).join(" ");
  return (ms < 0 ? "-" : "") + (text || (zh ? "0 秒" : "0 s"));
}

/** 3:20:09 below a day, else days and hours (`minutes`: 2 d 03:20): what counts down. */
export function ticking(ms: number, minutes = false): string {
  const s = Math.floor(Math.abs(ms) / 1000), min = Math.floor(s / 60), h = Math.floor(min / 60), d = Math.floor(h / 24);
  if (!d) return `${h}:${pad(min % 60)}:${pad(s % 60)}`;
  const zh = lang.value === "zh-CN";
  if (minutes) return `${d} ${zh ? "天" : "d"} ${pad(h % 24)}:${pad(min % 60)}`;
  return zh ? `${d} 天 ${pad(h % 24)} 时` : `${d} d ${pad(h % 24)} h`;
}
