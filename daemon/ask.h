/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_ASK_H
#define SL_DAEMON_ASK_H

#include <stdint.h>

#include "api/command.h"
#include "base/log.h"

/*
 * One call on its way through the daemon: from its caller to whoever carries it out and back,
 * answered exactly once. All of it lives in the arena of the frame it came in.
 */
struct kept;

struct ask {
	struct ask *next;
	const struct call *call;
	struct arena *arena; /* the frame's */
	const void
		*stream; /* its connection, never looked into: what comes of one is decided in order */
	const char *user; /* who called, as it was on receipt; NULL: nobody we know */
	enum lang lang;
	const char *trace; /* what it is known by: in errors and in the log */
	const char *secret; /* token.issue: said once, never stored */
	/* text is a whole answer line (NULL for a notification) and is copied before it returns. */
	void (*answer)(struct ask *ask, const char *text);
	/* A result that others are answered with too: it is shared, not copied, where that can be. */
	void (*answer_kept)(struct ask *ask, struct kept *result);
	const char
		*held_back; /* applying.c's: the answer of a put whose policy is still being applied */
	int64_t waits_for; /* that policy's version */
	int64_t asked_us; /* monotonic */
	enum err err; /* of the answer made last; ERR_NONE: a result */
	struct job *job; /* caller.c's */
	int index;
};

/* A put that only asks what it would do: answered by reading. */
bool call_is_dry_run(const struct call *call);

/* A bounded queue of them. */
struct asks {
	struct ask *head, *tail;
	int n;
};

void asks_put(struct asks *q, struct ask *ask);
void asks_put_front(struct asks *q, struct asks *all); /* in their order; all is empty then */
struct ask *asks_take(struct asks *q); /* NULL: empty */

/* Every way to answer. The text is made in arena. */
const char *ask_result(struct ask *ask, struct arena *arena, const char *result, bool is_replayed);
const char *ask_error(
	struct ask *ask, struct arena *arena, const struct failure *f, const struct order *held);
/* A record about this call. */
void ask_log(const struct ask *ask, enum log_level level, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void ask_refuse(struct ask *ask, enum err e, const char *words); /* answers at once */

/* Identity, then role (rules.md 20): who it is, or ERR_UNAUTHENTICATED, ERR_FORBIDDEN in fail. */
const struct user *ask_check_who(
	const struct ask *ask, const struct org *org, struct failure *fail) MUST_CHECK;

#endif
