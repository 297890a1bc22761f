/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_STORE_H
#define SL_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/outage.h"
#include "core/decide.h"
#include "core/found.h"
#include "core/notice.h"
#include "core/order.h"
#include "core/org.h"

/*
 * The store as the daemon sees it: one Postgres database behind five connections (batches on two,
 * reading on the third, counting what may take long on the fourth, the outbox on the fifth), all in
 * pipeline mode, none ever waited for. Every call answers later
 * through its callback, once, from within store_turn().
 */
struct store;

enum store_outcome {
	STORE_OK,
	STORE_AWAY, /* no connection, or it broke, or time ran out, before COMMIT was sent: nothing changed */
	STORE_UNKNOWN, /* it broke after COMMIT was sent: done or not */
	STORE_RETRY, /* someone else was first (a key, a step, a deadlock): load again and decide anew */
	STORE_REFUSED, /* the store refuses for good (read-only, disk full): see store_problem() */
	STORE_BAD_ROW, /* a constraint refuses a row: without what made it the rest of the batch is good */
};

enum store_channel {
	CHANNEL_BATCH,
	CHANNEL_SIDE, /* a batch beside the other */
	CHANNEL_READ,
	CHANNEL_COUNT,
	CHANNEL_NOTICE,
	CHANNEL_N
};

/* How the daemon lends its loop: called whenever what a connection waits for changes. fd -1: none. */
struct store_hooks {
	void (*watch)(void *arg, enum store_channel channel, int fd, bool read, bool write);
	void (*came)(void *arg); /* connected and prepared, after start or after an outage */
	void (*went)(void *arg); /* an outage began */
	void *arg;
};

struct store_options {
	const char *conninfo;
	bool is_virtual; /* the store must be (or become) virtual; else real (rules.md 25) */
	int64_t virtual_at; /* --virtual-clock: its now becomes at least this */
	int64_t deadline_ms; /* for any answer of the store; a later one is an outage */
	const char *zone; /* the carrier's zone, for months */
	bool is_reader; /* the reading connection only: nothing is claimed, nothing can be written */
};

struct store *store_new(const struct store_options *options, const struct store_hooks *hooks);
void store_free(struct store *s);
/* From the next connection on; those that are there stay. */
void store_set_conninfo(struct store *s, const char *conninfo);
/* conninfo with that password, where it has none. False with why: it is no connection string. */
bool store_join_password(
	struct buf *out, const char *conninfo, const char *password, char *why, size_t size);
void store_turn(struct store *s, enum store_channel channel, bool readable, bool writable);
void store_tick(
	struct store *s, int64_t monotonic_ms); /* connecting, deadlines; a few times a second */
bool store_is_ready(const struct store *s);
const char *store_get_id(
	const struct store *s); /* which store it is; "" before it was ever there */
/* What went wrong last on that connection, in words; "" once something has gone well there. In a callback
 * that brings an outcome: why it is none that was hoped for. */
const char *store_problem(const struct store *s, enum store_channel channel);
enum outage store_get_outage(const struct store *s); /* what people see of it */
const char *store_outage(const struct store *s); /* why it is not ready; "" when it is */
int store_count_connections(const struct store *s); /* those that are ready */

typedef void store_done(void *arg, enum store_outcome outcome);

struct store_check {
	int64_t real_at; /* the store's real clock */
};
/* Looks after what would not be seen by working on: a schema newer than ours ends all connections. */
void store_check(struct store *s, struct store_check *check, store_done *done, void *arg);
/* Tries to write more than fits beside what is there, and takes it back: whether an outage is over. */
void store_probe(struct store *s, store_done *done, void *arg);

/* The organisation: rows changed after the snapshot's config version are put into it. */
void store_refresh_org(struct store *s, struct org *g, store_done *done, void *arg);

/* --- a batch: load (locks), then save (commits) or drop ----------------------------------- */
struct stored_answer {
	const char *user, *key;
	const char *request; /* method and parameters without the key, canonical text */
	const char *answer; /* result as JSON text */
};

struct audit { /* changes that belong to no order: who put what */
	int64_t at;
	const char *by, *method, *subject;
};

struct batch_wants {
	/* the orders of these, and the confirmations those orders cite */
	const int64_t *orders, *tasks, *returns, *alarms;
	int n_orders, n_tasks, n_returns, n_alarms;
	const struct stored_answer *keys; /* user and key set */
	int n_keys;
	const int64_t *feedbacks; /* loaded for feedback.read, with their orders' ids only */
	int n_feedbacks;
	int64_t notice; /* loaded for notice.resend; 0: none */
	int64_t
		due_before; /* also orders with a clock due at or before it, nearest first; INSTANT_NONE: none; INT64_MAX on the real clock: the store's now */
	int due_max; /* so many of those */
	bool is_skip_locked; /* due orders somebody else holds are left to him */
	const int64_t *apart; /* then not those of these orders */
	int n_apart;
	int due_ahead; /* then so many more are looked at: another batch of ours holds the nearest */
	bool is_submitting; /* may pin the policy in force */
	bool is_places; /* lock and load the places of the month too */
	int move_max; /* also so many open orders that a policy put with `apply` is to move; 0: none */
	bool is_org; /* the batch changes the organisation: lock its version */
	int need[ID_N]; /* ids the pool must hold before deciding */
};

struct policy_move {
	int64_t version; /* to which */
	int64_t *
		ids; /* of open orders behind `reached` that are older, by id: some may not have been had */
	int n;
	int64_t reached; /* saved: all up to here have been looked at */
	int64_t done_at; /* saved; INSTANT_NONE: goes on */
};

struct place {
	int64_t id;
	struct order *order;
};

struct batch {
	struct arena *arena;
	struct order **orders; /* by id */
	int n_orders;
	struct place *tasks, *returns, *alarms; /* of the wanted ids: whose they are */
	int n_tasks, n_returns, n_alarms;
	struct stored_answer *answers; /* of the wanted keys: those there are */
	int n_answers;
	struct places places; /* when is_places */
	struct policy_move
		move; /* when move_max: what to move now; version 0: nothing, or somebody else does */
	struct feedback *feedbacks; /* a list by next */
	struct notice *notice; /* NULL: no such, or none was wanted */
	int64_t now_at; /* clock_timestamp() after the locks, or the virtual now */
	int64_t
		next_due_at; /* the nearest armed instant of any order not in this batch; INSTANT_NONE: none */
	int64_t
		looked_at; /* what was due then and is due next now is held by somebody else; INSTANT_NONE: nothing is left to others */
	int64_t config_version;
	int64_t moving; /* the policy version that open orders are being moved to; 0: none */
};

/* A batch is one transaction on one of the two channels. batch->arena is set by the caller; ids is topped up. */
void store_load(struct store *s, enum store_channel channel, const struct batch_wants *wants,
	struct batch *batch, struct id_pool *ids, store_done *done, void *arg);

struct batch_save {
	struct order **orders; /* those with something dirty or new */
	int n_orders;
	const struct stored_answer *answers; /* new ones */
	int n_answers;
	const struct org_change *const *changes; /* in the order they were decided */
	int n_changes;
	const struct places *places; /* NULL: none; what changed is saved */
	const struct policy_move *move; /* NULL: none */
	bool is_apply; /* among the changes is a put that shall move the open orders */
	const struct feedback *feedbacks; /* loaded ones, now read: a list by next */
	const struct notice *resent; /* with what went in its message; NULL: none */
	const struct audit *audits;
	int n_audits;
	int64_t virtual_now; /* INSTANT_NONE on the real clock */
};

void store_save(struct store *s, enum store_channel channel, const struct batch_save *save,
	store_done *done, void *arg);
void store_drop(struct store *s, enum store_channel channel, store_done *done,
	void *arg); /* nothing to save: ROLLBACK */

/* --- reading ------------------------------------------------------------------------------- */
void store_find(struct store *s, enum find what, const struct viewer *viewer,
	const struct request_find *request, struct found *found, store_done *done, void *arg);

/* --- the outbox ------------------------------------------------------------------------------ */
struct notice_claim {
	int64_t window_ms; /* a new notice waits so long for more to the same address */
	int64_t lease_ms; /* nobody else tries what is claimed for so long */
	int messages_max, a_receiver_max;
	struct names busy; /* receivers that are not to be given more */
	bool has_mail, has_webhooks; /* what can be sent from here */
};

struct notice_batch {
	struct arena *arena; /* set by the caller */
	struct notice *notices; /* by message; those of one message follow one another */
	int64_t real_at; /* the store's real clock */
};

void store_claim_notices(struct store *s, const struct notice_claim *claim,
	struct notice_batch *batch, store_done *done, void *arg);

struct notice_end { /* of a try to send a message */
	int64_t message;
	const char *error; /* NULL: sent */
	bool is_dead; /* it was the last try */
	int64_t wait_ms; /* before the next */
};

void store_end_notice(struct store *s, const struct notice_end *end, store_done *done, void *arg);
/* Gives up what nobody has been able to send for long, and forgets what is over. */
void store_prune_notices(struct store *s, store_done *done, void *arg);

/* Alarms for a monitoring system, ALERTS_MAX at a time, from the page before on: those standing, or those
 * changed since a snapshot, cleared ones among them. */
enum { ALERTS_MAX = 500 };

struct alert_page {
	struct arena *arena; /* set by the caller */
	struct alert *alerts;
	int n;
	int64_t last, last_xid; /* where the next page begins */
	const char *snapshot; /* from which to go on */
	const char *told; /* up to which somebody has told what changed; NULL: nobody ever has */
	int64_t now_at, real_at; /* the store's clock and the real one; only where n > 0 */
};

/* page->arena is set by the caller, last and last_xid too: as they were left, or 0. */
void store_find_alerts(
	struct store *s, const char *since, struct alert_page *page, store_done *done, void *arg);

/* All that changed up to the snapshot has been told. */
void store_save_alert_cursor(struct store *s, const char *snapshot, store_done *done, void *arg);

/* From here on everything is read of one snapshot, until the store is freed. Only for a reader, and not
 * for long: what is deleted meanwhile is kept for it. */
void store_hold(struct store *s, store_done *done, void *arg);

struct tally { /* orders not archived and not cancelled, by tier */
	int64_t open[4], overdue[4]; /* by enum tier */
};
void store_tally(struct store *s, struct tally *tally, store_done *done, void *arg);

/* --- schema (blocking: for `sliploopd migrate` and the start, before the loop runs) -------- */
struct schema_file {
	int number;
	const char *name;
	const char *sql;
};
extern const struct schema_file
	schema_files[]; /* made by the build from schema/NNN_*.sql, last number 0 */
extern const char sla_json[]; /* made by the build from schema/sla.json */

struct
	schema_seed { /* rows a new store begins with: sla.json decoded by the api, the first admins */
	const struct org_change *const *changes;
	int n_changes;
};

/* Whether a server takes connections there; for the start of an embedded one. */
bool schema_can_connect(const char *conninfo);

enum schema_state {
	SCHEMA_OK,
	SCHEMA_BEHIND,
	SCHEMA_NEWER,
	SCHEMA_CHANGED,
	SCHEMA_RESTORED, /* what is written before it is migrated would pass for old (schema 010) */
	SCHEMA_MOVED, /* it works; clients may have been told of more than it has */
	SCHEMA_AWAY
};

/* Compares the database with the files; fills text with one line for people. */
enum schema_state schema_check(const char *conninfo, char *text, size_t size);
/* Brings it up to date, one transaction a file, under an advisory lock; seeds a new store. One that was restored is
 * taken up: because that shows, or because is_restored says so. 0 or -1 with text. */
int schema_migrate(const char *conninfo, const struct schema_seed *seed, bool is_restored,
	char *text, size_t size);
/* The carrier's zone as the last daemon gave it, "UTC" where none did. False with text. */
bool schema_read_zone(
	const char *conninfo, char *zone, size_t zone_size, char *text, size_t text_size);
/* Prints one line a file: applied when, checksum as it was, pending. 0: up to date. */
int schema_print_status(const char *conninfo);

#endif
