/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what a search brings back: rows become what was asked for, cut to a page, with the cursors to go
 * on by. It never asks.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "store/finding.h"

/* --- what comes back ------------------------------------------------------------------------------------ */

/* How many of n rows belong to the page; the row more says that there is another. */
static int cut_page(struct find_job *f, int n)
{
	int limit = f->request->limit > 0 ? (int)f->request->limit : 50;

	return n > limit ? limit : n;
}

static void next_page(struct find_job *f, int n, int64_t last)
{
	if (n > cut_page(f, n))
		f->found->next_cursor = cursor_of_page(f->found->arena, f->what, last);
}

static void take_now(struct find_job *f, const PGresult *res)
{
	struct found *found = f->found;

	found->now_at = row_int(res, 0, 0, 0);
	f->snapshot = row_text(found->arena, res, 0, 1);
	found->oldest_due_at = row_int(res, 0, 2, INSTANT_NONE);
	found->schema_version = (int)row_int(res, 0, 3, 0);
	found->config_version = row_int(res, 0, 4, 0);
	found->policy_version = row_int(res, 0, 5, 0);
	f->feed_next = row_int(res, 0, 6, 0);
	f->feed_kept = row_int(res, 0, 7, 0);
	f->feed_base = row_int(res, 0, 8, 0);
}

static void take_page(struct find_job *f, const PGresult *res)
{
	int n = PQntuples(res);

	f->order_ids = arena_new_n(f->found->arena, (size_t)n, int64_t);
	f->row_ids = arena_new_n(f->found->arena, (size_t)n, int64_t);
	for (int i = 0; i < n; i++) {
		if (PQgetisnull(res, i, 0))
			continue; /* the one row that says: none */
		f->order_ids[f->n_rows] = row_int(res, i, 0, 0);
		f->row_ids[f->n_rows++] = row_int(res, i, 1, 0);
	}
}

static void take_alarms(struct find_job *f, const PGresult *res)
{
	struct found *found = f->found;
	int n = PQntuples(res);

	found->n_alarms = cut_page(f, n);
	found->alarms = arena_new_n(found->arena, (size_t)found->n_alarms, struct found_alarm);
	for (int i = 0; i < found->n_alarms; i++)
		row_get_found_alarm(found->arena, res, i, &found->alarms[i], &f->last_xid);
	f->n_rows = n;
	if (!f->since.since && found->n_alarms)
		next_page(f, n, found->alarms[found->n_alarms - 1].alarm.id);
}

static void take_happenings(struct find_job *f, const PGresult *res)
{
	struct happening **end = &f->found->happenings;
	int n = PQntuples(res);

	for (int i = 0; i < cut_page(f, n); i++) {
		struct happening *h = arena_new(f->found->arena, struct happening);

		row_get(f->found->arena, &row_history, res, i, 1, h);
		*end = h;
		end = &h->next;
		next_page(f, n, h->seq);
	}
}

/* Of many orders: each one's own, newest first as everywhere. */
static void take_record_history(struct find_job *f, const PGresult *res)
{
	for (int i = 0; i < PQntuples(res); i++) {
		struct order *o = assembly_get(&f->orders, row_int(res, i, 0, 0));
		struct happening *h = arena_new(f->found->arena, struct happening);

		must(o);
		row_get(f->found->arena, &row_history, res, i, 1, h);
		h->next = o->happenings;
		o->happenings = h;
	}
}

static void take_record_events(struct find_job *f, const PGresult *res)
{
	for (int i = 0; i < PQntuples(res); i++) {
		struct order *o = assembly_get(&f->orders, row_int(res, i, 0, 0));
		struct clock_event *e = arena_new(f->found->arena, struct clock_event);

		must(o);
		row_get(f->found->arena, &row_clock_event, res, i, 1, e);
		e->next = o->clock_events;
		o->clock_events = e;
	}
}

static void take_changes(struct find_job *f, const PGresult *res)
{
	struct arena *a = f->found->arena;
	int n = PQntuples(res), extra = row_history.n + 1;

	f->changes = arena_new_n(a, (size_t)n, struct found_change);
	f->change_orders = arena_new_n(a, (size_t)n, int64_t);
	f->change_ids = arena_new_n(a, (size_t)n, int64_t);
	for (int i = 0; i < n; i++) {
		struct found_change *c = &f->changes[f->n_changes];

		if (PQgetisnull(res, i, 0))
			continue; /* the one row that says: none */
		f->change_orders[f->n_changes] = row_int(res, i, 0, 0);
		row_get(a, &row_history, res, i, 1, &c->happening);
		f->change_ids[f->n_changes++] = row_int(res, i, extra, 0);
	}
}

static void take_clock_events(struct find_job *f, const PGresult *res)
{
	struct clock_event **end = &f->found->clock_events;

	for (int i = 0; i < PQntuples(res); i++) {
		struct clock_event *e = arena_new(f->found->arena, struct clock_event);

		row_get(f->found->arena, &row_clock_event, res, i, 1, e);
		*end = e;
		end = &e->next;
	}
}

static void take_feedbacks(struct find_job *f, const PGresult *res)
{
	struct feedback **end = &f->found->feedbacks;
	int n = PQntuples(res);

	for (int i = 0; i < cut_page(f, n); i++) {
		struct feedback *b = arena_new(f->found->arena, struct feedback);

		b->order = row_int(res, i, 0, 0);
		row_get(f->found->arena, &row_feedback, res, i, 1, b);
		*end = b;
		end = &b->next;
		next_page(f, n, b->id);
	}
}

static void take_notices(struct find_job *f, const PGresult *res)
{
	struct notice **end = &f->found->notices;
	int n = PQntuples(res);

	for (int i = 0; i < cut_page(f, n); i++) {
		struct notice *e = arena_new(f->found->arena, struct notice);

		e->order = row_int(res, i, 0, 0);
		row_get(f->found->arena, &row_notice_seen, res, i, 1, e);
		*end = e;
		end = &e->next;
		next_page(f, n, e->id);
	}
}

void find_take(struct job *j, enum statement what, const PGresult *res)
{
	struct find_job *f = (struct find_job *)j;

	if (assembly_take(&f->orders, what, res) ||
		places_take(&f->found->places, f->found->arena, what, res))
		return;
	if (what == ST_READ_NOW)
		take_now(f, res);
	else if (what == ST_FIND_ALARM || what == ST_FIND_ALARMS || what == ST_FIND_ALARMS_SINCE ||
		what == ST_FIND_OVERDUE)
		take_alarms(f, res);
	else if (what == ST_FIND_FEEDBACKS)
		take_feedbacks(f, res);
	else if (what == ST_FIND_NOTICES)
		take_notices(f, res);
	else if (what == ST_FIND_KPI)
		report_take(f->found, f->request, res);
	else if (what == ST_FIND_QUOTA || what == ST_FIND_DEMAND)
		report_take_table(f->found, res);
	else if (what == ST_READ_HISTORY)
		take_happenings(f, res);
	else if (what == ST_FIND_CHANGES || what == ST_FIND_MORE_CHANGES)
		take_changes(f, res);
	else if (what == ST_READ_RECORD_HISTORY)
		take_record_history(f, res);
	else if (what == ST_READ_RECORD_EVENTS)
		take_record_events(f, res);
	else if (what == ST_READ_CLOCK_EVENTS)
		take_clock_events(f, res);
	else
		take_page(f, res);
}

/* --- the answer -------------------------------------------------------------------------------------------- */

/* What the cursor of alarm.list shall be: this snapshot's, or a place within a longer answer. */
static void end_alarms(struct find_job *f)
{
	struct found *found = f->found;
	struct change_cursor next = {.since = f->snapshot};

	found->is_cursor_found = true;
	found->is_more = f->since.since && f->n_rows > found->n_alarms;
	found->is_upto = f->since.upto != NULL;
	if (found->is_more) {
		next = f->since;
		if (!next.upto)
			next.upto = f->snapshot;
		next.xid = f->last_xid;
		next.id = found->alarms[found->n_alarms - 1].alarm.id;
	} else if (f->since.upto) {
		next.since = f->since.upto;
	}
	found->cursor = cursor_of_change(
		found->arena, f->call.store->conns[CHANNEL_BATCH].store_id, &next);
}

/* Each change with its order and the cursor behind it; the last of all has the snapshot's own. Those of an order that
 * somebody erased by hand are nobody's to be told of, and passed over. */
static void end_changes(struct find_job *f)
{
	struct found *found = f->found;
	const char *store_id = f->call.store->conns[CHANNEL_BATCH].store_id;
	struct change_cursor next = f->since;

	int n = cut_page(f, f->n_changes);
	bool is_cut = f->n_changes > n;
	found->is_more = is_cut;
	found->is_upto = f->since.upto != NULL;
	found->changes = f->changes;
	found->is_cursor_found = true;
	if (!next.upto)
		next.upto = f->snapshot;
	for (int i = 0; i < n; i++) {
		struct found_change *c = &found->changes[found->n_changes];

		*c = f->changes[i];
		c->order = assembly_get(&f->orders, f->change_orders[i]);
		next.id = f->change_ids[i];
		c->cursor = cursor_of_change(found->arena, store_id, &next);
		found->n_changes += c->order != NULL;
	}
	if (!is_cut)
		next = (struct change_cursor){.since = next.upto};
	found->cursor = cursor_of_change(found->arena, store_id, &next);
	if (!is_cut && found->n_changes)
		found->changes[found->n_changes - 1].cursor = found->cursor;
}

static void end_orders(struct find_job *f)
{
	struct found *found = f->found;
	int n_open = 0, limit = cut_page(f, f->n_rows);

	found->orders = arena_new_n(found->arena, (size_t)f->n_rows, struct order *);
	found->ids = arena_new_n(found->arena, (size_t)f->n_rows, int64_t);
	for (int i = 0; i < f->n_rows; i++) {
		struct order *o = assembly_get(&f->orders, f->order_ids[i]);

		must(o);
		/* Broken ones stand apart and are no part of the page. */
		if (f->what == FIND_LOOPS && f->row_ids[i] == 0 && ++n_open > limit)
			break;
		if (f->what != FIND_LOOPS && i == limit)
			break;
		found->orders[found->n] = o;
		found->ids[found->n++] = f->row_ids[i];
	}
	if (!(f->how & HAS_PAGES) || f->what == FIND_HISTORY || !found->n)
		return;
	if (f->what != FIND_LOOPS)
		next_page(f, f->n_rows, found->ids[found->n - 1]);
	else if (n_open > limit)
		found->next_cursor = cursor_of_page(found->arena, f->what, found->orders[found->n - 1]->id);
}

/* A place of the feed that this store has not come to, or that was passed over when it was restored: who has it was
 * told by the one that was lost. */
static bool is_lost(const struct find_job *f, const char *snapshot)
{
	int64_t next = snapshot ? cursor_read_next(snapshot) : 0;

	return next > f->feed_next || (next > f->feed_kept + 1 && next <= f->feed_base);
}

void find_end(struct job *j, enum store_outcome outcome)
{
	struct find_job *f = (struct find_job *)j;

	if (outcome == STORE_AWAY && f->found->is_bad_cursor)
		outcome = STORE_OK; /* nothing had to be asked */
	else if (outcome == STORE_OK && (is_lost(f, f->since.since) || is_lost(f, f->since.upto)))
		f->found->is_bad_cursor = true;
	else if (outcome == STORE_OK && f->what == FIND_CHANGES)
		end_changes(f);
	else if (outcome == STORE_OK && (f->how & HAS_ORDERS))
		end_orders(f);
	else if (outcome == STORE_OK && f->what == FIND_ALARMS)
		end_alarms(f);
	call_end(j, outcome);
}
