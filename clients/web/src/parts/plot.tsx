// SPDX-License-Identifier: Apache-2.0
// A plot of figures by month. uPlot draws it and comes only when one is shown; lines are told apart by dash and by colour; the
// numbers stand in the table beneath, and under the pointer.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { theme } from "../lang";

export interface Line {
  name: string;
  values: (number | null)[];
  /** Which colour and dash; those of goals and targets are their own. */
  look: number;
  /** What is to be reached: thin, without points. */
  isGoal?: boolean;
}

interface Props {
  label: string;
  months: string[];
  lines: Line[];
  format: (value: number, isAxis?: boolean) => string;
  /** Least and most of the scale, of what the lines reach. */
  range?: (min: number, max: number) => [number, number];
  height?: number;
}

export const LOOKS = 6;
const DASHES: number[][] = [[], [9, 5], [3, 4], [12, 4, 3, 4], [5, 3], [16, 5]];
const GOAL_DASHES: number[][] = [[8, 4], [4, 4], [1, 4]];

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colourOf = (line: Line) => (line.isGoal ? "--dim" : `--plot-${(line.look % LOOKS) + 1}`);
const dashOf = (line: Line) => (line.isGoal ? GOAL_DASHES : DASHES)[line.look % (line.isGoal ? GOAL_DASHES.length : DASHES.length)]!;

/* Room beside the first and the last month, which what is to be reached crosses. */
const EDGE = 0.4;

function dataOf({ months, lines }: Props): uPlot.AlignedData {
  const ends = (line: Line, at: number) => (line.isGoal ? line.values.filter((value) => value !== null).at(at) ?? null : null);
  return [[-EDGE, ...months.map((_, i) => i), months.length - 1 + EDGE], ...lines.map((line) => [ends(line, 0), ...line.values, ends(line, -1)])];
}

const EMPTY_RANGE: [number, number] = [0, 1];

function optionsOf({ months, lines, format, range, height = 240 }: Props, width: number, point: (at: number | null) => void): uPlot.Options {
  const ink = colour("--dim"), edge = colour("--edge");
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: edge, width: 1 }, ticks: { stroke: edge, width: 1, size: 4 } };
  const every = Math.max(1, Math.ceil(months.length / Math.max(1, Math.floor((width - 70) / 62))));
  return {
    width, height, legend: { show: false }, padding: [12, 14, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
    scales: {
      x: { time: false, range: () => [-EDGE, months.length - 1 + EDGE] },
      y: { range: (_, min, max) => (min === null || max === null ? EMPTY_RANGE : range ? range(min, max) : [0, max > 0 ? max * 1.08 : 1]) },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 28, splits: () => months.map((_, i) => i).filter((i) => i % every === 0), values: (_, at) => at.map((i) => months[i] ?? "") },
      { ...axis, size: 66, values: (_, at) => at.map((value) => format(value, true)) },
    ],
    series: [{}, ...lines.map((line): uPlot.Series => ({
      stroke: colour(colourOf(line)), width: line.isGoal ? 1.5 : 2.25, dash: dashOf(line), spanGaps: line.isGoal === true,
      points: { show: !line.isGoal, size: 7, width: 2, fill: line.look % 2 ? colour("--panel") : colour(colourOf(line)) },
    }))],
    hooks: { setCursor: [(plot) => point(plot.cursor.idx == null ? null : Math.min(months.length - 1, Math.max(0, plot.cursor.idx - 1)))] },
  };
}

function Swatch({ line }: { line: Line }) {
  return (
    <svg width="34" height="10" aria-hidden="true">
      <line x1="1" x2="33" y1="5" y2="5" style={{ stroke: `var(${colourOf(line)})`, strokeWidth: line.isGoal ? "1.5" : "2.5", strokeDasharray: dashOf(line).join(" ") }} />
    </svg>
  );
}

export function Plot(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<uPlot | null>(null);
  const at = useSignal<number | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const redraws = useSignal(0);

  /* Colours are the theme's at the time of drawing. */
  useSignalEffect(() => {
    void theme.value;
    redraws.value = redraws.peek() + 1;
  });
  useEffect(() => {
    const light = matchMedia("(prefers-color-scheme: light)");
    const changed = () => redraws.value++;
    light.addEventListener("change", changed);
    return () => light.removeEventListener("change", changed);
  }, []);

  useEffect(() => {
    let isGone = false;
    void import("uplot").then(({ default: UPlot }) => {
      if (isGone || !box.current) return;
      held.current?.destroy();
      held.current = new UPlot(optionsOf(latest.current, box.current.clientWidth, (i) => (at.value = i)), dataOf(latest.current), box.current);
    });
    return () => { isGone = true; };
  }, [JSON.stringify([props.months, props.lines]), props.label, redraws.value]);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry!.contentRect.width);
      if (held.current && held.current.width !== width) held.current.setSize({ width, height: latest.current.height ?? 240 });
    });
    watch.observe(box.current!);
    return () => {
      watch.disconnect();
      held.current?.destroy();
    };
  }, []);

  const month = at.value === null ? null : props.months[at.value];
  return (
    <figure class="plot">
      <div ref={box} class="plot-box" role="img" aria-label={props.label} style={{ minHeight: `${props.height ?? 240}px` }} />
      <figcaption>
        <ul class="plot-lines">
          {props.lines.map((line) => {
            const value = at.value === null ? null : line.values[at.value] ?? null;
            return <li key={line.name}><Swatch line={line} /> {line.name}{value !== null && <strong> {props.format(value)}</strong>}</li>;
          })}
          {month && <li class="dim plot-at">{month}</li>}
        </ul>
      </figcaption>
    </figure>
  );
}
