/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the schema's runner: which numbered files a database has, whether they are still what was applied,
 * and applying the rest, one transaction a file, one runner at a time. It blocks: it is for
 * `sliploopd migrate` and the start, never for the loop.
 */
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"
#include "store/sqlstate.h"

enum { APPLY_TRIES = 20 };

struct runner {
	PGconn *pg;
	bool is_restored; /* whoever runs it says so */
	char *text;
	size_t size;
	bool has_failed;
};

static void say(struct runner *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(struct runner *r, const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	vsnprintf(r->text, r->size, fmt, ap);
	va_end(ap);
	n = strlen(r->text);
	while (n && (r->text[n - 1] == '\n' || r->text[n - 1] == ' '))
		r->text[--n] = '\0';
}

static bool runner_open(struct runner *r, const char *conninfo, char *text, size_t size)
{
	*r = (struct runner){.text = text, .size = size};
	text[0] = '\0';
	r->pg = PQconnectdb(conninfo);
	if (r->pg && PQstatus(r->pg) == CONNECTION_OK)
		return true;
	say(r, "%s", r->pg ? PQerrorMessage(r->pg) : "out of memory");
	PQfinish(r->pg);
	r->pg = NULL;
	return false;
}

/* The result, to be cleared; NULL and the text filled when it failed. */
static PGresult *run(struct runner *r, enum statement what, const struct params *p)
{
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX], formats[PARAMS_MAX];
	int n = p ? p->n : 0;
	PGresult *res;

	for (int i = 0; i < n; i++) {
		values[i] = p->is_null[i] ? NULL : p->data[i].data;
		lengths[i] = (int)p->data[i].len;
		formats[i] = 1;
	}
	res = PQexecParams(r->pg, statements[what].text, n, NULL, values, lengths, formats, 1);
	if (PQresultStatus(res) == PGRES_COMMAND_OK || PQresultStatus(res) == PGRES_TUPLES_OK)
		return res;
	say(r, "%s", PQerrorMessage(r->pg));
	PQclear(res);
	r->has_failed = true;
	return NULL;
}

static bool run_plain(struct runner *r, enum statement what, const struct params *p)
{
	PGresult *res = run(r, what, p);

	PQclear(res);
	return res != NULL;
}

static void run_change(void *arg, enum statement what, const struct params *p)
{
	struct runner *r = arg;

	if (!r->has_failed)
		run_plain(r, what, p);
}

/* What Postgres makes of a file's text, so that both sides add up the same way. */
static bool file_sum(struct runner *r, const struct schema_file *f, char sum[65])
{
	struct params p;
	PGresult *res;

	params_init(&p);
	params_put_text(&p, f->sql);
	res = run(r, ST_MIGRATE_SUM, &p);
	params_fini(&p);
	if (!res)
		return false;
	snprintf(sum, 65, "%s", PQgetvalue(res, 0, 0));
	PQclear(res);
	return true;
}

static const struct schema_file *file_of(int64_t number)
{
	for (const struct schema_file *f = schema_files; f->number; f++)
		if (f->number == number)
			return f;
	return NULL;
}

/* Whether anything was ever applied; -1: cannot be told. */
static int has_table(struct runner *r)
{
	PGresult *res = run(r, ST_MIGRATE_HAS_TABLE, NULL);
	int has;

	if (!res)
		return -1;
	has = row_int(res, 0, 0, 0) != 0;
	PQclear(res);
	return has;
}

/* Whether the store still is where its changes are numbered. */
static enum schema_state check_feed(struct runner *r)
{
	enum schema_state state = SCHEMA_OK;
	PGresult *res = run(r, ST_FEED_STATE, NULL);

	if (!res)
		return SCHEMA_AWAY;
	if (strcmp(PQgetvalue(res, 0, 0), FEED_BEHIND) == 0) {
		say(r,
			"the store was restored from another server: run sliploopd migrate, so that what "
			"changes from now on is numbered above all that it holds");
		state = SCHEMA_RESTORED;
	} else if (strcmp(PQgetvalue(res, 0, 0), FEED_MOVED) == 0) {
		say(r,
			"the store was restored, or another server took over: run sliploopd migrate, so that "
			"what changes from now on is numbered above all that clients may have been told of");
		state = SCHEMA_MOVED;
	}
	PQclear(res);
	return state;
}

static enum schema_state compare(struct runner *r, const PGresult *applied)
{
	int n_files = 0, n = PQntuples(applied);
	char sum[65];

	for (const struct schema_file *f = schema_files; f->number; f++)
		n_files++;
	for (int i = 0; i < n; i++) {
		int64_t number = row_int(applied, i, 0, 0);
		const struct schema_file *f = file_of(number);

		if (!f) {
			say(r,
				"the store has schema %" PRId64 " (%s), which this program does not know: "
				"use a newer one",
				number, PQgetvalue(applied, i, 1));
			return SCHEMA_NEWER;
		}
		if (!file_sum(r, f, sum))
			return SCHEMA_AWAY;
		if (strcmp(sum, PQgetvalue(applied, i, 2)) != 0) {
			say(r,
				"schema file %s is not the one this store was made with: use the program that made it, or a new store",
				f->name);
			return SCHEMA_CHANGED;
		}
	}
	if (n < n_files) {
		say(r, "%d of %d schema files are still to be applied", n_files - n, n_files);
		return SCHEMA_BEHIND;
	}
	say(r, "the schema is up to date (%d)", n_files ? schema_files[n_files - 1].number : 0);
	return check_feed(r);
}

static enum schema_state check(struct runner *r)
{
	enum schema_state state;
	PGresult *applied;
	int has = has_table(r);

	if (has < 0)
		return SCHEMA_AWAY;
	if (!has) {
		say(r, "the store is empty");
		return SCHEMA_BEHIND;
	}
	applied = run(r, ST_MIGRATE_LIST, NULL);
	if (!applied)
		return SCHEMA_AWAY;
	state = compare(r, applied);
	PQclear(applied);
	return state;
}

bool schema_can_connect(const char *conninfo)
{
	return PQping(conninfo) == PQPING_OK;
}

enum schema_state schema_check(const char *conninfo, char *text, size_t size)
{
	enum schema_state state;
	struct runner r;

	if (!runner_open(&r, conninfo, text, size))
		return SCHEMA_AWAY;
	state = check(&r);
	PQfinish(r.pg);
	return state;
}

static bool is_applied(struct runner *r, const struct schema_file *f)
{
	PGresult *res = run(r, ST_MIGRATE_LIST, NULL);
	bool is = false;

	for (int i = 0; res && i < PQntuples(res); i++)
		is |= row_int(res, i, 0, 0) == f->number;
	PQclear(res);
	return is;
}

/* Leaves a transaction in which all of the file was done, or none. */
static enum store_outcome begin_file(struct runner *r, const struct schema_file *f)
{
	enum store_outcome outcome = STORE_OK;
	PGresult *res;

	if (!run_plain(r, ST_BEGIN, NULL))
		return STORE_REFUSED;
	res = PQexec(r->pg, f->sql); /* many statements: the simple protocol */
	if (PQresultStatus(res) != PGRES_COMMAND_OK && PQresultStatus(res) != PGRES_TUPLES_OK) {
		outcome = sqlstate_outcome(PQresultErrorField(res, PG_DIAG_SQLSTATE));
		say(r, "%s: %s", f->name, PQerrorMessage(r->pg));
	}
	PQclear(res);
	if (outcome == STORE_RETRY && !run_plain(r, ST_ROLLBACK, NULL))
		return STORE_REFUSED;
	return outcome;
}

/* Daemons of the version before are at work: their locks and ours may go round in a circle. */
static bool apply(struct runner *r, const struct schema_file *f)
{
	enum store_outcome outcome = STORE_RETRY;
	struct params p;
	bool ok;

	for (int i = 0; i < APPLY_TRIES && outcome == STORE_RETRY; i++)
		outcome = begin_file(r, f);
	if (outcome != STORE_OK)
		return false;
	params_init(&p);
	params_put_int(&p, f->number);
	params_put_text(&p, f->name);
	params_put_text(&p, f->sql);
	ok = run_plain(r, ST_MIGRATE_ADD, &p);
	params_fini(&p);
	return ok && run_plain(r, ST_COMMIT, NULL);
}

/* The rows a store begins with, unless something has been put into it already. */
static bool plant(struct runner *r, const struct schema_seed *seed)
{
	struct params p;
	PGresult *res;
	bool is_new;

	if (!run_plain(r, ST_BEGIN, NULL))
		return false;
	res = run(r, ST_LOCK_STORE, NULL);
	if (!res)
		return false;
	is_new = row_int(res, 0, 0, 0) == 0;
	PQclear(res);
	if (is_new && seed && seed->n_changes) {
		params_init(&p);
		org_send_changes(seed->changes, seed->n_changes, &p, run_change, r);
		params_fini(&p);
	}
	return !r->has_failed && run_plain(r, ST_COMMIT, NULL);
}

/* A store that comes from elsewhere goes on from here. */
static bool adopt(struct runner *r)
{
	struct params p;

	params_init(&p);
	params_put_bool(&p, r->is_restored);
	PGresult *res = run(r, ST_MIGRATE_ADOPT, &p);
	bool is_adopted = res && row_int(res, 0, 0, 0) != 0;

	params_fini(&p);
	PQclear(res);
	if (!res || check(r) != SCHEMA_OK)
		return false;
	if (is_adopted)
		say(r,
			"the store comes from elsewhere: what changes from now on is numbered above all that it "
			"holds and that clients may have been told of");
	return true;
}

static bool bring_up(struct runner *r, const struct schema_seed *seed)
{
	enum schema_state state;

	if (!run_plain(r, ST_MIGRATE_TABLE, NULL))
		return false;
	state = check(r);
	if (state == SCHEMA_NEWER || state == SCHEMA_CHANGED || state == SCHEMA_AWAY)
		return false;
	for (const struct schema_file *f = schema_files; state == SCHEMA_BEHIND && f->number; f++)
		if (!is_applied(r, f) && !apply(r, f))
			return false;
	return plant(r, seed) && adopt(r);
}

static void ignore_notice(void *arg, const char *message)
{
	(void)arg, (void)message; /* "already exists, skipping" */
}

int schema_migrate(
	const char *conninfo, const struct schema_seed *seed, bool is_restored, char *text, size_t size)
{
	struct runner r;
	bool ok;

	if (!runner_open(&r, conninfo, text, size))
		return -1;
	PQsetNoticeProcessor(r.pg, ignore_notice, NULL);
	r.is_restored = is_restored;
	ok = run_plain(&r, ST_MIGRATE_LOCK, NULL) && bring_up(&r, seed);
	PQfinish(r.pg); /* which gives back the lock, and rolls back what was left half done */
	return ok ? 0 : -1;
}

bool schema_read_zone(
	const char *conninfo, char *zone, size_t zone_size, char *text, size_t text_size)
{
	struct runner r;
	PGresult *res;

	if (!runner_open(&r, conninfo, text, text_size))
		return false;
	res = run(&r, ST_MIGRATE_ZONE, NULL);
	if (res)
		snprintf(zone, zone_size, "%s", PQgetvalue(res, 0, 0));
	PQclear(res);
	PQfinish(r.pg);
	return res != NULL;
}

int schema_print_status(const char *conninfo)
{
	char text[512], sum[65];
	enum schema_state state;
	PGresult *applied = NULL;
	struct runner r;

	if (!runner_open(&r, conninfo, text, sizeof(text))) {
		fprintf(stderr, "%s\n", text);
		return -1;
	}
	if (has_table(&r) > 0)
		applied = run(&r, ST_MIGRATE_LIST, NULL);
	for (const struct schema_file *f = schema_files; f->number; f++) {
		int at = -1;

		for (int i = 0; applied && i < PQntuples(applied); i++)
			if (row_int(applied, i, 0, 0) == f->number)
				at = i;
		if (at < 0)
			printf("%-24s pending\n", f->name);
		else if (file_sum(&r, f, sum) && strcmp(sum, PQgetvalue(applied, at, 2)) == 0)
			printf("%-24s applied %s\n", f->name, PQgetvalue(applied, at, 3));
		else
			printf("%-24s applied %s, but the file has changed since\n", f->name,
				PQgetvalue(applied, at, 3));
	}
	PQclear(applied);
	state = check(&r);
	printf("%s\n", text);
	PQfinish(r.pg);
	return state == SCHEMA_OK ? 0 : -1;
}
