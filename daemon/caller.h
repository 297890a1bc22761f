/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_CALLER_H
#define SL_DAEMON_CALLER_H

#include "daemon/ask.h"
#include "daemon/now.h"
#include "daemon/trace.h"
#include "daemon/watch.h"

struct engine;
struct meter;
struct reader;
struct throttles;
struct hasher;
struct kept;
struct sealer;
struct outages;
struct throttle;

/*
 * One who calls, by whatever door: who he is, and those of his calls that are not answered yet. Calls of one lane
 * run together; a call of another lane waits until those before it are answered (rules.md 25).
 */
enum lane { LANE_NOW, LANE_BATCH, LANE_READ, LANE_HASH };

enum {
	CALLER_READS_MAX = 4, /* reads of the store at once */
	SOURCE_HASHES_MAX =
		4, /* passwords of one source at once, by HTTP of one account: they leave room for others */
	CALLER_ANSWER_MAX = 8 * 1024 * 1024, /* bytes waiting for one caller; then we hang up */
};

/* All of them: who carries calls out, and what their frames hold together. */
struct callers {
	struct engine *engine;
	struct reader *reader;
	struct watches *watches;
	const struct now *now;
	struct meter *meter;
	struct throttles *throttles;
	struct hasher *hasher;
	const struct sealer *sealer;
	const struct outages *outages;
	size_t n_job_bytes;
	struct traces traces;
};

struct caller {
	struct callers *all;
	struct speaker speaker;
	const char *trace; /* his calls are known by; NULL: each gets one of its own */
	struct asks pending; /* received, not started */
	struct job *jobs; /* frames not answered in full */
	enum lane lane; /* of those started */
	int n_started; /* and not answered */
	enum err last; /* what the latest answer was; ERR_NONE: a result */
	bool is_array; /* the latest frame was one */
	bool is_logging_in; /* by password, which takes a while: no further frames until then */
	bool is_broken; /* hang up now */
	struct throttle *source; /* of the connection; NULL: none is kept */

	/* The door's: */
	void (*put)(struct caller *c, const char *text); /* takes an answer line: copies it */
	/* An answer line whose middle others have too; NULL: this door copies. */
	void (*put_kept)(struct caller *c, const char *head, struct kept *body, const char *tail);
	bool (*has_room)(struct caller *c); /* for more answers; calls that change are started anyway */
	/* A wrong login: its answer, which comes next, is to wait. account NULL: it was a token. The
	 * whole may be NULL: it need not. */
	void (*hold)(struct caller *c, const char *account);
	void (*turn)(struct caller *c); /* a started call was answered; c may go within */
	/* What its watches tell; NULL: nobody can watch by this door. */
	void (*begin_events)(void *caller, const char *cursor);
	void (*put_event)(void *caller, const struct watch_event *e);
	size_t (*count_waiting)(void *caller);
};

/* Takes a frame in, or a body with the key that its head gave (NULL: none); answers at once what
 * can be. True: the connection closes when all is answered. */
bool caller_take(struct caller *c, const char *text, size_t len, const char *key);
/* A wrong login from there, at that account (NULL: by a token): how long its answer is to wait. The
 * longer, the more there were lately, of either. */
int64_t caller_lose_patience(struct caller *c, const char *account);
void caller_start(struct caller *c); /* whatever may be started now */
void caller_leave(struct caller *c); /* what was not started never will be; the rest ends alone */

#endif
