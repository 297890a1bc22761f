// SPDX-License-Identifier: Apache-2.0
// Ctrl-K: every command that works here, every screen, and any order by its number or text, from one field.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { layers, shown, type KeyRow } from "./keys";
import { heldOrders } from "./live";
import { closeDialog, Dialog } from "./parts/dialog";
import { call } from "./rpc";
import { go } from "./router";
import type { Order } from "./shapes";
import { screensOfMine } from "./shell";
import { t } from "./text";
import { word } from "./words";

interface Choice {
  group: string;
  text: string;
  hint?: string;
  run: () => void;
}

const EACH_MAX = 8;
const ASK_AFTER_MS = 150;
const TEXT_MIN = 2;
/* Keys that only move about are no commands. */
const MOVING = new Set(["keyDown", "keyUp", "keyFirst", "keyLast", "keySelectRange", "keyEscape", "keyPalette", "keyGo"]);

function commands(): Choice[] {
  const rows: KeyRow[] = layers.peek().map((one) => one.get()).filter((layer) => !layer.isModal).reverse()
    .flatMap((layer) => layer.rows).filter((row) => !MOVING.has(row.text));
  return rows.map((row) => ({
    group: t("groupCommands"), text: row.of ? t(row.text, row.of) : t(row.text), hint: shown(row.keys[0]!),
    run: () => row.run(new KeyboardEvent("keydown", { key: row.keys[0] })),
  }));
}

const screens = (): Choice[] => screensOfMine().filter((screen) => screen.key).map((screen) => ({
  group: t("groupScreens"), text: t(screen.title), hint: `g ${screen.key}`, run: () => go(screen.path),
}));

const orderChoice = (order: Order): Choice => ({
  group: t("groupOrders"), text: `${order.number}  ${order.title}`, hint: word(order.state),
  run: () => go(`orders/${order.id}`),
});

/** 42, F-000042 and f42 all name order 42. */
function idOf(text: string): number | null {
  const m = /^(?:[a-z]-?)?0*(\d{1,15})$/i.exec(text.trim());
  return m ? Number(m[1]) : null;
}

async function ask(text: string): Promise<Order[]> {
  const id = idOf(text);
  if (id) return call("order.get", { id }).then((answer) => [answer.order], () => []);
  return call("order.list", { text, limit: EACH_MAX }).then((answer) => answer.items, () => []);
}

export function Palette() {
  const typed = useSignal("");
  const place = useSignal(0);
  const answered = useSignal<Order[]>([]);
  const text = typed.value.trim().toLowerCase();

  useEffect(() => {
    answered.value = [];
    if (text.length < TEXT_MIN && !idOf(text)) return;
    const timer = setTimeout(() => void ask(text).then((orders) => {
      if (typed.peek().trim().toLowerCase() === text) answered.value = orders;
    }), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);

  const choices = useComputed(() => {
    const wanted = typed.value.trim().toLowerCase();
    const fits = (choice: Choice) => choice.text.toLowerCase().includes(wanted);
    const found = new Map<number, Order>();
    if (wanted)
      for (const held of heldOrders()) {
        const order = held.peek();
        if (found.size >= EACH_MAX) break;
        if (`${order.number} ${order.title} ${order.customer}`.toLowerCase().includes(wanted)) found.set(order.id, order);
      }
    for (const order of answered.value) found.set(order.id, order);
    return [...commands().filter(fits).slice(0, wanted ? EACH_MAX : 30), ...screens().filter(fits), ...[...found.values()].slice(0, EACH_MAX).map(orderChoice)];
  }).value;
  const at = Math.min(place.value, choices.length - 1);

  const run = (choice: Choice | undefined) => {
    if (!choice) return;
    closeDialog();
    /* The dialog first gives the focus back. */
    setTimeout(choice.run, 0);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") place.value = Math.min(choices.length - 1, at + 1);
    else if (event.key === "ArrowUp") place.value = Math.max(0, at - 1);
    else if (event.key === "Enter" && !event.isComposing) run(choices[at]);
    else return;
    event.preventDefault();
    document.getElementById(`choice-${place.value}`)?.scrollIntoView({ block: "nearest" });
  };

  return (
    <Dialog title={t("palette")} size="m">
      <input type="text" role="combobox" class="palette-field" data-first aria-label={t("paletteHint")} placeholder={t("paletteHint")}
        aria-expanded="true" aria-controls="choices" aria-autocomplete="list" autocomplete="off" spellcheck={false}
        aria-activedescendant={choices.length ? `choice-${at}` : undefined} value={typed.value} onKeyDown={press}
        onInput={(e) => { typed.value = e.currentTarget.value; place.value = 0; }} />
      <ul id="choices" class="choices" role="listbox" aria-label={t("palette")}>
        {choices.map((choice, i) => (
          <li key={`${choice.group}${choice.text}`} id={`choice-${i}`} role="option" aria-selected={i === at} onClick={() => run(choice)}>
            <span class="choice-group">{choice.group}</span><span class="choice-text">{choice.text}</span>
            {choice.hint && <span class="choice-hint">{choice.hint}</span>}
          </li>
        ))}
        {choices.length === 0 && <li role="option" aria-selected="false" aria-disabled="true" class="dim">{t("paletteNone")}</li>}
      </ul>
    </Dialog>
  );
}
