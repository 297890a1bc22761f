/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the store under test and the waiting for it: the loop is poll(), every call is waited for. The
 * cluster is started by tests/store/run, which names it in SLIPLOOP_TEST_CLUSTER. It knows no test.
 */
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/die.h"
#include "tests/store/test_store.h"

enum { DEADLINE_MS = 20000 };

const struct viewer sees_all = {.sees_all = true, .user = "noc"};
const struct request_find find_all = {
	.head = {.if_version = -1},
	.overdue = GIVEN_NOT,
	.major = GIVEN_NOT,
	.mine = GIVEN_NOT,
	.unread = GIVEN_NOT,
	.limit = 50,
	.from = INSTANT_NONE,
	.to = INSTANT_NONE,
};

static void on_watch(void *arg, enum store_channel channel, int fd, bool read, bool write)
{
	struct bed *b = arg;

	b->watched[channel].fd = fd;
	b->watched[channel].read = read;
	b->watched[channel].write = write;
}

static void on_came(void *arg)
{
	((struct bed *)arg)->n_came++;
}

static void on_went(void *arg)
{
	((struct bed *)arg)->n_went++;
}

static int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void bed_turn(struct bed *b)
{
	struct pollfd fds[CHANNEL_N];

	for (int i = 0; i < CHANNEL_N; i++)
		fds[i] = (struct pollfd){
			.fd = b->watched[i].fd,
			.events = (short)((b->watched[i].read ? POLLIN : 0) |
				(b->watched[i].write ? POLLOUT : 0)),
		};
	poll(fds, CHANNEL_N, 50);
	for (int i = 0; i < CHANNEL_N; i++)
		if (fds[i].revents)
			store_turn(b->store, (enum store_channel)i,
				(fds[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0,
				(fds[i].revents & POLLOUT) != 0);
	store_tick(b->store, monotonic_ms());
}

void bed_done(void *arg, enum store_outcome outcome)
{
	struct bed *b = arg;

	assert_false(b->is_done);
	b->is_done = true;
	b->outcome = outcome;
}

enum store_outcome bed_wait(struct bed *b)
{
	int64_t end = monotonic_ms() + DEADLINE_MS;

	while (!b->is_done) {
		assert_true(monotonic_ms() < end);
		bed_turn(b);
	}
	return b->outcome;
}

void bed_open(struct bed *b, const char *database, bool is_virtual)
{
	const char *cluster = getenv("SLIPLOOP_TEST_CLUSTER");
	int64_t end = monotonic_ms() + DEADLINE_MS;
	struct store_options options = {
		.conninfo = b->conninfo,
		.is_virtual = is_virtual,
		.virtual_at = is_virtual ? 1000000 : INSTANT_NONE,
		.deadline_ms = DEADLINE_MS,
		.zone = "Asia/Shanghai",
	};
	struct store_hooks hooks = {.watch = on_watch, .came = on_came, .went = on_went, .arg = b};

	*b = (struct bed){0};
	for (int i = 0; i < CHANNEL_N; i++)
		b->watched[i].fd = -1;
	must(cluster);
	snprintf(b->conninfo, sizeof(b->conninfo), "%s dbname=%s", cluster, database);
	arena_init(&b->arena);
	b->store = store_new(&options, &hooks);
	store_tick(b->store, monotonic_ms());
	while (!b->n_came) {
		if (monotonic_ms() >= end)
			fail_msg("the store did not come: %s", store_outage(b->store));
		bed_turn(b);
	}
}

void bed_close(struct bed *b)
{
	store_free(b->store);
	arena_fini(&b->arena);
}

enum store_outcome bed_load(struct bed *b, const struct batch_wants *wants, struct batch *batch)
{
	batch->arena = &b->arena;
	b->is_done = false;
	store_load(b->store, CHANNEL_BATCH, wants, batch, &b->ids, bed_done, b);
	return bed_wait(b);
}

enum store_outcome bed_save(struct bed *b, const struct batch_save *save)
{
	b->is_done = false;
	store_save(b->store, CHANNEL_BATCH, save, bed_done, b);
	return bed_wait(b);
}

enum store_outcome bed_drop(struct bed *b)
{
	b->is_done = false;
	store_drop(b->store, CHANNEL_BATCH, bed_done, b);
	return bed_wait(b);
}

enum store_outcome bed_refresh(struct bed *b, struct org *g)
{
	b->is_done = false;
	store_refresh_org(b->store, g, bed_done, b);
	return bed_wait(b);
}

enum store_outcome bed_find(struct bed *b, enum find what, const struct viewer *v,
	const struct request_find *r, struct found *found)
{
	*found = (struct found){.arena = &b->arena};
	b->is_done = false;
	store_find(b->store, what, v, r, found, bed_done, b);
	return bed_wait(b);
}

enum store_outcome bed_put(struct bed *b, struct order **orders, int n)
{
	struct batch_wants wants = {.due_before = INSTANT_NONE};
	struct batch_save save = {.orders = orders, .n_orders = n, .virtual_now = INSTANT_NONE};
	struct batch batch;
	enum store_outcome outcome = bed_load(b, &wants, &batch);

	return outcome == STORE_OK ? bed_save(b, &save) : outcome;
}

struct order *bed_get(struct bed *b, int64_t id)
{
	struct batch_wants wants = {.orders = &id, .n_orders = 1, .due_before = INSTANT_NONE};
	struct batch batch;

	assert_int_equal(bed_load(b, &wants, &batch), STORE_OK);
	assert_int_equal(bed_drop(b), STORE_OK);
	for (int i = 0; i < batch.n_orders; i++)
		if (batch.orders[i]->id == id)
			return batch.orders[i];
	return NULL;
}

static PGresult *run_sql(struct bed *b, PGconn **pg, const char *sql)
{
	*pg = PQconnectdb(b->conninfo);
	if (PQstatus(*pg) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(*pg));
	return PQexec(*pg, sql);
}

const char *bed_sql(struct bed *b, const char *sql)
{
	PGconn *pg;
	PGresult *res = run_sql(b, &pg, sql);
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	state = arena_str(&b->arena, state);
	PQclear(res);
	PQfinish(pg);
	return state;
}

int64_t bed_number(struct bed *b, const char *sql)
{
	PGconn *pg;
	PGresult *res = run_sql(b, &pg, sql);
	int64_t v;

	if (PQntuples(res) != 1)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	v = strtoll(PQgetvalue(res, 0, 0), NULL, 10);
	PQclear(res);
	PQfinish(pg);
	return v;
}
