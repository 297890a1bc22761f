/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns reading for those who ask: one row here for each thing that can be found. Everything of one answer
 * comes from one snapshot, in one round trip, and only what the viewer may see. It never locks.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "store/finding.h"

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

static void fill_overdue(struct params *p, const struct find_job *f)
{
	put_limit(p, f->request);
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

static void fill_changes(struct params *p, const struct find_job *f)
{
	params_clear(p); /* no viewer: the daemon looks for everybody */
	params_put_text(p, f->since.since);
	params_put_text(p, f->since.upto);
	params_put_int(p, f->since.id);
	put_limit(p, f->request);
}

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
	[FIND_OVERDUE] = {ST_FIND_OVERDUE, fill_overdue, 0},
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
	[FIND_CHANGES] = {ST_FIND_CHANGES, fill_changes, HAS_ORDERS | HAS_ALARMS},
};

static bool read_change_cursors(struct find_job *f)
{
	const char *store_id = f->call.store->conns[CHANNEL_BATCH].store_id;
	const struct request_find *r = f->request;
	struct change_cursor upto;

	if (!cursor_read_change(f->found->arena, store_id, r->since, &f->since))
		return false;
	if (!r->upto || f->since.upto)
		return true; /* a page of an answer goes on to where that answer ends */
	if (!cursor_read_change(f->found->arena, store_id, r->upto, &upto))
		return false;
	f->since.upto = upto.since;
	return true;
}

/* False: the caller's cursor is none of ours. */
static bool read_cursors(struct find_job *f)
{
	const struct request_find *r = f->request;

	f->after = INSTANT_NONE;
	if ((f->what == FIND_ALARMS || f->what == FIND_CHANGES) && r->since)
		return read_change_cursors(f);
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
	if (finders[f->what].main == ST_N || (f->what == FIND_CHANGES && !f->request->since))
		return;
	params_clear(p);
	put_viewer(p, f->viewer);
	if (f->what == FIND_ALARMS && f->since.since) {
		fill_alarms_since(p, f);
		conn_send(c, ST_FIND_ALARMS_SINCE, p);
	} else {
		bool is_more = f->what == FIND_CHANGES && f->since.id > 0;

		finders[f->what].fill(p, f);
		conn_send(c, is_more ? ST_FIND_MORE_CHANGES : finders[f->what].main, p);
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

/* --- from outside ------------------------------------------------------------------------------------ */

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
	f->how = finders[what].how;
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
