// SPDX-License-Identifier: Apache-2.0
// The table of screens: who sees them, under which key and path, and the chunk that draws them. A screen is one file in
// screens/ with a component as default, and one row here.
import type { ComponentType } from "preact";
import type { Role } from "./shapes";
import type { Text } from "./text";

export interface Screen {
  /** First part of the hash: #/board. */
  path: string;
  title: Text;
  /** None: everybody. An admin sees all. */
  roles: Role[];
  /** After g: g b. None: it is not in the navigation (a page of one thing). */
  key?: string;
  load: () => Promise<{ default: ComponentType<{ path: string[] }> }>;
}

const CRC: Role[] = ["dispatcher", "supervisor"];
const STATION: Role[] = ["operator", "station_manager"];
const FRONT: Role[] = ["account_manager", "industry_manager", "clerk", "leader"];

export const SCREENS: Screen[] = [
  { path: "board", title: "screenBoard", roles: [...CRC, "monitor"], key: "b", load: () => import("./screens/board") },
  { path: "station", title: "screenStation", roles: [...STATION, ...CRC, "monitor"], key: "s", load: () => import("./screens/station") },
  { path: "wall", title: "screenWall", roles: [...CRC, "monitor", "station_manager", "leader"], key: "w", load: () => import("./screens/wall") },
  { path: "figures", title: "screenFigures", roles: ["supervisor", "leader", "monitor", "station_manager"], key: "i", load: () => import("./screens/figures") },
  { path: "front", title: "screenFront", roles: [...FRONT, "dispatcher"], key: "f", load: () => import("./screens/front") },
  { path: "setup", title: "screenSetup", roles: ["leader", "supervisor"], key: "u", load: () => import("./screens/setup") },
  { path: "orders", title: "screenOrder", roles: [], load: () => import("./screens/order") },
];

export const screenAt = (path: string | undefined) => SCREENS.find((screen) => screen.path === path);
