/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns who watches and how each comes to where the others are. It never decides what an event says
 * (encode_change.c) and keeps no history: what is behind is read from the store.
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
#include "daemon/watching.h"

enum { SNAPSHOT_ROWS = 1000 };

const struct user *watch_get_user(const struct watch *w)
{
	return speaker_get_user(&w->who, w->all->org, w->all->engine);
}

void watch_enter(struct watch *w, enum watch_state state)
{
	w->state = state;
}

void watching_set_text(char **to, const char *text)
{
	free(*to);
	*to = text ? xstrdup(text) : NULL;
}

/* --- one watch ends ------------------------------------------------------------------------------- */

static void watch_free(struct watch *w)
{
	free(w->station);
	free(w->cursor);
	free(w);
}

/* A reading of its own still points at it: that one's end lets it go. */
static bool is_held(const struct watch *w)
{
	return w->ask || w->n_readings;
}

void watches_sweep(struct watches *ws)
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
		feed_end(ws);
	}
}

static void watch_end(struct watch *w)
{
	watch_enter(w, WATCH_ENDED);
	if (!w->all->is_telling)
		watches_sweep(w->all);
}

/* --- a watcher's own readings ---------------------------------------------------------------------------- */

static struct reading_up *reading_new(
	struct watch *w, enum find what, void (*done)(struct reading_up *r, enum store_outcome outcome))
{
	struct reading_up *r = xcalloc(1, sizeof(*r));

	r->watch = w;
	r->what = what;
	r->done = done;
	r->next = w->all->readings;
	w->all->readings = r;
	w->n_readings++;
	arena_init(&r->arena);
	r->found.arena = &r->arena;
	return r;
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

static void readings_send(struct watches *ws);
static void readings_refuse(struct watches *ws);

static void on_reading(void *arg, enum store_outcome outcome)
{
	struct reading_up *r = arg;
	struct watches *ws = r->watch->all;

	ws->n_sent--;
	r->watch->n_readings--;
	r->done(r, outcome);
	if (outcome == STORE_AWAY)
		readings_refuse(ws);
	else
		readings_send(ws);
}

/* The one that waits longest; NULL: none does. */
static struct reading_up *readings_next(struct watches *ws)
{
	struct reading_up *first = NULL;

	for (struct reading_up *r = ws->readings; r; r = r->next)
		if (!r->is_sent)
			first = r;
	return first;
}

/* Nobody waits for a store that is away. */
static void readings_refuse(struct watches *ws)
{
	struct reading_up *r;

	while ((r = readings_next(ws))) {
		r->is_sent = true;
		r->watch->n_readings--;
		r->done(r, STORE_AWAY);
	}
}

/* As many as may be. */
static void readings_send(struct watches *ws)
{
	struct reading_up *first;

	while (ws->n_sent < READINGS_MAX && (first = readings_next(ws))) {
		first->is_sent = true;
		ws->n_sent++;
		store_find(
			ws->store, first->what, &first->viewer, &first->find, &first->found, on_reading, first);
	}
}

static void read_changes(struct watch *w, const char *upto,
	void (*done)(struct reading_up *r, enum store_outcome outcome))
{
	struct reading_up *r = reading_new(w, FIND_CHANGES, done);

	r->find.since = arena_str(&r->arena, w->cursor);
	r->find.upto = arena_str(&r->arena, upto);
	r->find.limit = FEED_PAGE;
	readings_send(w->all);
}

static void refuse_start(struct watch *w, enum err e)
{
	watch_enter(w, WATCH_ENDED);
	if (w->ask)
		ask_refuse(w->ask, e, NULL);
	w->ask = NULL;
	watches_sweep(w->all);
}

/* What r asked for was not had, or for nobody: its watch is over. True: so it is. */
static bool reading_failed(struct reading_up *r, enum store_outcome outcome)
{
	struct watch *w = r->watch;

	if (outcome == STORE_OK && w->state != WATCH_ENDED)
		return false;
	if (outcome == STORE_REFUSED)
		log_error("the store refused a watch: %s", store_problem(w->all->store, CHANNEL_READ));
	if (!w->ask && w->state != WATCH_ENDED)
		feed_end_watch(w, WATCH_END_STORE, &r->arena);
	reading_free(w->all, r);
	refuse_start(w, ERR_UNAVAILABLE);
	return true;
}

/* False: the connection went with the answer, and the watch with it. While it is answered its ask
 * holds it. */
static bool answer_start(struct watch *w)
{
	struct ask *ask = w->ask;

	const char *cursor = watch_spell_cursor(w, w->told, ask->arena);

	if (w->sink.begin)
		w->sink.begin(w->sink.owner, cursor);
	ask->answer(ask,
		ask_result(ask, ask->arena,
			encode_watching(ask->arena, w->id, cursor, w->is_found, w->snapshot), false));
	bool goes_on = w->state != WATCH_ENDED;

	w->n_answer = goes_on ? w->sink.count_waiting(w->sink.owner) : 0;
	w->ask = NULL;
	if (!goes_on)
		watches_sweep(w->all);
	return goes_on;
}

static void on_joined(struct reading_up *r, enum store_outcome outcome)
{
	struct watch *w = r->watch;
	struct watches *ws = w->all;

	ws->n_joining--;
	if (r->found.is_bad_cursor && w->state == WATCH_JOINING) {
		feed_end_watch(w, WATCH_END_STORE, &r->arena);
	} else if (outcome == STORE_OK && w->state == WATCH_JOINING) {
		feed_tell(w, &(struct feed_reading){&r->arena, &r->found});
		if (w->state == WATCH_JOINING && r->found.is_more)
			watch_join(w);
		else if (w->state == WATCH_JOINING)
			watch_enter(w, WATCH_LIVE);
	}
	reading_free(ws, r);
	watches_sweep(ws);
	if (ws->n_joining == 0 && ws->is_due)
		feed_poll(ws);
}

/* From its own place to the common one, which waits. */
void watch_join(struct watch *w)
{
	w->all->n_joining++;
	read_changes(w, w->all->cursor, on_joined);
}

static void meet_others(struct watch *w)
{
	struct watches *ws = w->all;

	if (ws->cursor) {
		watch_enter(w, WATCH_JOINING);
		feed_poll(ws);
		return;
	}
	watch_enter(w, WATCH_LIVE);
	feed_begin(ws, w->cursor);
}

static void on_read_up(struct reading_up *r, enum store_outcome outcome)
{
	struct watch *w = r->watch;
	bool is_more = r->found.is_more || r->found.is_upto;

	/* Since it began the store was restored, and has not been there. */
	if (reading_failed(r, r->found.is_bad_cursor ? STORE_AWAY : outcome))
		return;
	feed_tell(w, &(struct feed_reading){&r->arena, &r->found});
	reading_free(w->all, r);
	if (w->state == WATCH_ENDED)
		watches_sweep(w->all);
	else if (is_more)
		read_changes(w, NULL, on_read_up);
	else
		meet_others(w);
}

static void next_snapshot(struct watch *w);

/* It is none of ours, nor is what stood behind its mark. */
static void forget_cursor(struct watch *w)
{
	w->is_found = false;
	w->told = 0;
	watching_set_text(&w->cursor, NULL);
}

/* Where it begins: behind its cursor, or here and now. */
static void on_begun(struct reading_up *r, enum store_outcome outcome)
{
	struct watch *w = r->watch;

	if (reading_failed(r, outcome))
		return;
	if (r->found.is_bad_cursor) { /* another store's, or none: a snapshot, and on from here */
		forget_cursor(w);
		reading_free(w->all, r);
		read_changes(w, NULL, on_begun);
		return;
	}
	if (!w->cursor)
		watching_set_text(&w->cursor, r->found.cursor);
	reading_free(w->all, r);
	watch_enter(w, WATCH_READING_UP);
	if (!w->is_found) {
		next_snapshot(w);
		return;
	}
	if (answer_start(w))
		read_changes(w, NULL, on_read_up);
}

/* --- a snapshot, where the cursor is none of this store's --------------------------------------------- */

static const struct {
	const char *method;
	enum find find;
} lists[TOPIC_N] = {
	[TOPIC_ALARMS] = {"alarm.list", FIND_ALARMS},
	[TOPIC_TASKS] = {"task.list", FIND_TASKS},
	[TOPIC_ORDERS] = {"order.list", FIND_ORDERS},
};

static void on_snapshot(struct reading_up *r, enum store_outcome outcome)
{
	struct watch *w = r->watch;

	if (reading_failed(r, outcome))
		return;
	struct view view = {.arena = &r->arena, .org = w->all->org, .now_at = r->found.now_at};
	const char *text = encode_found(
		&view, command_get(lists[r->topic].method), &r->find, &r->found);

	w->snapshot[r->topic] = arena_str(w->ask->arena, text);
	reading_free(w->all, r);
	next_snapshot(w);
}

static void next_snapshot(struct watch *w)
{
	const struct user *who = watch_get_user(w);
	int topic = w->n_snapshots;

	while (topic < TOPIC_N && !(w->topics & BIT(topic)))
		topic++;
	w->n_snapshots = topic + 1;
	if (topic >= TOPIC_N) {
		if (answer_start(w))
			read_changes(w, NULL, on_read_up);
		return;
	}
	if (!who) {
		refuse_start(w, ERR_UNAUTHENTICATED);
		return;
	}
	struct reading_up *r = reading_new(w, lists[topic].find, on_snapshot);

	r->topic = (enum topic)topic;
	viewer_fill(&r->viewer, &r->arena, who);
	r->find = find_blank;
	r->find.is_open = true;
	r->find.station = arena_str(&r->arena, w->station);
	r->find.limit = SNAPSHOT_ROWS;
	readings_send(w->all);
}

/* --- cursors between the events of one change -------------------------------------------------------------- */

const char *watch_spell_cursor(const struct watch *w, unsigned told, struct arena *a)
{
	char letters[TOPIC_N + 1];
	int n = 0;

	for (int i = 0; i < TOPIC_N; i++)
		if (told & BIT(i))
			letters[n++] = topic_letters[i];
	letters[n] = '\0';
	return n ? arena_fmt(a, "%s%c%s", w->cursor, CURSOR_MARK, letters) : w->cursor;
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

/* --- from outside ----------------------------------------------------------------------------------------- */

static int count_of(const struct watches *ws, const void *owner)
{
	int n = 0;

	for (const struct watch *w = ws->head; w; w = w->next)
		n += w->sink.owner == owner && w->state != WATCH_ENDED;
	return n;
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

	/* He may have logged in as somebody else while the call waited for those before it. */
	if (fail.err == ERR_NONE && speaker_get_user(sink->who, ws->org, ws->engine) != who)
		fail.err = ERR_UNAUTHENTICATED;
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
		.who = *sink->who,
		.topics = topics_of(&q->topics),
		.ask = ask,
		.is_found = true,
		.next = ws->head};
	watching_set_text(&w->station, q->station);
	watching_set_text(&w->cursor, q->since);
	if (!take_mark(w->cursor, &w->told))
		forget_cursor(w);
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
		watches_sweep(ws);
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

	ws->engine = engine;
	ws->org = org;
	ws->tick = event_new(loop->base, -1, EV_PERSIST, feed_on_tick, ws);
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
