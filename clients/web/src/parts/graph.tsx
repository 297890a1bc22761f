// SPDX-License-Identifier: Apache-2.0
// Tasks and what they wait for, drawn from left to right; what runs at the same time stands in one column.
import type { ComponentChildren } from "preact";

export interface Node {
  name: string;
  after: string[];
}

const GAP_X = 26, GAP_Y = 10, MAX_LEVELS = 64;

/** The column of each node: the longest way to it. */
export function levelsOf(nodes: readonly Node[]): Map<string, number> {
  const level = new Map(nodes.map((node) => [node.name, 0]));
  for (let turn = 0; turn < MAX_LEVELS; turn++) {
    let isDone = true;
    for (const node of nodes)
      for (const before of node.after) {
        const wanted = (level.get(before) ?? -1) + 1;
        if (wanted > level.get(node.name)! && wanted < MAX_LEVELS) {
          level.set(node.name, wanted);
          isDone = false;
        }
      }
    if (isDone) break;
  }
  return level;
}

interface Props<N extends Node> {
  nodes: readonly N[];
  width?: number;
  height?: number;
  label: string;
  draw: (node: N) => ComponentChildren;
}

export function Graph<N extends Node>({ nodes, width = 148, height = 50, label, draw }: Props<N>) {
  const level = levelsOf(nodes);
  const filled: number[] = [];
  const places = new Map(nodes.map((node) => {
    const column = level.get(node.name)!;
    const row = (filled[column] = (filled[column] ?? -1) + 1);
    return [node.name, { x: column * (width + GAP_X), y: row * (height + GAP_Y) }];
  }));
  const columns = filled.length, rows = Math.max(0, ...filled.map((n) => (n ?? -1) + 1));
  const size = { w: columns * (width + GAP_X) - GAP_X, h: rows * (height + GAP_Y) - GAP_Y };
  const edges = nodes.flatMap((node) => node.after.flatMap((before) => {
    const a = places.get(before), b = places.get(node.name)!;
    if (!a) return [];
    const x1 = a.x + width, y1 = a.y + height / 2, x2 = b.x, y2 = b.y + height / 2, m = (x1 + x2) / 2;
    return [`M${x1} ${y1}C${m} ${y1} ${m} ${y2} ${x2 - 5} ${y2}M${x2 - 9} ${y2 - 4}L${x2 - 3} ${y2}L${x2 - 9} ${y2 + 4}`];
  }));
  return (
    <div class="graph" role="group" aria-label={label} tabIndex={0}>
      <div class="graph-inner" style={{ width: `${Math.max(0, size.w)}px`, height: `${Math.max(0, size.h)}px` }}>
        <svg width={Math.max(0, size.w)} height={Math.max(0, size.h)} aria-hidden="true">{edges.map((d) => <path key={d} d={d} />)}</svg>
        {nodes.map((node) => {
          const { x, y } = places.get(node.name)!;
          return <div key={node.name} class="graph-node" style={{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}>{draw(node)}</div>;
        })}
      </div>
    </div>
  );
}
