/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_COMMAND_H
#define SL_API_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "api/params.h"
#include "base/arena.h"
#include "core/decide.h"
#include "core/found.h"
#include "core/words.h"

/*
 * A command is one row of data: from the rows come decoding, the role check, rpc.discover, the
 * CLI's help, the role matrix test and the counters. To add one: a row, a decide function, a story.
 */
enum act { /* who carries it out */
	ACT_DECIDE, /* the engine: load, decide, save */
	ACT_ADVANCE, /* the engine: time.advance */
	ACT_FIND, /* the reader: store_find */
	ACT_REPLAY, /* the reader: policy.replay, page by page */
	ACT_HEALTH, /* the reader; it answers even where the store cannot be asked */
	/* at once, by what the daemon has at hand (now.c): */
	ACT_LIST_ORG, /* rows of the snapshot, in pages by name */
	ACT_GET_ORG,
	ACT_COUNT, /* calendar.span, calendar.add: by the snapshot's calendars */
	ACT_PING,
	ACT_INFO,
	ACT_RELOAD,
	ACT_DISCOVER,
	ACT_LOGIN,
	ACT_WHOAMI,
	ACT_SET,
	/* the session's watches: */
	ACT_WATCH, /* watch.start */
	ACT_UNWATCH, /* watch.stop */
};

enum target {
	TARGET_NONE,
	TARGET_ORDER,
	TARGET_TASK,
	TARGET_RETURN,
	TARGET_ALARM,
	TARGET_FEEDBACKS,
	TARGET_NOTICE,
};

enum shape { /* of the result */
	SHAPE_ORDER,
	SHAPE_TASK,
	SHAPE_RETURN,
	SHAPE_ALARM, /* task, return: with their order */
	SHAPE_CHANGE, /* a put: the thing under its noun */
	SHAPE_CHANGES, /* a put of several: those given, under the noun's plural */
	SHAPE_TOKEN, /* token.issue: {id, user, expires_at} and, once, the secret as token */
	SHAPE_FEEDBACK_READ, /* {"items": [feedback]} */
	SHAPE_NOTICE, /* notice.resend: the one named */
	SHAPE_ITEMS, /* {"items": [...], "next_cursor"} of whatever was found */
	SHAPE_ONE, /* the thing found, under its noun */
	SHAPE_CLOCK,
	SHAPE_TABLE,
	SHAPE_LOOPS,
	SHAPE_SECONDS, /* calendar.span */
	SHAPE_AT, /* calendar.add */
	SHAPE_WATCH,
	SHAPE_PERIOD, /* policy.replay: then and now */
	SHAPE_OWN, /* made by the one handler of its act */
};

struct command {
	const char *name;
	const char *doc; /* one sentence for rpc.discover and help */
	unsigned roles; /* BIT(ROLE_...) who may ever call; ROLES_ALL; 0: nobody needs to be anybody */
	enum act act;
	const struct params *params;
	enum target target;
	struct guard guard;
	decide_fn *decide;
	enum find find; /* ACT_FIND */
	enum org_noun noun;
	enum shape shape;
	unsigned errors; /* BIT(ERR_...) beyond those every command can have */
	int needs; /* NEEDS_... */
	int fill; /* FILL_... */
	bool is_long; /* its line may be up to FRAME_LONG_MAX */
};

enum { /* what the engine must load beyond the target */
	NEEDS_CITED = 1, /* request_create/amend.confirmation: that order too */
	NEEDS_PLACES = 2,
	NEEDS_TASK_IDS = 4,
	NEEDS_RETURN_ID = 8,
	NEEDS_ORDER_ID = 16,
};

enum { /* what the daemon adds to the request: by its shape */
	FILL_SECRET = 1, /* request_token */
	FILL_CALENDAR = 2, /* request_calendar: its zone's shifts */
	FILL_IMPORT = 4, /* request_import */
	FILL_REPLAY = 8, /* request_replay */
	FILL_PASSWORD = 16, /* request_password, before the engine has it: hashing takes long */
};

struct buf;

#define ROLES_ALL 0xffffffffu /* anyone who is somebody, even without a role */

extern const struct command *const commands[]; /* ends with NULL; in order of name */
extern const int n_commands;
const struct command *command_get(const char *name);
int command_index(const struct command *c); /* place in commands */
bool command_is_on_order(const struct command *c); /* its target is an order, or in one */

/* The engine's rows behind POST and DELETE /session; request_token, filled by the door. */
extern const struct command command_session_open, command_session_close;

/* A search with nothing given. */
extern const struct request_find find_blank;

/* --- frames: one line in, calls out (decode.c) ---------------------------------------------- */
enum {
	FRAME_MAX = 64 * 1024,
	FRAME_LONG_MAX = 1024 * 1024, /* of the methods whose parameters may be so long */
	FRAME_DEPTH_MAX = 32,
	FRAME_VALUES_MAX = 4096,
	FRAME_CALLS_MAX = 100,
};

struct call {
	const char *id; /* as JSON text, "null" where it could not be read; NULL: a notification */
	const struct command *command; /* NULL: none was recognised */
	void *request; /* params decoded; NULL when failed */
	const char *canonical; /* method and parameters without idempotency_key, keys sorted; NULL:
	                          no key was given */
	struct failure fail; /* err ERR_NONE: ready to be carried out */
};

struct frame {
	struct call *calls;
	int n_calls;
	bool is_array;
	bool must_close; /* too deep, too many values: answered, then the connection closes */
};

/* Whether a line that begins so may pass FRAME_MAX: it names a method whose row is_long. */
bool frame_may_be_long(const char *text, size_t len);
/* Once, before anything is decoded: jansson too asks for memory where its lack ends in one place. Without, it takes
 * what it could not store for absent. */
void decode_init(void);
/* Never fails: what is wrong is a call with its failure. key, where the door has another place for
 * it (NULL: none), stands for the idempotency_key of the one call there is. */
void decode_frame(
	struct arena *a, const char *text, size_t len, const char *key, struct frame *out);

/* --- instants and spans (spell.c) ---------------------------------------------------------- */
enum { INSTANT_TEXT = 25, SPAN_TEXT = 40 };
const char *spell_instant(char out[INSTANT_TEXT], int64_t at); /* 2026-03-06T16:00:00.000Z */
const char *spell_span(char out[SPAN_TEXT], int64_t ms); /* PT1H12M, P10D */
bool read_instant(const char *text, int64_t *at);
bool read_span(const char *text, int64_t *ms);
#define SPAN_MAX_MS (36525LL * 86400 * 1000) /* 100 years of days */

/* --- answers (encode.c): JSON text in the arena -------------------------------------------- */
struct view { /* what an encoder may need beside the thing itself */
	struct arena *arena;
	const struct org *org;
	int64_t now_at;
	const char *secret; /* token.issue: the token itself; NULL in the answer that is stored */
	const char
		*events; /* calendar.import: what came of the text's events, as JSON; NULL: no import */
	bool hides_addresses; /* of people: a webhook's address may be a secret */
};

const char *encode_decided(const struct view *v, const struct command *c, const struct decision *d);
/* Reading the snapshot; NULL: the cursor is none of ours (/params/cursor), no row of that name. */
const char *encode_org_items(
	const struct view *v, enum org_noun noun, const char *cursor, int64_t limit);
const char *encode_org_one(const struct view *v, enum org_noun noun, const char *name);
/* calendar.span and .add; NULL: no such calendar. */
const char *encode_counted(const struct view *v, const struct command *c, const void *request);
const char *encode_info(const struct view *v, const char *node, bool is_virtual);
const char *encode_whoami(
	const struct view *v, const struct user *u, enum lang lang); /* u NULL: nobody */
/* GET and POST /session */
const char *encode_session(const struct view *v, const struct user *u, enum lang lang,
	const char *csrf, int64_t expires_at);
const char *encode_discover(struct arena *a); /* describe.c: an OpenRPC document of the table */
/* What a watcher is told of one change, by topic; the same text for all who are told. */
enum topic { TOPIC_ALARMS, TOPIC_TASKS, TOPIC_ORDERS, TOPIC_N };
extern const char *const topic_names[TOPIC_N + 1]; /* ends with NULL */
struct event_text {
	const char *type; /* "alarm.raised"; NULL: nothing of that topic */
	const char *members; /* "type":..,"at":..,"data":{..} */
};
void encode_change(
	const struct view *v, const struct found_change *c, enum topic topic, struct event_text *out);
/* The alarm a change is about; NULL: it is about none. */
const struct alarm *change_get_alarm(const struct found_change *c);
const char *encode_watching(struct arena *a, int64_t watch, const char *cursor, bool is_found,
	const char *const snapshot[TOPIC_N]);
const char *encode_unwatched(struct arena *a);
void encode_event(struct buf *line, int64_t watch, const char *cursor, const char *members);
enum watch_end { WATCH_END_BEHIND, WATCH_END_NOBODY, WATCH_END_STORE };
const char *encode_watch_end(struct arena *a, enum watch_end why, enum lang lang); /* members */
struct whatif_survey;
struct whatif_period;
/* `calendar`: as it would be, and `events`: what was read of an iCalendar text; either may be NULL. */
const char *encode_survey(struct arena *a, const struct whatif_survey *s,
	const struct calendar *calendar, const char *events);
const char *encode_period(struct arena *a, const struct whatif_period *p);
const char *encode_pong(struct arena *a);
const char *encode_now(struct arena *a, int64_t now_at); /* time.advance */

const char *encode_reloaded(struct arena *a, const char *const *changed, int n);

struct health { /* what system.health says */
	bool is_store_away;
	const char *problem; /* NULL: none */
	enum outage outage;
	const char *advice; /* what to do about the problem; NULL: nothing is known */
	int schema_version;
	int64_t oldest_due_at; /* INSTANT_NONE: nothing armed */
	int64_t lag_ms;
	int64_t n_queued, queue_max; /* of the fuller queue, see below */
	int64_t n_sessions;
	const char *seal; /* HASH@N: the history is sealed up to its row N; NULL: not known */
	int64_t seal_lag_ms; /* how long a row has waited to be sealed */
	const char *seal_held_by; /* the open transaction it waits for (rules.md 28); NULL: none */
};
/*
 * One of the queues a call may be refused for, n waiting where max may. They fill by themselves, so
 * health tells the one that will refuse first: their sum over one's limit is nobody's share.
 */
void health_add_queue(struct health *h, int64_t n, int64_t max);
const char *encode_health(struct arena *a, const struct health *h);

/* {"jsonrpc":"2.0","id":..,"result":..}\n ; replayed marks a stored answer */
/* What stands before and behind the result of a call in its answer line. */
const char *encode_result_head(struct arena *a, const char *id);
extern const char encode_result_tail[];
const char *encode_result(struct arena *a, const char *id, const char *result, bool is_replayed);
/* o: the order it was about, where it was loaded (held? what may be done with it?); else NULL. */
const char *encode_error(struct arena *a, const char *id, const char *trace,
	const struct failure *f, enum lang lang, const struct command *c, const struct order *o);
/* The answers of a batch, each as made above, as one line: [..,..]\n */
const char *encode_batch(struct arena *a, const char *const *answers, int n);

/* sla.json's rows as changes a new store begins with; NULL with *why: it is not as expected. */
struct org_change *decode_sla(struct arena *a, const char *json, const char **why);

#endif
