// SPDX-License-Identifier: Apache-2.0
// Owns the language and the theme: what the person chose, kept in this browser; else what the browser says.
import { effect, signal } from "@preact/signals";

export type Lang = "en" | "zh-CN";
export type Theme = "auto" | "light" | "dark";

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* a browser that keeps nothing still shows everything */
  }
}

const first = kept("lang");
export const lang = signal<Lang>(
  first === "en" || first === "zh-CN" ? first : navigator.language.startsWith("zh") ? "zh-CN" : "en",
);
const dress = kept("theme");
export const theme = signal<Theme>(dress === "light" || dress === "dark" ? dress : "auto");

export function startLook() {
  effect(() => {
    document.documentElement.lang = lang.value;
    keep("lang", lang.value);
  });
  const light = matchMedia("(prefers-color-scheme: light)");
  const system = signal(light.matches);
  light.addEventListener("change", () => (system.value = light.matches));
  effect(() => {
    document.documentElement.dataset.theme = theme.value === "auto" ? (system.value ? "light" : "dark") : theme.value;
    keep("theme", theme.value);
  });
}
