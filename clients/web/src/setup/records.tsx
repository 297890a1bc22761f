// SPDX-License-Identifier: Apache-2.0
// One screen for whatever is set up row by row: a table, and the row that is open beside it.
import { useMemo } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { useKeys } from "../keys";
import { FieldOf, FormState, Refused, sendOnCtrlEnter, type Bag } from "../parts/fields";
import { callOnce } from "../parts/form";
import { toastDone } from "../parts/toast";
import { go, href } from "../router";
import { may } from "../session";
import type { Noun } from "./nouns";
import { rowKeys, SidePanel, Table, useRows } from "./table";
import { s } from "./text";

type Row = Record<string, unknown>;

interface FormProps {
  noun: Noun<Row>;
  row: Row | undefined;
  done: (bag: Bag) => void;
}

function RecordForm({ noun, row, done }: FormProps) {
  const form = useMemo(() => new FormState(row ? noun.bagOf(row) : noun.blank, noun.prefix), []);
  const fields = noun.fields();
  const send = (event: Event) => {
    event.preventDefault();
    void form.send(async () => {
      await callOnce(noun.put, noun.params(form.values.value) as never);
      done(form.values.value);
    });
  };
  return (
    <form class="record" noValidate onSubmit={send} onKeyDown={sendOnCtrlEnter}>
      <div class="boxes">{fields.map((field) => <FieldOf key={field.name} form={form} field={field} isOld={row !== undefined} />)}</div>
      <Refused form={form} fields={fields.map((field) => field.name)} />
      {may(noun.put) && <div class="form-feet"><button type="submit" class="primary" disabled={form.isBusy.value}>{s("save")}<kbd>Ctrl ↵</kbd></button></div>}
    </form>
  );
}

interface Props {
  section: string;
  noun: Noun;
  /** The row that is open; "+": a new one. */
  open: string | undefined;
  more?: (key: string) => ComponentChildren;
}

export function Records({ section, noun: any, open, more }: Props) {
  const noun = any as unknown as Noun<Row>;
  const of = useRows<Row>(noun.list);
  const back = `setup/${section}`;
  const path = (key: string) => `${back}/${encodeURIComponent(key)}`;
  const row = open && open !== "+" ? of.rows.value.find((one) => noun.keyOf(one) === open) : undefined;
  const add = () => go(`${back}/+`);
  useKeys({ title: "screenSetup", rows: rowKeys(may(noun.put) ? add : undefined) });
  const done = async (bag: Bag) => {
    const title = String(bag.title || bag.name || noun.title());
    toastDone(s("saved", title));
    await of.reload();
    const key = noun.keyOf(bag as Row);
    go(of.rows.value.some((one) => noun.keyOf(one) === key) ? path(key) : back);
  };
  return (
    <>
      <section class="setup-main" aria-label={noun.title()}>
        <header class="setup-head"><h1>{noun.title()}</h1>{may(noun.put) && <a class="button primary" href={href(`${back}/+`)}>＋ {s("add")} <kbd>i</kbd></a>}</header>
        <Table of={of} label={noun.title()} columns={noun.columns()} keyOf={noun.keyOf} textOf={noun.textOf} href={(one) => href(path(noun.keyOf(one)))} open={open} />
      </section>
      {open && (
        <SidePanel key={open} title={open === "+" ? `${noun.title()}: ${s("newRow")}` : String(row?.title ?? row?.name ?? noun.title())} back={back}>
          {open === "+" || row ? <RecordForm key={`${open}${of.isHere.value}`} noun={noun} row={row} done={(bag) => void done(bag)} /> : of.isHere.value ? <p class="empty">{s("noSuch")}</p> : null}
          {row && more?.(open)}
        </SidePanel>
      )}
    </>
  );
}
