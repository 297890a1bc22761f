/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_INSIDE_H
#define SL_STORE_INSIDE_H

#include "store/conn.h"
#include "store/store.h"

/* Inside lib/store only: what its files share. */
struct store {
	struct store_options options;
	char *conninfo, *zone;
	struct store_hooks hooks;
	struct conn conns[CHANNEL_N];
	struct params params; /* of the statement being sent */
	bool is_ready;
	enum outage writing; /* why the last change was refused */
	struct {
		bool is_open; /* a load has succeeded, and neither save nor drop has been asked for */
		unsigned epoch; /* in this connection */
		unsigned ids_epoch; /* the connection its ids were taken through */
	} batches[CHANNEL_N];
	int64_t prune_at; /* monotonic: when old answers are next thrown away */
};

/* A call of the daemon under way: what every job of ours begins with. */
struct call_job {
	struct job job;
	struct store *store;
	store_done *done;
	void *arg;
};

/* Begins the call's job on that channel. False: there is no room, and at the next turn its end() hears so.
 * Then nothing of it may be touched any more. */
bool call_begin(struct store *s, enum store_channel channel, struct call_job *call);
/* Frees the call and tells its caller. */
void call_end(struct job *j, enum store_outcome outcome);

/* Orders put together from the rows of one round trip. */
struct assembly {
	struct arena *arena;
	struct order **orders; /* by id, once sorted */
	int n, size;
	bool is_sorted;
};

/* A result of one of the LOCK or LOAD statements into the orders; false: it is another statement's. */
bool assembly_take(struct assembly *as, enum statement what, const PGresult *res);
void assembly_sort(struct assembly *as);
struct order *assembly_get(struct assembly *as, int64_t id); /* NULL: not loaded */

/* A result of one of the statements for the places of a month; false: it is another statement's. */
bool places_take(struct places *p, struct arena *a, enum statement what, const PGresult *res);

/* An alarm of FOUND_ALARM's columns; the column behind them. */
int row_get_found_alarm(
	struct arena *a, const PGresult *res, int row, struct found_alarm *found, int64_t *xid);

/* The organisation's changes as statements, for the pipeline and for the schema's runner alike. */
typedef void org_send(void *arg, enum statement what, const struct params *p);
void org_send_changes(
	const struct org_change *const *changes, int n, struct params *p, org_send *send, void *arg);

/* The reports' statements (report.c): 5 .. 7 of every one's parameters; report.kpi's own. */
void report_fill_period(
	struct params *p, const struct store *s, const struct request_find *request);
void report_fill(struct params *p, const struct store *s, const struct request_find *request);
void report_take(struct found *found, const struct request_find *request, const PGresult *res);
/* Where the statement's columns are the answer's, by their names. */
void report_take_table(struct found *found, const PGresult *res);

/* Cursors (cursor.c). Pages: the last row's number, for one kind of finding. */
const char *cursor_of_page(struct arena *a, enum find what, int64_t last);
bool cursor_read_page(const char *text, enum find what, int64_t *last);

/* Changes: a snapshot of the store's transactions. */
struct change_cursor {
	const char *since; /* pg_snapshot as text: what it could not see has changed */
	const char
		*upto; /* in the middle of a long answer: it is taken up to this snapshot; NULL: no */
	int64_t xid, id; /* and goes on behind this row; xid: of alarms only, history goes by id */
};
enum { CURSOR_MAX = 250 }; /* longest text ever given out */
const char *cursor_of_change(struct arena *a, const char *store_id, const struct change_cursor *c);
int64_t cursor_read_next(
	const char *snapshot); /* the first number it has seen nothing of: its xmax */
bool cursor_read_change(
	struct arena *a, const char *store_id, const char *text, struct change_cursor *c);

#endif
