// SPDX-License-Identifier: Apache-2.0
// The table of what is set up row by row: how each is listed, shown, filled in and put. One row here is one screen.
import type { ComponentChildren } from "preact";
import type { Method } from "../api";
import { now } from "../clock";
import { stationTitle, stations, units, unitTitle, users, userTitle } from "../directory";
import type { Bag, FieldRow } from "../parts/fields";
import { TierMark } from "../parts/mark";
import type { Customer, Forecast, HoldReason, Quota, Station, Target, Unit, User } from "../shapes";
import { t } from "../text";
import { instantOf, spanExact, spanMs, when } from "../when";
import { word } from "../words";
import { contactsOf, contactsText } from "./contacts";
import { s } from "./text";

export interface Noun<R = never> {
  list: Method;
  put: Method;
  title: () => string;
  keyOf: (row: R) => string;
  textOf: (row: R) => string;
  columns: () => { label: string; cell: (row: R) => ComponentChildren; isNumber?: boolean }[];
  fields: () => FieldRow[];
  blank: Bag;
  bagOf: (row: R) => Bag;
  /** As the call takes it. */
  params: (bag: Bag) => Record<string, unknown>;
  /** Where its fields stand within the call: "quotas/0/". */
  prefix?: string;
}

const text = (value: unknown) => String(value ?? "").trim();
const given = (of: Record<string, unknown>) => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== "" && value !== undefined && value !== null));
const lines = (value: unknown) => ((value as string[] | undefined) ?? []).map((line) => line.trim()).filter(Boolean);
const calendars = (): [string, string][] => [["always", s("always")]];
const name = (label = s("name")): FieldRow => ({ name: "name", label, type: "line", isNeeded: true, isKey: true, hint: s("nameHint") });
const titleRow = (label: string): FieldRow => ({ name: "title", label, type: "line", isNeeded: true });
const choices = (list: readonly string[]) => () => list.map((one): [string, string] => [one, word(one)]);
const tiers = () => ["A", "B", "C"].map((tier): [string, string] => [tier, t("tierN", tier)]);
const unitChoices = (fits: (unit: Unit) => boolean = () => true) => () => [...units.get().values()].filter(fits).map((one): [string, string] => [one.name, one.title]);
const unitKind = { front: "kindFront", crc: "kindCrc", back: "kindBack" } as const;
const local = (instant: string | null) => (instant ? when(instant).replace(" ", "T") : "");
const spanCell = (of: string | undefined) => (of ? spanExact(spanMs(of)) : "");

export const ROLES = ["account_manager", "industry_manager", "clerk", "leader", "dispatcher", "supervisor", "operator", "station_manager", "monitor", "admin"];
const SERVICES = ["pstn", "ddn_fr", "packet", "leased_2m"];

const unit: Noun<Unit> = {
  list: "unit.list", put: "unit.put", title: () => s("units"), keyOf: (row) => row.name, textOf: (row) => `${row.name} ${row.title}`,
  columns: () => [
    { label: s("unitTitle"), cell: (row) => row.title }, { label: s("name"), cell: (row) => <code>{row.name}</code> }, { label: s("kindOf"), cell: (row) => s(unitKind[row.kind]) },
    { label: s("reviews"), cell: (row) => (row.kind === "front" ? row.reviews.map((one) => s(one === "manager" ? "reviewManager" : one === "leader" ? "reviewLeader" : "reviewClerk")).join(" → ") : "") },
  ],
  fields: () => [name(), titleRow(s("unitTitle")),
    { name: "kind", label: s("kindOf"), type: "pills", isNeeded: true, isWide: true, options: () => (["front", "crc", "back"] as const).map((kind) => [kind, s(unitKind[kind])]) },
    { name: "reviews", label: s("reviews"), type: "words", isWide: true, when: (bag) => bag.kind === "front", options: () => [["manager", s("reviewManager")], ["leader", s("reviewLeader")], ["clerk", s("reviewClerk")]] },
    { name: "confirmation_direct", label: s("direct"), type: "check", isWide: true, when: (bag) => bag.kind === "front" }],
  blank: { name: "", title: "", kind: "front", reviews: ["manager", "leader", "clerk"], confirmation_direct: true },
  bagOf: (row) => ({ ...row }),
  params: (bag) => ({ name: text(bag.name), title: text(bag.title), kind: bag.kind, ...(bag.kind === "front" ? { reviews: bag.reviews, confirmation_direct: bag.confirmation_direct } : {}) }),
};

const station: Noun<Station> = {
  list: "station.list", put: "station.put", title: () => s("stations"), keyOf: (row) => row.name, textOf: (row) => `${row.name} ${row.title} ${row.area} ${unitTitle(row.unit)}`,
  columns: () => [
    { label: s("stationTitle"), cell: (row) => row.title }, { label: s("name"), cell: (row) => <code>{row.name}</code> }, { label: s("area"), cell: (row) => row.area },
    { label: s("unit"), cell: (row) => unitTitle(row.unit) }, { label: s("calendar"), cell: (row) => (row.calendar === "always" ? s("always") : row.calendar) },
  ],
  fields: () => [name(), titleRow(s("stationTitle")),
    { name: "unit", label: s("unit"), type: "choice", isNeeded: true, options: unitChoices((one) => one.kind !== "front") },
    { name: "area", label: s("area"), type: "line", isNeeded: true, hint: s("areaHint") },
    { name: "calendar", label: s("calendar"), type: "line", hint: calendars()[0]!.join(": ") }],
  blank: { name: "", title: "", unit: "", area: "", calendar: "always" },
  bagOf: (row) => ({ ...row }),
  params: (bag) => given({ name: text(bag.name), title: text(bag.title), unit: bag.unit, area: text(bag.area), calendar: text(bag.calendar) }),
};

const user: Noun<User> = {
  list: "user.list", put: "user.put", title: () => s("people"), keyOf: (row) => row.name,
  textOf: (row) => `${row.name} ${row.title} ${row.roles.join(" ")} ${row.roles.map(word).join(" ")} ${unitTitle(row.unit)} ${row.stations.map(stationTitle).join(" ")}`,
  columns: () => [
    { label: s("fullName"), cell: (row) => row.title }, { label: s("loginName"), cell: (row) => <code>{row.name}</code> }, { label: s("roles"), cell: (row) => row.roles.map(word).join(", ") },
    { label: `${s("unit")} / ${s("stationsOf")}`, cell: (row) => [unitTitle(row.unit), ...row.stations.map(stationTitle)].filter(Boolean).join(", ") },
    { label: s("state"), cell: (row) => (row.disabled ? <span class="tag" data-tone="bad">{s("isDisabled")}</span> : row.absent_until && Date.parse(row.absent_until) > now() ? <span class="tag" data-tone="soon">{s("isAbsent", when(row.absent_until))}</span> : "") },
  ],
  fields: () => [name(s("loginName")), titleRow(s("fullName")),
    { name: "roles", label: s("roles"), type: "words", isNeeded: true, isWide: true, options: choices(ROLES) },
    { name: "unit", label: s("unit"), type: "choice", options: unitChoices() },
    { name: "absent_until", label: s("absent"), type: "instant", hint: s("absentHint") },
    { name: "stations", label: s("stationsOf"), type: "words", isWide: true, when: (bag) => ["operator", "station_manager"].some((role) => (bag.roles as string[]).includes(role)) || (bag.stations as string[]).length > 0, options: () => [...stations.get().values()].map((one) => [one.name, one.title]) },
    { name: "notify", label: s("notify"), type: "lines", hint: s("notifyHint"), isWide: true },
    { name: "uid", label: s("uid"), type: "number", min: 0 },
    { name: "disabled", label: s("disabled"), type: "check" }],
  blank: { name: "", title: "", roles: [], unit: "", stations: [], notify: [], absent_until: "", uid: "", disabled: false },
  bagOf: (row) => ({ ...row, unit: row.unit ?? "", uid: row.uid ?? "", absent_until: local(row.absent_until) }),
  params: (bag) => ({ ...given({ unit: bag.unit, uid: bag.uid, absent_until: bag.absent_until ? instantOf(String(bag.absent_until)) : "" }),
    name: text(bag.name), title: text(bag.title), roles: bag.roles, stations: bag.stations, notify: lines(bag.notify), disabled: bag.disabled === true }),
};

const customer: Noun<Customer> = {
  list: "customer.list", put: "customer.put", title: () => s("customers"), keyOf: (row) => row.name, textOf: (row) => `${row.name} ${row.title} ${row.number ?? ""} ${unitTitle(row.unit)} ${userTitle(row.account_manager)}`,
  columns: () => [
    { label: s("customerTitle"), cell: (row) => row.title }, { label: s("tier"), cell: (row) => <TierMark tier={row.tier} /> }, { label: s("number"), cell: (row) => row.number },
    { label: s("unit"), cell: (row) => unitTitle(row.unit) }, { label: s("manager"), cell: (row) => userTitle(row.account_manager) },
  ],
  fields: () => [{ name: "name", label: s("name"), type: "line", isNeeded: true, isKey: true }, titleRow(s("customerTitle")), { name: "number", label: s("number"), type: "line" },
    { name: "tier", label: s("tier"), type: "pills", isNeeded: true, options: tiers },
    { name: "unit", label: s("unit"), type: "choice", isNeeded: true, options: unitChoices((one) => one.kind === "front") },
    { name: "account_manager", label: s("manager"), type: "choice", options: () => [...users.get().values()].filter((one) => one.roles.includes("account_manager")).map((one) => [one.name, one.title]) },
    { name: "contacts", label: s("contacts"), type: "lines", hint: s("contactsHint"), isWide: true }],
  blank: { name: "", title: "", number: "", tier: "C", unit: "", account_manager: "", contacts: [] },
  bagOf: (row) => ({ ...row, number: row.number ?? "", account_manager: row.account_manager ?? "", contacts: contactsText(row.contacts) }),
  params: (bag) => ({ ...given({ number: text(bag.number), account_manager: bag.account_manager }), name: text(bag.name), title: text(bag.title), tier: bag.tier, unit: bag.unit, contacts: contactsOf(lines(bag.contacts)) }),
};

const holdReason: Noun<HoldReason> = {
  list: "hold_reason.list", put: "hold_reason.put", title: () => s("reasons"), keyOf: (row) => row.name, textOf: (row) => `${row.name} ${row.en} ${row.zh}`,
  columns: () => [{ label: s("name"), cell: (row) => <code>{row.name}</code> }, { label: s("en"), cell: (row) => row.en }, { label: s("zh"), cell: (row) => <span lang="zh-CN">{row.zh}</span> },
    { label: s("clock"), cell: (row) => <span class="tag" data-tone={row.stops_clock ? "soon" : "dim"}>{row.stops_clock ? `❚❚ ${s("stops")}` : `▶ ${s("goesOn")}`}</span> }],
  fields: () => [name(), { name: "en", label: s("en"), type: "line", isNeeded: true }, { name: "zh", label: s("zh"), type: "line", isNeeded: true }, { name: "stops_clock", label: s("stops"), type: "check" }],
  blank: { name: "", en: "", zh: "", stops_clock: false },
  bagOf: (row) => ({ ...row }),
  params: (bag) => ({ name: text(bag.name), en: text(bag.en), zh: text(bag.zh), stops_clock: bag.stops_clock === true }),
};

const quota: Noun<Quota> = {
  list: "quota.list", put: "quota.put", prefix: "quotas/0/", title: () => s("quotas"), keyOf: (row) => [row.service, row.resource, row.tier].join("~"), textOf: (row) => `${row.service} ${word(row.service)} ${word(row.resource)} ${row.tier}`,
  columns: () => [{ label: s("service"), cell: (row) => word(row.service) }, { label: s("resource"), cell: (row) => word(row.resource) }, { label: s("tier"), cell: (row) => <TierMark tier={row.tier} /> },
    { label: s("aMonth"), cell: (row) => row.orders_a_month, isNumber: true }, { label: s("source"), cell: (row) => row.source }],
  fields: () => [{ name: "service", label: s("service"), type: "line", isNeeded: true, isKey: true }, { name: "resource", label: s("resource"), type: "choice", isNeeded: true, isKey: true, options: choices(["dispatchable", "unforecast_build"]) },
    { name: "tier", label: s("tier"), type: "choice", isNeeded: true, isKey: true, options: tiers }, { name: "orders_a_month", label: s("aMonth"), type: "number", isNeeded: true, min: 0 }, { name: "source", label: s("source"), type: "line" }],
  blank: { service: "", resource: "dispatchable", tier: "A", orders_a_month: "", source: "" },
  bagOf: (row) => ({ ...row }),
  params: (bag) => ({ quotas: [given({ service: text(bag.service), resource: bag.resource, tier: bag.tier, orders_a_month: bag.orders_a_month, source: text(bag.source) })] }),
};

const target: Noun<Target> = {
  list: "target.list", put: "target.put", prefix: "targets/0/", title: () => s("targets"), keyOf: (row) => [row.kind ?? "", row.service ?? ""].join("~"), textOf: (row) => `${word(row.kind)} ${word(row.service)}`,
  columns: () => [{ label: s("kindOf"), cell: (row) => word(row.kind) || s("any") }, { label: s("service"), cell: (row) => word(row.service) || s("any") }, { label: s("onTime"), cell: (row) => `${+(row.on_time * 100).toFixed(3)} %`, isNumber: true },
    { label: s("goalNow"), cell: (row) => spanCell(row.goal_now) }, { label: s("goalShort"), cell: (row) => spanCell(row.goal_short_term) }, { label: s("goalLong"), cell: (row) => spanCell(row.goal_long_term) }, { label: s("source"), cell: (row) => row.source }],
  fields: () => [{ name: "kind", label: s("kindOf"), type: "choice", isKey: true, options: choices(["contact", "confirmation", "fault"]) }, { name: "service", label: s("service"), type: "line", isKey: true },
    { name: "on_time", label: s("onTime"), type: "number", isNeeded: true, hint: s("onTimeHint"), step: 0.001 }, { name: "source", label: s("source"), type: "line" },
    { name: "goal_now", label: s("goalNow"), type: "span" }, { name: "goal_short_term", label: s("goalShort"), type: "span" }, { name: "goal_long_term", label: s("goalLong"), type: "span" }],
  blank: { kind: "", service: "", on_time: 0.98, source: "", goal_now: "", goal_short_term: "", goal_long_term: "" },
  bagOf: (row) => ({ ...row }),
  params: (bag) => ({ targets: [given({ kind: bag.kind, service: text(bag.service), on_time: bag.on_time, source: text(bag.source), goal_now: text(bag.goal_now), goal_short_term: text(bag.goal_short_term), goal_long_term: text(bag.goal_long_term) })] }),
};

const forecast: Noun<Forecast> = {
  list: "forecast.list", put: "forecast.put", title: () => s("forecast"), keyOf: (row) => [row.unit, row.service, row.month, row.state].join("~"), textOf: (row) => `${unitTitle(row.unit)} ${word(row.service)} ${row.month} ${row.state}`,
  columns: () => [{ label: s("month"), cell: (row) => row.month }, { label: s("unit"), cell: (row) => unitTitle(row.unit) }, { label: s("service"), cell: (row) => word(row.service) },
    { label: s("state"), cell: (row) => <span class="tag" data-tone={row.state === "agreed" ? "good" : "dim"}>{row.state === "agreed" ? `✓ ${s("agreedState")}` : s("forecastState")}</span> }, { label: s("quantity"), cell: (row) => row.quantity, isNumber: true }],
  fields: () => [{ name: "unit", label: s("unit"), type: "choice", isNeeded: true, isKey: true, options: unitChoices((one) => one.kind === "front") }, { name: "service", label: s("service"), type: "choice", isNeeded: true, isKey: true, options: choices(SERVICES) },
    { name: "month", label: s("month"), type: "month", isNeeded: true, isKey: true }, { name: "quantity", label: s("quantity"), type: "number", isNeeded: true, min: 0 },
    { name: "state", label: s("state"), type: "pills", isNeeded: true, isWide: true, hint: s("agreedHint"), options: () => [["forecast", s("forecastState")], ["agreed", s("agreedState")]] }],
  blank: { unit: "", service: "", month: "", quantity: "", state: "forecast" },
  bagOf: (row) => ({ ...row }),
  params: (bag) => ({ unit: bag.unit, service: bag.service, month: bag.month, quantity: bag.quantity === "" ? undefined : bag.quantity, state: bag.state }),
};

export const NOUNS = { units: unit, stations: station, people: user, customers: customer, reasons: holdReason, quotas: quota, targets: target, forecast } as unknown as { [section: string]: Noun };
