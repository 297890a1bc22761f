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

static enum statement fill_order(struct params *p, const struct find_job *f)
{
	put_id(p, f->what == FIND_CLOCK ? f->request->order : f->request->head.id);
	return ST_FIND_ORDER;
}

static enum statement fill_task(struct params *p, const struct find_job *f)
{
	put_id(p, f->request->head.id);
	return ST_FIND_TASK;
}

static enum statement fill_return(struct params *p, const struct find_job *f)
{
	put_id(p, f->request->head.id);
	return ST_FIND_RETURN;
}

static enum statement fill_alarm(struct params *p, const struct find_job *f)
{
	put_id(p, f->request->head.id);
	return ST_FIND_ALARM;
}

static enum statement fill_orders(struct params *p, const struct find_job *f)
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
	if (r->station)
		return r->is_open ? ST_FIND_OPEN_ORDERS_AT : ST_FIND_ORDERS_AT;
	return r->is_open ? ST_FIND_OPEN_ORDERS : ST_FIND_ORDERS;
}

static enum statement fill_tasks(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	params_put_text(p, r->station);
	params_put_word(p, WORDS_TASK_STATE, r->state);
	put_given(p, r->mine);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
	return ST_FIND_TASKS;
}

static enum statement fill_returns(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	params_put_text(p, r->station);
	params_put_word(p, WORDS_RETURN_STATE, r->state);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
	return ST_FIND_RETURNS;
}

static enum statement fill_loops(struct params *p, const struct find_job *f)
{
	params_put_at(p, f->after);
	put_limit(p, f->request);
	return ST_FIND_LOOPS;
}

/* Transaction ids are parameters as text: there is no number type of theirs. */
static enum statement fill_alarms_since(struct params *p, const struct find_job *f)
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
	return ST_FIND_ALARMS_SINCE;
}

static enum statement fill_alarms(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	if (f->since.since)
		return fill_alarms_since(p, f);
	params_put_word(p, WORDS_ALARM_STATE, r->state);
	params_put_text(p, r->station);
	params_put_word(p, WORDS_SEVERITY, r->severity);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
	return ST_FIND_ALARMS;
}

static enum statement fill_overdue(struct params *p, const struct find_job *f)
{
	put_limit(p, f->request);
	return ST_FIND_OVERDUE;
}

static enum statement fill_feedbacks(struct params *p, const struct find_job *f)
{
	const struct request_find *r = f->request;

	put_given(p, r->unread);
	put_id(p, r->order);
	params_put_at(p, f->after);
	put_limit(p, r);
	return ST_FIND_FEEDBACKS;
}

static enum statement fill_notices(struct params *p, const struct find_job *f)
{
	params_put_word(p, WORDS_NOTICE_STATE, f->request->state);
	params_put_at(p, f->after);
	put_limit(p, f->request);
	return ST_FIND_NOTICES;
}

static enum statement fill_kpi(struct params *p, const struct find_job *f)
{
	report_fill(p, f->call.store, f->request);
	return ST_FIND_KPI;
}

static enum statement fill_quota(struct params *p, const struct find_job *f)
{
	report_fill_period(p, f->call.store, f->request);
	return ST_FIND_QUOTA;
}

static enum statement fill_demand(struct params *p, const struct find_job *f)
{
	report_fill_period(p, f->call.store, f->request);
	params_put_text(p, f->request->unit);
	params_put_text(p, f->request->service);
	return ST_FIND_DEMAND;
}

static enum statement fill_records(struct params *p, const struct find_job *f)
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
	return ST_FIND_RECORDS;
}

static enum statement fill_changes(struct params *p, const struct find_job *f)
{
	if (!f->since.since)
		return ST_N; /* only where the feed is now */
	params_clear(p); /* no viewer: the daemon looks for everybody */
	params_put_text(p, f->since.since);
	params_put_text(p, f->since.upto);
	params_put_int(p, f->since.id);
	put_limit(p, f->request);
	return f->since.id > 0 ? ST_FIND_MORE_CHANGES : ST_FIND_CHANGES;
}

static enum statement fill_nothing(struct params *p, const struct find_job *f)
{
	(void)p, (void)f;
	return ST_N;
}

static enum statement fill_history(struct params *p, const struct find_job *f)
{
	params_put_int(p, f->after == INSTANT_NONE ? 0 : f->after);
	put_limit(p, f->request);
	return ST_READ_HISTORY;
}

static enum statement fill_clock_events(struct params *p, const struct find_job *f)
{
	params_put_word(p, WORDS_CLOCK_KIND, f->request->clock);
	params_put_text(p, f->request->task);
	return ST_READ_CLOCK_EVENTS;
}

static const struct {
	/* Puts the parameters behind the viewer's and says for which statement; ST_N: none is asked. */
	enum statement (*fill)(struct params *p, const struct find_job *f);
	int how;
	enum statement (*fill_more)(
		struct params *p, const struct find_job *f); /* of that order; NULL */
} finders[] = {
	[FIND_ORDER] = {fill_order, HAS_ORDERS, NULL},
	[FIND_ORDERS] = {fill_orders, HAS_ORDERS | HAS_PAGES, NULL},
	[FIND_HISTORY] = {fill_order, HAS_ORDERS | HAS_PAGES, fill_history},
	[FIND_CLOCK] = {fill_order, HAS_ORDERS, fill_clock_events},
	[FIND_TASK] = {fill_task, HAS_ORDERS, NULL},
	[FIND_TASKS] = {fill_tasks, HAS_ORDERS | HAS_PAGES, NULL},
	[FIND_RETURN] = {fill_return, HAS_ORDERS, NULL},
	[FIND_RETURNS] = {fill_returns, HAS_ORDERS | HAS_PAGES, NULL},
	[FIND_ALARM] = {fill_alarm, 0, NULL},
	[FIND_ALARMS] = {fill_alarms, HAS_PAGES | HAS_SINCE, NULL},
	[FIND_OVERDUE] = {fill_overdue, 0, NULL},
	[FIND_FEEDBACKS] = {fill_feedbacks, HAS_PAGES, NULL},
	[FIND_NOTICES] = {fill_notices, HAS_PAGES, NULL},
	[FIND_KPI] = {fill_kpi, 0, NULL},
	[FIND_QUOTA] = {fill_quota, 0, NULL},
	[FIND_DEMAND] = {fill_demand, 0, NULL},
	[FIND_LOOPS] = {fill_loops, HAS_ORDERS | HAS_PAGES, NULL},
	[FIND_HEALTH] = {fill_nothing, 0, NULL}, /* what is read with everything is enough */
	[FIND_OPEN] = {fill_records, HAS_ORDERS | HAS_ALARMS, NULL},
	[FIND_FINISHED] = {fill_records, HAS_ORDERS | HAS_ALARMS | HAS_RECORDS, NULL},
	[FIND_ALL] = {fill_records, HAS_ORDERS | HAS_ALARMS | HAS_RECORDS, NULL},
	[FIND_PLACES] = {fill_nothing, HAS_PLACES, NULL},
	[FIND_CHANGES] = {fill_changes, HAS_ORDERS | HAS_ALARMS | HAS_SINCE, NULL},
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
	if ((finders[f->what].how & HAS_SINCE) && r->since)
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
		conn_send(c, ST_LOAD_QUOTAS, NULL);
		conn_send(c, ST_READ_AGREED_USE, NULL);
	}
	params_clear(p);
	put_viewer(p, f->viewer);
	enum statement main = finders[f->what].fill(p, f);

	if (main == ST_N)
		return;
	conn_send(c, main, p);
	for (size_t i = 0; (finders[f->what].how & HAS_ORDERS) && i < N_OF(children); i++)
		conn_send(c, children[i], NULL);
	if (finders[f->what].how & HAS_ALARMS)
		conn_send(c, ST_LOAD_ALARMS, NULL);
	if (finders[f->what].how & HAS_RECORDS) {
		conn_send(c, ST_READ_RECORD_HISTORY, NULL);
		conn_send(c, ST_READ_RECORD_EVENTS, NULL);
	}
	if (finders[f->what].fill_more) {
		params_clear(p);
		conn_send(c, finders[f->what].fill_more(p, f), p);
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
	if (found->is_bad_cursor) {
		conn_refuse(c, &f->call.job);
		return;
	}
	if (!call_begin(s, CHANNEL_READ, &f->call))
		return;
	send_find(s, c, f);
	conn_end(c);
}

void store_hold(struct store *s, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_READ];
	struct call_job *call = xcalloc(1, sizeof(*call));

	must(s->options.is_reader); /* others read of many moments on this connection */
	*call = (struct call_job){{.end = call_end}, s, done, arg};
	if (!call_begin(s, CHANNEL_READ, call))
		return;
	conn_send(c, ST_HOLD, NULL);
	conn_end(c);
}
