/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns sample orders: one whose every field holds something of its own, so that a field forgotten on the
 * way to the store or back is seen, and a small one to do things with. It never touches a store.
 */
#include "tests/store/test_store.h"

#define AT(n) (INT64_C(1772800000000) + (n))

static struct names names_of(struct arena *a, const char *x, const char *y)
{
	struct names names = {0};

	names_add(a, &names, x);
	names_add(a, &names, y);
	return names;
}

static struct clock *full_clocks(struct arena *a, int64_t task, int *n)
{
	struct clock *c = arena_new_n(a, 3, struct clock);

	c[0] = (struct clock){.kind = CLOCK_ORDER,
		.generation = 1,
		.state = CLOCK_RUNNING,
		.limit_rev = 2,
		.limit_ms = 5000,
		.spent_ms = 7,
		.since_at = AT(1),
		.due_at = AT(4994),
		.late_at = AT(4995),
		.over_ms = 17,
		.is_missed = true,
		.started_at = AT(0),
		.ended_at = INSTANT_NONE,
		.next_due_at = AT(9000),
		.calendar = "always",
		.is_dirty = true};
	c[1] = (struct clock){.kind = CLOCK_TASK,
		.ref = task,
		.generation = 3,
		.state = CLOCK_PAUSED,
		.paused_by = PAUSE_RETURN,
		.limit_rev = 1,
		.limit_ms = 2500,
		.spent_ms = 100,
		.since_at = INSTANT_NONE,
		.due_at = INSTANT_NONE,
		.late_at = INSTANT_NONE,
		.started_at = AT(2),
		.ended_at = INSTANT_NONE,
		.next_due_at = INSTANT_NONE,
		.calendar = "office",
		.is_dirty = true};
	c[2] = (struct clock){.kind = CLOCK_INTAKE,
		.generation = 2,
		.state = CLOCK_MET,
		.limit_rev = 1,
		.limit_ms = 60000,
		.spent_ms = 3,
		.since_at = INSTANT_NONE,
		.due_at = INSTANT_NONE,
		.late_at = INSTANT_NONE,
		.started_at = AT(3),
		.ended_at = AT(6),
		.next_due_at = INSTANT_NONE,
		.calendar = "always",
		.is_dirty = true};
	*n = 3;
	return c;
}

static struct task *full_tasks(struct arena *a, int64_t id, int *n)
{
	struct task *t = arena_new_n(a, 2, struct task);

	t[0] = (struct task){.id = id,
		.name = "test",
		.station = "km_test",
		.area = "kunming",
		.state = TASK_DONE,
		.pos = 1,
		.holder = "r.one",
		.after = names_of(a, "a \"quoted\" \\name", "线路"),
		.share_ppm = -3,
		.issued_at = AT(10),
		.accepted_at = AT(11),
		.done_at = AT(12),
		.done_by = "r.two",
		.record = "done, with 'marks'",
		.cause = "cable",
		.side = SIDE_CUSTOMER,
		.impact = "one line",
		.explanation = "roadworks",
		.answer = ANSWER_NEEDS_BUILD,
		.reference = "KM-1",
		.ready_at = AT(13),
		.valid_until = AT(14),
		.rework = 2,
		.is_with_manager = true,
		.is_dirty = true};
	t[1] = (struct task){.id = id + 1,
		.name = "line",
		.station = "km_line",
		.state = TASK_WAITING,
		.before_return = TASK_ACCEPTED,
		.pos = 2,
		.share_ppm = 250000,
		.issued_at = AT(10),
		.accepted_at = INSTANT_NONE,
		.done_at = INSTANT_NONE,
		.ready_at = INSTANT_NONE,
		.valid_until = INSTANT_NONE,
		.is_dirty = true};
	*n = 2;
	return t;
}

static struct return_slip *full_returns(struct arena *a, int64_t id, int64_t task)
{
	struct return_slip *r = arena_new(a, struct return_slip);

	*r = (struct return_slip){.id = id,
		.raised_by_task = task + 1,
		.raised_by = "r.three",
		.to_task = task,
		.kind = RETURN_CANNOT_COMPLETE,
		.text = "no pair",
		.state = RETURN_DISPUTED,
		.raised_at = AT(20),
		.answered_at = AT(21),
		.ruled_at = AT(22),
		.closed_at = AT(23),
		.answered_by = "r.one",
		.dispute = "it was there",
		.ruled_by = "zhang.qiang",
		.ruling = "look again",
		.record = "found",
		.charged_to = "km_test",
		.charged_ms = 4200,
		.is_dirty = true};
	return r;
}

static struct alarm *full_alarms(struct arena *a, int64_t id, int64_t task, int *n)
{
	struct alarm *m = arena_new_n(a, 2, struct alarm);

	m[0] = (struct alarm){.id = id,
		.clock = CLOCK_TASK,
		.ref = task,
		.generation = 3,
		.step_is_after = true,
		.step = 60000,
		.limit_rev = 2,
		.repeat = 1,
		.count = 2,
		.severity = SEVERITY_CRITICAL,
		.state = ALARM_ACKNOWLEDGED,
		.due_at = AT(30),
		.raised_at = AT(31),
		.last_at = AT(32),
		.station = "km_test",
		.told = names_of(a, "m.km", "r.one"),
		.acknowledged_by = "m.km",
		.acknowledged_at = AT(33),
		.cleared_at = INSTANT_NONE,
		.is_new = true,
		.is_dirty = true};
	m[1] = (struct alarm){.id = id + 1,
		.clock = CLOCK_INTAKE,
		.generation = 2,
		.step = 500000,
		.limit_rev = 1,
		.count = 1,
		.severity = SEVERITY_WARNING,
		.state = ALARM_CLEARED,
		.due_at = AT(5),
		.raised_at = AT(5),
		.last_at = AT(5),
		.acknowledged_at = INSTANT_NONE,
		.cleared_at = AT(6),
		.cleared_why = "clock_ended",
		.is_new = true,
		.is_dirty = true};
	*n = 2;
	return m;
}

static void full_slip(struct arena *a, struct order *o)
{
	o->title = "无拨号音 \"x\"";
	o->description = "line\nfeed\tand tab";
	o->customer = "Dianchi Hotel";
	o->requirement = "{\"b\": 1, \"a\":  2}";
	o->sites = names_of(a, "Beijing Lu 1", "");
	o->is_slip_dirty = true;
}

struct order *sample_full(struct arena *a, int64_t id)
{
	struct order *o = arena_new(a, struct order);
	int64_t task = id * 100;

	*o = (struct order){.id = id,
		.kind = KIND_CONTACT,
		.service = "ddn_fr",
		.tier = TIER_B,
		.state = ORDER_EXECUTING,
		.version = 7,
		.unit = "key_accounts",
		.account_manager = "li.wei",
		.raised_by = "wang.lei",
		.lines = 12,
		.purpose = PURPOSE_RELOCATE,
		.fault = FAULT_LINE,
		.needs_leader = true,
		.confirmation = 4,
		.used_by = 5,
		.resource = RESOURCE_UNFORECAST_BUILD,
		.hold = {"no_access", true, "locked", "wang.lei", AT(40)},
		.is_major = true,
		.sent_back = "unclear",
		.sent_back_by = "chen.jie",
		.sent_back_at = AT(41),
		.n_sent_back = 2,
		.policy = 3,
		.route = "ddn_two_ends",
		.quota = 1,
		.quota_month = 24315,
		.created_at = AT(0),
		.submitted_at = AT(1),
		.arrived_at = AT(2),
		.promised_at = AT(3),
		.finished_at = AT(4),
		.signed_at = AT(5),
		.archived_at = INSTANT_NONE,
		.cancelled_at = INSTANT_NONE,
		.signed_by = "Mr Duan",
		.grading_until = AT(6),
		.grade_time = 4,
		.grade_quality = 5,
		.last_at = AT(50),
		.n_happenings = 2,
		.is_new = true,
		.is_dirty = true};
	full_slip(a, o);
	o->clocks = full_clocks(a, task, &o->n_clocks);
	o->tasks = full_tasks(a, task, &o->n_tasks);
	o->returns = full_returns(a, id, task);
	o->n_returns = 1;
	o->alarms = full_alarms(a, id * 10, task, &o->n_alarms);
	return o;
}

struct order *sample_fault(struct arena *a, int64_t id, int64_t due_at)
{
	struct order *o = arena_new(a, struct order);

	*o = (struct order){.id = id,
		.kind = KIND_FAULT,
		.service = "pstn",
		.tier = TIER_A,
		.state = ORDER_AT_CRC,
		.version = 1,
		.unit = "key_accounts",
		.account_manager = "li.wei",
		.raised_by = "li.wei",
		.lines = 1,
		.hold = {.since = INSTANT_NONE},
		.sent_back_at = INSTANT_NONE,
		.policy = 1,
		.created_at = AT(0),
		.submitted_at = AT(0),
		.arrived_at = AT(0),
		.promised_at = AT(7200000),
		.finished_at = INSTANT_NONE,
		.signed_at = INSTANT_NONE,
		.archived_at = INSTANT_NONE,
		.cancelled_at = INSTANT_NONE,
		.grading_until = INSTANT_NONE,
		.last_at = AT(0),
		.title = "no dial tone",
		.customer = "Dianchi Hotel",
		.is_new = true,
		.is_dirty = true,
		.is_slip_dirty = true};
	o->clocks = arena_new(a, struct clock);
	o->n_clocks = 1;
	o->clocks[0] = (struct clock){.kind = CLOCK_ORDER,
		.generation = 1,
		.state = CLOCK_RUNNING,
		.limit_rev = 1,
		.limit_ms = 7200000,
		.since_at = AT(0),
		.due_at = AT(7200000),
		.late_at = AT(7200001),
		.started_at = AT(0),
		.ended_at = INSTANT_NONE,
		.next_due_at = due_at,
		.calendar = "always",
		.is_dirty = true};
	return o;
}
