/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns who watches, where each of them is, and the one reading that serves them all. It never decides
 * what an event says (encode_change.c) and keeps no history: what is behind is read from the store.
 *
 * Joining. A watcher that has read up waits for the common reading to come to its end, reads by itself
 * what lies between its own place and that one's, and is then where all the others are; until every
 * joiner is, the common reading waits. So one cursor is everybody's, and nothing is told twice.
 */
#include "daemon/watch.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "api/found.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/engine.h"
#include "daemon/loop.h"
#include "daemon/viewer.h"
#include "store/store.h"

enum { POLL_MS = 100, PAGE = 200, SNAPSHOT_ROWS = 1000 };

/* Events of one change go out one after the other; a cursor between two of them ends with the letters
 * of those that are told already. */
static const char topic_letters[TOPIC_N] = {'a', 't', 'o'};
enum { CURSOR_MARK = '~' };

enum watch_state { WATCH_BEGINNING, WATCH_READING_UP, WATCH_JOINING, WATCH_LIVE, WATCH_ENDED };

struct watch {
	struct watches *all;
	struct watch *next;
	int64_t id;
	struct watch_sink sink;
	enum watch_state state;
	char *user; /* who may see what is looked up at each event: a role taken away counts at once */
	char *station;
	unsigned topics; /* BIT(enum topic) */
	char *cursor; /* of the last change told whole */
	int n_readings; /* of its own, under way */
	unsigned told; /* topics of the next change that are told already */
	struct ask *ask; /* watch.start, until it is answered */
	bool is_found;
	const char *snapshot[TOPIC_N]; /* in the ask's arena */
	int n_snapshots;
};

struct reading_up {
	struct reading_up *next; /* of all that are under way */
	struct watch *watch;
	struct arena arena;
	struct request_find find;
	struct found found;
	enum topic topic; /* of a snapshot */
	struct viewer viewer;
};

struct watches {
	struct event_loop *loop;
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
	struct reading_up *readings; /* of single watchers, under way */
	int n_joining; /* until they are there the common reading waits */
	bool is_telling; /* watches are only marked as ended meanwhile */
};

static void poll_feed(struct watches *ws);
static void join(struct watch *w);

static void watch_enter(struct watch *w, enum watch_state state)
{
	w->state = state;
}

static void text_set(char **to, const char *text)
{
	free(*to);
	*to = text ? xstrdup(text) : NULL;
}

/* --- one watch ends ------------------------------------------------------------------------------- */

static void watch_free(struct watch *w)
{
	free(w->user);
	free(w->station);
	free(w->cursor);
	free(w);
}

/* A reading of its own still points at it: that one's end lets it go. */
static bool is_held(const struct watch *w)
{
	return w->ask || w->n_readings;
}

static void sweep(struct watches *ws)
{
	struct watch **at = &ws->head;
	bool has_live = false;

	while (*at) {
		struct watch *w = *at;

		if (w->state == WATCH_ENDED && !is_held(w)) {
			*at = w->next;
			watch_free(w);
			ws->n--;
			continue;
		}
		has_live |= w->state == WATCH_LIVE || w->state == WATCH_JOINING;
		at = &w->next;
	}
	if (!has_live && !ws->is_reading) {
		text_set(&ws->cursor, NULL);
		event_del(ws->tick);
	}
}

static void watch_end(struct watch *w)
{
	watch_enter(w, WATCH_ENDED);
	if (!w->all->is_telling)
		sweep(w->all);
}

/* --- telling ---------------------------------------------------------------------------------------- */

static const struct user *watcher_of(const struct watch *w)
{
	const struct user *u = org_get_user(w->all->org, w->user);

	return u && !u->is_disabled ? u : NULL;
}

static bool is_at_station(const struct watch *w, const struct found_change *c, enum topic topic)
{
	const struct alarm *a;

	if (!w->station)
		return true;
	if (topic == TOPIC_ALARMS) {
		a = change_get_alarm(c);
		return a && a->station && strcmp(a->station, w->station) == 0;
	}
	for (int i = 0; i < c->order->n_tasks; i++)
		if (strcmp(c->order->tasks[i].station, w->station) == 0)
			return true;
	return false;
}

/* Too far behind: told so, with the cursor it can go on from, and ended. */
static void drop_slow(struct watch *w)
{
	static const char members[] =
		"\"type\":\"watch.ended\",\"at\":null,\"data\":{\"reason\":\"too far behind: more than 1 MiB was "
		"not taken; start again with this cursor\"}";
	struct watch_event e = {w->id, w->cursor, "watch.ended", members};

	log_warn("a watch of %s is ended: it does not take what it is told", w->user);
	w->sink.put(w->sink.owner, &e);
	watch_enter(w, WATCH_ENDED);
}

/* The texts of a change are made once, when the first watcher needs them. */
struct told_change {
	const struct found_change *change;
	struct event_text texts[TOPIC_N];
	bool is_made[TOPIC_N];
};

static const struct event_text *text_of(
	struct watches *ws, struct arena *a, struct told_change *t, enum topic topic, int64_t now_at)
{
	struct view view = {.arena = a, .org = ws->org, .now_at = now_at};

	if (!t->is_made[topic])
		encode_change(&view, t->change, topic, &t->texts[topic]);
	t->is_made[topic] = true;
	return &t->texts[topic];
}

static unsigned list_topics(struct watch *w, struct arena *a, struct told_change *t, int64_t now_at)
{
	const struct user *who = watcher_of(w);
	unsigned topics = 0;

	if (!who || !order_is_visible(t->change->order, who))
		return 0;
	for (int i = 0; i < TOPIC_N; i++)
		if ((w->topics & BIT(i)) && !(w->told & BIT(i)) &&
			is_at_station(w, t->change, (enum topic)i) &&
			text_of(w->all, a, t, (enum topic)i, now_at)->type)
			topics |= BIT(i);
	return topics;
}

static void tell(struct watch *w, struct arena *a, struct told_change *t, int64_t now_at)
{
	unsigned topics = list_topics(w, a, t, now_at), told = w->told;

	for (int i = 0; i < TOPIC_N; i++) {
		if (!(topics & BIT(i)))
			continue;
		topics &= ~BIT(i);
		told |= BIT(i);
		const char *cursor = t->change->cursor;
		if (topics) { /* more of this change to come: a place between two of its events */
			char letters[TOPIC_N + 1] = "";

			for (int k = 0, n = 0; k < TOPIC_N; k++)
				if (told & BIT(k))
					letters[n++] = topic_letters[k], letters[n] = '\0';
			cursor = arena_fmt(a, "%s%c%s", w->cursor, CURSOR_MARK, letters);
		}
		const struct event_text *text = &t->texts[i];
		struct watch_event e = {w->id, cursor, text->type, text->members};

		w->sink.put(w->sink.owner, &e);
	}
	w->told = 0;
	text_set(&w->cursor, t->change->cursor);
	if (w->sink.count_waiting(w->sink.owner) > WATCH_BEHIND_MAX)
		drop_slow(w);
}

/* --- the common reading ------------------------------------------------------------------------------- */

static void tell_live(struct watches *ws)
{
	ws->is_telling = true;
	for (int i = 0; i < ws->found.n_changes; i++) {
		struct told_change t = {.change = &ws->found.changes[i]};

		for (struct watch *w = ws->head; w; w = w->next)
			if (w->state == WATCH_LIVE)
				tell(w, &ws->arena, &t, ws->found.now_at);
	}
	ws->is_telling = false;
}

/* Every live watcher stands where the common reading does. */
static void move_live(struct watches *ws)
{
	text_set(&ws->cursor, ws->found.cursor);
	for (struct watch *w = ws->head; w; w = w->next)
		if (w->state == WATCH_LIVE)
			text_set(&w->cursor, ws->cursor);
}

static bool has_joiners(const struct watches *ws)
{
	for (const struct watch *w = ws->head; w; w = w->next)
		if (w->state == WATCH_JOINING)
			return true;
	return false;
}

static void on_polled(void *arg, enum store_outcome outcome)
{
	struct watches *ws = arg;
	bool is_more = outcome == STORE_OK && (ws->found.is_more || ws->found.is_upto);

	ws->is_reading = false;
	/* Where nothing has come the place stays: an older snapshot that says the same. */
	if (outcome == STORE_OK && ws->cursor && (ws->found.n_changes || is_more || has_joiners(ws))) {
		tell_live(ws);
		move_live(ws);
		for (struct watch *w = ws->head; !is_more && w; w = w->next)
			if (w->state == WATCH_JOINING)
				join(w);
	}
	sweep(ws);
	if (is_more || ws->is_due)
		poll_feed(ws);
}

static void poll_feed(struct watches *ws)
{
	if (!ws->cursor || !ws->store || !engine_is_up(ws->engine))
		return;
	ws->is_due = ws->is_reading || ws->n_joining;
	if (ws->is_due)
		return;
	arena_fini(&ws->arena);
	arena_init(&ws->arena);
	ws->is_reading = true;
	ws->find = (struct request_find){.since = arena_str(&ws->arena, ws->cursor), .limit = PAGE};
	ws->found = (struct found){.arena = &ws->arena};
	store_find(ws->store, FIND_CHANGES, &ws->nobody, &ws->find, &ws->found, on_polled, ws);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	poll_feed(arg);
}

void watches_committed(struct watches *ws)
{
	poll_feed(ws);
}

/* --- a watcher's own readings ---------------------------------------------------------------------------- */

static struct reading_up *reading_new(struct watch *w)
{
	struct reading_up *r = xcalloc(1, sizeof(*r));

	r->watch = w;
	r->next = w->all->readings;
	w->all->readings = r;
	w->n_readings++;
	arena_init(&r->arena);
	r->found.arena = &r->arena;
	return r;
}

static void read_changes(struct watch *w, const char *upto, store_done *done)
{
	struct reading_up *r = reading_new(w);

	r->find.since = arena_str(&r->arena, w->cursor);
	r->find.upto = arena_str(&r->arena, upto);
	r->find.limit = PAGE;
	store_find(w->all->store, FIND_CHANGES, &w->all->nobody, &r->find, &r->found, done, r);
}

static void reading_free(struct watches *ws, struct reading_up *r)
{
	struct reading_up **at = &ws->readings;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	arena_fini(&r->arena);
	free(r);
}

static void refuse_start(struct watch *w, enum err e)
{
	struct ask *ask = w->ask;

	w->ask = NULL;
	if (ask)
		ask_refuse(ask, e, NULL);
	watch_end(w);
}

static void answer_start(struct watch *w)
{
	struct ask *ask = w->ask;

	w->ask = NULL;
	ask->answer(ask,
		ask_result(ask, ask->arena,
			encode_watching(ask->arena, w->id, w->cursor, w->is_found, w->snapshot), false));
}

static void tell_own(struct watch *w, struct reading_up *r)
{
	w->all->is_telling = true;
	for (int i = 0; i < r->found.n_changes && w->state != WATCH_ENDED; i++) {
		struct told_change t = {.change = &r->found.changes[i]};

		tell(w, &r->arena, &t, r->found.now_at);
	}
	w->all->is_telling = false;
	if (w->state != WATCH_ENDED)
		text_set(&w->cursor, r->found.cursor);
}

static void on_joined(void *arg, enum store_outcome outcome)
{
	struct reading_up *r = arg;
	struct watch *w = r->watch;
	struct watches *ws = w->all;

	w->n_readings--;
	ws->n_joining--;
	if (outcome == STORE_OK && w->state == WATCH_JOINING) {
		tell_own(w, r);
		if (w->state == WATCH_JOINING && r->found.is_more)
			join(w);
		else if (w->state == WATCH_JOINING)
			watch_enter(w, WATCH_LIVE);
	}
	reading_free(ws, r);
	sweep(ws);
	if (ws->n_joining == 0 && ws->is_due)
		poll_feed(ws);
}

/* From its own place to the common one, which waits. */
static void join(struct watch *w)
{
	w->all->n_joining++;
	read_changes(w, w->all->cursor, on_joined);
}

static void meet_others(struct watch *w)
{
	struct watches *ws = w->all;
	struct timeval span = {.tv_usec = POLL_MS * 1000};

	if (ws->cursor) {
		watch_enter(w, WATCH_JOINING);
		poll_feed(ws);
		return;
	}
	watch_enter(w, WATCH_LIVE);
	text_set(&ws->cursor, w->cursor);
	must(event_add(ws->tick, &span) == 0);
}

static void on_read_up(void *arg, enum store_outcome outcome)
{
	struct reading_up *r = arg;
	struct watch *w = r->watch;
	bool is_more = r->found.is_more || r->found.is_upto;

	w->n_readings--;
	if (outcome != STORE_OK || w->state == WATCH_ENDED) {
		/* Once begun it is over: nobody would tell it where to go on. */
		reading_free(w->all, r);
		refuse_start(w, ERR_UNAVAILABLE);
		return;
	}
	tell_own(w, r);
	reading_free(w->all, r);
	if (w->state == WATCH_ENDED)
		sweep(w->all);
	else if (is_more)
		read_changes(w, NULL, on_read_up);
	else
		meet_others(w);
}

static void next_snapshot(struct watch *w);

/* Where it begins: behind its cursor, or here and now. */
static void on_begun(void *arg, enum store_outcome outcome)
{
	struct reading_up *r = arg;
	struct watch *w = r->watch;

	w->n_readings--;
	if (outcome != STORE_OK || w->state == WATCH_ENDED) {
		reading_free(w->all, r);
		refuse_start(w, ERR_UNAVAILABLE);
		return;
	}
	if (r->found.is_bad_cursor) { /* another store's, or none: a snapshot, and on from here */
		w->is_found = false;
		text_set(&w->cursor, NULL);
		reading_free(w->all, r);
		read_changes(w, NULL, on_begun);
		return;
	}
	if (!w->cursor)
		text_set(&w->cursor, r->found.cursor);
	reading_free(w->all, r);
	watch_enter(w, WATCH_READING_UP);
	if (!w->is_found) {
		next_snapshot(w);
		return;
	}
	answer_start(w);
	read_changes(w, NULL, on_read_up);
}

/* --- a snapshot, where the cursor is none of this store's --------------------------------------------- */

static const struct {
	const char *method;
	enum find find;
} lists[TOPIC_N] = {
	[TOPIC_ALARMS] = {"alarm.list", FIND_ALARMS},
	[TOPIC_TASKS] = {"task.list", FIND_TASKS},
	[TOPIC_ORDERS] = {"order.list", FIND_OPEN},
};

static void on_snapshot(void *arg, enum store_outcome outcome)
{
	struct reading_up *r = arg;
	struct watch *w = r->watch;

	w->n_readings--;
	if (outcome != STORE_OK || w->state == WATCH_ENDED) {
		reading_free(w->all, r);
		refuse_start(w, ERR_UNAVAILABLE);
		return;
	}
	struct view view = {.arena = &r->arena, .org = w->all->org, .now_at = r->found.now_at};
	const char *text = encode_found(&view, command_get(lists[r->topic].method), &r->find, &r->found);

	w->snapshot[r->topic] = arena_str(w->ask->arena, text);
	reading_free(w->all, r);
	next_snapshot(w);
}

static void next_snapshot(struct watch *w)
{
	const struct user *who = watcher_of(w);
	int topic = w->n_snapshots;

	while (topic < TOPIC_N && !(w->topics & BIT(topic)))
		topic++;
	w->n_snapshots = topic + 1;
	if (topic >= TOPIC_N) {
		answer_start(w);
		read_changes(w, NULL, on_read_up);
		return;
	}
	if (!who) {
		refuse_start(w, ERR_UNAUTHENTICATED);
		return;
	}
	struct reading_up *r = reading_new(w);

	r->topic = (enum topic)topic;
	viewer_fill(&r->viewer, &r->arena, who);
	r->find = find_blank;
	r->find.station = arena_str(&r->arena, w->station);
	r->find.limit = SNAPSHOT_ROWS;
	store_find(w->all->store, lists[topic].find, &r->viewer, &r->find, &r->found, on_snapshot, r);
}

/* --- from outside ----------------------------------------------------------------------------------------- */

static int count_of(const struct watches *ws, const void *owner)
{
	int n = 0;

	for (const struct watch *w = ws->head; w; w = w->next)
		n += w->sink.owner == owner && w->state != WATCH_ENDED;
	return n;
}

/* What stands behind the mark: the topics of the next change that are told. False: no such mark. */
static bool take_mark(char *cursor, unsigned *told)
{
	char *mark = cursor ? strchr(cursor, CURSOR_MARK) : NULL;

	*told = 0;
	if (!mark)
		return true;
	for (const char *c = mark + 1; *c; c++) {
		int i = 0;

		while (i < TOPIC_N && topic_letters[i] != *c)
			i++;
		if (i == TOPIC_N)
			return false;
		*told |= BIT(i);
	}
	*mark = '\0';
	return true;
}

static unsigned topics_of(const struct names *names)
{
	unsigned topics = 0;

	for (int i = 0; i < TOPIC_N; i++)
		if (names_has(names, topic_names[i]))
			topics |= BIT(i);
	return topics;
}

void watches_start(struct watches *ws, struct ask *ask, const struct watch_sink *sink)
{
	const struct request_watch *q = ask->call->request;
	struct failure fail = {0};
	const struct user *who = ask_check_who(ask, ws->org, &fail);

	if (fail.err == ERR_NONE && (!ws->store || !engine_is_up(ws->engine)))
		fail.err = ERR_UNAVAILABLE;
	if (fail.err == ERR_NONE &&
		(ws->n >= WATCHES_MAX || count_of(ws, sink->owner) >= WATCHES_OF_ONE_MAX))
		fail = (struct failure){.err = ERR_OVERLOADED,
			.en = "too many watches: 16 a connection, 4096 all told; stop one first",
			.zh = "监视过多：每个连接最多 16 个，总共 4096 个，请先停止一个"};
	if (fail.err != ERR_NONE) {
		ask->answer(ask, ask_error(ask, ask->arena, &fail, NULL));
		return;
	}
	struct watch *w = xcalloc(1, sizeof(*w));
	*w = (struct watch){.all = ws,
		.id = ++ws->last_id,
		.sink = *sink,
		.state = WATCH_BEGINNING,
		.user = xstrdup(who->name),
		.topics = topics_of(&q->topics),
		.ask = ask,
		.is_found = true,
		.next = ws->head};
	text_set(&w->station, q->station);
	text_set(&w->cursor, q->since);
	if (!take_mark(w->cursor, &w->told)) {
		w->is_found = false;
		text_set(&w->cursor, NULL);
	}
	ws->head = w;
	ws->n++;
	read_changes(w, NULL, on_begun);
}

bool watches_stop(struct watches *ws, const void *owner, int64_t watch)
{
	for (struct watch *w = ws->head; w; w = w->next)
		if (w->id == watch && w->sink.owner == owner && w->state != WATCH_ENDED) {
			watch_end(w);
			return true;
		}
	return false;
}

void watches_drop(struct watches *ws, const void *owner)
{
	for (struct watch *w = ws->head; w; w = w->next)
		if (w->sink.owner == owner)
			watch_enter(w, WATCH_ENDED);
	if (!ws->is_telling)
		sweep(ws);
}

int watches_count(const struct watches *ws)
{
	return ws->n;
}

void watches_set_store(struct watches *ws, struct store *s)
{
	ws->store = s;
}

struct watches *watches_new(struct event_loop *loop, struct engine *engine, const struct org *org)
{
	struct watches *ws = xcalloc(1, sizeof(*ws));

	ws->loop = loop;
	ws->engine = engine;
	ws->org = org;
	ws->tick = event_new(loop->base, -1, EV_PERSIST, on_tick, ws);
	must(ws->tick);
	arena_init(&ws->arena);
	return ws;
}

void watches_free(struct watches *ws)
{
	while (ws->readings)
		reading_free(ws, ws->readings);
	while (ws->head) {
		struct watch *w = ws->head;

		ws->head = w->next;
		watch_free(w);
	}
	event_free(ws->tick);
	arena_fini(&ws->arena);
	free(ws->cursor);
	free(ws);
}
