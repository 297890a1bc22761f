/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_NODE_H
#define SIM_NODE_H

#include "daemon/engine.h"
#include "daemon/loop.h"
#include "job.h"

/*
 * A daemon: the real engine on the simulated loop and the simulated connections to the store. When it
 * crashes all its memory goes; what it has sent may arrive all the same.
 */
enum { CHANNELS = CHANNEL_READ + 1 /* those the engine uses */ };

struct event { /* what libevent's is to the engine */
	struct event_base *base;
	void (*call)(int, short, void *);
	void *arg;
	bool is_active, is_added;
	int64_t due_ms; /* by the daemon's clock */
	struct event *next;
};

struct event_base {
	struct event *events;
};

struct connection {
	bool is_up; /* as the daemon believes */
	bool is_cut; /* and it has not noticed */
	struct session *session; /* NULL: cut */
	struct job *first, *last; /* asked and not answered */
	struct job *refused; /* asked while it was not up: answered at the next turn */
	bool is_open; /* a load has succeeded, and neither save nor drop has been asked for */
	unsigned epoch, open_epoch;
	int64_t retry_ms;
	const char *problem;
};

struct store { /* what the engine calls one */
	struct node *node;
	struct connection conns[CHANNELS];
	bool is_ready;
};

struct sending;
struct node {
	int number;
	bool is_running, is_ready; /* ready: it takes calls */
	int64_t frozen_until, start_at;
	int64_t ahead_ms; /* its clock before the true time */
	struct event_base base;
	struct event_loop loop;
	struct engine *engine;
	struct org *org;
	struct meter *meter;
	struct store store;
	struct sending *sendings; /* submitted and not answered */
	int n_sendings;
};

int64_t node_now_ms(const struct node *n); /* by its own clock */
void node_start(struct node *n);
void node_crash(struct node *n);
bool node_is_awake(const struct node *n);
bool node_is_calm(const struct node *n); /* up, and nothing under way */

/* One of the things it can do now, in a steady order; NULL from the last on (loop.c). */
struct event *node_get_active(struct node *n);
struct event *node_get_due(struct node *n);
int64_t node_next_timer(const struct node *n); /* by its clock; INT64_MAX: none */
void event_fire(struct node *n, struct event *e);

/* The connections (store.c). */
bool conn_has_answer(const struct connection *c);
void conn_answer(struct node *n, enum store_channel channel); /* the first job's outcome is told */
void conn_answer_refused(struct node *n, enum store_channel channel);
bool conn_can_connect(const struct node *n, enum store_channel channel);
void conn_connect(struct node *n, enum store_channel channel);
bool conn_is_late(const struct node *n, enum store_channel channel);
void conn_cut(struct connection *c, int n_arrived); /* the network; the daemon has not noticed */
void conn_lose(struct node *n, enum store_channel channel, const char *why);
void conn_forget(struct connection *c, int n_arrived); /* the daemon has crashed */
void job_free_if_done(struct job *j);

#endif
