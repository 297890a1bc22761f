/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_CONN_H
#define SL_STORE_CONN_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/outage.h"
#include "store/rows.h"
#include "store/statements.h"
#include "store/store.h"

/*
 * A job is what goes to the server between two Syncs: statements sent in a row, each answered in turn.
 * Its owner embeds it. take() gets every good result, end() is called once, whatever becomes of it.
 */
struct job {
	struct job *next;
	void (*take)(struct job *j, enum statement what, const PGresult *res);
	void (*end)(struct job *j, enum store_outcome outcome);
	bool is_saving; /* its COMMIT changes something: losing the answer leaves the outcome unknown */

	/* conn.c's own */
	enum store_outcome outcome;
	bool is_commit_sent, is_committed;
	short *what;
	int n_what, size_what, n_taken;
	int64_t deadline_at;
};

enum conn_state { CONN_DOWN, CONN_CONNECTING, CONN_CHECKING, CONN_PREPARING, CONN_READY };

struct conn {
	/* set by the owner */
	enum store_channel channel;
	const struct store_options *options;
	void (*watch)(void *arg, enum store_channel channel, int fd, bool read, bool write);
	enum outage
		*writing; /* shared by all: why the last change was refused; none since one was committed */
	void (*changed)(void *arg, struct conn *c); /* became ready, or was lost */
	void *arg;
	/* own */
	PGconn *pg;
	enum conn_state state;
	unsigned epoch; /* which connection this is: a transaction lives in one */
	bool is_broken; /* found out where nobody may be called back yet */
	struct job *first, *last; /* sent or being sent */
	struct job *refused; /* could not be sent; told at the next turn */
	struct job *open; /* being sent */
	int n_jobs;
	int64_t now_ms; /* monotonic, of the latest tick */
	int64_t retry_at, backoff_ms;
	int64_t state_deadline_at;
	struct job setup;
	enum outage outage; /* why it is not ready */
	char problem[512]; /* the last trouble, until a job goes well */
	char store_id[33];
};

/* Jobs under way on one connection; more are refused as STORE_AWAY. */
enum { CONN_JOBS_MAX = 256 };

void conn_init(struct conn *c);
void conn_fini(struct conn *c); /* calls nobody back */
void conn_start(struct conn *c);
void conn_turn(struct conn *c, bool readable, bool writable);
void conn_tick(struct conn *c, int64_t monotonic_ms);
void conn_break(struct conn *c, enum outage why,
	const char *words); /* it is to be made anew, at the next turn */
bool conn_is_ready(const struct conn *c);

bool conn_has_room(const struct conn *c); /* else conn_refuse() the job */

/* begin, send .., end: in one go, nothing in between, and only while there is room. */
void conn_begin(struct conn *c, struct job *j);
void conn_send(struct conn *c, enum statement what, const struct params *p); /* p NULL: none */
void conn_end(struct conn *c);
void conn_send_alone(struct conn *c, enum statement what); /* nobody asks what becomes of it */
/* Answers the job with STORE_AWAY at the next turn, without sending anything. */
void conn_refuse(struct conn *c, struct job *j);

#endif
