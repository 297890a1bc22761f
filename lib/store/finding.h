/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_FINDING_H
#define SL_STORE_FINDING_H

#include "store/inside.h"

/* Inside find.c and found.c only: a search under way. */
enum { /* what is found, beside the main statement's rows */
	HAS_ORDERS = 1,
	HAS_PAGES = 2,
	HAS_ALARMS = 4,
	HAS_RECORDS = 8,
	HAS_PLACES = 16,
	HAS_SINCE = 32, /* a change cursor leads to it */
};

struct find_job {
	struct call_job call;
	enum find what;
	int how; /* HAS_... */
	const struct viewer *viewer;
	const struct request_find *request;
	struct found *found;
	struct assembly orders;
	int64_t *order_ids, *row_ids; /* the page, in its order */
	int n_rows;
	int64_t after; /* where the page begins; INSTANT_NONE: at the first row */
	struct change_cursor since;
	int64_t last_xid;
	const char *snapshot;
	int64_t feed_next, feed_kept, feed_base; /* schema 010 */
	struct found_change *changes; /* orders not yet found */
	int64_t *change_orders, *change_ids;
	int n_changes;
};

/* found.c: a result comes back; all have, or it failed. */
void find_take(struct job *j, enum statement what, const PGresult *res);
void find_end(struct job *j, enum store_outcome outcome);

#endif
