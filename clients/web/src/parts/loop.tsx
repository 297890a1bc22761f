// SPDX-License-Identifier: Apache-2.0
// The closed loop of one order, drawn: out through the department and the response centre to the stations, and back to who
// asked; where it stands, and what already went round more than once.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isUnsettled, reviewsOf } from "../act";
import type { Loops, Order, OrderState } from "../shapes";
import { wayOf } from "../standing";
import { t } from "../text";
import { whenShort } from "../when";
import { word } from "../words";

const H = 172, LEFT = 60, RIGHT = 110, TOP = 50, BOTTOM = 128, R = 11;
const WIDEST = 780, NARROWEST = 520;
const BACK: OrderState[] = ["awaiting_signature", "awaiting_archive", "archived"];

function instantAt(order: Order, state: OrderState): string | null {
  switch (state) {
    case "draft": return order.created_at;
    case "at_crc": return order.arrived_at;
    case "executing": return order.tasks.map((task) => task.issued_at).filter((at) => at !== null).sort()[0] ?? null;
    case "awaiting_signature": return order.finished_at;
    case "awaiting_archive": return order.signed_at ?? (order.kind === "confirmation" ? order.finished_at : null);
    case "archived": return order.archived_at;
    case "manager_review": return order.submitted_at;
    case "leader_review": case "clerk_review": case "cancelled": return null;
  }
}

/* How far a cancelled order had come. */
function reached(order: Order, way: OrderState[]): number {
  const at = way.indexOf(order.state);
  if (at >= 0) return at;
  return Math.max(0, way.indexOf(order.finished_at ? "awaiting_signature" : order.tasks.length ? "executing" : order.arrived_at ? "at_crc" : "draft"));
}

function places(way: OrderState[], width: number): { x: number; y: number }[] {
  const out = way.filter((state) => !BACK.includes(state)), back = way.filter((state) => BACK.includes(state));
  const spread = (i: number, n: number) => LEFT + ((width - LEFT - RIGHT) * i) / Math.max(1, n - 1);
  return [
    ...out.map((_, i) => ({ x: spread(i, out.length), y: TOP })),
    ...back.map((_, i) => ({ x: spread(back.length - 1 - i, back.length), y: BOTTOM })),
  ];
}

function track(points: { x: number; y: number }[]): string {
  return points.map((p, i) => {
    const before = points[i - 1];
    if (!before) return `M${p.x} ${p.y}`;
    if (before.y === p.y) return `L${p.x} ${p.y}`;
    const out = Math.max(before.x, p.x) + 92;
    return `L${before.x} ${before.y}C${out} ${before.y} ${out} ${p.y} ${p.x} ${p.y}`;
  }).join("");
}

export function Loop({ order }: { order: Order }) {
  const way = wayOf(order, reviewsOf(order));
  const at = reached(order, way);
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(WIDEST);
  const points = places(way, width.value);
  const here = points[at]!.x;
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => (width.value = Math.min(WIDEST, Math.max(way.length * 90, NARROWEST, box.current!.clientWidth))));
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, [way.length]);
  useLayoutEffect(() => {
    box.current!.scrollLeft = here - box.current!.clientWidth / 2;
  }, [here]);
  const isEnd = order.state === "archived", isCancelled = order.state === "cancelled";
  const slips = order.returns.length, unsettled = order.returns.filter(isUnsettled).length;
  const first = points[0]!, last = points[points.length - 1]!;
  const crc = points[way.indexOf("at_crc")], executing = points[way.indexOf("executing")];
  return (
    <div ref={box} class="loop" role="group" tabIndex={0} aria-label={t("loopOf", order.number)}>
      <svg width={width.value} height={H} role="img" aria-label={`${t("loopOf", order.number)}: ${word(order.state)}`}>
        <path class="loop-home" d={`M${last.x - R} ${last.y}C${last.x - 62} ${last.y} ${first.x - 62} ${first.y} ${first.x - R - 3} ${first.y}`} data-done={isEnd ? "" : undefined} />
        <path class="loop-track" d={track(points)} />
        <path class="loop-track" data-done d={track(points.slice(0, at + 1))} />
        {order.n_sent_back > 0 && crc && (
          <>
            <path class="loop-back" d={`M${crc.x} ${crc.y - R}C${crc.x} ${crc.y - 40} ${first.x} ${first.y - 40} ${first.x + 3} ${first.y - R - 2}`} />
            <text class="loop-note" x={(crc.x + first.x) / 2} y={12} text-anchor="middle">{t("sentBackTimes", order.n_sent_back)}</text>
          </>
        )}
        {slips > 0 && executing && (
          <>
            <path class="loop-back" d={`M${executing.x - 6} ${executing.y - R - 1}c-9 -21 21 -21 12 0`} />
            <text class="loop-note" x={executing.x} y={13} text-anchor="middle">{t("slipCount", slips, unsettled)}</text>
          </>
        )}
        {way.map((state, i) => {
          const { x, y } = points[i]!;
          const phase = i < at || isEnd ? "done" : i === at ? (isCancelled ? "cancelled" : "here") : "ahead";
          const instant = phase === "ahead" ? null : instantAt(order, state);
          return (
            <g key={state} class="loop-node" data-phase={phase}>
              <circle cx={x} cy={y} r={phase === "here" ? R + 1 : R - 1} />
              <text class="loop-sign" x={x} y={y + 4.5} text-anchor="middle">{phase === "done" ? "✓" : phase === "here" ? "●" : phase === "cancelled" ? "✕" : ""}</text>
              <text class="loop-name" x={x} y={y + R + 15} text-anchor="middle">{word(state)}</text>
              {instant && <text class="loop-time" x={x} y={y + R + 29} text-anchor="middle">{whenShort(instant)}</text>}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

const LOOPS: (keyof Loops)[] = ["customer", "originator", "exception", "record"];

/** The four loops: an order is over when all are closed. */
export function FourLoops({ order }: { order: Order }) {
  return (
    <ul class="line four-loops" aria-label={t("fourLoops")}>
      {LOOPS.map((loop) => (
        <li key={loop} class="tag" data-tone={order.loops[loop] === "closed" ? "good" : "dim"}>
          <span aria-hidden="true">{order.loops[loop] === "closed" ? "✓" : "○"}</span> {word(loop)} {word(order.loops[loop])}
        </li>
      ))}
    </ul>
  );
}
