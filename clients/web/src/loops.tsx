// SPDX-License-Identifier: Apache-2.0
// The open loops of report.loops: what is not closed yet, oldest first, and apart what is archived all the same. It reads only.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Column, ReportRow } from "./figures";
import { Sheet } from "./parts/sheet";
import { call, Refusal } from "./rpc";
import type { LoopItem } from "./shapes";
import { t, type Text } from "./text";

const PAGE = 200, ROWS_MAX = 1000;

const LOOPS: { key: keyof LoopItem["loops"]; head: Text }[] = [
  { key: "customer", head: "loopCustomer" }, { key: "originator", head: "loopOriginator" },
  { key: "exception", head: "loopException" }, { key: "record", head: "loopRecord" },
];

const COLUMNS: Column[] = [
  { key: "number", head: "orderNo", kind: "order" },
  { key: "order_kind", head: "kind", kind: "word" },
  { key: "order_state", head: "state", kind: "word" },
  { key: "unit", head: "unit", kind: "unit" },
  { key: "account_manager", head: "fieldAccountManager", kind: "person" },
  { key: "created_at", head: "loopSince", kind: "instant" },
  ...LOOPS.map(({ key, head }): Column => ({ key, head, kind: "loop" })),
];

const rowOf = (item: LoopItem): ReportRow => ({
  number: item.number, order: item.order, order_kind: item.order_kind, order_state: item.order_state, unit: item.unit,
  account_manager: item.account_manager, created_at: item.created_at, ...item.loops,
});

interface Found {
  items: LoopItem[];
  broken: LoopItem[];
  isMore: boolean;
}

async function ask(): Promise<Found> {
  const found: Found = { items: [], broken: [], isMore: false };
  let cursor: string | null = null;
  do {
    const page: { items: LoopItem[]; broken: LoopItem[]; next_cursor: string | null } =
      await call("report.loops", { limit: PAGE, ...(cursor ? { cursor } : {}) });
    found.items.push(...page.items);
    found.broken.push(...page.broken.filter((item) => !found.broken.some((one) => one.id === item.id)));
    cursor = page.next_cursor;
  } while (cursor && found.items.length < ROWS_MAX);
  found.isMore = cursor !== null;
  return found;
}

export function LoopsPart({ beat }: { beat: number }) {
  const found = useSignal<Found | null>(null);
  const why = useSignal("");
  useEffect(() => {
    let isGone = false;
    ask().then(
      (got) => { if (!isGone) [found.value, why.value] = [got, ""]; },
      (no) => { if (!isGone) why.value = no instanceof Refusal ? no.message : String(no); },
    );
    return () => { isGone = true; };
  }, [beat]);
  if (why.value) return <p class="wrong" role="alert">{why.value}</p>;
  if (!found.value) return <p class="notice" role="status">{t("loading")}…</p>;
  const { items, broken, isMore } = found.value;
  return (
    <div class="figures-answer">
      {broken.length > 0 && (
        <div class="wrong" role="alert">
          <Sheet name="loops-broken" caption={t("loopsBroken")} columns={COLUMNS} rows={broken.map(rowOf)} asked={{ report: "report.loops" }} />
        </div>
      )}
      <dl class="cards">
        {LOOPS.map(({ key, head }) => (
          <div key={key} class="card"><dt>{t(head)}: {t("loopIsOpen")}</dt>
            <dd>{items.filter((item) => item.loops[key] === "open").length}{isMore ? "+" : ""}</dd></div>
        ))}
      </dl>
      {isMore && <p class="dim">{t("loopsMore")}</p>}
      <Sheet name="loops" caption={t("loopsOpen")} columns={COLUMNS} rows={items.map(rowOf)} asked={{ report: "report.loops" }} empty={t("loopsNone")} />
    </div>
  );
}
