// SPDX-License-Identifier: Apache-2.0
// Dispatching an order: by a route, or by tasks on stations drawn as they will run, parallel ones side by side. It owns the
// draft while it is drawn; whether it can run is the daemon's to say.
import { useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ACTIONS } from "./act";
import { routes, stations, stationTitle } from "./directory";
import { closeDialog, Dialog } from "./parts/dialog";
import { perform } from "./parts/form";
import { Graph, levelsOf } from "./parts/graph";
import { Refused, toastDone } from "./parts/toast";
import type { Order, Route } from "./shapes";
import { t } from "./text";
import { word } from "./words";

export interface Draft {
  name: string;
  station: string;
  after: string[];
  share?: number;
  /** It is done, and stays as it is. */
  isDone?: boolean;
}

const TASKS_MAX = 32;
const action = ACTIONS.find((one) => one.id === "dispatch")!;

/* A name that says where: the station's own, with a number when there are two. */
function nameFor(station: string, drafts: readonly Draft[]): string {
  const base = station.replace(/^[a-z]{2}_/, "");
  let name = base;
  for (let n = 2; drafts.some((draft) => draft.name === name); n++) name = `${base}_${n}`;
  return name;
}

/** Nobody may wait for one who waits for him. */
function waitsFor(drafts: readonly Draft[], name: string, other: string): boolean {
  const seen = new Set<string>();
  const look = (at: string): boolean => {
    if (at === other) return true;
    if (seen.has(at)) return false;
    seen.add(at);
    return drafts.find((draft) => draft.name === at)?.after.some(look) ?? false;
  };
  return look(name);
}

export function Drawing({ drafts, chosen, choose }: { drafts: readonly Draft[]; chosen?: string; choose?: (name: string) => void }) {
  return (
    <Graph nodes={drafts} label={t("dispatchDrawing")} width={156} height={48} draw={(draft) => {
      const inside = (
        <>
          <span class="cut"><strong>{draft.station ? stationTitle(draft.station) : t("choose")}</strong></span>
          <span class="cut dim">{draft.isDone ? "✓ " : ""}{draft.name}{draft.share ? ` · ${Math.round(draft.share * 100)} %` : ""}</span>
        </>
      );
      return choose && !draft.isDone
        ? <button type="button" class="task-box draft" aria-pressed={chosen === draft.name} onClick={() => choose(draft.name)}>{inside}</button>
        : <div class="task-box draft" data-state={draft.isDone ? "done" : undefined}>{inside}</div>;
    }} />
  );
}

function StationSelect({ value, put, label }: { value: string; put: (station: string) => void; label: string }) {
  const areas = new Map<string, [string, string][]>();
  for (const station of stations.get().values())
    areas.set(station.area, [...(areas.get(station.area) ?? []), [station.name, station.title]]);
  return (
    <label>{label}
      <select value={value} required onChange={(e) => put(e.currentTarget.value)}>
        <option value="">{t("choose")}</option>
        {[...areas].map(([area, rows]) => (
          <optgroup key={area} label={area}>{rows.map(([name, title]) => <option key={name} value={name}>{title}</option>)}</optgroup>
        ))}
      </select>
    </label>
  );
}

/* The tasks as they are drawn: one chosen and changed below, new ones after it or beside it. */
export function Composer({ drafts }: { drafts: Signal<Draft[]> }) {
  const chosen = useSignal(drafts.value.find((draft) => !draft.isDone)?.name ?? "");
  const all = drafts.value;
  const one = all.find((draft) => draft.name === chosen.value);
  const change = (changes: Partial<Draft>) => {
    drafts.value = all.map((draft) => (draft === one ? { ...draft, ...changes } : draft));
  };
  const add = (after: string[]) => {
    const name = nameFor("task", all);
    drafts.value = [...all, { name, station: "", after }];
    chosen.value = name;
  };
  const rename = (station: string) => {
    const old = one!.name, name = /^task(_\d+)?$/.test(old) || old === nameFor(one!.station, all.filter((d) => d !== one)) ? nameFor(station, all.filter((d) => d !== one)) : old;
    drafts.value = all.map((draft) => (draft === one ? { ...draft, station, name } : { ...draft, after: draft.after.map((a) => (a === old ? name : a)) }));
    chosen.value = name;
  };
  const remove = () => {
    /* What waited for it now waits for what it waited for. */
    const gone = one!;
    drafts.value = all.filter((draft) => draft !== gone).map((draft) => (draft.after.includes(gone.name)
      ? { ...draft, after: [...new Set([...draft.after.filter((a) => a !== gone.name), ...gone.after])] } : draft));
    chosen.value = drafts.value.find((draft) => !draft.isDone)?.name ?? "";
  };
  const others = one ? all.filter((other) => other !== one && !waitsFor(all, other.name, one.name)) : [];
  const level = levelsOf(all);
  return (
    <div class="composer">
      <Drawing drafts={all} chosen={chosen.value} choose={(name) => (chosen.value = name)} />
      <div class="line">
        <button type="button" disabled={all.length >= TASKS_MAX} onClick={() => add(one ? [one.name] : [])}>＋ {t("addAfter")}</button>
        <button type="button" disabled={all.length >= TASKS_MAX} onClick={() => add(one ? one.after : [])}>＋ {t("addBeside")}</button>
        {one && all.filter((draft) => !draft.isDone).length > 1 && <button type="button" class="danger" onClick={remove}>{t("removeTask", one.name)}</button>}
      </div>
      {one && (
        <fieldset class="composer-one">
          <legend>{t("taskNo", one.name)}</legend>
          <StationSelect label={t("station")} value={one.station} put={rename} />
          <label>{t("shareOfLimit")}
            <input type="number" min="1" max="100" step="1" placeholder={t("shareEven")} value={one.share ? Math.round(one.share * 100) : ""}
              onInput={(e) => change({ share: e.currentTarget.value ? Number(e.currentTarget.value) / 100 : undefined })} />
          </label>
          {others.length > 0 && (
            <div class="waits" role="group" aria-label={t("waitsFor")}><span class="dim">{t("waitsFor")}</span>
              {others.sort((a, b) => level.get(a.name)! - level.get(b.name)!).map((other) => (
                <label key={other.name} class="check">
                  <input type="checkbox" checked={one.after.includes(other.name)}
                    onChange={(e) => change({ after: e.currentTarget.checked ? [...one.after, other.name] : one.after.filter((a) => a !== other.name) })} />
                  {stationTitle(other.station) || other.name}
                </label>
              ))}
            </div>
          )}
        </fieldset>
      )}
    </div>
  );
}

function draftsOf(order: Order): Draft[] {
  return order.tasks.filter((task) => task.state !== "cancelled")
    .map((task) => ({ name: task.name, station: task.station, after: task.after, isDone: task.state === "done" }));
}

const fitting = (order: Order): Route[] =>
  [...routes.get().values()].filter((route) => route.kind === order.kind && route.service === order.service);

export function DispatchDialog({ order }: { order: Order }) {
  const isAgain = order.state === "executing";
  const choices = fitting(order);
  const picked = useSignal<string | null>(null);
  const drafts = useSignal<Draft[]>(useMemo(() => (isAgain ? draftsOf(order) : []), []));
  const why = useSignal<unknown>(null);
  const isBusy = useSignal(false);
  const byHand = picked.value === "" || (picked.value === null && (isAgain || choices.length === 0));
  const route = byHand ? undefined : choices.find((one) => one.name === picked.value) ?? choices[0];
  if (byHand && drafts.value.length === 0) drafts.value = [{ name: "task", station: "", after: [] }];

  const editRoute = () => {
    const done = drafts.value.filter((draft) => draft.isDone);
    if (route) drafts.value = [...done, ...route.nodes.filter((node) => !done.some((d) => d.name === node.name))];
    picked.value = "";
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    why.value = null;
    const tasks = drafts.value.filter((draft) => !draft.isDone).map(({ name, station, after, share }) => ({ name, station, after, ...(share ? { share } : {}) }));
    try {
      await perform({ ...action, params: () => (route ? { route: route.name } : { tasks }) }, { order }, {});
      closeDialog();
      toastDone(t("doneToast", t("doDispatch")), [order.number]);
    } catch (e) {
      why.value = e;
    }
    isBusy.value = false;
  };

  return (
    <Dialog title={`${t(isAgain ? "doRedispatch" : "doDispatch")} · ${order.number}`} size="l">
      <p class="dialog-lead">{order.title} · {word(order.kind)} · {word(order.service)} · {t("tierN", order.tier)}</p>
      {isAgain && <p class="callout">{t("redispatchNote")}</p>}
      <form class="dispatch" onSubmit={send} onKeyDown={(e) => {
        if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
          e.preventDefault();
          e.currentTarget.requestSubmit();
        }
      }}>
        <fieldset class="route-choices">
          <legend>{t("byRoute")}</legend>
          {choices.map((one) => (
            <label key={one.name} class="check"><input type="radio" name="route" data-first={one === choices[0] && !byHand ? "" : undefined} checked={route?.name === one.name} onChange={() => (picked.value = one.name)} />
              <span>{one.name} <span class="dim">{one.nodes.map((node) => stationTitle(node.station)).join(", ")}</span></span></label>
          ))}
          <label class="check"><input type="radio" name="route" data-first={byHand ? "" : undefined} checked={byHand} onChange={() => (picked.value = "")} />{t("byHand")}</label>
        </fieldset>
        <div class="dispatch-drawing">
          {route ? (
            <>
              <Drawing drafts={route.nodes} />
              <p><button type="button" onClick={editRoute}>{t("editRoute")}</button></p>
            </>
          ) : <Composer drafts={drafts} />}
        </div>
        <Refused why={why.value} />
        <div class="form-feet">
          <button type="button" onClick={closeDialog}>{t("cancel")}</button>
          <button type="submit" class="primary" disabled={isBusy.value}>{t("doDispatch")}<kbd>↵</kbd></button>
        </div>
      </form>
    </Dialog>
  );
}
