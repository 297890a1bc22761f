/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_ORDER_H
#define SL_CORE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/words.h"

/*
 * An order and all that hangs on it, as one value: what a decision reads and what it changes.
 * Instants are ms since 1970 UTC, spans ms; INSTANT_NONE where there is none. Texts are UTF-8,
 * NULL where there is none, and belong to the arena the order was loaded into.
 */
#define INSTANT_NONE INT64_MIN

/* The earlier of two; INSTANT_NONE is later than any. */
int64_t instant_earlier(int64_t a, int64_t b);

enum { /* stated maxima */
	ORDER_TASKS_MAX = 64,
	ORDER_RETURNS_MAX = 256,
	TASK_AFTER_MAX = 16,
	ORDER_SITES_MAX = 32,
	TOLD_MAX = 64,
};

struct names {
	const char **at;
	int n;
};

struct clock {
	/* identity: order, kind, ref, generation */
	enum clock_kind kind;
	int64_t ref; /* the task's id (accept, task), the return slip's (return), else 0 */
	int generation;

	enum clock_state state;
	enum clock_pause paused_by; /* only while paused */
	int limit_rev;
	int64_t limit_ms;
	int64_t spent_ms; /* counted up to since_at */
	int64_t since_at; /* running since; INSTANT_NONE unless running */
	int64_t due_at; /* the earliest instant of spent == limit; INSTANT_NONE unless running */
	int64_t late_at; /* the earliest instant of spent > limit; INSTANT_NONE unless running */
	int64_t over_ms; /* plain time run past the breach, up to since_at (plain steps) */
	bool is_missed; /* as stored; read through clock_is_missed() */
	int64_t started_at;
	int64_t ended_at;
	int64_t next_due_at; /* its ladder's next step; INSTANT_NONE: nothing armed */
	const char *calendar;
	bool is_dirty;
};

struct task {
	int64_t id;
	const char *name;
	const char *station;
	const char *area;
	enum task_state state;
	enum task_state before_return; /* the state it goes back to when its return slip ends */
	int pos; /* place in the dispatch, for a steady order */
	const char *holder;
	struct names after;
	int64_t share_ppm; /* millionths of the order's limit; -n (n > 1): exactly an n-th of it */
	int64_t issued_at, accepted_at, done_at;
	const char *done_by;
	const char *record;
	const char *cause;
	enum side side;
	const char *impact;
	const char *explanation;
	enum answer answer;
	const char *reference;
	int64_t ready_at, valid_until;
	int rework; /* times sent back, whoever sent it */
	bool is_with_manager; /* escalated: its station manager owns the answer */
	bool is_dirty;
};

struct return_slip {
	int64_t id;
	int64_t raised_by_task;
	const char *raised_by;
	int64_t to_task; /* 0: the CRC */
	enum return_kind kind;
	const char *text;
	enum return_state state;
	int64_t raised_at, answered_at, ruled_at, closed_at;
	const char *answered_by;
	const char *dispute; /* the erring side's reason */
	const char *ruled_by;
	const char *ruling;
	const char *record; /* how it was settled */
	const char *charged_to; /* a station, or "crc" */
	int64_t charged_ms; /* -1: not charged yet */
	bool is_dirty;
};

struct alarm {
	int64_t id;
	enum clock_kind clock;
	int64_t ref;
	int generation;
	bool step_is_after; /* else a share */
	int64_t step; /* millionths, or ms after the breach */
	int limit_rev; /* of its latest firing */
	int repeat; /* number of its latest firing, 0 the first */
	int count;
	enum severity severity;
	enum alarm_state state;
	int64_t due_at, raised_at, last_at; /* of the first firing, of the first, of the latest */
	int64_t notify_at; /* from when on its people may be told; INSTANT_NONE: nobody was */
	const char *station;
	struct names told;
	const char *acknowledged_by;
	int64_t acknowledged_at;
	int64_t cleared_at;
	const char *cleared_why;
	bool is_new, is_dirty;
	const char *news; /* of the decision under way, to be written down; NULL: none */
};

/* What happened, for the history: one row. Lists grow at the head; seq gives the order. */
struct happening {
	struct happening *next;
	int64_t seq; /* per order, without gaps */
	int64_t at;
	const char *by; /* user name; NULL: the daemon itself */
	const char *what;
	enum order_state state; /* the order's after it */
	const char *task; /* task name */
	int64_t return_id;
	const char *person; /* to whom */
	const char *text; /* reason, note, record */
	/* a fired step (what = "step"): the fence of rules.md 4 */
	enum clock_kind clock;
	int64_t ref;
	int generation;
	int limit_rev;
	bool step_is_after;
	int64_t step;
	int repeat;
	int64_t due_at;
	enum severity severity;
	struct names told;
	int64_t notify_at; /* not before they are told: a closed station can wait (product.md) */
};

struct clock_event {
	struct clock_event *next;
	int64_t seq; /* of the happening that made it */
	int n; /* among those of one happening */
	enum clock_kind clock;
	int64_t ref;
	int generation;
	int64_t at;
	enum clock_change change;
	int64_t spent_ms, limit_ms;
	int64_t calendar; /* the version it counts by from here on; 0: always */
	enum tier tier; /* its order's from here on, and the policy it is pinned to */
	int64_t policy;
	const char *rule; /* why, e.g. "hold: customer_not_ready (rules.md 10)" */
};

struct feedback {
	struct feedback *next;
	int64_t id;
	int64_t order;
	int64_t at;
	const char *to; /* the account manager, or who raised it */
	const char *unit; /* the order's unit: its clerk may read it too */
	const char *what;
	const char *text;
	int64_t read_at;
	const char *read_by;
};

struct notice; /* notice.h: what is told to whom, where */

struct hold {
	const char *reason; /* NULL: not held */
	bool stops_clock;
	const char *note;
	const char *by;
	int64_t since;
};

struct order {
	int64_t id;
	enum order_kind kind;
	const char *service;
	enum tier tier;
	enum order_state state;
	int64_t version;
	const char *title, *description, *customer;
	const char *requirement; /* a JSON object as text, kept as it came */
	struct names sites;
	const char *unit, *account_manager, *raised_by;
	int64_t lines;
	enum purpose purpose;
	enum fault fault;
	bool needs_leader;
	int64_t confirmation; /* the confirmation it cites; 0: none */
	int64_t used_by; /* a confirmation: the contact order that uses it; 0: none */
	enum resource resource;
	struct hold hold;
	bool is_major;
	const char *sent_back; /* the latest reason, until submitted again */
	const char *sent_back_by;
	int64_t sent_back_at;
	int n_sent_back;
	int64_t policy; /* the policy version pinned at submission; 0 before */
	const char *route;
	int64_t quota; /* the quota row whose place it holds; 0: none */
	int64_t quota_month; /* that month, as year * 12 + month - 1 */
	int64_t agreed_month; /* the month whose agreed quantity its lines count in; 0: none */
	int64_t agreed_lines;
	int64_t created_at, submitted_at, arrived_at, promised_at, finished_at;
	int64_t signed_at, archived_at, cancelled_at;
	const char *signed_by;
	int64_t grading_until; /* a temporary authorisation to grade ends then */
	int grade_time, grade_quality;
	int64_t last_at; /* its latest happening: instants never run backwards */
	int64_t n_happenings;

	struct clock *clocks; /* every generation, oldest first */
	int n_clocks;
	struct task *tasks;
	int n_tasks;
	struct return_slip *returns;
	int n_returns;
	struct alarm *alarms; /* cleared ones too: which steps have fired is read off them */
	int n_alarms;

	bool is_new, is_dirty, is_slip_dirty; /* slip: title ... sites */
	const struct order *stored; /* its row as it was loaded, without children; NULL: unknown */
	struct happening
		*happenings; /* since it was loaded, or (FIND_FINISHED, FIND_ALL) all; newest first */
	struct clock_event *clock_events; /* likewise */
	struct feedback *feedbacks;
	struct notice *notices; /* to be sent, since it was loaded */
};

/* A working copy that can be thrown away: arrays are copied, texts shared. */
struct order *order_copy(struct arena *a, const struct order *o);

struct task *order_get_task(struct order *o, int64_t id);
struct task *order_get_task_named(struct order *o, const char *name); /* not a cancelled one */
struct return_slip *order_get_return(struct order *o, int64_t id);
struct alarm *order_get_alarm(struct order *o, int64_t id);

/* The task that a clock of that kind is about: of accept and task clocks only; else NULL. */
struct task *order_get_clock_task(struct order *o, enum clock_kind kind, int64_t ref);
/* The latest generation of that clock; NULL: it never started. */
struct clock *order_get_clock(struct order *o, enum clock_kind kind, int64_t ref);

/* "F-000042" */
const char *order_number(struct arena *a, const struct order *o);
const char *order_number_of(struct arena *a, enum order_kind kind, int64_t id);

enum loop { LOOP_CUSTOMER, LOOP_ORIGINATOR, LOOP_EXCEPTION, LOOP_RECORD, LOOP_N };
extern const char *const loop_names[LOOP_N];
/* "open", "closed" or "cancelled" (product.md, Four closed loops) */
const char *order_loop(const struct order *o, enum loop loop);

bool names_has(const struct names *list, const char *name);
void names_add(struct arena *a, struct names *list, const char *name); /* once */

#endif
