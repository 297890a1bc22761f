/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns reading for those who ask: one row here for each thing that can be found. Everything of one answer
 * comes from one snapshot, in one round trip, and only what the viewer may see. It never locks.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"

struct find_job {
	struct call_job call;
	enum find what;
	const struct viewer *viewer;
	const struct request_find *request;
	struct found *found;
	struct assembly orders;
	int64_t *order_ids, *row_ids; /* the page, in its order */
	int n_rows;
	int64_t after; /* where the page begins; INSTANT_NONE: at the first row */
	struct change_cursor since;
	int64_t last_xid;
	const char *snapshot;
};

/* --- asking ----------------------------------------------------------------------------------------- */

static void put_viewer(struct params *p, const struct viewer *v)
{
	params_put_bool(p, v->sees_all);
	params_put_text(p, v->unit);
	params_begin_texts(p, v->stations.n);
	for (int i = 0; i < v->stations.n; i++)
		params_add_text(p, v->stations.at[i]);
	params_put_text(p, v->user);
}

/* Not given: null. */
static void put_given(struct params *p, int given)
{
	if (given == GIVEN_NOT)
		params_put_text(p, NULL);
	else
		params_put_bool(p, given == GIVEN_TRUE);
}

static void put_id(struct params *p, int64_t id)
{
	params_put_at(p, id > 0 ? id : INSTANT_NONE);
}

/* One more than the page: whether there is a next one. */
static void put_limit(struct params *p, const struct request_find *r)
{
	params_put_int(p, r->limit > 0 ? r->limit + 1 : 51);
}

/* "F-000042", as people quote it, is order 42. */
static int64_t number_in(const char *text)
{
	char *end;
	long long n;

	if (!text || !strchr("CRFcrf", text[0]) || !text[0] || text[1] != '-')
		return 0;
	n = strtoll(text + 2, &end, 10);
	return *end == '\0' && end != text + 2 && n > 0 ? n : 0;
}

static void fill_id(struct params *p, const struct find_job *f)
{
	put_id(p, f->what == FIND_CLOCK ? f->request->order : f->request->head.id);
}

static void fill_orders(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	params_put_word(p, WORDS_ORDER_STATE, r->state);
	params_put_word(p, WORDS_ORDER_KIND, r->kind);
	params_put_word(p, WORDS_TIER, r->tier);
	params_put_text(p, r->unit);
	params_put_text(p, r->station);
	put_given(p, r->overdue);
	put_given(p, r->major);
	params_put_text(p, r->text);
	put_id(p, number_in(r->text));
	params_put_at(p, f->after);
	put_limit(p, r);
}

static void fill_tasks(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	params_put_text(p, r->station);
	params_put_word(p, WORDS_TASK_STATE, r->state);
	put_given(p, r->mine);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
}

static void fill_returns(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	params_put_text(p, r->station);
	params_put_word(p, WORDS_RETURN_STATE, r->state);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
}

static void fill_loops(struct params *p, const struct find_job *f)
{
	params_put_at(p, f->after);
	put_limit(p, f->request);
}

static void fill_alarms(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	params_put_word(p, WORDS_ALARM_STATE, r->state);
	params_put_text(p, r->station);
	params_put_word(p, WORDS_SEVERITY, r->severity);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
}

/* Transaction ids are parameters as text: there is no number type of theirs. */
static void fill_alarms_since(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;
	char xid[24];

	snprintf(xid, sizeof(xid), "%llu", (unsigned long long)f->since.xid);
	params_put_text(p, r->station);
	params_put_word(p, WORDS_SEVERITY, r->severity);
	put_id(p, r->order);
	put_limit(p, r);
	params_put_text(p, f->since.since);
	params_put_text(p, f->since.upto);
	params_put_text(p, xid);
	params_put_int(p, f->since.id);
}

static void fill_feedbacks(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	put_given(p, r->unread);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
}

static void fill_notices(struct params *p, const struct find_job *f)
{
	params_put_word(p, WORDS_NOTICE_STATE, f->request->state);
	params_put_at(p, f->after);
	put_limit(p, f->request);
}

static void fill_kpi(struct params *p, const struct find_job *f)
{
	report_fill(p, f->call.store, f->request);
}

static void fill_quota(struct params *p, const struct find_job *f)
{
	report_fill_period(p, f->call.store, f->request);
}

static void fill_demand(struct params *p, const struct find_job *f)
{
	report_fill_period(p, f->call.store, f->request);
	params_put_text(p, f->request->unit);
	params_put_text(p, f->request->service);
}

static void fill_records(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	put_id(p, r->order);
	params_put_text(p,
		f->what == FIND_OPEN           ? "open"
			: f->what == FIND_FINISHED ? "finished"
									   : "all");
	params_put_int(p, r->from);
	params_put_int(p, r->to);
	put_limit(p, r);
}

enum { HAS_ORDERS = 1, HAS_PAGES = 2, HAS_ALARMS = 4, HAS_RECORDS = 8, HAS_PLACES = 16 };
static const struct {
	enum statement main;
	void (*fill)(struct params *p, const struct find_job *f);
	int how;
} finders[] = {
	[FIND_ORDER] = {ST_FIND_ORDER, fill_id, HAS_ORDERS},
	[FIND_ORDERS] = {ST_FIND_ORDERS, fill_orders, HAS_ORDERS | HAS_PAGES},
	[FIND_HISTORY] = {ST_FIND_ORDER, fill_id, HAS_ORDERS | HAS_PAGES},
	[FIND_CLOCK] = {ST_FIND_ORDER, fill_id, HAS_ORDERS},
	[FIND_TASK] = {ST_FIND_TASK, fill_id, HAS_ORDERS},
	[FIND_TASKS] = {ST_FIND_TASKS, fill_tasks, HAS_ORDERS | HAS_PAGES},
	[FIND_RETURN] = {ST_FIND_RETURN, fill_id, HAS_ORDERS},
	[FIND_RETURNS] = {ST_FIND_RETURNS, fill_returns, HAS_ORDERS | HAS_PAGES},
	[FIND_ALARM] = {ST_FIND_ALARM, fill_id, 0},
	[FIND_ALARMS] = {ST_FIND_ALARMS, fill_alarms, HAS_PAGES},
	[FIND_FEEDBACKS] = {ST_FIND_FEEDBACKS, fill_feedbacks, HAS_PAGES},
	[FIND_NOTICES] = {ST_FIND_NOTICES, fill_notices, HAS_PAGES},
	[FIND_KPI] = {ST_FIND_KPI, fill_kpi, 0},
	[FIND_QUOTA] = {ST_FIND_QUOTA, fill_quota, 0},
	[FIND_DEMAND] = {ST_FIND_DEMAND, fill_demand, 0},
	[FIND_LOOPS] = {ST_FIND_LOOPS, fill_loops, HAS_ORDERS | HAS_PAGES},
	[FIND_HEALTH] = {ST_N, NULL, 0}, /* what is read with everything is enough */
	[FIND_OPEN] = {ST_FIND_RECORDS, fill_records, HAS_ORDERS | HAS_ALARMS},
	[FIND_FINISHED] = {ST_FIND_RECORDS, fill_records, HAS_ORDERS | HAS_ALARMS | HAS_RECORDS},
	[FIND_ALL] = {ST_FIND_RECORDS, fill_records, HAS_ORDERS | HAS_ALARMS | HAS_RECORDS},
	[FIND_PLACES] = {ST_N, NULL, HAS_PLACES},
};

/* False: the caller's cursor is none of ours. */
static bool read_cursors(struct find_job *f)
{
	const struct request_find *r = f->request;
	const struct store *s = f->call.store;

	f->after = INSTANT_NONE;
	if (f->what == FIND_ALARMS && r->since)
		return cursor_read_change(
			f->found->arena, s->conns[CHANNEL_BATCH].store_id, r->since, &f->since);
	if ((finders[f->what].how & HAS_PAGES) && r->cursor)
		return cursor_read_page(r->cursor, f->what, &f->after);
	return true;
}

static void send_find(struct store *s, struct conn *c, struct find_job *f)
{
	static const enum statement children[] = {
		ST_LOAD_ORDERS, ST_LOAD_SLIPS, ST_LOAD_CLOCKS, ST_LOAD_TASKS, ST_LOAD_RETURNS};
	struct params *p = &s->params;

	conn_send(c, ST_READ_NOW, NULL);
	if (finders[f->what].how & HAS_PLACES) {
		conn_send(c, ST_READ_QUOTA_USE, NULL);
		conn_send(c, ST_READ_AGREED_USE, NULL);
	}
	if (finders[f->what].main == ST_N)
		return;
	params_clear(p);
	put_viewer(p, f->viewer);
	if (f->since.since) {
		fill_alarms_since(p, f);
		conn_send(c, ST_FIND_ALARMS_SINCE, p);
	} else {
		finders[f->what].fill(p, f);
		conn_send(c, finders[f->what].main, p);
	}
	for (size_t i = 0; (finders[f->what].how & HAS_ORDERS) && i < N_OF(children); i++)
		conn_send(c, children[i], NULL);
	if (finders[f->what].how & HAS_ALARMS)
		conn_send(c, ST_LOAD_ALARMS, NULL);
	if (finders[f->what].how & HAS_RECORDS) {
		conn_send(c, ST_READ_RECORD_HISTORY, NULL);
		conn_send(c, ST_READ_RECORD_EVENTS, NULL);
	}
	params_clear(p);
	if (f->what == FIND_HISTORY) {
		params_put_int(p, f->after == INSTANT_NONE ? 0 : f->after);
		put_limit(p, f->request);
		conn_send(c, ST_READ_HISTORY, p);
	} else if (f->what == FIND_CLOCK) {
		params_put_word(p, WORDS_CLOCK_KIND, f->request->clock);
		params_put_text(p, f->request->task);
		conn_send(c, ST_READ_CLOCK_EVENTS, p);
	}
}

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
	int n = PQntuples(res), extra = row_alarm.n + 1;

	found->n_alarms = cut_page(f, n);
	found->alarms = arena_new_n(found->arena, (size_t)found->n_alarms, struct found_alarm);
	for (int i = 0; i < found->n_alarms; i++) {
		struct found_alarm *a = &found->alarms[i];

		a->order = row_int(res, i, 0, 0);
		row_get(found->arena, &row_alarm, res, i, 1, &a->alarm);
		a->order_kind = (enum order_kind)word_value(WORDS_ORDER_KIND, PQgetvalue(res, i, extra));
		a->task = row_text(found->arena, res, i, extra + 1);
		f->last_xid = strtoll(PQgetvalue(res, i, extra + 2), NULL, 10);
	}
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

static void take_quotas(struct find_job *f, const PGresult *res)
{
	struct places *p = &f->found->places;

	p->n_quotas = PQntuples(res);
	p->quotas = arena_new_n(f->found->arena, (size_t)p->n_quotas, struct quota_use);
	for (int i = 0; i < p->n_quotas; i++)
		p->quotas[i] = (struct quota_use){.quota = row_int(res, i, 0, 0),
			.month = row_int(res, i, 1, 0),
			.used = row_int(res, i, 2, 0)};
}

static void take_agreed(struct find_job *f, const PGresult *res)
{
	struct places *p = &f->found->places;

	p->n_agreed = PQntuples(res);
	p->agreed = arena_new_n(f->found->arena, (size_t)p->n_agreed, struct agreed_use);
	for (int i = 0; i < p->n_agreed; i++)
		p->agreed[i] = (struct agreed_use){.unit = row_text(f->found->arena, res, i, 0),
			.service = row_text(f->found->arena, res, i, 1),
			.month = row_int(res, i, 2, 0),
			.used = row_int(res, i, 3, 0)};
}

static void find_take(struct job *j, enum statement what, const PGresult *res)
{
	struct find_job *f = (struct find_job *)j;

	if (assembly_take(&f->orders, what, res))
		return;
	if (what == ST_READ_NOW)
		take_now(f, res);
	else if (what == ST_FIND_ALARM || what == ST_FIND_ALARMS || what == ST_FIND_ALARMS_SINCE)
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
	else if (what == ST_READ_RECORD_HISTORY)
		take_record_history(f, res);
	else if (what == ST_READ_RECORD_EVENTS)
		take_record_events(f, res);
	else if (what == ST_READ_CLOCK_EVENTS)
		take_clock_events(f, res);
	else if (what == ST_READ_QUOTA_USE)
		take_quotas(f, res);
	else if (what == ST_READ_AGREED_USE)
		take_agreed(f, res);
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
	if (f->since.since && f->n_rows > found->n_alarms) {
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
	if (!(finders[f->what].how & HAS_PAGES) || f->what == FIND_HISTORY || !found->n)
		return;
	if (f->what != FIND_LOOPS)
		next_page(f, f->n_rows, found->ids[found->n - 1]);
	else if (n_open > limit)
		found->next_cursor = cursor_of_page(found->arena, f->what, found->orders[found->n - 1]->id);
}

static void find_end(struct job *j, enum store_outcome outcome)
{
	struct find_job *f = (struct find_job *)j;

	if (outcome == STORE_AWAY && f->found->is_bad_cursor)
		outcome = STORE_OK; /* nothing had to be asked */
	else if (outcome == STORE_OK && (finders[f->what].how & HAS_ORDERS))
		end_orders(f);
	else if (outcome == STORE_OK && f->what == FIND_ALARMS)
		end_alarms(f);
	call_end(j, outcome);
}

void store_find(struct store *s, enum find what, const struct viewer *viewer,
	const struct request_find *request, struct found *found, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_READ];
	struct find_job *f = xcalloc(1, sizeof(*f));
	struct arena *arena = found->arena;

	must(what > FIND_NOTHING && (size_t)what < N_OF(finders));
	*found = (struct found){.arena = arena, .now_at = INSTANT_NONE, .oldest_due_at = INSTANT_NONE};
	f->call = (struct call_job){{.take = find_take, .end = find_end}, s, done, arg};
	f->what = what;
	f->viewer = viewer;
	f->request = request;
	f->found = found;
	f->orders.arena = arena;
	found->is_bad_cursor = !read_cursors(f);
	if (found->is_bad_cursor || !conn_has_room(c)) {
		conn_refuse(c, &f->call.job);
		return;
	}
	conn_begin(c, &f->call.job);
	send_find(s, c, f);
	conn_end(c);
}

void store_hold(struct store *s, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_READ];
	struct call_job *call = xcalloc(1, sizeof(*call));

	must(s->options.is_reader); /* others read of many moments on this connection */
	*call = (struct call_job){{.end = call_end}, s, done, arg};
	if (!conn_has_room(c)) {
		conn_refuse(c, &call->job);
		return;
	}
	conn_begin(c, &call->job);
	conn_send(c, ST_HOLD, NULL);
	conn_end(c);
}
