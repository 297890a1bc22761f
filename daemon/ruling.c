/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the deciding of a loaded batch: the order in which a request is checked (rules.md 20), the
 * working copies that a refusal throws away, and what the successes leave to be saved. It is pure:
 * no socket, no clock, no store.
 */
#include "daemon/run.h"

#include <string.h>

#include "base/die.h"
#include "core/notice.h"

/* --- the orders of the batch ---------------------------------------------------------------- */

struct slot *run_get_slot(struct run *r, int64_t order)
{
	int low = 0, high = r->n_loaded;

	while (low < high) {
		int mid = low + (high - low) / 2;

		if (r->slots[mid].order->id < order)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < r->n_loaded && r->slots[low].order->id == order)
		return &r->slots[low];
	for (int i = r->n_loaded; i < r->n_slots; i++)
		if (r->slots[i].order->id == order)
			return &r->slots[i];
	return NULL;
}

static bool order_has(struct order *o, enum target target, int64_t id)
{
	switch (target) {
	case TARGET_TASK: return order_get_task(o, id) != NULL;
	case TARGET_RETURN: return order_get_return(o, id) != NULL;
	case TARGET_ALARM: return order_get_alarm(o, id) != NULL;
	case TARGET_ORDER: return o->id == id;
	case TARGET_NONE:
	case TARGET_FEEDBACKS:
	case TARGET_NOTICE: return false;
	}
	die_assert(__FILE__, __LINE__, "target");
}

static struct slot *slot_of_place(
	struct run *r, const struct place *places, int n, enum target target, int64_t id)
{
	for (int i = 0; i < n; i++)
		if (places[i].id == id)
			return run_get_slot(r, places[i].order->id);
	/* Made earlier in this very batch: not in the store yet, so not among what was loaded. */
	for (int i = 0; i < r->n_slots; i++)
		if (order_has(r->slots[i].order, target, id))
			return &r->slots[i];
	return NULL;
}

static struct slot *find_slot(struct run *r, const struct command *c, int64_t id)
{
	const struct batch *b = &r->batch;

	switch (c->target) {
	case TARGET_ORDER: return run_get_slot(r, id);
	case TARGET_TASK: return slot_of_place(r, b->tasks, b->n_tasks, c->target, id);
	case TARGET_RETURN: return slot_of_place(r, b->returns, b->n_returns, c->target, id);
	case TARGET_ALARM: return slot_of_place(r, b->alarms, b->n_alarms, c->target, id);
	case TARGET_NONE:
	case TARGET_FEEDBACKS:
	case TARGET_NOTICE: return NULL;
	}
	die_assert(__FILE__, __LINE__, "target");
}

/* The confirmation that the request names, if it may be seen. */
static struct slot *find_named(struct run *r, const struct ask *ask, const struct user *who)
{
	int64_t id = ask_get_cited(ask);
	struct slot *named = id > 0 ? run_get_slot(r, id) : NULL;

	return named && order_is_visible(named->order, who) ? named : NULL;
}

/* The confirmation an order cites; of a new order the one its request names. */
static struct slot *find_cited(struct run *r, const struct slot *slot, struct slot *named)
{
	if (!slot)
		return named;
	return slot->order->confirmation > 0 ? run_get_slot(r, slot->order->confirmation) : NULL;
}

void run_put_order(struct run *r, struct slot *slot, struct order *order)
{
	if (!order)
		return;
	if (!slot)
		slot = &r->slots[r->n_slots++];
	slot->order = order;
	slot->next_due_at = order_next_due(order);
}

/* --- due steps -------------------------------------------------------------------------------- */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void count_lags(struct run *r, const struct order *o, const struct happening *before)
{
	for (const struct happening *h = o->happenings; h != before; h = h->next)
		if (strcmp(h->what, "step") == 0)
			spread_add(&r->lags, (h->at - h->due_at) * 1000);
}

void run_fire(struct run *r, struct slot *slot, int64_t at)
{
	const struct happening *before = slot->order->happenings;

	struct decision d = {
		.arena = &r->arena,
		.org = r->org,
		.ids = r->ids,
		.now_at = later(at, slot->order->last_at),
		.order = slot->order,
	};

	decide_due(&d);
	run_put_order(r, slot, d.order);
	count_lags(r, d.order, before);
	must(slot->next_due_at == INSTANT_NONE || slot->next_due_at > d.now_at);
	r->n_fired++;
}

static void fire_if_due(struct run *r, struct slot *slot)
{
	if (slot && slot->next_due_at != INSTANT_NONE &&
		slot->next_due_at <= later(r->now, slot->order->last_at))
		run_fire(r, slot, r->now);
}

/* False when ids ran out: what is still due stays due. */
static bool fire_all_due(struct run *r)
{
	for (int i = 0; i < r->n_slots; i++) {
		if (!decide_has_ids(r->ids))
			return false;
		fire_if_due(r, &r->slots[i]);
	}
	return true;
}

/* --- one request ------------------------------------------------------------------------------ */

static const struct stored_answer *find_answer(
	const struct stored_answer *list, int n, const char *user, const char *key)
{
	for (int i = 0; i < n; i++)
		if (strcmp(list[i].key, key) == 0 && strcmp(list[i].user, user) == 0)
			return &list[i];
	return NULL;
}

static const struct stored_answer *find_kept(const struct run *r, const char *user, const char *key)
{
	const struct stored_answer *kept;

	if (!key)
		return NULL;
	kept = find_answer(r->batch.answers, r->batch.n_answers, user, key);
	return kept ? kept : find_answer(r->kept, r->n_kept, user, key);
}

/* Copies of the feedback slips a request names, newest copy of this batch first. */
static struct feedback *copy_feedbacks(struct run *r, const struct request_ids *q)
{
	struct feedback *list = NULL;

	for (int i = q->n_ids - 1; i >= 0; i--) {
		const struct feedback *f = r->batch.feedbacks;

		while (f && f->id != q->ids[i])
			f = f->next;
		if (!f)
			continue;
		struct feedback *copy = arena_copy(&r->arena, f, sizeof(*f));
		copy->next = list;
		list = copy;
	}
	return list;
}

/* What was read replaces what was loaded, so that a later request of the batch sees it. */
static void put_feedbacks(struct run *r, const struct feedback *list)
{
	for (; list; list = list->next) {
		for (struct feedback *f = r->batch.feedbacks; f; f = f->next) {
			if (f->id != list->id || f->read_at != INSTANT_NONE || list->read_at == INSTANT_NONE)
				continue;
			f->read_at = list->read_at;
			f->read_by = list->read_by;
			struct feedback *copy = arena_copy(&r->arena, f, sizeof(*f));
			copy->next = r->read;
			r->read = copy;
		}
	}
}

static const char *change_subject(const struct org_change *change)
{
	switch (change->noun) {
	case ORG_UNIT: return ((const struct unit *)change->row)->name;
	case ORG_STATION: return ((const struct station *)change->row)->name;
	case ORG_USER: return ((const struct user *)change->row)->name;
	case ORG_CUSTOMER: return ((const struct customer *)change->row)->name;
	case ORG_TOKEN: return ((const struct token *)change->row)->user;
	case ORG_HOLD_REASON: return ((const struct hold_reason *)change->row)->name;
	case ORG_ROUTE: return ((const struct route *)change->row)->name;
	case ORG_LIMIT: return "limits";
	case ORG_LADDER: return "ladder";
	case ORG_QUOTA: return "quotas";
	case ORG_TARGET: return "targets";
	case ORG_CALENDAR: return ((const struct calendar *)change->row)->name;
	case ORG_FORECAST: return ((const struct forecast *)change->row)->unit;
	case ORG_N: break;
	}
	die_assert(__FILE__, __LINE__, "noun");
}

static void put_audit(
	struct run *r, const struct ask *ask, const struct decision *d, const char *subject)
{
	must(r->n_audits == 0);
	r->audit = (struct audit){
		.at = d->now_at,
		.by = d->actor->name,
		.method = ask->call->command->name,
		.subject = subject,
	};
	r->n_audits = 1;
}

static void put_changes(struct run *r, struct ask *ask, const struct decision *d)
{
	int n = 0;

	for (const struct org_change *c = d->changes; c; c = c->next)
		n++;
	if (n == 0)
		return;
	r->changes = arena_new_n(&r->arena, (size_t)n, const struct org_change *);
	r->n_changes = n;
	for (const struct org_change *c = d->changes; c; c = c->next)
		r->changes[--n] = c;
	const char *subject = change_subject(r->changes[0]);

	if (((const struct request *)ask->call->request)->apply) {
		r->applying = ask;
		ask->waits_for = org_get_policy_version(r->org) + 1;
		subject = arena_fmt(&r->arena, "%s, to open orders too", subject);
	}
	put_audit(r, ask, d, subject);
}

/* A notice belongs to no order's history: who sent it again stands in the audit. */
static void put_resent(struct run *r, const struct ask *ask, const struct decision *d)
{
	if (!d->notice)
		return;
	r->resent = d->notice;
	put_audit(r, ask, d, notice_key(&r->arena, d->notice));
}

static void begin_copies(struct run *r, const struct ask *ask, const struct slot *slot,
	const struct slot *cited, struct decision *d)
{
	const struct command *c = ask->call->command;
	const struct request *q = ask->call->request;

	d->now_at = r->now;
	if (slot) {
		d->order = order_copy(&r->arena, slot->order);
		d->now_at = later(d->now_at, slot->order->last_at);
		d->task = c->target == TARGET_TASK ? order_get_task(d->order, q->id) : NULL;
		d->slip = c->target == TARGET_RETURN ? order_get_return(d->order, q->id) : NULL;
		d->alarm = c->target == TARGET_ALARM ? order_get_alarm(d->order, q->id) : NULL;
	}
	if (cited && cited != slot) {
		d->cited = order_copy(&r->arena, cited->order);
		d->now_at = later(d->now_at, cited->order->last_at);
	}
	d->places = places_copy(&r->arena, &r->batch.places);
	if (c->target == TARGET_FEEDBACKS)
		d->feedbacks = copy_feedbacks(r, ask->call->request);
	if (c->target == TARGET_NOTICE && r->batch.notice)
		d->notice = arena_copy(&r->arena, r->batch.notice, sizeof(*r->batch.notice));
}

static enum err decide_guarded(const struct command *c, const struct request *q, struct decision *d)
{
	enum err e = ERR_NONE;

	if (d->order) {
		e = guard_check_owner(d, &c->guard);
		if (e == ERR_NONE)
			e = guard_check_version(d, q->if_version);
		if (e == ERR_NONE)
			e = guard_check_state(d, &c->guard);
	}
	if (e == ERR_NONE)
		e = c->decide(d, q);
	must(e == ERR_NONE || d->fail.err == e);
	if (e == ERR_NONE)
		alarm_write_news(d);
	return e;
}

static const char *accept_decided(
	struct run *r, struct ask *ask, struct slot *slot, struct slot *cited, const struct decision *d)
{
	const struct request *q = ask->call->request;
	struct view view = {.arena = &r->arena, .org = r->org, .now_at = d->now_at};
	const char *result;

	if (ask->call->command->fill & FILL_IMPORT)
		view.events = ((const struct request_import *)ask->call->request)->events;
	result = encode_decided(&view, ask->call->command, d);

	run_put_order(r, slot, d->order);
	if (d->cited)
		run_put_order(r, cited, d->cited);
	r->batch.places = d->places;
	put_feedbacks(r, d->feedbacks);
	put_changes(r, ask, d);
	put_resent(r, ask, d);
	if (q->idempotency_key)
		r->kept[r->n_kept++] = (struct stored_answer){
			.user = d->actor->name,
			.key = q->idempotency_key,
			.request = ask->call->canonical,
			.answer = result,
		};
	if (ask->secret) { /* said once and in no stored answer (rules.md 26) */
		view.secret = ask->secret;
		result = encode_decided(&view, ask->call->command, d);
	}
	return ask_result(ask, &r->arena, result, false);
}

static const char *decide_ask(struct run *r, struct ask *ask)
{
	const struct command *c = ask->call->command;
	const struct request *q = ask->call->request;
	struct decision d = {.arena = &r->arena, .org = r->org, .ids = r->ids};
	struct slot *slot = find_slot(r, c, q->id);
	struct slot *named, *cited;
	const struct stored_answer *kept;

	d.actor = ask_check_who(ask, r->org, &d.fail);
	if (d.fail.err == ERR_NONE && command_is_on_order(c) &&
		(!slot || !order_is_visible(slot->order, d.actor)))
		d.fail.err = ERR_NOT_FOUND;
	if (d.fail.err != ERR_NONE)
		return ask_error(ask, &r->arena, &d.fail, NULL);

	kept = find_kept(r, d.actor->name, q->idempotency_key);
	if (kept && strcmp(kept->request, ask->call->canonical) == 0 && q->apply && r->batch.moving) {
		r->applying = ask; /* the first is not answered yet either: open orders are on their way */
		ask->waits_for = org_get_policy_version(r->org);
	}
	if (kept && strcmp(kept->request, ask->call->canonical) == 0)
		return ask_result(ask, &r->arena, kept->answer, true);
	if (kept) {
		d.fail = (struct failure){
			.err = ERR_IDEMPOTENCY_MISMATCH, .field = "/params/idempotency_key"};
		return ask_error(ask, &r->arena, &d.fail, NULL);
	}

	named = find_named(r, ask, d.actor);
	cited = find_cited(r, slot, named);
	fire_if_due(r, slot);
	fire_if_due(r, cited);
	d.named = named ? named->order : NULL;
	begin_copies(r, ask, slot, cited, &d);
	struct id_pool before = *r->ids;
	if (decide_guarded(c, q, &d) != ERR_NONE) {
		*r->ids = before;
		return ask_error(ask, &r->arena, &d.fail, slot ? slot->order : NULL);
	}
	return accept_decided(r, ask, slot, cited, &d);
}

/* --- the whole batch -------------------------------------------------------------------------- */

static void begin_slots(struct run *r)
{
	struct batch *b = &r->batch;

	r->slots = arena_new_n(&r->arena, (size_t)(b->n_orders + r->n_asks), struct slot);
	r->n_slots = 0;
	for (int i = 0; i < b->n_orders; i++)
		run_put_order(r, NULL, b->orders[i]);
	r->n_loaded = r->n_slots;
	r->kept = arena_new_n(&r->arena, (size_t)r->n_asks, struct stored_answer);
	r->n_kept = r->n_changes = r->n_audits = r->n_fired = r->n_decided = 0;
	r->lags = (struct spread){.n = 0};
	r->read = NULL;
	r->resent = NULL;
	r->applying = NULL;
	r->move = r->batch.move;
}

void run_decide(struct run *r)
{
	r->now = r->batch.now_at;
	begin_slots(r);
	if (!fire_all_due(r) || !run_move(r))
		return;
	for (int i = 0; i < r->n_asks; i++) {
		const struct command *c = r->asks[i]->call->command;

		if (!decide_has_ids(r->ids))
			return;
		if (c->act != ACT_ADVANCE)
			r->answers[i] = decide_ask(r, r->asks[i]);
		else if (r->batch.moving || !run_advance(r, i))
			return; /* time stands still until every open order has been moved */
		r->n_decided = i + 1;
	}
}

int64_t run_next_due(const struct run *r)
{
	int64_t next = r->batch.next_due_at;

	for (int i = 0; i < r->n_slots; i++)
		next = instant_earlier(next, r->slots[i].next_due_at);
	return next;
}

static bool order_is_changed(const struct order *o)
{
	if (o->is_new || o->is_dirty || o->is_slip_dirty || o->happenings || o->clock_events ||
		o->feedbacks)
		return true;
	for (int i = 0; i < o->n_clocks; i++)
		if (o->clocks[i].is_dirty)
			return true;
	for (int i = 0; i < o->n_tasks; i++)
		if (o->tasks[i].is_dirty)
			return true;
	for (int i = 0; i < o->n_returns; i++)
		if (o->returns[i].is_dirty)
			return true;
	for (int i = 0; i < o->n_alarms; i++)
		if (o->alarms[i].is_new || o->alarms[i].is_dirty)
			return true;
	return false;
}

bool run_fill_save(struct run *r)
{
	struct batch_save *s = &r->save;
	bool is_clock_moved = r->is_virtual && r->now != r->batch.now_at;

	*s = (struct batch_save){
		.orders = arena_new_n(&r->arena, (size_t)r->n_slots, struct order *),
		.answers = r->kept,
		.n_answers = r->n_kept,
		.changes = r->changes,
		.n_changes = r->n_changes,
		.places = &r->batch.places,
		.move = run_has_moved(r) ? &r->move : NULL,
		.is_apply = r->applying && r->n_audits,
		.feedbacks = r->read,
		.resent = r->resent,
		.audits = &r->audit,
		.n_audits = r->n_audits,
		.virtual_now = r->is_virtual ? r->now : INSTANT_NONE,
	};
	for (int i = 0; i < r->n_slots; i++)
		if (order_is_changed(r->slots[i].order))
			s->orders[s->n_orders++] = r->slots[i].order;
	return s->n_orders || s->n_answers || s->n_changes || s->feedbacks || s->n_audits || s->move ||
		is_clock_moved;
}
