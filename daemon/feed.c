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

void feed_end_watch(struct watch *w, enum watch_end why, struct arena *a)
{
	struct watch_event e = {
		w->id, watch_spell_cursor(w, w->told, a), encode_watch_end(a, why, w->who.lang), true};

	w->sink.put(w->sink.owner, &e);
	watch_enter(w, WATCH_ENDED);
}

/* The texts of a change are made once, when the first watcher needs them. */
struct told_change {
	const struct found_change *change;
	int64_t now_at; /* when it was read */
	struct arena *arena; /* of the texts */
	struct event_text texts[TOPIC_N];
	bool is_made[TOPIC_N];
};

static const struct event_text *text_of(
	const struct watches *ws, struct told_change *t, enum topic topic)
{
	struct view view = {.arena = t->arena, .org = ws->org, .now_at = t->now_at};

	if (!t->is_made[topic])
		encode_change(&view, t->change, topic, &t->texts[topic]);
	t->is_made[topic] = true;
	return &t->texts[topic];
}

static unsigned list_topics(const struct watch *w, const struct user *who, struct told_change *t)
{
	unsigned topics = 0;

	if (!order_is_visible(t->change->order, who))
		return 0;
	for (int i = 0; i < TOPIC_N; i++)
		if ((w->topics & BIT(i)) && !(w->told & BIT(i)) &&
			is_at_station(w, t->change, (enum topic)i) && text_of(w->all, t, (enum topic)i)->type)
			topics |= BIT(i);
	return topics;
}

/* By what it was told: a long snapshot before that is its answer, and must be taken in time. */
static bool is_behind(struct watch *w)
{
	size_t n = w->sink.count_waiting(w->sink.owner);

	if (n < w->n_answer)
		w->n_answer = n;
	return n - w->n_answer > WATCH_BEHIND_MAX;
}

static void tell(struct watch *w, struct told_change *t)
{
	const struct user *who = watch_get_user(w);

	if (!who) {
		feed_end_watch(w, WATCH_END_NOBODY, t->arena);
		return;
	}
	unsigned topics = list_topics(w, who, t), told = w->told;

	for (int i = 0; i < TOPIC_N; i++) {
		if (!(topics & BIT(i)))
			continue;
		topics &= ~BIT(i);
		told |= BIT(i);
		const char *cursor = t->change->cursor;
		if (topics) /* more of this change to come: a place between two of its events */
			cursor = watch_spell_cursor(w, told, t->arena);
		const struct event_text *text = &t->texts[i];
		struct watch_event e = {w->id, cursor, text->members, false};

		w->sink.put(w->sink.owner, &e);
	}
	w->told = 0;
	watching_set_text(&w->cursor, t->change->cursor);
	if (is_behind(w)) {
		log_warn("a watch of %s is ended: it does not take what it is told", who->name);
		feed_end_watch(w, WATCH_END_BEHIND, t->arena);
	}
}

/* A watch by itself, of what it has read. */
void feed_tell(struct watch *w, const struct feed_reading *r)
{
	w->all->is_telling = true;
	for (int i = 0; i < r->found->n_changes && w->state != WATCH_ENDED; i++) {
		struct told_change t = {
			.change = &r->found->changes[i], .now_at = r->found->now_at, .arena = r->arena};

		tell(w, &t);
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
		struct told_change t = {
			.change = &ws->found.changes[i], .now_at = ws->found.now_at, .arena = &ws->arena};

		for (struct watch *w = ws->head; w; w = w->next)
			if (w->state == WATCH_LIVE)
				tell(w, &t);
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

/* The store was restored beneath us, and has not been where its watchers are: they hear so, and begin anew. */
static void end_all(struct watches *ws)
{
	for (struct watch *w = ws->head; w; w = w->next)
		if (w->state == WATCH_LIVE || w->state == WATCH_JOINING)
			feed_end_watch(w, WATCH_END_STORE, &ws->arena);
}

static void on_polled(void *arg, enum store_outcome outcome)
{
	struct watches *ws = arg;
	bool is_more = outcome == STORE_OK && (ws->found.is_more || ws->found.is_upto);

	ws->is_reading = false;
	if (outcome == STORE_REFUSED)
		log_error(
			"the store refused what was committed: %s", store_problem(ws->store, CHANNEL_READ));
	if (outcome == STORE_OK && ws->found.is_bad_cursor)
		end_all(ws);
	/* Where nothing has come the place stays: an older snapshot that says the same. */
	else if (outcome == STORE_OK && ws->cursor &&
		(ws->found.n_changes || is_more || has_joiners(ws))) {
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

/* Whoever is nobody any more hears so, and no more. */
static void drop_nobodies(struct watches *ws)
{
	for (struct watch *w = ws->head; w; w = w->next)
		if (w->state == WATCH_LIVE && !watch_get_user(w))
			feed_end_watch(w, WATCH_END_NOBODY, &ws->arena);
	watches_sweep(ws);
}

void feed_on_tick(int fd, short what, void *arg)
{
	(void)fd, (void)what;
	drop_nobodies(arg);
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
