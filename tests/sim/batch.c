/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what passes between a daemon's memory and the store's: what a load has found becomes a batch, what
 * a save brings becomes rows. Nothing is shared: each side's memory goes with it.
 */
#include "batch.h"

#include <stdlib.h>

#include "base/die.h"
#include "seed.h"
#include "sim.h"

/* --- a load's answer ------------------------------------------------------------------------------- */

static struct order *order_build(struct arena *a, const struct order *from)
{
	struct order *o = arena_new(a, struct order);

	o->id = from->id;
	row_copy(TABLE_ORDERS, o, from, NULL, a);
	o->stored = arena_copy(a, o, sizeof(*o));
	row_copy(TABLE_SLIP, o, from, NULL, a);
	for (enum table t = TABLE_CLOCK; t <= TABLE_ALARM; t++) {
		const struct table_type *type = &tables[t];
		int n = *(const int *)((const char *)from + type->n_at);
		const char *rows = *(const char *const *)((const char *)from + type->at);
		char *copy = arena_array(a, (size_t)n, type->size);

		for (int i = 0; i < n; i++)
			row_copy(t, copy + (size_t)i * type->size, rows + (size_t)i * type->size, NULL, a);
		*(void **)((char *)o + type->at) = copy;
		*(int *)((char *)o + type->n_at) = n;
	}
	return o;
}

static int compare_orders(const void *a, const void *b)
{
	int64_t x = (*(struct order *const *)a)->id, y = (*(struct order *const *)b)->id;

	return (x > y) - (x < y);
}

static bool is_in(const int64_t *ids, int n, int64_t id)
{
	for (int i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static void find_places(const struct job *j, struct batch *b)
{
	const struct batch_wants *w = &j->wants;

	b->tasks = arena_new_n(b->arena, (size_t)w->n_tasks, struct place);
	b->returns = arena_new_n(b->arena, (size_t)w->n_returns, struct place);
	b->alarms = arena_new_n(b->arena, (size_t)w->n_alarms, struct place);
	for (int i = 0; i < b->n_orders; i++) {
		struct order *o = b->orders[i];

		for (int k = 0; k < o->n_tasks; k++)
			if (is_in(w->tasks, w->n_tasks, o->tasks[k].id))
				b->tasks[b->n_tasks++] = (struct place){o->tasks[k].id, o};
		for (int k = 0; k < o->n_returns; k++)
			if (is_in(w->returns, w->n_returns, o->returns[k].id))
				b->returns[b->n_returns++] = (struct place){o->returns[k].id, o};
		for (int k = 0; k < o->n_alarms; k++)
			if (is_in(w->alarms, w->n_alarms, o->alarms[k].id))
				b->alarms[b->n_alarms++] = (struct place){o->alarms[k].id, o};
	}
}

static void take_answers(const struct job *j, struct batch *b)
{
	b->n_answers = j->n_answers;
	b->answers = arena_new_n(b->arena, (size_t)j->n_answers, struct stored_answer);
	for (int i = 0; i < j->n_answers; i++)
		b->answers[i] = (struct stored_answer){
			arena_str(b->arena, j->answers[i].user),
			arena_str(b->arena, j->answers[i].key),
			arena_str(b->arena, j->answers[i].request),
			arena_str(b->arena, j->answers[i].answer),
		};
}

static void take_places(const struct job *j, struct batch *b)
{
	struct places *p = &b->places;

	p->n_quotas = j->n_quotas;
	p->quotas = arena_copy(b->arena, j->quotas, (size_t)j->n_quotas * sizeof(*p->quotas));
	for (int i = 0; i < p->n_quotas; i++)
		p->quotas[i].is_dirty = false;
	p->n_agreed = j->n_agreed;
	p->agreed = arena_copy(b->arena, j->agreed, (size_t)j->n_agreed * sizeof(*p->agreed));
	for (int i = 0; i < p->n_agreed; i++)
		p->agreed[i].added = 0;
}

static void take_ids(struct job *j)
{
	for (int i = 0; i < j->n_takes; i++) {
		const struct taken_ids *t = &j->takes[i];

		if (t->first != j->ids->end[t->kind])
			j->ids->next[t->kind] = t->first;
		j->ids->end[t->kind] = t->first + t->n;
	}
}

void job_fill_batch(struct job *j)
{
	struct batch *b = j->batch;

	b->orders = arena_new_n(b->arena, (size_t)j->n_orders, struct order *);
	b->n_orders = j->n_orders;
	for (int i = 0; i < j->n_orders; i++)
		b->orders[i] = order_build(b->arena, j->orders[i]);
	if (b->n_orders > 1)
		qsort(b->orders, (size_t)b->n_orders, sizeof(struct order *), compare_orders);
	find_places(j, b);
	take_answers(j, b);
	take_places(j, b);
	take_ids(j);
	b->move = j->move;
	if (j->move.n)
		b->move.ids = arena_copy(b->arena, j->move.ids, (size_t)j->move.n * sizeof(*j->move.ids));
	b->now_at = j->facts.now_at;
	b->config_version = j->facts.config_version;
	b->next_due_at = j->facts.next_due_at;
	b->moving = j->facts.moving;
	b->looked_at = j->facts.looked_at;
}

/* The confirmation an order cites may have been changed before its lock was had: load.c, is_cited_missing(). */
bool job_misses_cited(const struct job *j)
{
	for (int i = 0; i < j->wants.n_orders; i++)
		for (int k = 0; k < j->n_orders; k++) {
			bool is_there = j->orders[k]->id != j->wants.orders[i] || !j->orders[k]->confirmation;

			for (int m = 0; m < j->n_orders; m++)
				is_there |= j->orders[m]->id == j->orders[k]->confirmation;
			if (!is_there)
				return true;
		}
	return false;
}

/* A reading that broke has put some of the rows, as lib/store/org_load.c does. */
void job_fill_org(struct job *j, bool is_whole)
{
	int64_t since = org_get_config_version(j->org);
	int n = is_whole ? j->n_seen : dice_below(&sim.dice, j->n_seen + 1);

	if (since == 0)
		seed_set_months(j->org);
	if (j->seen_config > since)
		org_set_partial(j->org);
	for (int i = 0; i < n; i++) {
		const struct db_change *c = &sim.db.changes[i];

		if (c->config > since)
			org_put(j->org, c->noun, org_at(c->holds, c->noun, 0));
	}
	if (is_whole)
		org_set_versions(j->org, j->seen_config, j->seen_policy);
}

/* --- what is asked and what is saved ------------------------------------------------------------- */

void job_take_wants(struct job *j, const struct batch_wants *wants)
{
	struct batch_wants *w = &j->wants;
	struct arena *a = &j->arena;
	struct stored_answer *keys = arena_new_n(a, (size_t)wants->n_keys, struct stored_answer);

	*w = *wants;
#define COPY(list) \
	w->list = arena_copy(a, wants->list, (size_t)wants->n_##list * sizeof(*wants->list))
	COPY(orders), COPY(tasks), COPY(returns), COPY(alarms), COPY(apart);
#undef COPY
	for (int i = 0; i < wants->n_keys; i++)
		keys[i] = (struct stored_answer){
			.user = arena_str(a, wants->keys[i].user), .key = arena_str(a, wants->keys[i].key)};
	w->keys = keys;
}

bool job_leaves(const struct job *j, int64_t order)
{
	for (int i = 0; i < j->wants.n_apart; i++)
		if (j->wants.apart[i] == order)
			return true;
	return false;
}

static void add_row(struct job *j, enum table table, int64_t order, const void *row)
{
	struct write *w = arena_new(&j->arena, struct write), **at = &j->writes[table];

	w->order = order;
	w->row = arena_alloc(&j->arena, tables[table].size);
	row_copy(table, w->row, row, &sim.db.texts, NULL);
	/* What only grows comes newest first, and is kept in the order of its numbers. */
	if (table != TABLE_HISTORY && table != TABLE_CLOCK_EVENT)
		while (*at)
			at = &(*at)->next;
	else
		while (*at && (*at)->order != order)
			at = &(*at)->next;
	w->next = *at;
	*at = w;
}

/* Nothing is new of it but that something happened. */
static bool is_only_stamped(const struct order *o)
{
	struct order as_stored;

	if (!o->stored)
		return false;
	as_stored = *o->stored;
	as_stored.version = o->version;
	as_stored.last_at = o->last_at;
	as_stored.n_happenings = o->n_happenings;
	return !row_differs(TABLE_ORDERS, &as_stored, o);
}

/* As gather() of lib/store/save.c: what is new or dirty. */
static void gather(struct job *j, const struct order *o)
{
	if (o->is_new || o->is_dirty)
		add_row(j, is_only_stamped(o) ? TABLE_STAMP : TABLE_ORDERS, o->id, o);
	if (o->is_new || o->is_slip_dirty)
		add_row(j, TABLE_SLIP, o->id, o);
	for (int i = 0; i < o->n_clocks; i++)
		if (o->clocks[i].is_dirty)
			add_row(j, TABLE_CLOCK, o->id, &o->clocks[i]);
	for (int i = 0; i < o->n_tasks; i++)
		if (o->tasks[i].is_dirty)
			add_row(j, TABLE_TASK, o->id, &o->tasks[i]);
	for (int i = 0; i < o->n_returns; i++)
		if (o->returns[i].is_dirty)
			add_row(j, TABLE_RETURN, o->id, &o->returns[i]);
	for (int i = 0; i < o->n_alarms; i++)
		if (o->alarms[i].is_dirty || o->alarms[i].is_new)
			add_row(j, TABLE_ALARM, o->id, &o->alarms[i]);
	for (const struct happening *h = o->happenings; h; h = h->next)
		add_row(j, TABLE_HISTORY, o->id, h);
	for (const struct clock_event *e = o->clock_events; e; e = e->next)
		add_row(j, TABLE_CLOCK_EVENT, o->id, e);
}

static void copy_kept(struct job *j, const struct batch_save *save)
{
	struct texts *t = &sim.db.texts;

	j->n_kept = save->n_answers;
	j->kept = arena_new_n(&j->arena, (size_t)j->n_kept, struct stored_answer);
	for (int i = 0; i < j->n_kept; i++)
		j->kept[i] = (struct stored_answer){texts_keep(t, save->answers[i].user),
			texts_keep(t, save->answers[i].key), texts_keep(t, save->answers[i].request),
			arena_str(&j->arena, save->answers[i].answer)};
}

static void copy_places(struct job *j, const struct places *p)
{
	j->quotas = arena_new_n(&j->arena, (size_t)p->n_quotas, struct quota_use);
	j->agreed = arena_new_n(&j->arena, (size_t)p->n_agreed, struct agreed_use);
	for (int i = 0; i < p->n_quotas; i++)
		if (p->quotas[i].is_dirty)
			j->quotas[j->n_quotas++] = p->quotas[i];
	for (int i = 0; i < p->n_agreed; i++)
		if (p->agreed[i].added) {
			struct agreed_use *u = &j->agreed[j->n_agreed++];

			*u = p->agreed[i];
			u->unit = arena_str(&j->arena, u->unit);
			u->service = arena_str(&j->arena, u->service);
		}
}

static void copy_changes(struct job *j, const struct batch_save *save)
{
	j->n_changes = save->n_changes;
	j->changes = arena_new_n(&j->arena, (size_t)j->n_changes, struct db_change);
	for (int i = 0; i < j->n_changes; i++) {
		enum org_noun noun = save->changes[i]->noun;

		j->changes[i] = (struct db_change){.noun = noun, .holds = org_new()};
		org_put(j->changes[i].holds, noun, save->changes[i]->row);
		j->is_policy |= noun == ORG_LIMIT || noun == ORG_LADDER || noun == ORG_CALENDAR;
	}
}

void job_take_save(struct job *j, const struct batch_save *save)
{
	for (int i = 0; i < save->n_orders; i++)
		gather(j, save->orders[i]);
	copy_kept(j, save);
	if (save->places)
		copy_places(j, save->places);
	copy_changes(j, save);
	j->is_apply = save->is_apply;
	j->has_move = save->move != NULL;
	if (save->move)
		j->move = *save->move;
	j->virtual_now = save->virtual_now;
}
