// SPDX-License-Identifier: Apache-2.0
// What counts down. All of them are written by one timer, straight into the page: nothing is drawn anew for a second's sake.
import { useLayoutEffect, useRef } from "preact/hooks";
import { now, onTick } from "../clock";
import { lang } from "../lang";
import { t } from "../text";
import { ticking, when } from "../when";

const SOON_MS = 3_600_000;
const SOON_SHARE = 0.25;

export type Level = "late" | "soon" | "fine";

export function levelOf(left: number, limit: number): Level {
  if (left < 0) return "late";
  return left < Math.min(SOON_MS, limit ? limit * SOON_SHARE : SOON_MS) ? "soon" : "fine";
}

interface Counted {
  due: number;
  limit: number;
  text: string;
  level: string;
}

const counted = new Map<HTMLElement, Counted>();

function write(element: HTMLElement, of: Counted, at: number) {
  const left = of.due - at;
  const level = levelOf(left, of.limit);
  const text = (left < 0 ? `${t("late")} ` : "") + ticking(left);
  if (text !== of.text) element.textContent = of.text = text;
  if (level !== of.level) element.dataset.level = of.level = level;
}

onTick((at) => {
  for (const [element, of] of counted) write(element, of, at);
});

export function Countdown({ due, limit = 0 }: { due: number; limit?: number }) {
  const ref = useRef<HTMLTimeElement>(null);
  useLayoutEffect(() => {
    const element = ref.current!;
    const of = { due, limit, text: "", level: "" };
    counted.set(element, of);
    write(element, of, now());
    return () => {
      counted.delete(element);
    };
  }, [due, limit, lang.value]);
  return <time ref={ref} class="count" dateTime={new Date(due).toISOString()} title={when(due, true)} />;
}

/** A clock that stands still: what is left of it. */
export function Paused({ left }: { left: number }) {
  return (
    <span class="count" data-level={left < 0 ? "late" : "paused"}>
      <span class="pause" aria-hidden="true">❚❚</span> {left < 0 ? `${t("late")} ` : ""}{ticking(left)}
    </span>
  );
}
