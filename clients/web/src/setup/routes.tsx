// SPDX-License-Identifier: Apache-2.0
// Routes: named graphs of stations, drawn as they will run. Changed with the same drawing that a dispatch is composed with.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { stationTitle } from "../directory";
import { Composer, Drawing, type Draft } from "../dispatch";
import { useKeys } from "../keys";
import { FieldOf, FormState, Refused, sendOnCtrlEnter } from "../parts/fields";
import { callOnce } from "../parts/form";
import { toastDone } from "../parts/toast";
import { go, href } from "../router";
import type { Route } from "../shapes";
import { word } from "../words";
import { rowKeys, SidePanel, Table, useRows } from "./table";
import { s } from "./text";

function RoutePanel({ route, back, done }: { route: Route | undefined; back: string; done: (name: string) => void }) {
  const form = useMemo(() => new FormState(route ? { name: route.name, kind: route.kind, service: route.service } : { name: "", kind: "fault", service: "" }), []);
  const drafts = useSignal<Draft[]>(useMemo(() => (route ? route.nodes.map((node) => ({ ...node })) : [{ name: "task", station: "", after: [] }]), []));
  const send = (event: Event) => {
    event.preventDefault();
    void form.send(async () => {
      const { name, kind, service } = form.values.value as { name: string; kind: string; service: string };
      const nodes = drafts.value.map(({ name: node, station, after, share }) => ({ name: node, station, after, ...(share ? { share } : {}) }));
      await callOnce("route.put", { name: name.trim(), kind, service: service.trim(), nodes } as never);
      done(name.trim());
    });
  };
  const wrong = form.wrong("nodes");
  return (
    <SidePanel title={route ? s("routeOf", route.name) : `${s("routes")}: ${s("newRow")}`} back={back} isWide>
      <form class="record" noValidate onSubmit={send} onKeyDown={sendOnCtrlEnter}>
        <div class="boxes">
          <FieldOf form={form} isOld={route !== undefined} field={{ name: "name", label: s("name"), type: "line", isNeeded: true, isKey: true, hint: s("nameHint") }} />
          <FieldOf form={form} field={{ name: "service", label: s("service"), type: "line", isNeeded: true }} />
          <FieldOf form={form} field={{ name: "kind", label: s("kindOf"), type: "pills", isNeeded: true, isWide: true, options: () => ["contact", "confirmation", "fault"].map((kind) => [kind, word(kind)]) }} />
        </div>
        <h3>{s("nodes")}</h3>
        <Composer drafts={drafts} />
        {wrong && <p class="box-wrong">✕ {wrong}</p>}
        <Refused form={form} fields={["name", "service", "kind", "nodes"]} />
        <div class="form-feet"><button type="submit" class="primary" disabled={form.isBusy.value}>{s("save")}<kbd>Ctrl ↵</kbd></button></div>
      </form>
    </SidePanel>
  );
}

export function Routes({ open }: { open: string | undefined }) {
  const of = useRows<Route>("route.list");
  const back = "setup/routes";
  useKeys({ title: "screenSetup", rows: rowKeys(() => go(`${back}/+`)) });
  const route = of.rows.value.find((one) => one.name === open);
  const done = async (name: string) => {
    toastDone(s("saved", name));
    await of.reload();
    go(`${back}/${encodeURIComponent(name)}`);
  };
  return (
    <>
      <section class="setup-main" aria-label={s("routes")}>
        <header class="setup-head"><h1>{s("routes")}</h1><a class="button primary" href={href(`${back}/+`)}>＋ {s("add")} <kbd>i</kbd></a></header>
        <Table of={of} label={s("routes")} keyOf={(row) => row.name} textOf={(row) => `${row.name} ${word(row.kind)} ${row.service} ${word(row.service)} ${row.nodes.map((node) => stationTitle(node.station)).join(" ")}`}
          open={open} href={(row) => href(`${back}/${encodeURIComponent(row.name)}`)}
          columns={[
            { label: s("name"), cell: (row) => <code>{row.name}</code> },
            { label: s("kindOf"), cell: (row) => <>{word(row.kind)}<br /><span class="dim">{word(row.service)}</span></> },
            { label: s("nodes"), cell: (row) => (open ? row.nodes.map((node) => stationTitle(node.station)).join(", ") : <Drawing drafts={row.nodes} />) },
          ]} />
      </section>
      {open && (open === "+" || route) && <RoutePanel key={`${open}${JSON.stringify(route)}`} route={open === "+" ? undefined : route} back={back} done={(name) => void done(name)} />}
    </>
  );
}
