/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_DRIVE_H
#define CLI_DRIVE_H

#include "cli.h"
#include "client/instant.h"
#include "progress.h"

#define DRIVE_WHERE_MAX 512

/*
 * Drives the daemon through its API under its virtual clock, many requests in flight: the virtual
 * time moves and the acting person changes in the stream of requests itself. The first refusal
 * ends the drive; what was under way then is still awaited, and nothing more is sent.
 */
struct drive {
	struct cli *cli;
	struct sliploop *conn;
	int64_t now_at; /* the virtual instant after what was submitted */
	json_t *tokens; /* user name -> token */
	char *self; /* the user we connected as */
	const char *acting; /* a key of tokens, or self at the start */
	char *feed_cursor; /* of the alarms, at the start */
	bool is_failed;
	unsigned long long n_sent;
	struct progress progress;
	/* Says in words where the request of `place` came from: "line 12", "case 7, event 3 (...)" */
	void (*describe)(void *arg, unsigned long place, char where[DRIVE_WHERE_MAX]);
	void *describe_arg;
};

typedef void drive_answer_fn(void *arg, unsigned long place, json_t *result);

struct drive_request {
	const char *method; /* outlives the answer */
	json_t *params; /* taken over */
	const char *as; /* NULL: the user we connected as */
	unsigned long place;
	const char *expect; /* the class it must be refused with; outlives the answer */
	drive_answer_fn *fn; /* on a result; may be NULL */
	drive_answer_fn *refused_fn; /* on an expected refusal, with NULL; may be NULL */
	void *arg;
};

/* Connects; refuses a caller who is not admin and, where instants are to pass, the real clock. */
bool drive_init(struct drive *drive, struct cli *cli, bool needs_virtual);
void drive_fini(struct drive *drive);

bool drive_advance(struct drive *drive, int64_t at, unsigned long place);
bool drive_send(struct drive *drive, const struct drive_request *request);
bool drive_pump(struct drive *drive); /* waits for at least one answer; false when failed */
bool drive_drain(struct drive *drive);
/* Comes back to the user we connected as, with nothing in flight: single calls may follow. */
bool drive_rest(struct drive *drive);

/* For those who cannot go on for a reason of their own. Keeps the first reason. */
void drive_fail(struct drive *drive, enum cli_status status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
