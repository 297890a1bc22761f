// SPDX-License-Identifier: Apache-2.0
// Calendars: their week, their year on one page, holidays and make-up days chosen there or imported from iCalendar. What is
// changed here is a draft until the daemon has tried it and been told to put it.
import { signal, useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { now } from "../clock";
import { useKeys } from "../keys";
import { FieldOf, FormState, Box } from "../parts/fields";
import { toastDone } from "../parts/toast";
import { go, href, param, setQuery } from "../router";
import type { Calendar } from "../shapes";
import { t } from "../text";
import { when, zone as carrierZone } from "../when";
import { changedDays, datedOf, hoursOf, hoursText, sumOf, WEEK, weekdayOf, dayNumber, type Hours, type Weekday } from "./days";
import { rowKeys, Standing, Table, useRows, type Rows } from "./table";
import { s } from "./text";
import { TryForm, type Survey } from "./tryout";
import { Legend, Year } from "./year";

const ICS_MAX = 1_000_000;
const OFFICE: Calendar["week"] = { mon: [["09:00", "17:30"]], tue: [["09:00", "17:30"]], wed: [["09:00", "17:30"]], thu: [["09:00", "17:30"]], fri: [["09:00", "17:30"]], sat: [], sun: [] };

const weekText = (week: Calendar["week"]): string => {
  const names = s("weekdays").split(" ");
  const spans: string[] = [];
  for (let first = 0, last = 0; first < 7; first = last + 1) {
    const text = hoursText(week[WEEK[first]!] ?? []);
    for (last = first; last < 6 && hoursText(week[WEEK[last + 1]!] ?? []) === text; ) last++;
    if (text) spans.push(`${names[first]}${last > first ? `–${names[last]}` : ""} ${text}`);
  }
  return spans.join(", ");
};

function CalendarTable({ of }: { of: Rows<Calendar> }) {
  return (
    <Table of={of} label={s("calendars")} keyOf={(row) => row.name} textOf={(row) => `${row.name} ${row.zone}`} href={(row) => href(`setup/calendars/${encodeURIComponent(row.name)}`)}
      columns={[{ label: s("name"), cell: (row) => <code>{row.name}</code> }, { label: s("zone"), cell: (row) => row.zone }, { label: s("week"), cell: (row) => weekText(row.week) }, { label: s("dated"), cell: (row) => row.days.length, isNumber: true }]} />
  );
}

/** A calendar as it is drafted: what the form holds, in the shape the daemon has. */
interface DraftState {
  form: FormState;
  dated: Signal<Map<string, Hours>>;
}

function draftCalendar({ form, dated }: DraftState): Calendar {
  const bag = form.values.value as { [name: string]: string };
  return {
    name: String(bag.name).trim(), zone: String(bag.zone).trim(), version: 0, week: Object.fromEntries(WEEK.map((day) => [day, hoursOf(bag[day] ?? "")])) as Calendar["week"],
    days: [...dated.value].sort(([a], [b]) => a.localeCompare(b)).map(([date, open]) => ({ date, open })),
  };
}

function DayEditor({ draft, calendar, chosen }: { draft: DraftState; calendar: Calendar; chosen: Signal<ReadonlySet<string>> }) {
  const hours = useSignal("");
  const dates = [...chosen.value].sort();
  if (dates.length === 0) return <p class="dim">{s("pickDays")}</p>;
  const first = dates[0]!;
  const put = (open: Hours | null) => {
    const dated = new Map(draft.dated.value);
    for (const date of dates)
      if (open) dated.set(date, open);
      else dated.delete(date);
    draft.dated.value = dated;
  };
  const usual = calendar.week.mon.length > 0 ? hoursText(calendar.week.mon) : "09:00-17:30";
  return (
    <div class="day-editor" role="group" aria-label={s("daysChosen", dates.length, first)}>
      <p><strong>{s("daysChosen", dates.length, dates.length > 3 ? `${first} … ${dates.at(-1)}` : dates.map((date) => `${date} ${s("weekdays").split(" ")[weekdayOf(dayNumber(date))]}`).join(", "))}</strong></p>
      <Box label={s("hours")} hint={s("weekHint")}>{(aria) => <input {...aria} type="text" placeholder={usual} value={hours.value} onInput={(e) => (hours.value = e.currentTarget.value)} />}</Box>
      <div class="line">
        <button type="button" onClick={() => put([])}>{s("makeHoliday")}</button>
        <button type="button" onClick={() => put(hoursOf(hours.value.trim() || usual))}>{s("makeWork")}</button>
        <button type="button" onClick={() => put(null)}>{s("asWeek")}</button>
      </div>
    </div>
  );
}

function WeekFields({ draft, isNew }: { draft: DraftState; isNew: boolean }) {
  const names = s("weekdays").split(" ");
  return (
    <fieldset class="group"><legend>{s("week")}</legend>
      {isNew && <FieldOf form={draft.form} field={{ name: "name", label: s("name"), type: "line", isNeeded: true, hint: s("nameHint") }} />}
      <FieldOf form={draft.form} field={{ name: "zone", label: s("zone"), type: "line", isNeeded: true }} />
      <div class="week-fields">
        {WEEK.map((day: Weekday, i) => {
          const wrong = draft.form.wrong(`week/${day}`);
          return (
            <label key={day} data-wrong={wrong ? "" : undefined}><span>{names[i]}</span>
              <input type="text" name={day} aria-invalid={!!wrong} value={String(draft.form.values.value[day] ?? "")} onInput={(e) => draft.form.put({ [day]: e.currentTarget.value })} />
              {wrong && <span class="box-wrong">✕ {wrong}</span>}</label>
          );
        })}
      </div>
      <p class="box-hint">{s("weekHint")}</p>
    </fieldset>
  );
}

/* Days told by month, so that a long list stays short. */
function byYear(dates: string[]): string {
  const years = new Map<string, string[]>();
  for (const date of dates) years.set(date.slice(0, 4), [...(years.get(date.slice(0, 4)) ?? []), date.slice(5)]);
  return [...years].map(([year, days]) => s("importYear", year, days.slice(0, 16).join(", ") + (days.length > 16 ? " …" : ""))).join("; ");
}

function ImportForm({ name, stored, preview, done }: { name: string; stored: Calendar | undefined; preview: Signal<Calendar | null>; done: () => void }) {
  const form = useMemo(() => new FormState({ ics: "" }), []);
  const survey = useSignal<Survey | null>(null);
  const tooLong = useSignal(false);
  const read = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    survey.value = preview.value = null;
    tooLong.value = (file?.size ?? 0) > ICS_MAX;
    form.put({ ics: file && !tooLong.value ? await file.text() : "" });
  };
  const tried = (what: Survey | null) => {
    survey.value = what;
    preview.value = what?.calendar ?? null;
    const years = what?.calendar ? changedDays(stored, what.calendar).map((date) => date.slice(0, 4)) : [];
    /* What would change is to be seen: go to a year that has it. */
    if (years.length > 0 && !years.includes(param("year"))) setQuery({ year: years[0]! });
  };
  const changed = preview.value ? changedDays(stored, preview.value) : [];
  const params = () => (form.values.value.ics ? { name, ics: String(form.values.value.ics) } : null);
  return (
    <TryForm form={form} method="calendar.import" params={params} done={done} tried={tried} fields={["ics"]}>
      <Box label={s("importFile")} hint={s("importHint")} wrong={tooLong.value ? s("tooLong") : form.wrong("ics")}>
        {(aria) => <input {...aria} type="file" name="ics" accept=".ics,text/calendar" onChange={(e) => void read(e.currentTarget)} />}
      </Box>
      {survey.value?.events && (
        <div class="import-found">
          <p>{s("importTaken", survey.value.events.taken)} {survey.value.calendar && s("importDays", changed.length)}</p>
          {changed.length > 0 && <p class="dim">{byYear(changed)}</p>}
          {survey.value.events.passed.length > 0 && (
            <ul>{survey.value.events.passed.map((one) => <li key={one.why}><span aria-hidden="true">– </span>{s("importPassed", one.events, one.why)}{one.first && <span class="dim">, {s("importFirst", one.first)}</span>}</li>)}</ul>
          )}
        </div>
      )}
    </TryForm>
  );
}

/* What of a calendar is put, as one text. */
const partsOf = ({ zone, week, days }: Calendar) => JSON.stringify([zone, WEEK.map((day) => week[day] ?? []), [...days].sort((a, b) => a.date.localeCompare(b.date)).map((day) => [day.date, day.open])]);

function CalendarPage({ stored, isNew, reload }: { stored: Calendar | undefined; isNew: boolean; reload: () => Promise<void> }) {
  const back = "setup/calendars";
  const draft = useMemo((): DraftState => ({
    form: new FormState({ name: stored?.name ?? "", zone: stored?.zone ?? carrierZone.value, ...Object.fromEntries(WEEK.map((day) => [day, hoursText((stored?.week ?? OFFICE)[day] ?? [])])) }),
    dated: signal(stored ? datedOf(stored) : new Map<string, Hours>()),
  }), []);
  const chosen = useSignal<ReadonlySet<string>>(new Set<string>());
  const preview = useSignal<Calendar | null>(null);
  const year = Number(param("year")) || Number(when(now()).slice(0, 4));
  const drafted = draftCalendar(draft);
  const shown = preview.value ?? drafted;
  const shownDated = datedOf(shown);
  const changed = changedDays(stored, shown);
  const sum = sumOf(shown, shownDated, year);
  const isDirty = stored !== undefined && partsOf(drafted) !== partsOf(stored);
  const isEditing = isNew || isDirty || !!param("edit") || chosen.value.size > 0;
  const edit = param("edit") || "week";
  const close = () => {
    chosen.value = new Set();
    preview.value = null;
    setQuery({ edit: null });
  };
  useKeys({ title: "screenSetup", rows: [{ keys: ["Escape"], text: "keyEscape", run: () => (chosen.peek().size > 0 ? (chosen.value = new Set()) : isEditing && !isDirty ? close() : go(back)) }] });

  const params = () => {
    const { name, zone, week, days } = draftCalendar(draft);
    return isDirty || isNew ? { name, zone, week, days } : null;
  };
  const done = async () => {
    toastDone(s("putDone", drafted.name));
    await reload();
    go(`${back}/${encodeURIComponent(drafted.name)}`, { year: String(year) });
  };
  return (
    <>
      <section class="setup-main" aria-label={drafted.name || s("newCalendar")}>
        <header class="setup-head">
          <a class="back" href={href(back)} aria-label={s("calendars")}>←</a>
          <h1>{isNew ? s("newCalendar") : s("yearOf", drafted.name, year)}</h1>
          <div class="year-nav" role="group" aria-label={s("yearOf", drafted.name, year)}>
            <button type="button" aria-label={s("yearBefore")} onClick={() => setQuery({ year: String(year - 1) })}>‹</button>
            <strong>{year}</strong>
            <button type="button" aria-label={s("yearAfter")} onClick={() => setQuery({ year: String(year + 1) })}>›</button>
          </div>
          <span class="dim" role="status">{s("yearSum", sum.days, sum.hours)}</span>
          {!isNew && (
            <div class="line head-end">
              <button type="button" aria-pressed={isEditing && edit === "week"} onClick={() => setQuery({ edit: "week" })}>{s("editWeek")}</button>
              <button type="button" aria-pressed={isEditing && edit === "import"} onClick={() => setQuery({ edit: "import" })}>{s("importIcs")}</button>
            </div>
          )}
        </header>
        <div class="year-place">
          <Year key={year} calendar={shown} dated={shownDated} year={year} changed={new Set(changed)} chosen={chosen.value} choose={(dates) => (chosen.value = dates)} />
          <Legend />
        </div>
      </section>
      {isEditing && (
        <aside class="panel setup-panel year-panel" aria-label={s("editing")}>
          <header class="panel-head">
            <h2>{s(edit === "import" ? "importIcs" : "editing")}</h2>{isDirty && <span class="tag" data-tone="soon">{s("changedDays", changedDays(stored, drafted).length)}</span>}<span class="cut" />
            {!isNew && !isDirty && <button type="button" class="icon" aria-label={t("close")} onClick={close}>✕</button>}
          </header>
          <div class="panel-body">
            {edit === "import" && !isNew ? <ImportForm name={drafted.name} stored={stored} preview={preview} done={() => void done()} /> : (
              <TryForm form={draft.form} method="calendar.put" params={params} done={() => void done()} fields={["name", "zone", ...WEEK.map((day) => `week/${day}`)]}
                feet={isDirty && !isNew && <button type="button" class="link" onClick={() => void reload()}>{s("undo")}</button>}>
                <DayEditor draft={draft} calendar={drafted} chosen={chosen} />
                <WeekFields draft={draft} isNew={isNew} />
              </TryForm>
            )}
          </div>
        </aside>
      )}
    </>
  );
}

export function Calendars({ open }: { open: string | undefined }) {
  const of = useRows<Calendar>("calendar.list", 100);
  const turn = useSignal(0);
  const back = "setup/calendars";
  useKeys({ title: "screenSetup", rows: open ? [] : rowKeys(() => go(`${back}/+`)) });
  const stored = of.rows.value.find((one) => one.name === open);
  const reload = async () => {
    await of.reload();
    turn.value++;
  };
  if (open === "+" || stored) return <CalendarPage key={`${open}${turn.value}`} stored={stored} isNew={open === "+"} reload={reload} />;
  return (
    <section class="setup-main" aria-label={s("calendars")}>
      <header class="setup-head"><h1>{s("calendars")}</h1><a class="button primary" href={href(`${back}/+`)}>＋ {s("add")} <kbd>i</kbd></a></header>
      {open ? <Standing of={of as Rows<unknown>} empty={s("noSuch")} /> : <CalendarTable of={of} />}
    </section>
  );
}
