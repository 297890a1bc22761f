// SPDX-License-Identifier: Apache-2.0
// Owns where one is: the URL's hash, #/board?kind=fault. Filters stand in its query, so that a link shows what was seen.
import { signal } from "@preact/signals";

export interface Place {
  path: string[];
  query: URLSearchParams;
}

function read(): Place {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

export const place = signal<Place>(read());

export function startRouter() {
  window.addEventListener("hashchange", () => {
    place.value = read();
  });
}

export function href(path: string, query?: Record<string, string> | URLSearchParams): string {
  const text = new URLSearchParams(query).toString();
  return `#/${path}${text ? `?${text}` : ""}`;
}

export function go(path: string, query?: Record<string, string> | URLSearchParams) {
  location.hash = href(path, query);
}

/** Change the query in place: no new step of the browser's history. null takes a key away. */
export function setQuery(changes: { [key: string]: string | null }) {
  const query = new URLSearchParams(place.value.query);
  for (const [key, value] of Object.entries(changes))
    if (value) query.set(key, value);
    else query.delete(key);
  history.replaceState(null, "", href(place.value.path.map(encodeURIComponent).join("/"), query));
  place.value = read();
}

export function param(key: string): string {
  return place.value.query.get(key) ?? "";
}
