/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns one connection to Postgres: connecting, preparing, sending statements in pipeline mode and handing
 * out their results, deadlines, reconnecting with back-off. It never waits and never knows what a
 * statement means, but for COMMIT: an answer lost after it was sent is an unknown outcome.
 */
#include "store/conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "store/sqlstate.h"

enum { BACKOFF_MIN_MS = 50, BACKOFF_MAX_MS = 5000, STATEMENTS_A_JOB_MAX = 16384 };

static void conn_lose(struct conn *c, const char *why);

static void conn_enter(struct conn *c, enum conn_state state)
{
	c->state = state;
	c->state_deadline_at = c->now_ms + c->options->deadline_ms;
}

void conn_init(struct conn *c)
{
	c->pg = NULL;
	conn_enter(c, CONN_DOWN);
	c->backoff_ms = BACKOFF_MIN_MS;
	c->retry_at = 0;
}

static void free_job(struct job *j)
{
	free(j->what);
	j->what = NULL;
	j->n_what = j->size_what = 0;
}

void conn_fini(struct conn *c)
{
	if (c->pg)
		c->watch(c->arg, c->channel, -1, false, false);
	PQfinish(c->pg);
	c->pg = NULL;
	conn_enter(c, CONN_DOWN);
	for (struct job *j = c->first; j; j = j->next)
		free_job(j);
	c->first = c->last = c->open = c->refused = NULL;
}

bool conn_is_ready(const struct conn *c)
{
	return c->state == CONN_READY && !c->is_broken;
}

void conn_break(struct conn *c, enum outage why, const char *words)
{
	c->outage = why;
	snprintf(c->problem, sizeof(c->problem), "%s", words);
	c->is_broken = true;
}

bool conn_has_room(const struct conn *c)
{
	return conn_is_ready(c) && c->n_jobs < CONN_JOBS_MAX;
}

static void say_problem(struct conn *c, const char *words, const char *detail)
{
	int n = snprintf(c->problem, sizeof(c->problem), "%s%s%s", words ? words : "",
		words && detail ? ": " : "", detail ? detail : "");

	if (n >= (int)sizeof(c->problem))
		n = (int)sizeof(c->problem) - 1;
	while (n > 0 && (c->problem[n - 1] == '\n' || c->problem[n - 1] == ' '))
		c->problem[--n] = '\0';
}

/* --- sending ------------------------------------------------------------------------------------ */

static void arm(struct conn *c, bool write)
{
	c->watch(c->arg, c->channel, PQsocket(c->pg), true, write);
}

static void flush(struct conn *c)
{
	int left = c->is_broken ? -1 : PQflush(c->pg);

	if (left < 0) {
		c->is_broken = true; /* told at the next turn or tick: the fd is readable by now */
		return;
	}
	/* Both directions while flushing: the server may wait for us to read before it reads on. */
	arm(c, left > 0);
}

void conn_refuse(struct conn *c, struct job *j)
{
	j->outcome = STORE_AWAY;
	j->next = c->refused;
	c->refused = j;
}

void conn_begin(struct conn *c, struct job *j)
{
	must(!c->open);
	j->next = NULL;
	j->outcome = STORE_OK;
	j->is_commit_sent = j->is_committed = false;
	j->n_what = j->n_taken = 0;
	j->deadline_at = c->now_ms + c->options->deadline_ms;
	c->open = j;
}

static void job_expects(struct job *j, enum statement what)
{
	must(j->n_what < STATEMENTS_A_JOB_MAX);
	if (j->n_what == j->size_what) {
		j->size_what = j->size_what ? j->size_what * 2 : 32;
		j->what = xrealloc(j->what, (size_t)j->size_what * sizeof(*j->what));
	}
	j->what[j->n_what++] = (short)what;
}

static int point_at(const struct params *p, const char **values, int *lengths, int *formats)
{
	for (int i = 0; p && i < p->n; i++) {
		values[i] = p->is_null[i] ? NULL : p->data[i].data;
		lengths[i] = (int)p->data[i].len;
		formats[i] = 1;
	}
	return p ? p->n : 0;
}

void conn_send(struct conn *c, enum statement what, const struct params *p)
{
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX], formats[PARAMS_MAX];
	int n = point_at(p, values, lengths, formats);
	int ok;

	must(c->open);
	job_expects(c->open, what);
	if (what == ST_COMMIT)
		c->open->is_commit_sent = true;
	if (c->is_broken)
		return;
	if (c->state == CONN_READY)
		ok = PQsendQueryPrepared(c->pg, statements[what].name, n, values, lengths, formats, 1);
	else
		ok = PQsendQueryParams(c->pg, statements[what].text, n, NULL, values, lengths, formats, 1);
	if (!ok)
		c->is_broken = true;
}

void conn_end(struct conn *c)
{
	struct job *j = c->open;

	must(j);
	c->open = NULL;
	if (c->last)
		c->last->next = j;
	else
		c->first = j;
	c->last = j;
	c->n_jobs++;
	if (!c->is_broken && !PQpipelineSync(c->pg))
		c->is_broken = true;
	flush(c);
}

/* --- connecting --------------------------------------------------------------------------------- */

static void poll_connecting(struct conn *c)
{
	/* The socket may change between polls, even behind the same number: forget it first. */
	c->watch(c->arg, c->channel, -1, false, false);
	switch (PQconnectPoll(c->pg)) {
	case PGRES_POLLING_READING: c->watch(c->arg, c->channel, PQsocket(c->pg), true, false); return;
	case PGRES_POLLING_WRITING: c->watch(c->arg, c->channel, PQsocket(c->pg), false, true); return;
	case PGRES_POLLING_OK: break;
	case PGRES_POLLING_FAILED:
	case PGRES_POLLING_ACTIVE: conn_lose(c, PQerrorMessage(c->pg)); return;
	}
	if (PQsetnonblocking(c->pg, 1) != 0 || !PQenterPipelineMode(c->pg)) {
		conn_lose(c, PQerrorMessage(c->pg));
		return;
	}
	conn_enter(c, CONN_CHECKING);
	conn_begin(c, &c->setup);
	for (enum statement s = 0; s < ST_N; s++)
		if ((statements[s].at_start) & BIT(c->channel))
			conn_send(c, s, NULL);
	conn_end(c);
}

/* Second step of the set-up, once the schema is known to be ours. */
static void prepare(struct conn *c)
{
	struct params p;
	char ms[24];

	conn_enter(c, CONN_PREPARING);
	conn_begin(c, &c->setup);
	snprintf(ms, sizeof(ms), "%lld", (long long)c->options->deadline_ms * 3 / 4);
	params_init(&p);
	params_put_text(&p, ms);
	conn_send(c, ST_SET_DEADLINE, &p);
	if (c->channel == CHANNEL_BATCH) {
		conn_send(c, ST_FEED_STATE, NULL);
		params_clear(&p);
		params_put_bool(&p, c->options->is_virtual);
		params_put_at(&p, c->options->is_virtual ? c->options->virtual_at : INSTANT_NONE);
		params_put_text(&p, c->options->zone);
		conn_send(c, ST_CLAIM, &p);
	}
	params_fini(&p);
	for (enum statement s = 0; s < ST_N; s++) {
		if (!(statements[s].prepared & BIT(c->channel)))
			continue;
		job_expects(&c->setup, s);
		if (!c->is_broken && !PQsendPrepare(c->pg, statements[s].name, statements[s].text, 0, NULL))
			c->is_broken = true;
	}
	conn_end(c);
}

static void setup_take(struct job *j, enum statement what, const PGresult *res)
{
	struct conn *c = (struct conn *)((char *)j - offsetof(struct conn, setup));

	if (what == ST_SCHEMA && PQntuples(res) == 1) {
		int64_t is = row_int(res, 0, 0, 0), ours = 0;

		for (const struct schema_file *f = schema_files; f->number; f++)
			ours = f->number;
		if (is == ours)
			return;
		c->outage = is > ours ? OUTAGE_SCHEMA_NEWER : OUTAGE_SCHEMA_BEHIND;
		say_problem(c,
			is > ours ? "the store's schema is newer than this program knows"
					  : "the store's schema is behind: run sliploopd migrate",
			NULL);
		j->outcome = STORE_REFUSED;
	}
	if (what == ST_FEED_STATE && strcmp(PQgetvalue(res, 0, 0), FEED_BEHIND) == 0) {
		c->outage = OUTAGE_RESTORED;
		say_problem(c, "the store was restored from another server: run sliploopd migrate", NULL);
		j->outcome = STORE_REFUSED;
	}
	if (what == ST_CLAIM && PQresultStatus(res) == PGRES_TUPLES_OK) {
		if (PQntuples(res) == 1) {
			snprintf(c->store_id, sizeof(c->store_id), "%s", PQgetvalue(res, 0, 0));
			return;
		}
		say_problem(c,
			c->options->is_virtual
				? "this store lives on the real clock and cannot become virtual"
				: "this store lives on a virtual clock: start with --virtual-clock",
			NULL);
		j->outcome = STORE_REFUSED;
	}
}

static void setup_end(struct job *j, enum store_outcome outcome)
{
	struct conn *c = (struct conn *)((char *)j - offsetof(struct conn, setup));

	if (outcome != STORE_OK) {
		if (c->state != CONN_DOWN)
			conn_lose(c, NULL);
		return;
	}
	if (c->state == CONN_CHECKING) {
		prepare(c);
		return;
	}
	conn_enter(c, CONN_READY);
	c->backoff_ms = BACKOFF_MIN_MS;
	c->problem[0] = '\0';
	c->outage = OUTAGE_NONE;
	if (c->channel == CHANNEL_BATCH)
		*c->writing = OUTAGE_NONE; /* it has changed something while it was set up */
	c->changed(c->arg, c);
}

void conn_start(struct conn *c)
{
	must(!c->pg);
	c->setup = (struct job){.take = setup_take, .end = setup_end};
	c->is_broken = false;
	c->epoch++;
	c->pg = PQconnectStart(c->options->conninfo);
	conn_enter(c, CONN_CONNECTING);
	if (!c->pg || PQstatus(c->pg) == CONNECTION_BAD) {
		conn_lose(c, c->pg ? PQerrorMessage(c->pg) : "out of memory");
		return;
	}
	c->watch(c->arg, c->channel, PQsocket(c->pg), false, true);
}

/* --- losing --------------------------------------------------------------------------------------- */

static enum store_outcome outcome_when_lost(const struct job *j)
{
	if (j->is_committed)
		return STORE_OK; /* the answer to COMMIT came; only the Sync did not */
	if (j->outcome != STORE_OK)
		return j->outcome; /* it had failed before its COMMIT could be carried out */
	return j->is_saving && j->is_commit_sent ? STORE_UNKNOWN : STORE_AWAY;
}

static void tell_jobs(struct job *j)
{
	while (j) {
		struct job *next = j->next;

		free_job(j);
		j->end(j, outcome_when_lost(j));
		j = next;
	}
}

static void conn_lose(struct conn *c, const char *why)
{
	bool was_ready = c->state == CONN_READY;
	struct job *lost = c->first;

	if (why) {
		say_problem(c, NULL, why);
		c->outage = OUTAGE_AWAY;
	}
	c->watch(c->arg, c->channel, -1, false, false);
	PQfinish(c->pg);
	c->pg = NULL;
	conn_enter(c, CONN_DOWN);
	c->is_broken = false;
	c->first = c->last = NULL;
	c->n_jobs = 0;
	c->retry_at = c->now_ms + (was_ready ? 0 : c->backoff_ms);
	if (!was_ready)
		c->backoff_ms = c->backoff_ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : c->backoff_ms * 2;
	if (was_ready)
		c->changed(c->arg, c);
	tell_jobs(lost);
}

/* --- receiving ------------------------------------------------------------------------------------ */

/* False: it is libpq's own failure. The connection is gone, or there was no memory for what the store said: then
 * what it said is lost, though the connection goes on. */
static bool job_failed(struct conn *c, struct job *j, enum statement what, const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	if (!state)
		return false;
	if (j->outcome != STORE_OK)
		return true;
	j->outcome = sqlstate_outcome(state);
	/* Ended by the server while COMMIT was under way: nobody knows. */
	if (what == ST_COMMIT && j->is_saving && j->outcome == STORE_AWAY)
		j->outcome = STORE_UNKNOWN;
	say_problem(c, sqlstate_words(state), PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY));
	if (j->outcome == STORE_REFUSED || j->outcome == STORE_BAD_ROW)
		log_debug("store: %s (%s) in %s", c->problem, state, statements[what].name);
	if (sqlstate_outage(state) != OUTAGE_NONE)
		*c->writing = c->outage = sqlstate_outage(state);
	if (sqlstate_is_stale(state))
		c->is_broken = true;
	return true;
}

/* False: what has come cannot be trusted, nor what comes after it. */
static bool job_took(struct conn *c, struct job *j, const PGresult *res)
{
	enum statement what;

	if (j->n_taken == j->n_what)
		return false; /* in the place of the Sync, for which there was no memory */
	what = (enum statement)j->what[j->n_taken];
	switch (PQresultStatus(res)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		if (what == ST_COMMIT && j->outcome == STORE_OK) {
			/* COMMIT of a transaction that failed answers ROLLBACK; it is in the tag. */
			j->is_committed = j->is_saving && strcmp(PQcmdStatus((PGresult *)res), "COMMIT") == 0;
		}
		if (j->outcome == STORE_OK && j->take)
			j->take(j, what, res);
		break;
	case PGRES_PIPELINE_ABORTED: break;
	default:
		if (!job_failed(c, j, what, res))
			return false;
		break;
	}
	j->n_taken++;
	return true;
}

static void alone_end(struct job *j, enum store_outcome outcome)
{
	(void)outcome; /* a ROLLBACK that is lost is done all the same */
	free(j);
}

void conn_send_alone(struct conn *c, enum statement what)
{
	struct job *j = xcalloc(1, sizeof(*j));

	j->end = alone_end;
	conn_begin(c, j);
	conn_send(c, what, NULL);
	conn_end(c);
}

/* A failed transaction is left before anything else is sent, unless that is on its way. */
static void leave_transaction(struct conn *c)
{
	bool is_leaving = c->first && c->first->n_what == 1 && c->first->what[0] == ST_ROLLBACK;

	if (conn_is_ready(c) && !is_leaving && PQtransactionStatus(c->pg) == PQTRANS_INERROR)
		conn_send_alone(c, ST_ROLLBACK);
}

static void job_done(struct conn *c)
{
	struct job *j = c->first;
	enum store_outcome outcome = j->outcome;

	must(j->n_taken == j->n_what);
	c->first = j->next;
	if (!c->first)
		c->last = NULL;
	c->n_jobs--;
	if (outcome != STORE_OK)
		leave_transaction(c);
	else if (c->state == CONN_READY) /* until then why it was lost is still to be told */
		c->problem[0] = '\0';
	if (j->is_committed)
		*c->writing = OUTAGE_NONE;
	free_job(j);
	j->end(j, outcome);
}

/* Everything that has arrived. Callbacks may send more, or lose the connection. */
static void drain(struct conn *c)
{
	unsigned epoch = c->epoch;
	bool was_null = false;

	while (c->pg && c->epoch == epoch && c->first && !PQisBusy(c->pg)) {
		PGresult *res = PQgetResult(c->pg);

		if (!res) {
			if (was_null)
				return; /* nothing more, though more was expected: the loss is seen next */
			was_null = true;
			continue;
		}
		was_null = false;
		if (PQresultStatus(res) == PGRES_PIPELINE_SYNC) {
			PQclear(res);
			job_done(c);
			continue;
		}
		bool is_sound = job_took(c, c->first, res);

		PQclear(res);
		c->is_broken |= !is_sound;
		if (!is_sound || PQstatus(c->pg) == CONNECTION_BAD)
			return;
	}
}

static void tell_refused(struct conn *c)
{
	struct job *j = c->refused;

	c->refused = NULL;
	tell_jobs(j);
}

void conn_turn(struct conn *c, bool readable, bool writable)
{
	bool is_ok = true;

	tell_refused(c);
	switch (c->state) {
	case CONN_DOWN: return;
	case CONN_CONNECTING: poll_connecting(c); return;
	case CONN_CHECKING:
	case CONN_PREPARING:
	case CONN_READY: break;
	}
	if (readable)
		is_ok = PQconsumeInput(c->pg);
	unsigned epoch = c->epoch;

	drain(c);
	if (!c->pg || c->epoch != epoch)
		return;
	if (!is_ok || c->is_broken || PQstatus(c->pg) == CONNECTION_BAD) {
		conn_lose(c, PQerrorMessage(c->pg)[0] ? PQerrorMessage(c->pg) : NULL);
		return;
	}
	if (writable)
		flush(c);
}

void conn_tick(struct conn *c, int64_t monotonic_ms)
{
	c->now_ms = monotonic_ms;
	tell_refused(c);
	if (c->state == CONN_DOWN) {
		if (monotonic_ms >= c->retry_at)
			conn_start(c);
		return;
	}
	if (c->is_broken)
		conn_lose(c, PQerrorMessage(c->pg)[0] ? PQerrorMessage(c->pg) : NULL);
	else if ((c->state != CONN_READY && monotonic_ms > c->state_deadline_at) ||
		(c->first && monotonic_ms > c->first->deadline_at))
		conn_lose(c, "the database did not answer in time");
}
