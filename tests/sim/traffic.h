/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_TRAFFIC_H
#define SIM_TRAFFIC_H

#include "api/command.h"
#include "daemon/ask.h"
#include "dice.h"

/*
 * Those who call: each client has a connection or two, asks one thing after another, and asks again with the
 * same key, often of another daemon, where he did not learn what became of it.
 */
enum { CLIENTS_MAX = 8, LINKS = 2, WINDOW = 4, CALLS_MAX = 20000 };

struct wish { /* what somebody asks: once, however often it is sent */
	int number;
	const char *user, *method, *params; /* params: members of the object, with the key */
	const char *key; /* NULL: none; then it is never sent again */
	bool is_borrowed; /* the key is that of another wish, which is done */
	bool has_token; /* its number is the text of a note */
	int64_t advance_to; /* a time.advance; else 0 */
	int n_sends, n_open; /* n_open: sends that can still take effect, or have */
	const struct link *link; /* of the first send, and which it was there */
	int place;
	bool is_settled; /* the client knows, or has given up */
	bool is_answered_ok;
	/* what check.c has seen */
	uint64_t commit; /* which committed it; 0: none has */
	const char *result; /* with it */
	int64_t moves_to; /* the policy that open orders are moved to before it is answered; 0: none */
};

enum stage { STAGE_WIRE, STAGE_DAEMON, STAGE_ANSWERED };

struct sending { /* one wish on one link */
	struct sending *next; /* of the link */
	struct sending *next_here; /* of the daemon */
	struct ask ask;
	struct arena arena;
	struct frame frame;
	struct wish *wish;
	struct link *link; /* NULL: the client has hung up */
	struct node *node;
	enum stage stage;
	enum err err;
	bool is_sure; /* the answer says what became of it */
};

struct
	link { /* a connection of a client to a daemon; never used again, so that none is taken for another */
	int client;
	struct node *node;
	bool is_open;
	int n_sent;
	/* check.c's: the furthest of those committed, before the latest commit too */
	int last_place, place_before;
	uint64_t last_commit;
	struct sending *first, *last; /* in their order, until the client has the answer */
	int n_waiting;
};

struct client {
	struct link *links[LINKS];
	int64_t next_at; /* not before it asks for more */
};

struct traffic {
	struct arena arena;
	struct client clients[CLIENTS_MAX];
	int n_clients, n_orders_max, think_ms, patience_ms, with_policy;
	struct wish *wishes[CALLS_MAX];
	int n_wishes;
	struct wish *again[CALLS_MAX]; /* to be sent again */
	int n_again;
};

void traffic_init(struct traffic *t);
void traffic_fini(struct traffic *t);
/* What a client can do now. */
bool client_can_connect(const struct client *c, int link);
void client_connect(struct client *c, int link);
bool client_can_ask(const struct client *c, int link);
void client_ask(struct client *c, int link);
bool link_can_deliver(const struct link *l); /* the next line to the daemon */
void link_deliver(struct link *l);
bool link_has_answer(const struct link *l);
void link_take_answer(struct link *l);
void link_close(struct link *l); /* either side is gone */
/* The daemon has crashed: what it was asked is asked no more. */
void sendings_drop(struct node *n);
bool traffic_is_settled(const struct traffic *t);

/* wish.c: something to ask of the orders as they are. */
void wish_make(struct wish *w, struct dice *d);

#endif
