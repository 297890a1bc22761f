// SPDX-License-Identifier: Apache-2.0
// Owns the names behind names: stations, units, people, customers, routes, hold reasons. Each list is asked for once, when
// it is first needed, and again when the line says that much time has passed.
import { signal, type Signal } from "@preact/signals";
import { all } from "./rpc";
import { lang } from "./lang";
import type { Customer, HoldReason, Route, Station, Unit, User } from "./shapes";

interface Rows {
  "unit.list": Unit;
  "station.list": Station;
  "user.list": User;
  "customer.list": Customer;
  "route.list": Route;
  "hold_reason.list": HoldReason;
}

const OLD_MS = 300_000;

class Book<M extends keyof Rows> {
  private readonly rows: Signal<Map<string, Rows[M]>> = signal(new Map());
  private askedAt = 0;

  constructor(private readonly method: M) {}

  /** All of them, by name; empty until they have come. */
  get(): Map<string, Rows[M]> {
    if (Date.now() - this.askedAt > OLD_MS) void this.load();
    return this.rows.value;
  }

  async load(): Promise<Map<string, Rows[M]>> {
    this.askedAt = Date.now();
    try {
      const items = (await all(this.method, { limit: 1000 }, 20_000)) as Rows[M][];
      this.rows.value = new Map(items.map((row) => [row.name, row]));
    } catch {
      this.askedAt = 0;
    }
    return this.rows.value;
  }

  /** All of them, once they have come. */
  async ready(): Promise<Map<string, Rows[M]>> {
    return this.rows.value.size > 0 ? this.get() : this.load();
  }

  forget() {
    this.askedAt = 0;
    this.rows.value = new Map();
  }
}

export const units = new Book("unit.list");
export const stations = new Book("station.list");
export const users = new Book("user.list");
export const customers = new Book("customer.list");
export const routes = new Book("route.list");
export const holdReasons = new Book("hold_reason.list");

export function forgetDirectory() {
  for (const book of [units, stations, users, customers, routes, holdReasons]) book.forget();
}

export const unitTitle = (name: string | null | undefined) => (name && units.get().get(name)?.title) || name || "";
export const stationTitle = (name: string | null | undefined) => (name && stations.get().get(name)?.title) || name || "";
export const userTitle = (name: string | null | undefined) => (name && users.get().get(name)?.title) || name || "";
export const customerTitle = (name: string | null | undefined) => (name && customers.get().get(name)?.title) || name || "";

export function reasonTitle(name: string): string {
  const row = holdReasons.get().get(name);
  return row ? (lang.value === "zh-CN" ? row.zh : row.en) : name.replace(/_/g, " ");
}
