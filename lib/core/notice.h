/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_NOTICE_H
#define SL_CORE_NOTICE_H

#include "core/decide.h"

/*
 * What a ladder's step tells one person at one address: a row of the outbox. An address is spelt
 * mailto:name@host or https://host/path (also http://): user.notify takes nothing else.
 */
enum {
	NOTICE_ADDRESS_MAX = 512,
	NOTICE_RECEIVER_MAX = 272,
	NOTICE_ITEMS_MAX = 200, /* of one message: more steps for one address make another */
};

enum notice_channel { NOTICE_MAIL, NOTICE_WEBHOOK };

struct notice {
	struct notice *next;
	int64_t order, seq; /* the step's row of the history, */
	const char *to; /* the person told, */
	const char *address; /* and where: together these are told once */
	const char *receiver; /* who has to answer: a webhook's host:port, "mail" for all mail */
	int64_t not_before; /* the store's instant */

	/* as the store has it */
	int64_t id;
	int64_t
		message; /* id of the first notice that goes in the same message; 0: not put in one yet */
	enum notice_state state;
	int tries;
	const char *last_error;
	int64_t next_try_at, created_at, done_at; /* by the real clock */

	/* what it is about, read with it */
	enum order_kind kind;
	enum order_state order_state;
	enum tier tier;
	const char *service, *title, *customer;
	enum clock_kind clock;
	const char *task;
	enum severity severity;
	int repeat;
	int64_t at, due_at; /* fired, and when it was due */
};

bool notice_is_address(const char *address);
enum notice_channel notice_get_channel(const char *address); /* of one that is an address */
/* Whose slowness counts: notices to one receiver wait for each other, never for another's. */
const char *notice_get_receiver(struct arena *a, const char *address);
/* "F-000042/17/r.one": the telling, whatever it went with and however often it was tried. */
const char *notice_key(struct arena *a, const struct notice *n);

/* Puts what this step tells into the order's notices: one for each address of each person told. */
void notice_tell(struct decision *d, const struct happening *step);

/* How long to wait after the nth failed try: doubling from base, up to max; a random part of it off,
 * so that those who failed together do not come back together. dice: 0 .. 2^32 - 1. */
int64_t notice_back_off(int64_t base_ms, int64_t max_ms, int n, uint32_t dice);

#endif
