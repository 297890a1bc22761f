/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what is asked: mostly what the state of some order calls for, by who may do it, and now and then
 * anything by anybody. It looks at what is committed, as people look at a screen, and decides nothing.
 */
#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "sim.h"
#include "wish.h"

enum { NEW_ORDER = 12, ANY = 15, BY_ANYBODY = 15, WITH_VERSION = 10, BORROWED = 30 };

static const char *const everybody[] = {"am", "am.suburb", "im", "clerk", "leader", "disp", "sup",
	"op.line", "op.exchange", "mgr.line", "mgr.exchange", "root"};

void make(struct maker *m, const char *user, const char *method, int64_t id, char *params)
{
	m->user = user;
	m->method = method;
	m->id = id;
	m->params = params;
}

/* Of the order itself: no parameters, or one text. */
static void on_order(struct maker *m, const char *user, const char *method)
{
	make(m, user, method, m->o->id, NULL);
}

static void with_text(struct maker *m, const char *user, const char *method, const char *name)
{
	make(m, user, method, m->o->id, arena_fmt(m->a, "\"%s\":\"r%d\"", name, dice_below(m->d, 40)));
}

static const char *account_manager(const struct order *o)
{
	return o->unit && strcmp(o->unit, "suburb") == 0 ? "am.suburb" : "am";
}

static const char *at_station(struct maker *m, const char *station)
{
	bool is_manager = dice_one_in(m->d, 5);

	if (strcmp(station, "line") == 0)
		return is_manager ? "mgr.line" : "op.line";
	return is_manager ? "mgr.exchange" : "op.exchange";
}

const char *make_tier(struct maker *m)
{
	static const char *const tiers[] = {"A", "B", "B", "C"};

	return tiers[dice_below(m->d, 4)];
}

/* --- slips ------------------------------------------------------------------------------------------ */

static int64_t find_confirmation(void)
{
	for (int64_t id = sim.db.n_orders - 1; id > 0; id--) {
		const struct db_order *o = db_get(&sim.db, id);

		if (o && o->row.kind == KIND_CONFIRMATION && !o->row.used_by &&
			(o->row.state == ORDER_AWAITING_ARCHIVE || o->row.state == ORDER_ARCHIVED))
			return id;
	}
	return 0;
}

static void create(struct maker *m)
{
	int64_t confirmation = find_confirmation();
	bool is_suburb = dice_one_in(m->d, 4);
	const char *kind = "fault", *more = "";

	if (confirmation && dice_one_in(m->d, 2)) {
		kind = "contact";
		more = arena_fmt(m->a, ",\"confirmation\":%lld", (long long)confirmation);
	} else if (dice_one_in(m->d, 3)) {
		kind = "confirmation";
	}
	make(m, is_suburb ? "am.suburb" : "am", "order.create", 0,
		arena_fmt(m->a,
			"\"kind\":\"%s\",\"service\":\"pstn\",\"tier\":\"%s\",\"customer\":\"Hotel\","
			"\"title\":\"t%d\",\"lines\":%d,\"needs_leader\":%s,\"submit\":%s%s",
			kind, make_tier(m), m->w->number, 1 + dice_below(m->d, 5),
			dice_one_in(m->d, 4) ? "true" : "false", dice_one_in(m->d, 6) ? "false" : "true",
			more));
}

static void on_draft(struct maker *m)
{
	switch (dice_below(m->d, 5)) {
	case 0: with_text(m, account_manager(m->o), "order.amend", "title"); return;
	case 1: with_text(m, account_manager(m->o), "order.cancel", "reason"); return;
	default: on_order(m, account_manager(m->o), "order.submit"); return;
	}
}

static void on_review(struct maker *m, const char *user, const char *method)
{
	if (dice_one_in(m->d, 8))
		with_text(m, user, "order.send_back", "reason");
	else
		on_order(m, user, method);
}

/* --- the work --------------------------------------------------------------------------------------- */

static void dispatch(struct maker *m)
{
	static const char *const plans[] = {
		"{\"name\":\"a\",\"station\":\"line\"}",
		("{\"name\":\"a\",\"station\":\"line\"},{\"name\":\"b\",\"station\":\"exchange\","
		 "\"after\":[\"a\"]}"),
		"{\"name\":\"a\",\"station\":\"line\"},{\"name\":\"c\",\"station\":\"exchange\"}",
	};

	make(m, "disp", "order.dispatch", m->o->id,
		arena_fmt(m->a, "\"tasks\":[%s]", plans[dice_below(m->d, (int)N_OF(plans))]));
}

static void complete(struct maker *m, const struct task *t)
{
	const char *more = "";

	if (m->o->kind == KIND_FAULT)
		more =
			",\"cause\":\"cable\",\"side\":\"carrier\",\"impact\":\"one\",\"explanation\":\"cut\"";
	if (m->o->kind == KIND_CONFIRMATION)
		more = dice_one_in(m->d, 5) ? ",\"answer\":{\"result\":\"impossible\"}"
			: dice_one_in(m->d, 3)
			? ",\"answer\":{\"result\":\"needs_build\",\"ready_at\":\"2026-06-01T00:00:00Z\"}"
			: ",\"answer\":{\"result\":\"available\"}";
	make(m, at_station(m, t->station), "task.complete", t->id,
		arena_fmt(m->a, "\"record\":\"done %d\"%s", dice_below(m->d, 40), more));
}

static void on_task(struct maker *m, const struct task *t)
{
	const char *who = at_station(m, t->station);

	switch (dice_below(m->d, 14)) {
	case 0:
	case 1:
		make(m, who, "task.return", t->id,
			arena_fmt(m->a, "\"to\":\"%s\",\"kind\":\"error\",\"text\":\"wrong\"",
				dice_one_in(m->d, 2) ? "a" : "crc"));
		return;
	case 2:
		make(m, who, "task.reassign", t->id, arena_fmt(m->a, "\"to\":\"op.%s\"", t->station));
		return;
	case 3:
		make(m, arena_fmt(m->a, "mgr.%s", t->station), "task.escalate", t->id,
			"\"reason\":\"hard\"");
		return;
	default: break;
	}
	if (t->state == TASK_ISSUED)
		make(m, who, "task.accept", t->id, NULL);
	else
		complete(m, t);
}

static bool on_return(struct maker *m)
{
	const struct return_slip *r = NULL;

	for (int i = 0; i < m->o->n_returns; i++)
		if (m->o->returns[i].state != RETURN_CLOSED &&
			m->o->returns[i].state != RETURN_OVERTURNED &&
			m->o->returns[i].state != RETURN_CANCELLED)
			r = &m->o->returns[i];
	if (!r)
		return false;
	const struct task *erring = r->to_task ? order_get_task((struct order *)m->o, r->to_task)
										   : NULL;
	const char *who = erring ? at_station(m, erring->station) : "disp";

	if (r->state == RETURN_DISPUTED)
		make(m, "sup", "return.rule", r->id,
			arena_fmt(m->a, "\"upheld\":%s,\"reason\":\"seen\"",
				dice_one_in(m->d, 2) ? "true" : "false"));
	else if (r->state == RETURN_OPEN && dice_one_in(m->d, 2))
		make(m, who, "return.accept", r->id, NULL);
	else if (r->state == RETURN_OPEN && erring)
		make(m, who, "return.dispute", r->id, "\"reason\":\"not ours\"");
	else if (!erring)
		make(m, "disp", "return.settle", r->id, "\"record\":\"settled\"");
	else
		return false;
	return true;
}

static bool on_any_task(struct maker *m)
{
	int from = m->o->n_tasks ? dice_below(m->d, m->o->n_tasks) : 0;

	for (int i = 0; i < m->o->n_tasks; i++) {
		const struct task *t = &m->o->tasks[(from + i) % m->o->n_tasks];

		if (t->state == TASK_ISSUED || t->state == TASK_ACCEPTED) {
			on_task(m, t);
			return true;
		}
	}
	return false;
}

static void hold(struct maker *m)
{
	make(m, "disp", "order.hold", m->o->id,
		arena_fmt(m->a, "\"reason\":\"%s\"", dice_one_in(m->d, 3) ? "parts" : "no_access"));
}

static void retier(struct maker *m)
{
	make(m, "sup", "order.retier", m->o->id,
		arena_fmt(m->a, "\"tier\":\"%s\",\"reason\":\"asked\"", make_tier(m)));
}

static void on_work(struct maker *m)
{
	if (m->o->hold.reason && !dice_one_in(m->d, 6)) {
		on_order(m, "disp", "order.resume");
		return;
	}
	switch (dice_below(m->d, 24)) {
	case 0: hold(m); return;
	case 1: retier(m); return;
	case 2: dispatch(m); return;
	default: break;
	}
	if (!on_return(m) && !on_any_task(m))
		dispatch(m);
}

/* --- whatever its state ------------------------------------------------------------------------------- */

static void note(struct maker *m, const char *user)
{
	m->w->has_token = true;
	make(m, user, "order.note", m->o->id, arena_fmt(m->a, "\"text\":\"c%d\"", m->w->number));
}

static bool acknowledge(struct maker *m)
{
	for (int i = 0; i < m->o->n_alarms; i++)
		if (m->o->alarms[i].state == ALARM_RAISED) {
			make(m, dice_one_in(m->d, 2) ? "disp" : "sup", "alarm.acknowledge", m->o->alarms[i].id,
				NULL);
			return true;
		}
	return false;
}

static void sign(struct maker *m)
{
	make(m, account_manager(m->o), "order.sign", m->o->id,
		arena_fmt(
			m->a, "\"accepted\":%s,\"by\":\"guest\"", dice_one_in(m->d, 6) ? "false" : "true"));
}

static void by_state(struct maker *m)
{
	switch (m->o->state) {
	case ORDER_DRAFT: on_draft(m); return;
	case ORDER_MANAGER_REVIEW: on_review(m, "im", "order.confirm"); return;
	case ORDER_LEADER_REVIEW: on_review(m, "leader", "order.approve"); return;
	case ORDER_CLERK_REVIEW: on_review(m, "clerk", "order.forward"); return;
	case ORDER_AT_CRC:
		if (dice_one_in(m->d, 10))
			with_text(m, "disp", "order.send_back", "reason");
		else
			dispatch(m);
		return;
	case ORDER_EXECUTING: on_work(m); return;
	case ORDER_AWAITING_SIGNATURE: sign(m); return;
	case ORDER_AWAITING_ARCHIVE: on_order(m, account_manager(m->o), "order.archive"); return;
	case ORDER_ARCHIVED:
	case ORDER_CANCELLED:
	case ORDER_STATE_ABSENT: note(m, "disp"); return;
	}
}

static void anything(struct maker *m)
{
	switch (dice_below(m->d, 9)) {
	case 0: with_text(m, account_manager(m->o), "order.cancel", "reason"); return;
	case 1: with_text(m, account_manager(m->o), "order.amend", "title"); return;
	case 2: retier(m); return;
	case 3: with_text(m, "sup", "order.resolve_major", "note"); return;
	case 4:
		if (acknowledge(m))
			return;
		break;
	case 5: hold(m); return;
	default: break;
	}
	note(m, dice_one_in(m->d, 2) ? "disp" : "sup");
}

/* --- the virtual clock ---------------------------------------------------------------------------- */

static void advance(struct maker *m)
{
	char text[INSTANT_TEXT];

	m->w->advance_to = db_now(&sim.db) + dice_span(m->d, 4 * 3600000);
	make(m, "root", "time.advance", 0,
		arena_fmt(m->a, "\"to\":\"%s\"", spell_instant(text, m->w->advance_to)));
}

/* --- a wish ------------------------------------------------------------------------------------------ */

static int count_living(void)
{
	int n = 0;

	for (int64_t id = 0; id < sim.db.n_orders; id++)
		n += sim.db.orders[id] && sim.db.orders[id]->row.state != ORDER_ARCHIVED &&
			sim.db.orders[id]->row.state != ORDER_CANCELLED;
	return n;
}

static const struct order *find_order(struct dice *d)
{
	int64_t most = sim.db.n_orders;
	const struct order *found = NULL;

	/* Rather one that lives. */
	for (int i = 0; i < 8 && most > 1; i++) {
		const struct db_order *o = db_get(&sim.db, 1 + dice_below(d, (int)most - 1));

		if (!o)
			continue;
		found = &o->row;
		if (found->state != ORDER_ARCHIVED && found->state != ORDER_CANCELLED)
			break;
	}
	return found;
}

static const struct wish *find_done(struct dice *d)
{
	const struct wish *w = sim.traffic.wishes[dice_below(d, sim.traffic.n_wishes)];

	return w->key && w->commit && !w->is_borrowed ? w : NULL;
}

static void add_rest(struct maker *m)
{
	struct wish *w = m->w;
	char *id = m->id ? arena_fmt(m->a, "\"id\":%lld", (long long)m->id) : "";
	char *version = "", *key = "";
	const char *params = m->params ? m->params : "";
	bool has_key = !w->advance_to && !dice_one_in(m->d, 4);

	if (m->id && m->o && dice_one_in(m->d, WITH_VERSION))
		version = arena_fmt(m->a, ",\"if_version\":%lld", (long long)m->o->version);
	if (has_key) {
		const struct wish *done = dice_one_in(m->d, BORROWED) ? find_done(m->d) : NULL;

		if (done) {
			w->is_borrowed = true;
			w->has_token = false;
			m->user = done->user;
		}
		w->key = done ? done->key : arena_fmt(m->a, "k%d", w->number);
		key = arena_fmt(m->a, ",\"idempotency_key\":\"%s\"", w->key);
	}
	w->params = arena_fmt(m->a, "%s%s%s%s%s", id, *id && *params ? "," : "", params, version, key);
}

void wish_make(struct wish *w, struct dice *d)
{
	struct maker m = {.w = w, .d = d, .a = &sim.traffic.arena};
	bool has_room = count_living() < sim.traffic.n_orders_max;

	m.o = find_order(d);
	if (sim.is_virtual && dice_one_in(d, 12))
		advance(&m);
	else if (dice_one_in(d, sim.traffic.with_policy))
		make_policy(&m);
	else if (!m.o || (has_room && dice_one_in(d, NEW_ORDER)))
		create(&m);
	else if (dice_one_in(d, ANY))
		anything(&m);
	else
		by_state(&m);
	if (!w->advance_to && dice_one_in(d, BY_ANYBODY))
		m.user = everybody[dice_below(d, (int)N_OF(everybody))];
	w->method = m.method;
	add_rest(&m);
	w->user = m.user;
}
