/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_WATCHING_H
#define SL_DAEMON_WATCHING_H

#include "api/command.h"
#include "core/found.h"
#include "daemon/watch.h"
#include "store/store.h"

/* Inside watch.c and feed.c only: who watches, and where each of them is. */
enum {
	FEED_POLL_MS = 100,
	FEED_PAGE = 200,
	READINGS_MAX = 16, /* of single watchers, sent to the store at once */
};

/* Events of one change go out one after the other; a cursor between two of them ends with the letters
 * of those that are told already. */
extern const char topic_letters[TOPIC_N];
enum { CURSOR_MARK = '~' };

enum watch_state { WATCH_BEGINNING, WATCH_READING_UP, WATCH_JOINING, WATCH_LIVE, WATCH_ENDED };

struct watch {
	struct watches *all;
	struct watch *next;
	int64_t id;
	struct watch_sink sink;
	enum watch_state state;
	struct speaker who; /* looked up at each event: a role or a token taken away counts at once */
	char *station;
	unsigned topics; /* BIT(enum topic) */
	char *cursor; /* of the last change told whole */
	int n_readings; /* of its own, under way */
	size_t n_answer; /* bytes of the answer that waited when it was told, and wait still */
	unsigned told; /* topics of the next change that are told already */
	struct ask *ask; /* watch.start, until it is answered */
	bool is_found;
	const char *snapshot[TOPIC_N]; /* in the ask's arena */
	int n_snapshots;
};

struct reading_up {
	struct reading_up *next; /* of all that are under way, or wait */
	struct watch *watch;
	enum find what;
	void (*done)(struct reading_up *r, enum store_outcome outcome);
	bool is_sent; /* it waits no more */
	struct arena arena;
	struct request_find find;
	struct found found;
	enum topic topic; /* of a snapshot */
	struct viewer viewer;
};

struct watches {
	struct engine *engine;
	const struct org *org;
	struct store *store;
	struct watch *head;
	int n;
	int64_t last_id;
	struct event *tick;
	/* the common reading */
	char *cursor; /* NULL: nobody is live */
	struct arena arena;
	struct request_find find;
	struct found found;
	struct viewer nobody;
	bool is_reading, is_due;
	struct reading_up *readings; /* of single watchers: the latest first */
	int n_sent; /* of these: the others wait, a thousand who come back at once overrun no queue */
	int n_joining; /* until they are there the common reading waits */
	bool is_telling; /* watches are only marked as ended meanwhile */
};

/* watch.c */
void watch_enter(struct watch *w, enum watch_state state);
/* Of what has been told: w's own place and those topics of the change behind it. */
const char *watch_spell_cursor(const struct watch *w, unsigned told, struct arena *a);
void watches_sweep(struct watches *ws); /* lets go of those that have ended */
void watching_set_text(char **to, const char *text); /* a copy of its own; NULL: none */
const struct user *watch_get_user(const struct watch *w); /* NULL: no longer anybody */
void watch_join(struct watch *w); /* from its own place to the common one, which waits */

/* feed.c */
struct feed_reading { /* what was read, and where its texts may be made */
	struct arena *arena;
	const struct found *found;
};
/* Told why, with the cursor it can go on from; swept up later. */
void feed_end_watch(struct watch *w, enum watch_end why, struct arena *a);
/* Tells one watch of what was read, whatever its state. */
void feed_tell(struct watch *w, const struct feed_reading *r);
void feed_poll(struct watches *ws);
void feed_on_tick(int fd, short what, void *arg);
void feed_begin(struct watches *ws, const char *cursor); /* the first one is live there */
void feed_end(struct watches *ws);

#endif
