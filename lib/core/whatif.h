/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_WHATIF_H
#define SL_CORE_WHATIF_H

#include "core/decide.h"

/*
 * What another policy would come to, without doing it: for an open order (a put's dry_run), and for
 * one that is finished (policy.replay). Nothing here changes anything but its own copies.
 */

/* The organisation as it would be after these changes; the caller frees it. */
struct org *whatif_org(const struct org *g, const struct org_change *changes);
/*
 * The same with rows in force for every order, whatever version it is pinned to: each replaces the
 * rows of its keys. Refuses what a put would refuse; NULL with d->fail.
 */
struct org *whatif_org_always(struct decision *d, const struct request_replay *r);

struct whatif_alarm { /* one that would rise at once */
	enum clock_kind clock;
	const char *task;
	bool step_is_after;
	int64_t step;
	enum severity severity;
	struct whatif_alarm *next;
};

struct whatif_move { /* of an open order */
	int64_t order;
	enum order_kind kind;
	bool is_kept; /* the policy has no row for it: it would stay as it is */
	bool is_moved; /* something of it would change */
	bool is_late; /* a clock would be missed that is not */
	/* of its clock that moves: the order's, else the first */
	enum clock_kind clock;
	const char *task;
	int64_t from_limit_ms, to_limit_ms;
	int64_t from_due_at, to_due_at; /* INSTANT_NONE: paused */
	struct whatif_alarm *alarms;
	int n_alarms;
};
/* o is not changed; g is whatif_org()'s. */
void whatif_move_order(struct arena *a, const struct org *g, const struct order *o, int64_t now_at,
	struct whatif_move *out);

enum { WHATIF_SHOWN_MAX = 500 }; /* of those that would be late, and of the others */
struct whatif_survey { /* of all open orders: a dry run's answer */
	int64_t n_open, n_moved, n_late, n_kept, n_alarms;
	struct whatif_move *late[WHATIF_SHOWN_MAX], *others[WHATIF_SHOWN_MAX]; /* by id */
	int n_late_shown, n_others_shown;
};

struct whatif_verdict { /* of a finished order's clock `order`, its latest generation */
	int64_t spent_ms, limit_ms;
	bool is_missed; /* in any generation (rules.md 15) */
	int n_alarms; /* of all its clocks: steps fired, without repeats */
};
struct whatif_recount {
	int64_t order;
	enum order_kind kind;
	struct whatif_verdict then, now;
};
struct whatif_sum {
	int64_t n_missed, n_alarms;
};
struct whatif_period { /* of all orders finished in it: policy.replay's answer */
	int64_t n_finished, n_changed, n_failed;
	struct whatif_sum then, now;
	struct whatif_recount *changed; /* verdict, limit or alarms differ; by id */
	int n_shown, max;
	int64_t failed; /* the first order whose record cannot be played again, and why */
	const char *failed_why;
};
/* recorded: with all its happenings and clock events. False with *why: it cannot be recounted. */
bool whatif_recount_order(struct arena *a, const struct org *g, const struct order *recorded,
	int64_t until_at, struct whatif_recount *out, const char **why);

#endif
