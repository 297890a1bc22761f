// SPDX-License-Identifier: Apache-2.0
// Civil days of a calendar: which months and weeks a year has, what each day is, what its hours add up to. Days are texts
// as in 2026-10-01; nothing here knows an instant or a zone.
import type { Calendar } from "../shapes";

export type Hours = [string, string][];
export type DayMark = "open" | "closed" | "holiday" | "made_up" | "other";
export const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEK)[number];

const DAY_MS = 86_400_000;
const pad = (n: number) => String(n).padStart(2, "0");

export const dayNumber = (date: string) => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);

export function dateOf(day: number): string {
  const of = new Date(day * DAY_MS);
  return `${of.getUTCFullYear()}-${pad(of.getUTCMonth() + 1)}-${pad(of.getUTCDate())}`;
}

/** 0: Monday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number) => (((day + 3) % 7) + 7) % 7;

/** The weeks of a month, each of seven days; those of other months are null. */
export function weeksOf(year: number, month: number): (number | null)[][] {
  const first = dayNumber(`${year}-${pad(month)}-01`);
  const next = month === 12 ? dayNumber(`${year + 1}-01-01`) : dayNumber(`${year}-${pad(month + 1)}-01`);
  const weeks: (number | null)[][] = [];
  for (let monday = first - weekdayOf(first); monday < next; monday += 7)
    weeks.push(Array.from({ length: 7 }, (_, i) => (monday + i >= first && monday + i < next ? monday + i : null)));
  return weeks;
}

export const hoursText = (hours: Hours) => hours.map(([from, to]) => `${from}-${to}`).join(" ");

/** "09:00-12:00 13:30-17:30"; what is not in that form is left as it is, for the daemon to refuse. */
export function hoursOf(text: string): Hours {
  return text.replace(/[–—~～至]/g, "-").replace(/：/g, ":").split(/[\s,，;；、]+/).filter(Boolean).map((one): [string, string] => {
    const [from = "", to = ""] = one.split("-");
    const clock = (part: string) => part.replace(/^(\d):/, "0$1:");
    return [clock(from), clock(to)];
  });
}

const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

export function hoursLong(hours: Hours): number {
  return hours.reduce((sum, [from, to]) => sum + ((minutes(to) - minutes(from) + 1440) % 1440 || 1440), 0) / 60;
}

export function dayHours(calendar: Calendar, dated: Map<string, Hours>, day: number): Hours {
  return dated.get(dateOf(day)) ?? calendar.week[WEEK[weekdayOf(day)]!] ?? [];
}

export function datedOf(calendar: Calendar): Map<string, Hours> {
  return new Map(calendar.days.map((day) => [day.date, day.open]));
}

/** As the command line marks them. */
export function markOf(calendar: Calendar, dated: Map<string, Hours>, day: number): DayMark {
  const week = calendar.week[WEEK[weekdayOf(day)]!] ?? [], own = dated.get(dateOf(day));
  if (!own) return week.length > 0 ? "open" : "closed";
  if (own.length === 0) return "holiday";
  if (week.length === 0) return "made_up";
  return hoursText(own) === hoursText(week) ? "open" : "other";
}

export function sumOf(calendar: Calendar, dated: Map<string, Hours>, year: number): { days: number; hours: number } {
  let days = 0, hours = 0;
  for (let day = dayNumber(`${year}-01-01`); day < dayNumber(`${year + 1}-01-01`); day++) {
    const open = dayHours(calendar, dated, day);
    if (open.length > 0) days++;
    hours += hoursLong(open);
  }
  return { days, hours: Math.round(hours * 10) / 10 };
}

/** Days on which two calendars differ. */
export function changedDays(before: Calendar | undefined, after: Calendar): string[] {
  const then = before ? datedOf(before) : new Map<string, Hours>(), now = datedOf(after);
  return [...new Set([...then.keys(), ...now.keys()])].filter((date) => JSON.stringify(then.get(date)) !== JSON.stringify(now.get(date))).sort();
}
