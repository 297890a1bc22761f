/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the outbox on a connection of its own: notices are claimed, and what became of them is written
 * down, beside whatever the batches do. It never sends anything to anybody but the store.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "store/inside.h"

/* --- claiming --------------------------------------------------------------------------------- */

struct claim_job {
	struct call_job call;
	struct notice_batch *batch;
};

static void claim_take(struct job *j, enum statement what, const PGresult *res)
{
	struct notice_batch *b = ((struct claim_job *)j)->batch;
	struct notice **end = &b->notices;

	(void)what;
	for (int i = 0; i < PQntuples(res); i++) {
		struct notice *n = arena_new(b->arena, struct notice);

		n->order = row_int(res, i, 0, 0);
		row_get(b->arena, &row_notice_seen, res, i, 1, n);
		b->real_at = row_int(res, i, row_notice_seen.n + 1, 0);
		*end = n;
		end = &n->next;
	}
}

void store_claim_notices(struct store *s, const struct notice_claim *claim,
	struct notice_batch *batch, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_NOTICE];
	struct claim_job *j = xcalloc(1, sizeof(*j));
	struct params *p = &s->params;

	j->call = (struct call_job){{.take = claim_take, .end = call_end}, s, done, arg};
	j->batch = batch;
	if (!call_begin(s, CHANNEL_NOTICE, &j->call))
		return;
	params_clear(p);
	params_put_int(p, claim->window_ms);
	params_put_int(p, claim->lease_ms);
	params_put_int(p, claim->messages_max);
	params_put_int(p, claim->a_receiver_max);
	params_begin_texts(p, claim->busy.n);
	for (int i = 0; i < claim->busy.n; i++)
		params_add_text(p, claim->busy.at[i]);
	params_put_bool(p, claim->has_mail);
	params_put_bool(p, claim->has_webhooks);
	params_put_int(p, NOTICE_ITEMS_MAX);
	conn_send(c, ST_CLAIM_NOTICES, p);
	conn_end(c);
}

/* --- what became of them ------------------------------------------------------------------------ */

/* The job for statements nobody reads anything from; NULL: refused, told at the next turn. */
static struct conn *begin_plain(struct store *s, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_NOTICE];
	struct call_job *call = xcalloc(1, sizeof(*call));

	*call = (struct call_job){{.end = call_end}, s, done, arg};
	return call_begin(s, CHANNEL_NOTICE, call) ? c : NULL;
}

void store_end_notice(struct store *s, const struct notice_end *end, store_done *done, void *arg)
{
	struct conn *c = begin_plain(s, done, arg);
	struct params *p = &s->params;

	if (!c)
		return;
	params_clear(p);
	params_put_int(p, end->message);
	params_put_text(p, end->error);
	params_put_bool(p, end->is_dead);
	params_put_int(p, end->wait_ms);
	conn_send(c, ST_END_NOTICE, p);
	conn_end(c);
}

void store_prune_notices(struct store *s, store_done *done, void *arg)
{
	struct conn *c = begin_plain(s, done, arg);

	if (!c)
		return;
	conn_send(c, ST_EXPIRE_NOTICES, NULL);
	conn_send(c, ST_BURY_NOTICES, NULL);
	conn_send(c, ST_PRUNE_NOTICES, NULL);
	conn_end(c);
}

/* --- alarms for a monitoring system --------------------------------------------------------------- */

struct alerts_job {
	struct call_job call;
	struct alert_page *page;
};

static void take_alerts(struct alert_page *page, const PGresult *res)
{
	page->n = PQntuples(res);
	page->alerts = arena_new_n(page->arena, (size_t)page->n, struct alert);
	for (int i = 0; i < page->n; i++) {
		struct alert *a = &page->alerts[i];
		int k = row_get_found_alarm(page->arena, res, i, &a->found, &page->last_xid);

		a->tier = (enum tier)word_value(WORDS_TIER, PQgetvalue(res, i, k));
		page->now_at = row_int(res, i, k + 1, 0);
		page->real_at = row_int(res, i, k + 2, 0);
		page->last = a->found.alarm.id;
	}
}

static void alerts_take(struct job *j, enum statement what, const PGresult *res)
{
	struct alert_page *page = ((struct alerts_job *)j)->page;

	if (what == ST_READ_SNAPSHOT) {
		page->snapshot = row_text(page->arena, res, 0, 0);
		page->told = row_text(page->arena, res, 0, 1);
	} else {
		take_alerts(page, res);
	}
}

void store_find_alerts(
	struct store *s, const char *since, struct alert_page *page, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_NOTICE];
	struct alerts_job *j = xcalloc(1, sizeof(*j));
	struct params *p = &s->params;
	char xid[24];

	j->call = (struct call_job){{.take = alerts_take, .end = call_end}, s, done, arg};
	j->page = page;
	if (!call_begin(s, CHANNEL_NOTICE, &j->call))
		return;
	params_clear(p);
	params_put_int(p, page->last);
	params_put_int(p, ALERTS_MAX);
	if (since) {
		/* Transaction ids are parameters as text: there is no number type of theirs. */
		snprintf(xid, sizeof(xid), "%llu", (unsigned long long)page->last_xid);
		params_put_text(p, since);
		params_put_text(p, xid);
	}
	/* The snapshot first: what commits between the two is in both, never in neither. */
	conn_send(c, ST_READ_SNAPSHOT, NULL);
	conn_send(c, since ? ST_CHANGED_ALARMS : ST_STANDING_ALARMS, p);
	conn_end(c);
}

void store_save_alert_cursor(struct store *s, const char *snapshot, store_done *done, void *arg)
{
	struct conn *c = begin_plain(s, done, arg);

	if (!c)
		return;
	params_clear(&s->params);
	params_put_text(&s->params, snapshot);
	conn_send(c, ST_SAVE_ALERT_CURSOR, &s->params);
	conn_end(c);
}
