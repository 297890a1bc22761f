/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the looking for outages, and the records of the log that say when one begins and ends. What a connection
 * meets is the store's to know; here is what only shows when one looks: another schema, another clock, and that
 * changes are taken again. It never stops anything by itself.
 */
#include "daemon/outages.h"

#include <event2/event.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/loop.h"
#include "store/store.h"

enum {
	TICK_MS = 200,
	LOOK_EVERY_MS = 1000,
	SKEW_MAX_MS = 5000,
	QUIET_MS = 2000,
	CHECK_MAX_MS = 1000, /* a check that took longer says nothing of clocks */
	FULL_MS =
		5000, /* a small change may still fit where the next does not: so long without a refusal */
};

struct outages {
	struct store *store;
	struct event *tick;
	enum outage told; /* what the log knows */
	int64_t told_at, look_at, quiet_until; /* monotonic */
	bool is_checking, is_probing, is_over;
	struct store_check check;
	int64_t check_wall, check_at; /* this machine's clocks when it was asked */
	int64_t full_until; /* monotonic */
	int64_t skew_ms; /* the store's clock is so much ahead of this machine's */
};

static bool is_skewed(const struct outages *o)
{
	return o->skew_ms > SKEW_MAX_MS || o->skew_ms < -SKEW_MAX_MS;
}

enum outage outages_get(const struct outages *o)
{
	enum outage is = o->store ? store_get_outage(o->store) : OUTAGE_AWAY;

	if (is == OUTAGE_NONE && loop_now_ms() < o->full_until)
		return OUTAGE_FULL;
	return is == OUTAGE_NONE && is_skewed(o) ? OUTAGE_CLOCK : is;
}

const char *outages_describe(const struct outages *o, struct arena *a, enum lang lang)
{
	enum outage is = outages_get(o);
	const char *text = outage_text(is, lang), *detail = o->store ? store_outage(o->store) : "";
	int64_t s = o->skew_ms / 1000;

	if (is == OUTAGE_CLOCK && lang == LANG_ZH_CN)
		return arena_fmt(
			a, "%s（数据库时钟%s %" PRId64 " 秒）", text, s > 0 ? "快" : "慢", s > 0 ? s : -s);
	if (is == OUTAGE_CLOCK)
		return arena_fmt(a, "%s (the store's is %" PRId64 " s %s)", text, s > 0 ? s : -s,
			s > 0 ? "ahead" : "behind");
	return detail[0] ? arena_fmt(a, lang == LANG_ZH_CN ? "%s（%s）" : "%s (%s)", text, detail)
					 : arena_str(a, text);
}

/* --- the log -------------------------------------------------------------------------------------- */

static void tell(struct outages *o, int64_t now_ms)
{
	enum outage is = outages_get(o);
	struct log_field fields[] = {{"outage", NULL}};
	struct arena a;

	/* That the store is not there yet when we start is no news. */
	if (is == o->told || now_ms < o->quiet_until)
		return;
	if (o->told != OUTAGE_NONE) {
		fields[0].value = outage_name(o->told);
		log_about(LOG_LEVEL_INFO, fields, N_OF(fields), "over after %" PRId64 " s: %s",
			(now_ms - o->told_at) / 1000, outage_text(o->told, LANG_EN));
	}
	o->told = is;
	o->told_at = now_ms;
	if (is == OUTAGE_NONE)
		return;
	fields[0].value = outage_name(is);
	arena_init(&a);
	log_about(is == OUTAGE_CLOCK ? LOG_LEVEL_WARN : LOG_LEVEL_ERROR, fields, N_OF(fields),
		"%s; what to do: %s", outages_describe(o, &a, LANG_EN), outage_advice(is, LANG_EN));
	arena_fini(&a);
}

/* --- looking --------------------------------------------------------------------------------------- */

static void on_checked(void *arg, enum store_outcome outcome)
{
	struct outages *o = arg;

	o->is_checking = false;
	if (outcome == STORE_OK && loop_now_ms() - o->check_at <= CHECK_MAX_MS)
		o->skew_ms = o->check.real_at - (o->check_wall + loop_wall_ms()) / 2;
}

static void on_probed(void *arg, enum store_outcome outcome)
{
	(void)outcome; /* the store knows what it means */
	((struct outages *)arg)->is_probing = false;
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct outages *o = arg;
	int64_t now_ms = loop_now_ms();

	(void)fd, (void)what;
	if (o->store && store_get_outage(o->store) == OUTAGE_FULL)
		o->full_until = now_ms + FULL_MS;
	tell(o, now_ms);
	if (o->is_over || now_ms < o->look_at || !o->store || !store_is_ready(o->store))
		return;
	o->look_at = now_ms + LOOK_EVERY_MS;
	if (!o->is_checking) {
		o->is_checking = true;
		o->check_wall = loop_wall_ms();
		o->check_at = now_ms;
		store_check(o->store, &o->check, on_checked, o);
	}
	if (!o->is_probing && store_get_outage(o->store) != OUTAGE_NONE) {
		o->is_probing = true;
		store_probe(o->store, on_probed, o);
	}
}

/* --- from outside ---------------------------------------------------------------------------------- */

struct outages *outages_new(struct event_loop *loop)
{
	struct outages *o = xcalloc(1, sizeof(*o));
	struct timeval span = {.tv_usec = TICK_MS * 1000};

	o->quiet_until = loop_now_ms() + QUIET_MS;
	o->tick = event_new(loop->base, -1, EV_PERSIST, on_tick, o);
	must(o->tick && event_add(o->tick, &span) == 0);
	return o;
}

bool outages_finish(struct outages *o)
{
	o->is_over = true;
	return !o->is_checking && !o->is_probing;
}

void outages_set_store(struct outages *o, struct store *s)
{
	o->store = s;
}

void outages_free(struct outages *o)
{
	event_free(o->tick);
	free(o);
}
