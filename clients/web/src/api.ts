// SPDX-License-Identifier: Apache-2.0
// Made by scripts/api.mjs from the daemon's rpc.discover: do not edit.
import type { Alarm, Calendar, Clock, Customer, Feedback, Forecast, Happening, HoldReason, Ladder, Limit, LoopItem, Order, Quota, ReturnItem, Route, Segment, Station, SystemHealth, SystemInfo, Target, TaskItem, Token, Unit, User, Whoami } from "./shapes";

export interface Methods {
  /** Acknowledge an alarm: its own repeats end, the ladder's other steps do not. */
  "alarm.acknowledge": {
    params: {
      id: number;
      note?: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { alarm: Alarm };
  };
  /** An alarm. */
  "alarm.get": {
    params: {
      id: number;
    };
    result: { alarm: Alarm };
  };
  /** The alarms one may see, with a cursor to ask again what has changed. What another daemon of the store has changed is in it after 100 ms at most. */
  "alarm.list": {
    params: {
      state?: "raised" | "acknowledged" | "cleared";
      since?: string;
      station?: string;
      severity?: "warning" | "minor" | "major" | "critical";
      cursor?: string;
      limit?: number;
    };
    result: { items: Alarm[]; cursor: string; next_cursor: string | null };
  };
  /** The earliest instant at which a calendar has counted so many seconds. */
  "calendar.add": {
    params: {
      name: string;
      from: string;
      seconds: number;
    };
    result: { at: string };
  };
  /** A calendar by its name. */
  "calendar.get": {
    params: {
      name: string;
    };
    result: { calendar: Calendar };
  };
  /** Lay the holidays and make-up days of an iCalendar text over a calendar. */
  "calendar.import": {
    params: {
      name: string;
      zone?: string;
      ics: string;
      dry_run?: boolean;
      apply?: "open";
      idempotency_key?: string;
    };
    result: { calendar: Calendar; events: unknown };
  };
  /** The calendars in force. */
  "calendar.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Calendar[]; next_cursor: string | null };
  };
  /** Make or replace a calendar: working hours in a zone, holidays, make-up days. */
  "calendar.put": {
    params: {
      name: string;
      zone: string;
      week: {
        mon?: string[][];
        tue?: string[][];
        wed?: string[][];
        thu?: string[][];
        fri?: string[][];
        sat?: string[][];
        sun?: string[][];
      };
      days?: ({
        date: string;
        open: string[][];
      })[];
      dry_run?: boolean;
      apply?: "open";
      idempotency_key?: string;
    };
    result: { calendar: Calendar };
  };
  /** How many seconds a calendar counts between two instants. */
  "calendar.span": {
    params: {
      name: string;
      from: string;
      to: string;
    };
    result: { seconds: number };
  };
  /** A clock's segments, each with the rule that made it, counted up to `at`. */
  "clock.explain": {
    params: {
      order: number;
      clock: "order" | "approval" | "intake" | "accept" | "task" | "return" | "signature" | "archive" | "reservation";
      task?: string;
    };
    result: { clock: Clock; segments: Segment[]; at: string };
  };
  /** The customer register. */
  "customer.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Customer[]; next_cursor: string | null };
  };
  /** Make or change a customer of the register. */
  "customer.put": {
    params: {
      name: string;
      number?: string;
      title: string;
      tier: "A" | "B" | "C";
      unit: string;
      account_manager?: string;
      contacts?: unknown[];
      idempotency_key?: string;
    };
    result: { customer: Customer };
  };
  /** The feedback slips to the caller, or to the clerk's unit. */
  "feedback.list": {
    params: {
      unread?: boolean;
      order?: number;
      cursor?: string;
      limit?: number;
    };
    result: { items: Feedback[]; next_cursor: string | null };
  };
  /** Record that feedback slips were received. */
  "feedback.read": {
    params: {
      ids: number[];
      idempotency_key?: string;
    };
    result: { items: Feedback[] };
  };
  /** The forecasts and agreed quantities. */
  "forecast.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Forecast[]; next_cursor: string | null };
  };
  /** Forecast a month's lines of a unit and service, or agree to them for the back end. */
  "forecast.put": {
    params: {
      unit: string;
      service: string;
      month: string;
      quantity: number;
      state: "forecast" | "agreed";
      idempotency_key?: string;
    };
    result: { forecast: Forecast };
  };
  /** The reasons for holding. */
  "hold_reason.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: HoldReason[]; next_cursor: string | null };
  };
  /** Make or change a reason for holding. */
  "hold_reason.put": {
    params: {
      name: string;
      en: string;
      zh: string;
      stops_clock: boolean;
      idempotency_key?: string;
    };
    result: { hold_reason: HoldReason };
  };
  /** The ladders in force. */
  "ladder.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Ladder[]; next_cursor: string | null };
  };
  /** Replace the ladder of a tier, or of one clock of a tier. */
  "ladder.put": {
    params: {
      tier: "A" | "B" | "C";
      clock?: "order" | "approval" | "intake" | "accept" | "task" | "return" | "signature" | "archive" | "reservation";
      steps: ({
        at?: number;
        after?: string;
        severity: "warning" | "minor" | "major" | "critical";
        tell: "holder" | "station_manager" | "supervisor" | "leader" | "admin";
        plain?: boolean;
        major?: boolean;
        hand_over?: boolean;
        repeat?: number;
        every?: number | string;
      })[];
      dry_run?: boolean;
      apply?: "open";
      idempotency_key?: string;
    };
    result: { ladder: Ladder };
  };
  /** What ladder steps tell people, newest first: waiting, sent or given up. */
  "notice.list": {
    params: {
      state?: "waiting" | "sent" | "dead";
      cursor?: string;
      limit?: number;
    };
    result: { items: Record<string, unknown>[]; next_cursor: string | null };
  };
  /** Send a dead notice again, with all that went in the same message. */
  "notice.resend": {
    params: {
      id: number;
      idempotency_key?: string;
    };
    result: { notice: unknown };
  };
  /** Change the slip: its texts before it waits for the archive, the rest as a draft. */
  "order.amend": {
    params: {
      id: number;
      title?: string;
      description?: string;
      requirement?: Record<string, unknown>;
      sites?: string[];
      service?: string;
      tier?: "A" | "B" | "C";
      customer?: string;
      lines?: number;
      fault?: "equipment" | "line";
      purpose?: "install" | "upgrade" | "relocate";
      needs_leader?: boolean;
      confirmation?: number;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** The leader approves an important slip. */
  "order.approve": {
    params: {
      id: number;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Archive the order: the end. */
  "order.archive": {
    params: {
      id: number;
      grades?: {
        time: number;
        quality: number;
      };
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Give the order to another account manager. */
  "order.assign": {
    params: {
      id: number;
      account_manager: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Let the account manager grade the work when archiving, for a time. */
  "order.authorise_grading": {
    params: {
      id: number;
      until: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Cancel the order, its clocks, tasks and slips with it. */
  "order.cancel": {
    params: {
      id: number;
      reason: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** The industry manager confirms the slip. */
  "order.confirm": {
    params: {
      id: number;
      needs_leader?: boolean;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Raise a contact, confirmation or fault slip. */
  "order.create": {
    params: {
      kind: "contact" | "confirmation" | "fault";
      service: string;
      tier?: "A" | "B" | "C";
      unit?: string;
      customer: string;
      title: string;
      description?: string;
      requirement?: Record<string, unknown>;
      lines?: number;
      fault?: "equipment" | "line";
      purpose?: "install" | "upgrade" | "relocate";
      sites?: string[];
      needs_leader?: boolean;
      confirmation?: number;
      submit?: boolean;
      override?: string;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Issue tasks to stations; while executing: replace what is not done. */
  "order.dispatch": {
    params: {
      id: number;
      route?: string;
      tasks?: ({
        name: string;
        station: string;
        after?: string[];
        share?: number;
      })[];
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** The clerk sends the slip to the CRC. */
  "order.forward": {
    params: {
      id: number;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** An order with its clocks, tasks, return slips and loops. */
  "order.get": {
    params: {
      id: number;
    };
    result: { order: Order };
  };
  /** What happened to an order, oldest first, with who and when. */
  "order.history": {
    params: {
      id: number;
      cursor?: string;
      limit?: number;
    };
    result: { items: Happening[]; next_cursor: string | null };
  };
  /** Hold the work; some reasons stop the clocks. */
  "order.hold": {
    params: {
      id: number;
      reason: string;
      note?: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** The orders one may see, in pages. */
  "order.list": {
    params: {
      state?: "draft" | "manager_review" | "leader_review" | "clerk_review" | "at_crc" | "executing" | "awaiting_signature" | "awaiting_archive" | "archived" | "cancelled";
      kind?: "contact" | "confirmation" | "fault";
      tier?: "A" | "B" | "C";
      unit?: string;
      station?: string;
      overdue?: boolean;
      major?: boolean;
      text?: string;
      cursor?: string;
      limit?: number;
    };
    result: { items: Order[]; next_cursor: string | null };
  };
  /** Write a note into the order's history. */
  "order.note": {
    params: {
      id: number;
      text: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** The supervisor resolves a major issue. */
  "order.resolve_major": {
    params: {
      id: number;
      note: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Go on with work that is held. */
  "order.resume": {
    params: {
      id: number;
      note?: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Give the order another tier: all live clocks get that tier's limits. */
  "order.retier": {
    params: {
      id: number;
      tier: "A" | "B" | "C";
      reason: string;
      override?: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Whoever holds the slip sends it back to its originator. */
  "order.send_back": {
    params: {
      id: number;
      reason: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** The customer accepts the work, or refuses and it goes on. */
  "order.sign": {
    params: {
      id: number;
      accepted: boolean;
      by: string;
      note?: string;
      redo?: string[];
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** Submit a draft to its first review, or straight to the CRC. */
  "order.submit": {
    params: {
      id: number;
      override?: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { order: Order };
  };
  /** The limits in force. */
  "policy.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Limit[]; next_cursor: string | null };
  };
  /** Lay down limits, for orders submitted from now on. */
  "policy.put": {
    params: {
      limits: ({
        clock: "order" | "approval" | "intake" | "accept" | "task" | "return" | "signature" | "archive" | "reservation";
        kind?: "contact" | "confirmation" | "fault";
        service?: string;
        resource?: "dispatchable" | "unforecast_build";
        lines?: (number | Record<string, unknown>)[];
        tier?: "A" | "B" | "C";
        fault?: "equipment" | "line";
        customer?: string;
        rework?: boolean;
        limit: string | Record<string, unknown>;
        calendar?: string;
        source?: string;
      })[];
      dry_run?: boolean;
      apply?: "open";
      idempotency_key?: string;
    };
    result: { limits: Limit[] };
  };
  /** Recount the orders finished in a period under another policy: then and now. */
  "policy.replay": {
    params: {
      from: string;
      to: string;
      limits?: ({
        clock: "order" | "approval" | "intake" | "accept" | "task" | "return" | "signature" | "archive" | "reservation";
        kind?: "contact" | "confirmation" | "fault";
        service?: string;
        resource?: "dispatchable" | "unforecast_build";
        lines?: (number | Record<string, unknown>)[];
        tier?: "A" | "B" | "C";
        fault?: "equipment" | "line";
        customer?: string;
        rework?: boolean;
        limit: string | Record<string, unknown>;
        calendar?: string;
        source?: string;
      })[];
      ladders?: ({
        tier: "A" | "B" | "C";
        clock?: "order" | "approval" | "intake" | "accept" | "task" | "return" | "signature" | "archive" | "reservation";
        steps: ({
          at?: number;
          after?: string;
          severity: "warning" | "minor" | "major" | "critical";
          tell: "holder" | "station_manager" | "supervisor" | "leader" | "admin";
          plain?: boolean;
          major?: boolean;
          hand_over?: boolean;
          repeat?: number;
          every?: number | string;
        })[];
      })[];
      calendars?: ({
        name: string;
        zone: string;
        week: {
          mon?: string[][];
          tue?: string[][];
          wed?: string[][];
          thu?: string[][];
          fri?: string[][];
          sat?: string[][];
          sun?: string[][];
        };
        days?: ({
          date: string;
          open: string[][];
        })[];
      })[];
      limit?: number;
    };
    result: { finished: unknown; then: unknown; now: unknown; changed: unknown; items: Record<string, unknown>[] };
  };
  /** The monthly quotas. */
  "quota.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Quota[]; next_cursor: string | null };
  };
  /** Lay down how many orders of a tier a month may take. */
  "quota.put": {
    params: {
      quotas: ({
        service: string;
        resource: "dispatchable" | "unforecast_build";
        tier: "A" | "B" | "C";
        orders_a_month: number;
        source?: string;
      })[];
      idempotency_key?: string;
    };
    result: { quotas: Quota[] };
  };
  /** Demand by unit, service and month: forecast, agreed, used; a leader's own unit only. */
  "report.forecast": {
    params: {
      from?: string;
      to?: string;
      unit?: string;
      service?: string;
    };
    result: { rows: Record<string, string | number | null>[] };
  };
  /** Figures of what was finished in a period: on-time rate, times, rework, charges. */
  "report.kpi": {
    params: {
      from: string;
      to: string;
      by?: ("station" | "person" | "unit" | "service" | "kind" | "tier" | "scope" | "month")[];
    };
    result: { rows: Record<string, string | number | null>[] };
  };
  /** Orders with an open loop, oldest first; archived ones, which is a bug, apart. */
  "report.loops": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: LoopItem[]; broken: LoopItem[]; next_cursor: string | null };
  };
  /** Places of the monthly quotas by month: taken, left, and taken beyond them by override. */
  "report.quota": {
    params: {
      from?: string;
      to?: string;
    };
    result: { rows: Record<string, string | number | null>[] };
  };
  /** The erring side accepts: its task is done again. */
  "return.accept": {
    params: {
      id: number;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { return: ReturnItem; order: Order };
  };
  /** The erring side disputes: the supervisor rules. */
  "return.dispute": {
    params: {
      id: number;
      reason: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { return: ReturnItem; order: Order };
  };
  /** A return slip, and the order it belongs to. */
  "return.get": {
    params: {
      id: number;
    };
    result: { return: ReturnItem; order: Order };
  };
  /** The return slips one may see, in pages. */
  "return.list": {
    params: {
      state?: "open" | "accepted" | "disputed" | "upheld" | "overturned" | "closed" | "cancelled";
      station?: string;
      cursor?: string;
      limit?: number;
    };
    result: { items: ReturnItem[]; next_cursor: string | null };
  };
  /** The supervisor rules on a disputed slip. */
  "return.rule": {
    params: {
      id: number;
      upheld: boolean;
      reason: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { return: ReturnItem; order: Order };
  };
  /** The CRC settles a slip raised against it. */
  "return.settle": {
    params: {
      id: number;
      record: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { return: ReturnItem; order: Order };
  };
  /** A route by its name. */
  "route.get": {
    params: {
      name: string;
    };
    result: { route: Route };
  };
  /** The routes. */
  "route.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Route[]; next_cursor: string | null };
  };
  /** Make or replace a route: a named graph of stations for a kind and service. */
  "route.put": {
    params: {
      name: string;
      kind: "contact" | "confirmation" | "fault";
      service: string;
      nodes: ({
        name: string;
        station: string;
        after?: string[];
        share?: number;
      })[];
      idempotency_key?: string;
    };
    result: { route: Route };
  };
  /** This description, made from the daemon's own command table. */
  "rpc.discover": {
    params: {
    };
    result: Record<string, unknown>;
  };
  /** Say who calls on this connection, from here on. */
  "session.login": {
    params: {
      token?: string;
      user?: string;
      password?: string;
    };
    result: Record<string, unknown>;
  };
  /** Choose the language of messages on this connection. */
  "session.set": {
    params: {
      lang: "en" | "zh-CN";
    };
    result: Record<string, unknown>;
  };
  /** Who this connection is taken for, with roles, unit and stations. */
  "session.whoami": {
    params: {
    };
    result: Whoami;
  };
  /** The stations. */
  "station.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Station[]; next_cursor: string | null };
  };
  /** Make or change a station. */
  "station.put": {
    params: {
      name: string;
      unit: string;
      area: string;
      title: string;
      calendar?: string;
      idempotency_key?: string;
    };
    result: { station: Station };
  };
  /** The store, an `outage` and what to do about it, the schema, the oldest due step not fired, lag; of changes and reads the fuller `queue`; the head of the history's `seal`. */
  "system.health": {
    params: {
    };
    result: SystemHealth;
  };
  /** Version, node, clock (real or virtual), now and zone. */
  "system.info": {
    params: {
    };
    result: SystemInfo;
  };
  /** Answers {"pong": true} once the daemon serves. */
  "system.ping": {
    params: {
    };
    result: Record<string, unknown>;
  };
  /** Read the configuration again, command line and file: taken whole, or refused and why. */
  "system.reload": {
    params: {
    };
    result: Record<string, unknown>;
  };
  /** The on-time rates to be reached. */
  "target.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Target[]; next_cursor: string | null };
  };
  /** Lay down the on-time rates to be reached. */
  "target.put": {
    params: {
      targets: ({
        kind?: "contact" | "confirmation" | "fault";
        service?: string;
        on_time: number;
        source?: string;
        goal_now?: string;
        goal_short_term?: string;
        goal_long_term?: string;
      })[];
      idempotency_key?: string;
    };
    result: { targets: Target[] };
  };
  /** Receive and verify a task. */
  "task.accept": {
    params: {
      id: number;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { task: TaskItem; order: Order };
  };
  /** Complete a task with a record of what was done. */
  "task.complete": {
    params: {
      id: number;
      record: string;
      cause?: string;
      side?: "carrier" | "customer";
      impact?: string;
      explanation?: string;
      answer?: {
        result: "available" | "needs_build" | "impossible";
        reference?: string;
        ready_at?: string;
        valid_until?: string;
      };
      if_version?: number;
      idempotency_key?: string;
    };
    result: { task: TaskItem; order: Order };
  };
  /** The station manager makes what the station cannot solve a major issue. */
  "task.escalate": {
    params: {
      id: number;
      reason: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { task: TaskItem; order: Order };
  };
  /** A task, and the order it belongs to. */
  "task.get": {
    params: {
      id: number;
    };
    result: { task: TaskItem; order: Order };
  };
  /** The tasks one may see, in pages. */
  "task.list": {
    params: {
      station?: string;
      state?: "waiting" | "issued" | "accepted" | "done" | "cancelled";
      mine?: boolean;
      cursor?: string;
      limit?: number;
    };
    result: { items: TaskItem[]; next_cursor: string | null };
  };
  /** Give a task to another holder of the station. */
  "task.reassign": {
    params: {
      id: number;
      to: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { task: TaskItem; order: Order };
  };
  /** Raise a return slip against the task that erred, or against the CRC. */
  "task.return": {
    params: {
      id: number;
      to: string;
      kind: "error" | "cannot_complete";
      text: string;
      if_version?: number;
      idempotency_key?: string;
    };
    result: { task: TaskItem; order: Order };
  };
  /** Let the virtual clock reach an instant: every step due until then fires first. */
  "time.advance": {
    params: {
      to: string;
    };
    result: Record<string, unknown>;
  };
  /** Issue a token for a user; its text is told this once. */
  "token.issue": {
    params: {
      user: string;
      ttl?: string;
      idempotency_key?: string;
    };
    result: { id: number; token: string; user: string; expires_at: string };
  };
  /** The tokens, without their texts. */
  "token.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Token[]; next_cursor: string | null };
  };
  /** End a token at once, on open connections too. */
  "token.revoke": {
    params: {
      id: number;
      idempotency_key?: string;
    };
    result: { token: Token };
  };
  /** The units. */
  "unit.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: Unit[]; next_cursor: string | null };
  };
  /** Make or change a unit. */
  "unit.put": {
    params: {
      name: string;
      kind: "front" | "crc" | "back";
      title: string;
      reviews?: ("manager" | "leader" | "clerk")[];
      confirmation_direct?: boolean;
      idempotency_key?: string;
    };
    result: { unit: Unit };
  };
  /** The users; uid and notify are shown to admins only. */
  "user.list": {
    params: {
      cursor?: string;
      limit?: number;
    };
    result: { items: User[]; next_cursor: string | null };
  };
  /** Set the password that a user logs in with: one's own, or an admin anybody's. */
  "user.password": {
    params: {
      user: string;
      password: string;
      idempotency_key?: string;
    };
    result: { user: User };
  };
  /** Make or change a user. */
  "user.put": {
    params: {
      name: string;
      title: string;
      roles: ("account_manager" | "industry_manager" | "clerk" | "leader" | "dispatcher" | "supervisor" | "operator" | "station_manager" | "monitor" | "admin")[];
      unit?: string;
      stations?: string[];
      uid?: number;
      notify?: string[];
      absent_until?: string;
      disabled?: boolean;
      idempotency_key?: string;
    };
    result: { user: User };
  };
  /** Be told of each change as it is committed, as `event` notifications on this connection. */
  "watch.start": {
    params: {
      topics: ("alarms" | "tasks" | "orders")[];
      since?: string;
      station?: string;
    };
    result: { watch: number; cursor: string; found: boolean; snapshot: unknown };
  };
  /** End a watch of this connection. */
  "watch.stop": {
    params: {
      watch: number;
    };
    result: Record<string, unknown>;
  };
}

export type Method = keyof Methods;

/** Methods that change something: they take an idempotency_key. */
export const CHANGING = new Set<string>(["alarm.acknowledge","calendar.import","calendar.put","customer.put","feedback.read","forecast.put","hold_reason.put","ladder.put","notice.resend","order.amend","order.approve","order.archive","order.assign","order.authorise_grading","order.cancel","order.confirm","order.create","order.dispatch","order.forward","order.hold","order.note","order.resolve_major","order.resume","order.retier","order.send_back","order.sign","order.submit","policy.put","quota.put","return.accept","return.dispute","return.rule","return.settle","route.put","station.put","target.put","task.accept","task.complete","task.escalate","task.reassign","task.return","token.issue","token.revoke","unit.put","user.password","user.put"]);

/** Who may ever call a method; what is not here everybody may. */
export const ROLES: { [method: string]: string } = {
  "alarm.acknowledge": "account_manager industry_manager clerk leader dispatcher supervisor operator station_manager admin",
  "calendar.import": "admin",
  "calendar.put": "admin",
  "customer.put": "leader admin",
  "feedback.list": "account_manager clerk admin",
  "feedback.read": "account_manager clerk admin",
  "forecast.put": "leader supervisor admin",
  "hold_reason.put": "admin",
  "ladder.put": "admin",
  "notice.list": "admin",
  "notice.resend": "admin",
  "order.amend": "account_manager leader dispatcher admin",
  "order.approve": "leader admin",
  "order.archive": "account_manager dispatcher admin",
  "order.assign": "leader admin",
  "order.authorise_grading": "leader admin",
  "order.cancel": "account_manager leader dispatcher supervisor admin",
  "order.confirm": "industry_manager admin",
  "order.create": "account_manager dispatcher admin",
  "order.dispatch": "dispatcher supervisor admin",
  "order.forward": "clerk admin",
  "order.hold": "dispatcher supervisor station_manager admin",
  "order.note": "account_manager industry_manager clerk leader dispatcher supervisor operator station_manager admin",
  "order.resolve_major": "supervisor admin",
  "order.resume": "dispatcher supervisor station_manager admin",
  "order.retier": "leader supervisor admin",
  "order.send_back": "industry_manager clerk leader dispatcher admin",
  "order.sign": "account_manager dispatcher admin",
  "order.submit": "account_manager leader dispatcher admin",
  "policy.put": "admin",
  "policy.replay": "admin",
  "quota.put": "admin",
  "report.forecast": "leader supervisor station_manager monitor admin",
  "report.kpi": "leader supervisor station_manager monitor admin",
  "report.loops": "leader supervisor station_manager monitor admin",
  "report.quota": "leader supervisor station_manager monitor admin",
  "return.accept": "dispatcher operator station_manager admin",
  "return.dispute": "dispatcher operator station_manager admin",
  "return.rule": "supervisor admin",
  "return.settle": "dispatcher supervisor admin",
  "route.put": "admin",
  "station.put": "admin",
  "system.reload": "admin",
  "target.put": "admin",
  "task.accept": "operator station_manager admin",
  "task.complete": "operator station_manager admin",
  "task.escalate": "station_manager admin",
  "task.reassign": "operator station_manager admin",
  "task.return": "operator station_manager admin",
  "time.advance": "admin",
  "token.issue": "admin",
  "token.list": "admin",
  "token.revoke": "admin",
  "unit.put": "admin",
  "user.put": "admin",
};
