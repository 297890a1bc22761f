// SPDX-License-Identifier: Apache-2.0
// Pieces of an order that several screens show: the time left, its tasks as a graph, return slips, standing alarms.
import { erringTask, type Offer } from "../act";
import { reasonTitle, stationTitle, userTitle } from "../directory";
import { alarmsRev, heldAlarms } from "../live";
import { may } from "../session";
import { call } from "../rpc";
import type { Alarm, Clock, Order, ReturnSlip, Task } from "../shapes";
import { clockText, urgencyOf } from "../standing";
import { t } from "../text";
import { at, span, spanMs, when, whenShort } from "../when";
import { slipWord, word } from "../words";
import { Countdown, Paused } from "./countdown";
import { Graph } from "./graph";
import { SeverityMark, TierMark } from "./mark";
import { toastDone, toastRefused } from "./toast";

export function ClockLeft({ clock }: { clock: Clock | null | undefined }) {
  if (!clock) return <span class="count dim">–</span>;
  const due = at(clock.due_at);
  if (clock.state === "running" && due !== null) return <Countdown due={due} limit={spanMs(clock.limit)} />;
  if (clock.state === "paused") return <Paused left={spanMs(clock.limit) - spanMs(clock.spent)} />;
  return <span class="count" data-level={clock.state === "missed" ? "late" : "done"}>{word(clock.state)}</span>;
}

/** The clock that runs out first, and what it is about. */
export function MostUrgent({ order }: { order: Order }) {
  const { clock } = urgencyOf(order);
  return (
    <div class="urgent">
      <div class="urgent-left"><ClockLeft clock={clock} /></div>
      <div class="dim cut">{clock ? `${clockText(order, clock)}${clock.due_at ? ` · ${whenShort(clock.due_at)}` : ""}` : t("noClock")}</div>
    </div>
  );
}

export function HoldTag({ order }: { order: Order }) {
  if (!order.hold) return null;
  return <span class="tag" data-tone="soon">{t("onHold")}: {reasonTitle(order.hold.reason)}</span>;
}

export function StateTag({ order }: { order: Order }) {
  return <span class="tag" data-tone={order.state === "archived" ? "good" : "dim"}>{word(order.state)}</span>;
}

export const clockOf = (order: Order, kind: Clock["clock"], task: string): Clock | undefined =>
  order.clocks.filter((clock) => clock.clock === kind && clock.task === task).sort((a, b) => b.generation - a.generation)[0];

/** An issued task first has to be accepted, an accepted one to be done. */
export function taskClock(order: Order, task: Task): Clock | undefined {
  return task.state === "issued" ? clockOf(order, "accept", task.name) : clockOf(order, "task", task.name);
}

const TASK_MARK: { [S in Task["state"]]: string } = { waiting: "…", issued: "▷", accepted: "▶", done: "✓", cancelled: "✕" };

export function TaskGraph({ order, width }: { order: Order; width?: number }) {
  const tasks = order.tasks.filter((task) => task.state !== "cancelled");
  if (tasks.length === 0) return null;
  return (
    <Graph nodes={tasks} label={t("tasksOf", order.number)} height={62} width={width} draw={(task) => (
      <div class="task-box" data-state={task.state}>
        <div class="cut"><span aria-hidden="true">{TASK_MARK[task.state]}</span> <strong>{stationTitle(task.station)}</strong></div>
        <div class="cut dim">{task.name} · {taskWord(task)}{task.rework > 0 && <span class="redo" title={t("rework", task.rework)}> ↻{task.rework}<span class="unseen"> {t("rework", task.rework)}</span></span>}</div>
        <div class="cut">{isLive(task) ? <ClockLeft clock={taskClock(order, task)} /> : <span class="dim">{task.done_at ? whenShort(task.done_at) : ""}</span>}
          {task.holder && <span class="dim"> {userTitle(task.holder)}</span>}</div>
      </div>
    )} />
  );
}

/** A task that was issued and waits again waits for a return slip. */
export function taskWord(task: Task): string {
  return task.state === "waiting" && task.issued_at ? t("waitsForSlip") : word(task.state);
}

const isLive = (task: Task) => task.state === "issued" || task.state === "accepted" || (task.state === "waiting" && task.issued_at !== null);

export function slipRoute(order: Order, slip: ReturnSlip): string {
  const from = order.tasks.find((task) => task.name === slip.raised_by_task);
  const to = erringTask(order, slip);
  return `${stationTitle(from?.station)} → ${to ? stationTitle(to.station) : slip.to === "crc" ? t("crcName") : slip.to}`;
}

export function Slips({ order }: { order: Order }) {
  if (order.returns.length === 0) return null;
  return (
    <ul class="slips">
      {order.returns.map((slip) => {
        const clock = order.clocks.find((one) => one.clock === "return" && one.return === slip.id && one.state === "running");
        return (
          <li key={slip.id} class="slip">
            <div class="line"><strong>{slipRoute(order, slip)}</strong>
              <span class="tag" data-tone={slip.state === "open" || slip.state === "disputed" ? "soon" : "dim"}>{slipWord(slip.state)}</span>
              {clock && <ClockLeft clock={clock} />}</div>
            <p>{slip.text}</p>
            <p class="dim">{t(slip.kind === "error" ? "kindError" : "kindCannot")} · {userTitle(slip.raised_by)} · {when(slip.raised_at)}</p>
            {slip.dispute && <p><span class="dim">{t("doReturnDispute")}:</span> {slip.dispute}</p>}
            {slip.ruling && <p><span class="dim">{t("fieldRuling")}:</span> {slip.ruling} ({userTitle(slip.ruled_by)})</p>}
            {slip.record && <p><span class="dim">{t("fieldSettled")}:</span> {slip.record}</p>}
            {slip.charged_to && <p class="dim">{t("chargedTo", stationTitle(slip.charged_to), span(spanMs(slip.charged)))}</p>}
          </li>
        );
      })}
    </ul>
  );
}

async function acknowledge(alarm: Alarm) {
  try {
    await call("alarm.acknowledge", { id: alarm.id });
    toastDone(t("doneToast", t("acknowledge")), [alarm.number]);
  } catch (why) {
    toastRefused(t("acknowledge"), why);
  }
}

const RANK = { critical: 0, major: 1, minor: 2, warning: 3 };

export function stepText(step: number | string): string {
  return typeof step === "number" ? `${+(step * 100).toPrecision(6)} %` : `+ ${span(spanMs(step))}`;
}

export function Alarms({ order }: { order: number }) {
  void alarmsRev.value;
  const standing = [...heldAlarms()].filter((alarm) => alarm.order === order).sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  if (standing.length === 0) return <p class="dim">{t("severityNone")}</p>;
  return (
    <ul class="alarms">
      {standing.map((alarm) => (
        <li key={alarm.id}>
          <SeverityMark severity={alarm.severity} />
          <span class="alarm-text">{word(alarm.clock)} {stepText(alarm.step)}{alarm.task ? ` · ${alarm.task}` : ""}{alarm.count > 1 ? ` ×${alarm.count}` : ""}
            <span class="dim"> {whenShort(alarm.last_at)}{alarm.acknowledged_by ? ` · ${t("acknowledgedBy", userTitle(alarm.acknowledged_by))}` : ""}</span></span>
          {alarm.state === "raised" && may("alarm.acknowledge") && <button type="button" onClick={() => void acknowledge(alarm)}>{t("acknowledge")}</button>}
        </li>
      ))}
    </ul>
  );
}

/** What is offered for the order itself first, then for its tasks and slips, as the table has them. */
export function byTone(offers: Offer[]): Offer[] {
  const rank = ({ action }: Offer) => (action.tone === "primary" ? 0 : action.tone === "danger" ? 2 : 1);
  return [...offers].sort((a, b) => rank(a) - rank(b));
}

/** Of a row of a list: which order it is. */
export function NumberCell({ order }: { order: Order }) {
  return (
    <div class="c-number">
      <div><TierMark tier={order.tier} /> <span class="number">{order.number}</span></div>
      <div class="dim cut">{word(order.kind)} · {word(order.service)}</div>
    </div>
  );
}
