/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the kept answers of alarm.list and the knowledge that they still hold. It never decides what an
 * alarm says, nor who may see it: only for those who see everything are answers kept, and that nothing
 * has changed is nothing new to anybody.
 *
 * Whether they hold. All that is kept was read at or behind one place of the feed, the base; a look at
 * the store asks whether any alarm has changed behind it. If so all is forgotten and the next who asks
 * begins anew. If not, cursors given out since then are places where nothing lies between them and the
 * base: whoever comes with one hears that nothing has changed, and is given the base, so that in the end
 * all come with the same.
 */
#include "daemon/polls.h"

#include <stdlib.h>
#include <string.h>

#include "api/found.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/engine.h"
#include "daemon/kept.h"
#include "daemon/loop.h"
#include "daemon/meter.h"
#include "daemon/viewer.h"
#include "store/store.h"

struct poll { /* one answer, and who waits for it */
	struct polls *all;
	char *key; /* NULL: a free place */
	struct kept *text; /* a result; NULL: none is kept */
	int64_t asked_ms;
	/* being read */
	bool is_reading;
	struct asks waiting; /* for it */
	struct asks later; /* came when something had been committed that it may not see */
	unsigned epoch;
	struct polls_moment sent;
	struct arena arena;
	struct request_find request;
	struct found found;
};

struct mark { /* a cursor that was given out */
	char *cursor; /* NULL: none */
	uint64_t n_looks; /* sent when it came: a later one tells whether anything lies before it */
	bool is_at_base;
};

struct polls {
	struct polls_options options;
	struct store *store;
	struct viewer everything;
	unsigned epoch; /* of what is kept: forgetting begins another */
	uint64_t n_committed;
	char *base; /* NULL: nothing is kept */
	struct kept *unchanged; /* the answer where nothing has changed behind the base */
	struct polls_moment looked; /* up to then nothing had */
	struct mark marks[POLLS_MARKS_MAX];
	unsigned n_marks; /* ever: the oldest makes way */
	struct poll poll[POLLS_MAX];
	/* the look */
	bool is_looking;
	uint64_t n_looks;
	unsigned look_epoch;
	struct polls_moment look_sent;
	struct arena arena;
	struct request_find request;
	struct found found;
	struct asks waiting; /* for it */
	struct asks later; /* came after it was sent: for the next */
};

static void set_text(char **to, const char *text)
{
	free(*to);
	*to = text ? xstrdup(text) : NULL;
}

static void set_kept(struct kept **to, const char *text)
{
	kept_drop(*to);
	*to = text ? kept_new(text) : NULL;
}

/* --- what is kept ------------------------------------------------------------------------------------- */

static void forget(struct polls *ps)
{
	ps->epoch++;
	set_text(&ps->base, NULL);
	for (int i = 0; i < POLLS_MARKS_MAX; i++)
		set_text(&ps->marks[i].cursor, NULL);
	for (int i = 0; i < POLLS_MAX; i++)
		set_kept(&ps->poll[i].text, NULL);
}

static void set_base(struct polls *ps, const char *cursor, const struct polls_moment *sent)
{
	static const struct request_find since = {.since = ""};
	struct arena arena;
	struct view view = {.arena = &arena, .org = ps->options.org};
	struct found none = {.arena = &arena, .cursor = cursor, .is_cursor_found = true};

	arena_init(&arena);
	set_text(&ps->base, cursor);
	set_kept(&ps->unchanged, encode_found(&view, command_get("alarm.list"), &since, &none));
	ps->looked = *sent;
	arena_fini(&arena);
}

static void keep_mark(struct polls *ps, const char *cursor)
{
	struct mark *p = &ps->marks[ps->n_marks++ % POLLS_MARKS_MAX];

	set_text(&p->cursor, cursor);
	p->n_looks = ps->n_looks;
	p->is_at_base = false;
}

static bool is_at_base(const struct polls *ps, const char *cursor)
{
	if (!ps->base)
		return false;
	if (strcmp(cursor, ps->base) == 0)
		return true;
	for (int i = 0; i < POLLS_MARKS_MAX; i++) {
		const struct mark *p = &ps->marks[i];

		if (p->is_at_base && p->cursor && strcmp(p->cursor, cursor) == 0)
			return true;
	}
	return false;
}

/* What was read then is still good enough for who asks now. */
static bool is_fresh(const struct polls *ps, const struct polls_moment *m)
{
	return m->n_committed == ps->n_committed && loop_now_ms() - m->ms < POLLS_AGE_MS;
}

static const struct request_find *request_of(const struct ask *ask)
{
	return ask->call->request;
}

static char *spell_key(struct arena *a, const struct request_find *q)
{
	return arena_fmt(a, "%d %d %lld %lld %zu:%s %s", q->state, q->severity, (long long)q->order,
		(long long)q->limit, q->station ? strlen(q->station) : 0, q->station ? q->station : "",
		q->since ? q->since : "");
}

/* The answer of this key, or the place of the one unused longest; NULL: all of them are being read. */
static struct poll *poll_get(struct polls *ps, const char *key)
{
	struct poll *oldest = NULL;

	for (int i = 0; i < POLLS_MAX; i++) {
		struct poll *p = &ps->poll[i];

		if (p->key && strcmp(p->key, key) == 0)
			return p;
		if (!p->is_reading && (!oldest || p->asked_ms < oldest->asked_ms))
			oldest = p;
	}
	if (!oldest)
		return NULL;
	set_text(&oldest->key, key);
	set_kept(&oldest->text, NULL);
	return oldest;
}

/* --- reading one --------------------------------------------------------------------------------------- */

static void refuse_all(struct asks *waiting, enum err e)
{
	struct ask *ask;

	while ((ask = asks_take(waiting)))
		ask_refuse(ask, e, NULL);
}

static void take_all(struct polls *ps, struct asks *asks)
{
	struct ask *ask;

	while ((ask = asks_take(asks)))
		if (!polls_take(ps, ask))
			ps->options.read(ps->options.arg, ask);
}

static void answer(struct ask *ask, const char *result)
{
	ask->answer(ask, ask_result(ask, ask->arena, result, false));
}

/* The organisation has changed since ours was read: who asked may be nobody any more. */
static bool is_outdated(const struct polls *ps, const struct found *found)
{
	return found->config_version > org_get_config_version(ps->options.org);
}

static void on_read(void *arg, enum store_outcome outcome)
{
	struct poll *p = arg;
	struct polls *ps = p->all;
	struct asks waiting = p->waiting, later = p->later;
	struct arena arena = p->arena;
	struct ask *ask;

	p->is_reading = false;
	p->waiting = p->later = (struct asks){0};
	if (outcome == STORE_OK && (p->found.is_bad_cursor || is_outdated(ps, &p->found))) {
		while ((ask = asks_take(&waiting)))
			ps->options.read(ps->options.arg, ask); /* finds out what is the matter, and says so */
	} else if (outcome == STORE_OK) {
		struct view view = {.arena = &arena, .org = ps->options.org, .now_at = p->found.now_at};
		const char *text = encode_found(&view, command_get("alarm.list"), &p->request, &p->found);

		polls_met(ps, &p->found, &p->sent);
		if (p->epoch == ps->epoch && ps->base && strlen(text) <= POLLS_TEXT_MAX)
			set_kept(&p->text, text);
		while ((ask = asks_take(&waiting)))
			answer(ask, text);
	} else {
		if (outcome == STORE_REFUSED)
			log_error("the store refused the alarms: %s", store_problem(ps->store, CHANNEL_READ));
		refuse_all(&waiting, ERR_UNAVAILABLE);
	}
	arena_fini(&arena);
	take_all(ps, &later);
}

static void read_for(struct poll *p, const struct request_find *q)
{
	struct polls *ps = p->all;

	p->is_reading = true;
	p->epoch = ps->epoch;
	p->sent = polls_now(ps);
	arena_init(&p->arena);
	p->request = *q;
	p->request.station = arena_str(&p->arena, q->station);
	p->request.since = arena_str(&p->arena, q->since);
	p->found = (struct found){.arena = &p->arena};
	store_find(ps->store, FIND_ALARMS, &ps->everything, &p->request, &p->found, on_read, p);
}

/* What is kept is known to hold. False: it is not ours to answer. */
static bool serve(struct polls *ps, struct ask *ask)
{
	const struct request_find *q = request_of(ask);
	struct failure fail = {0};
	const struct user *who = ask_check_who(ask, ps->options.org, &fail);

	if (!who || fail.err != ERR_NONE)
		return false;
	if (q->since && is_at_base(ps, q->since)) {
		meter_count_poll(ps->options.meter, true);
		ask->answer_kept(ask, ps->unchanged);
		return true;
	}
	if (!user_sees_all(who)) {
		meter_count_poll(ps->options.meter, false);
		return false;
	}
	struct poll *p = poll_get(ps, spell_key(ask->arena, q));

	if (!p)
		return false;
	p->asked_ms = loop_now_ms();
	meter_count_poll(ps->options.meter, p->text || p->is_reading);
	if (p->text) {
		ask->answer_kept(ask, p->text);
		return true;
	}
	if (!p->is_reading)
		read_for(p, q);
	asks_put(is_fresh(ps, &p->sent) ? &p->waiting : &p->later, ask);
	return true;
}

/* --- the look ------------------------------------------------------------------------------------------- */

static void on_looked(void *arg, enum store_outcome outcome)
{
	struct polls *ps = arg;
	struct asks waiting = ps->waiting, later;
	bool is_ours = ps->look_epoch == ps->epoch, is_old = false;
	struct ask *ask;

	ps->is_looking = false;
	ps->waiting = (struct asks){0};
	if (outcome != STORE_OK) {
		if (outcome == STORE_REFUSED)
			log_error("the store refused the alarms: %s", store_problem(ps->store, CHANNEL_READ));
		forget(ps);
		refuse_all(&waiting, ERR_UNAVAILABLE);
		refuse_all(&ps->later, ERR_UNAVAILABLE);
	} else if ((is_old = is_outdated(ps, &ps->found))) {
		forget(ps);
	} else if (is_ours && (ps->found.n_alarms || ps->found.is_bad_cursor)) {
		forget(ps);
	} else if (is_ours) {
		ps->looked = ps->look_sent;
		for (int i = 0; i < POLLS_MARKS_MAX; i++)
			ps->marks[i].is_at_base |= ps->marks[i].n_looks < ps->n_looks;
	}
	arena_fini(&ps->arena);
	/* Whatever has been committed since: they came before the look. */
	while ((ask = asks_take(&waiting)))
		if (is_old || !serve(ps, ask))
			ps->options.read(ps->options.arg, ask);
	later = ps->later;
	ps->later = (struct asks){0};
	take_all(ps, &later);
}

static void look(struct polls *ps)
{
	ps->is_looking = true;
	ps->n_looks++;
	ps->look_epoch = ps->epoch;
	ps->look_sent = polls_now(ps);
	arena_init(&ps->arena);
	ps->request = (struct request_find){.since = arena_str(&ps->arena, ps->base), .limit = 1};
	ps->found = (struct found){.arena = &ps->arena};
	store_find(ps->store, FIND_ALARMS, &ps->everything, &ps->request, &ps->found, on_looked, ps);
}

/* --- from outside --------------------------------------------------------------------------------------- */

bool polls_take(struct polls *ps, struct ask *ask)
{
	const struct command *c = ask->call->command;

	if (c->act != ACT_FIND || c->find != FIND_ALARMS || request_of(ask)->cursor || !ps->store ||
		!engine_is_up(ps->options.engine))
		return false;
	if (!ps->base || is_fresh(ps, &ps->looked))
		return serve(ps, ask);
	if (ps->is_looking) {
		asks_put(is_fresh(ps, &ps->look_sent) ? &ps->waiting : &ps->later, ask);
		return true;
	}
	asks_put(&ps->waiting, ask);
	look(ps);
	return true;
}

struct polls_moment polls_now(const struct polls *ps)
{
	return (struct polls_moment){loop_now_ms(), ps->n_committed};
}

/* All are read on one connection: what comes later has seen all that the base has. */
void polls_met(struct polls *ps, const struct found *found, const struct polls_moment *sent)
{
	if (found->is_more || found->is_upto)
		return; /* within or behind a longer answer: it is not the place it was read at */
	if (ps->base)
		keep_mark(ps, found->cursor);
	else
		set_base(ps, found->cursor, sent);
}

void polls_committed(struct polls *ps)
{
	ps->n_committed++;
}

void polls_went(struct polls *ps)
{
	forget(ps);
	refuse_all(&ps->waiting, ERR_UNAVAILABLE);
	refuse_all(&ps->later, ERR_UNAVAILABLE);
	for (int i = 0; i < POLLS_MAX; i++) {
		refuse_all(&ps->poll[i].waiting, ERR_UNAVAILABLE);
		refuse_all(&ps->poll[i].later, ERR_UNAVAILABLE);
	}
}

int polls_count(const struct polls *ps)
{
	int n = ps->waiting.n + ps->later.n;

	for (int i = 0; i < POLLS_MAX; i++)
		n += ps->poll[i].waiting.n + ps->poll[i].later.n;
	return n;
}

void polls_set_store(struct polls *ps, struct store *s)
{
	ps->store = s;
}

struct polls *polls_new(const struct polls_options *options)
{
	struct polls *ps = xcalloc(1, sizeof(*ps));

	ps->options = *options;
	ps->everything.sees_all = true;
	for (int i = 0; i < POLLS_MAX; i++)
		ps->poll[i].all = ps;
	return ps;
}

void polls_free(struct polls *ps)
{
	forget(ps);
	kept_drop(ps->unchanged);
	if (ps->is_looking)
		arena_fini(&ps->arena);
	for (int i = 0; i < POLLS_MAX; i++) {
		free(ps->poll[i].key);
		if (ps->poll[i].is_reading)
			arena_fini(&ps->poll[i].arena);
	}
	free(ps);
}
