/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the second half of a batch: what was decided goes out as set-based statements and COMMIT, in one
 * round trip. It never looks at what it saves: what is dirty or new is written, all else is left.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"

enum { PRUNE_EVERY_MS = 10 * 60 * 1000 };

/* Rows of one table, gathered over all orders. */
struct rows {
	int64_t *owners;
	const void **at;
	int n, size;
};

struct gathered {
	struct arena arena;
	struct rows orders, stamps, slips, clocks, tasks, returns, alarms, history, clock_events,
		feedbacks, notices;
};

static void rows_add(struct gathered *g, struct rows *r, int64_t owner, const void *row)
{
	if (r->n == r->size) {
		int size = r->size ? r->size * 2 : 64;
		int64_t *owners = arena_new_n(&g->arena, (size_t)size, int64_t);
		const void **at = arena_new_n(&g->arena, (size_t)size, const void *);

		if (r->n) {
			memcpy(owners, r->owners, (size_t)r->n * sizeof(*owners));
			memcpy(at, r->at, (size_t)r->n * sizeof(*at));
		}
		r->owners = owners;
		r->at = at;
		r->size = size;
	}
	r->owners[r->n] = owner;
	r->at[r->n++] = row;
}

#define GATHER_DIRTY(g, o, member) \
	for (int i_ = 0; i_ < (o)->n_##member; i_++) \
		if ((o)->member[i_].is_dirty) \
	rows_add(g, &(g)->member, (o)->id, &(o)->member[i_])

/* The list begins with the latest; the feed tells them in the order of their rows. */
static void add_history(struct gathered *g, int64_t order, const struct happening *h)
{
	struct rows *r = &g->history;
	int first = r->n;

	for (; h; h = h->next)
		rows_add(g, r, order, h);
	for (int i = first, k = r->n - 1; i < k; i++, k--) {
		const void *row = r->at[i];

		r->at[i] = r->at[k];
		r->at[k] = row;
	}
}

/* Nothing is new of it but that something happened: three columns of its 46. */
static bool is_only_stamped(const struct order *o)
{
	struct order as_stored;

	if (!o->stored)
		return false;
	as_stored = *o->stored;
	as_stored.version = o->version;
	as_stored.last_at = o->last_at;
	as_stored.n_happenings = o->n_happenings;
	return !row_differs(&row_order, &as_stored, o);
}

static void gather(struct gathered *g, const struct order *o)
{
	if (o->is_new || o->is_dirty)
		rows_add(g, is_only_stamped(o) ? &g->stamps : &g->orders, o->id, o);
	if (o->is_new || o->is_slip_dirty)
		rows_add(g, &g->slips, o->id, o);
	GATHER_DIRTY(g, o, clocks);
	GATHER_DIRTY(g, o, tasks);
	GATHER_DIRTY(g, o, returns);
	for (int i = 0; i < o->n_alarms; i++)
		if (o->alarms[i].is_dirty || o->alarms[i].is_new)
			rows_add(g, &g->alarms, o->id, &o->alarms[i]);
	add_history(g, o->id, o->happenings);
	for (const struct clock_event *e = o->clock_events; e; e = e->next)
		rows_add(g, &g->clock_events, o->id, e);
	for (const struct feedback *f = o->feedbacks; f; f = f->next)
		rows_add(g, &g->feedbacks, o->id, f);
	for (const struct notice *n = o->notices; n; n = n->next)
		rows_add(g, &g->notices, o->id, n);
}

static void send_rows(struct store *s, struct conn *c, enum statement what,
	const struct row_type *type, const struct rows *r)
{
	struct params *p = &s->params;

	if (!r->n)
		return;
	params_clear(p);
	params_begin_ints(p, r->n);
	for (int i = 0; i < r->n; i++)
		params_add_int(p, r->owners[i]);
	params_put_rows(p, type, r->at, r->n);
	conn_send(c, what, p);
}

static void send_orders(struct store *s, struct conn *c, const struct batch_save *save)
{
	struct gathered g = {0};

	arena_init(&g.arena);
	for (int i = 0; i < save->n_orders; i++)
		gather(&g, save->orders[i]);
	for (const struct feedback *f = save->feedbacks; f; f = f->next)
		rows_add(&g, &g.feedbacks, f->order, f);
	/* Parents before what refers to them. */
	send_rows(s, c, ST_SAVE_ORDERS, &row_order, &g.orders);
	send_rows(s, c, ST_STAMP_ORDERS, &row_order_stamp, &g.stamps);
	send_rows(s, c, ST_SAVE_SLIPS, &row_slip, &g.slips);
	send_rows(s, c, ST_SAVE_CLOCKS, &row_clock, &g.clocks);
	send_rows(s, c, ST_SAVE_TASKS, &row_task, &g.tasks);
	send_rows(s, c, ST_SAVE_RETURNS, &row_return, &g.returns);
	send_rows(s, c, ST_SAVE_ALARMS, &row_alarm, &g.alarms);
	send_rows(s, c, ST_SAVE_HISTORY, &row_history, &g.history);
	send_rows(s, c, ST_SAVE_CLOCK_EVENTS, &row_clock_event, &g.clock_events);
	send_rows(s, c, ST_SAVE_FEEDBACKS, &row_feedback, &g.feedbacks);
	send_rows(s, c, ST_SAVE_NOTICES, &row_notice, &g.notices);
	arena_fini(&g.arena);
}

#define ADD_TEXTS(p, rows, n, member) \
	do { \
		params_begin_texts(p, n); \
		for (int i_ = 0; i_ < (n); i_++) \
			params_add_text(p, (rows)[i_].member); \
	} while (0)

static void send_answers(struct store *s, struct conn *c, const struct batch_save *save)
{
	struct params *p = &s->params;

	if (!save->n_answers)
		return;
	params_clear(p);
	ADD_TEXTS(p, save->answers, save->n_answers, user);
	ADD_TEXTS(p, save->answers, save->n_answers, key);
	ADD_TEXTS(p, save->answers, save->n_answers, request);
	ADD_TEXTS(p, save->answers, save->n_answers, answer);
	conn_send(c, ST_SAVE_ANSWERS, p);
	if (c->now_ms >= s->prune_at) {
		s->prune_at = c->now_ms + PRUNE_EVERY_MS;
		conn_send(c, ST_PRUNE_ANSWERS, NULL);
	}
}

static void add_quota_column(struct params *p, const struct places *places, int n, int column)
{
	params_begin_ints(p, n);
	for (int i = 0; i < places->n_quotas; i++) {
		const struct quota_use *q = &places->quotas[i];

		if (q->is_dirty)
			params_add_int(p, column == 0 ? q->quota : column == 1 ? q->month : q->used);
	}
}

static void send_quotas(struct store *s, struct conn *c, const struct places *places)
{
	int n = 0;

	for (int i = 0; i < places->n_quotas; i++)
		n += places->quotas[i].is_dirty;
	if (!n)
		return;
	params_clear(&s->params);
	for (int column = 0; column < 3; column++)
		add_quota_column(&s->params, places, n, column);
	conn_send(c, ST_SAVE_QUOTAS, &s->params);
}

static void send_agreed(struct store *s, struct conn *c, const struct places *places)
{
	struct params *p = &s->params;
	int n = 0;

	for (int i = 0; i < places->n_agreed; i++)
		n += places->agreed[i].added != 0;
	if (!n)
		return;
	params_clear(p);
	for (int column = 0; column < 4; column++) {
		if (column < 2)
			params_begin_texts(p, n);
		else
			params_begin_ints(p, n);
		for (int i = 0; i < places->n_agreed; i++) {
			const struct agreed_use *u = &places->agreed[i];

			if (u->added && column < 2)
				params_add_text(p, column == 0 ? u->unit : u->service);
			else if (u->added)
				params_add_int(p, column == 2 ? u->month : u->added);
		}
	}
	conn_send(c, ST_SAVE_AGREED, p);
}

static void send_move(struct store *s, struct conn *c, const struct batch_save *save)
{
	const struct policy_move *m = save->move;
	struct params *p = &s->params;

	if (save->is_apply)
		conn_send(c, ST_ADD_MOVE, NULL);
	if (!m)
		return;
	params_clear(p);
	params_put_int(p, m->version);
	params_put_int(p, m->reached);
	params_put_at(p, m->done_at);
	conn_send(c, ST_SAVE_MOVE, p);
}

static void send_audits(struct store *s, struct conn *c, const struct batch_save *save)
{
	struct params *p = &s->params;

	if (!save->n_audits)
		return;
	params_clear(p);
	params_begin_ints(p, save->n_audits);
	for (int i = 0; i < save->n_audits; i++)
		params_add_int(p, save->audits[i].at);
	ADD_TEXTS(p, save->audits, save->n_audits, by);
	ADD_TEXTS(p, save->audits, save->n_audits, method);
	ADD_TEXTS(p, save->audits, save->n_audits, subject);
	conn_send(c, ST_SAVE_AUDITS, p);
}

static void send_resent(struct store *s, struct conn *c, const struct batch_save *save)
{
	if (!save->resent)
		return;
	params_clear(&s->params);
	params_put_int(&s->params, save->resent->id);
	conn_send(c, ST_RESEND_NOTICE, &s->params);
}

static void send_change(void *arg, enum statement what, const struct params *p)
{
	conn_send(arg, what, p);
}

/* Where the transaction that the load began is still there, in the same connection. */
static bool begin_last(struct store *s, enum store_channel channel, struct call_job *call)
{
	struct conn *c = &s->conns[channel];
	bool is_alive = s->batches[channel].is_open && s->batches[channel].epoch == c->epoch;

	s->batches[channel].is_open = false;
	if (is_alive)
		return call_begin(s, channel, call);
	conn_refuse(c, &call->job);
	return false;
}

void store_save(struct store *s, enum store_channel channel, const struct batch_save *save,
	store_done *done, void *arg)
{
	struct conn *c = &s->conns[channel];
	struct call_job *call = xcalloc(1, sizeof(*call));

	*call = (struct call_job){{.end = call_end, .is_saving = true}, s, done, arg};
	if (!begin_last(s, channel, call))
		return;
	send_orders(s, c, save);
	send_answers(s, c, save);
	if (save->places) {
		send_quotas(s, c, save->places);
		send_agreed(s, c, save->places);
	}
	if (save->n_changes)
		org_send_changes(save->changes, save->n_changes, &s->params, send_change, c);
	send_move(s, c, save);
	send_resent(s, c, save);
	send_audits(s, c, save);
	if (save->virtual_now != INSTANT_NONE && s->options.is_virtual) {
		params_clear(&s->params);
		params_put_int(&s->params, save->virtual_now);
		conn_send(c, ST_SAVE_VIRTUAL_NOW, &s->params);
	}
	conn_send(c, ST_COMMIT, NULL);
	conn_end(c);
}

void store_drop(struct store *s, enum store_channel channel, store_done *done, void *arg)
{
	struct conn *c = &s->conns[channel];
	struct call_job *call = xcalloc(1, sizeof(*call));

	*call = (struct call_job){{.end = call_end}, s, done, arg};
	if (!begin_last(s, channel, call))
		return;
	conn_send(c, ST_ROLLBACK, NULL);
	conn_end(c);
}
