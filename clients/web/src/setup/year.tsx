// SPDX-License-Identifier: Apache-2.0
// A calendar's year on one page: twelve months, each day by number, mark and word. One stop of the Tab key; arrows move
// about, Space chooses. It decides nothing: what the chosen days become is the editor's.
import { useRef } from "preact/hooks";
import type { Calendar } from "../shapes";
import { dateOf, dayHours, dayNumber, hoursText, markOf, weekdayOf, weeksOf, type DayMark, type Hours } from "./days";
import { s } from "./text";

const WORDS: { [M in DayMark]?: "markOff" | "markWork" | "markHours" } = { holiday: "markOff", made_up: "markWork", other: "markHours" };
export const MARKS: { [M in DayMark]: "dayOpen" | "dayClosed" | "dayHoliday" | "dayMadeUp" | "dayOther" } = {
  open: "dayOpen", closed: "dayClosed", holiday: "dayHoliday", made_up: "dayMadeUp", other: "dayOther",
};

interface Props {
  calendar: Calendar;
  dated: Map<string, Hours>;
  year: number;
  changed: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  choose: (dates: ReadonlySet<string>) => void;
}

export function Year({ calendar, dated, year, changed, chosen, choose }: Props) {
  const place = useRef(dayNumber(`${year}-01-01`));
  const anchor = useRef<number | null>(null);
  const first = dayNumber(`${year}-01-01`), last = dayNumber(`${year + 1}-01-01`) - 1;
  const at = Math.min(last, Math.max(first, place.current));
  const months = s("months").split(" "), weekdays = s("weekdays").split(" "), short = s("weekdaysShort").split(" ");

  const pick = (day: number, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => {
    const dates = new Set(event.shiftKey || event.ctrlKey || event.metaKey ? chosen : []);
    if (event.shiftKey && anchor.current !== null)
      for (let d = Math.min(day, anchor.current); d <= Math.max(day, anchor.current); d++) dates.add(dateOf(d));
    else if (chosen.has(dateOf(day)) && (event.ctrlKey || event.metaKey || chosen.size === 1)) dates.delete(dateOf(day));
    else dates.add(dateOf(day));
    anchor.current = day;
    choose(dates);
  };
  const focus = (day: number) => {
    place.current = Math.min(last, Math.max(first, day));
    const button = document.getElementById(`day-${dateOf(place.current)}`);
    document.querySelector<HTMLElement>('.year [tabindex="0"]')?.setAttribute("tabindex", "-1");
    button?.setAttribute("tabindex", "0");
    button?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const date = (event.target as HTMLElement).dataset.date;
    if (!date) return;
    const day = dayNumber(date);
    const steps: { [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 };
    const step = steps[event.key];
    if (step !== undefined) {
      focus(day + step);
      if (event.shiftKey) pick(place.current, event);
    } else if (event.key === "Home" || event.key === "End") focus(event.key === "Home" ? first : last);
    else if (event.key === " " || event.key === "Enter") pick(day, { shiftKey: event.shiftKey, ctrlKey: true, metaKey: false });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="year" onKeyDown={press}>
      {months.map((name, m) => (
        <table key={name} class="month">
          <caption>{name}</caption>
          <thead><tr>{short.map((letter, i) => <th key={i} scope="col" abbr={weekdays[i]}>{letter}</th>)}</tr></thead>
          <tbody>
            {weeksOf(year, m + 1).map((week, w) => (
              <tr key={w}>
                {week.map((day, i) => {
                  if (day === null) return <td key={i} />;
                  const date = dateOf(day), mark = markOf(calendar, dated, day), word = WORDS[mark], hours = dayHours(calendar, dated, day);
                  const isChosen = chosen.has(date), isChanged = changed.has(date);
                  const about = `${Number(date.slice(8))}${word ? ` ${s(word)}` : ""}, ${date} ${weekdays[weekdayOf(day)]}, ${s(MARKS[mark])}${hours.length > 0 ? ` ${hoursText(hours)}` : ""}${isChanged ? `, ${s("dayChanged")}` : ""}`;
                  return (
                    <td key={i}>
                      <button type="button" id={`day-${date}`} class="day" data-date={date} data-mark={mark} data-changed={isChanged ? "" : undefined} aria-pressed={isChosen}
                        tabIndex={day === at ? 0 : -1} aria-label={about} title={about} onClick={(e) => { place.current = day; pick(day, e); }}>
                        <span>{Number(date.slice(8))}</span>{word && <> <small>{s(word)}</small></>}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

export function Legend() {
  const rows: { mark: DayMark; n: number }[] = [{ mark: "open", n: 5 }, { mark: "closed", n: 6 }, { mark: "holiday", n: 7 }, { mark: "made_up", n: 8 }, { mark: "other", n: 9 }];
  return (
    <ul class="legend">
      {rows.map(({ mark, n }) => <li key={mark}><span class="day" data-mark={mark} aria-hidden="true"><span>{n}</span>{WORDS[mark] && <small>{s(WORDS[mark])}</small>}</span> {s(MARKS[mark])}</li>)}
    </ul>
  );
}
