/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the feed of this daemon: the one reading of what was committed, on whatever daemon, and the
 * telling of it. What an event says is made once for all who are told. It keeps nothing: where
 * everybody is stands in one cursor.
 */
#include <event2/event.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/engine.h"
#include "daemon/watching.h"

const char topic_letters[TOPIC_N] = {'a', 't', 'o'};

/* --- telling ---------------------------------------------------------------------------------------- */

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
	const struct user *who = watch_get_user(w);
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
	watching_set_text(&w->cursor, t->change->cursor);
	if (w->sink.count_waiting(w->sink.owner) > WATCH_BEHIND_MAX)
		drop_slow(w);
}

/* A watch by itself, of what it has read. */
void feed_tell(struct watch *w, const struct feed_reading *r)
{
	w->all->is_telling = true;
	for (int i = 0; i < r->found->n_changes && w->state != WATCH_ENDED; i++) {
		struct told_change t = {.change = &r->found->changes[i]};

		tell(w, r->arena, &t, r->found->now_at);
	}
	w->all->is_telling = false;
	if (w->state != WATCH_ENDED)
		watching_set_text(&w->cursor, r->found->cursor);
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
	watching_set_text(&ws->cursor, ws->found.cursor);
	for (struct watch *w = ws->head; w; w = w->next)
		if (w->state == WATCH_LIVE)
			watching_set_text(&w->cursor, ws->cursor);
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
				watch_join(w);
	}
	watches_sweep(ws);
	if (is_more || ws->is_due)
		feed_poll(ws);
}

void feed_poll(struct watches *ws)
{
	if (!ws->cursor || !ws->store || !engine_is_up(ws->engine))
		return;
	ws->is_due = ws->is_reading || ws->n_joining;
	if (ws->is_due)
		return;
	arena_fini(&ws->arena);
	arena_init(&ws->arena);
	ws->is_reading = true;
	ws->find = (struct request_find){
		.since = arena_str(&ws->arena, ws->cursor), .limit = FEED_PAGE};
	ws->found = (struct found){.arena = &ws->arena};
	store_find(ws->store, FIND_CHANGES, &ws->nobody, &ws->find, &ws->found, on_polled, ws);
}

void feed_on_tick(int fd, short what, void *arg)
{
	(void)fd, (void)what;
	feed_poll(arg);
}

void watches_committed(struct watches *ws)
{
	feed_poll(ws);
}

void feed_begin(struct watches *ws, const char *cursor)
{
	struct timeval span = {.tv_usec = FEED_POLL_MS * 1000};

	watching_set_text(&ws->cursor, cursor);
	must(event_add(ws->tick, &span) == 0);
}

void feed_end(struct watches *ws)
{
	watching_set_text(&ws->cursor, NULL);
	event_del(ws->tick);
}
