/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what an Alertmanager is told: walks over the alarms, page by page, one post at a time. Where a
 * walk began is where the next one looks for changes, so that nothing is passed over; what fails is
 * walked again. It never changes an alarm.
 */
#include "daemon/alertmanager.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/config.h"
#include "daemon/courier.h"
#include "store/store.h"

enum {
	RESEND_MS = 60 * 1000,
	STANDS_MS = 4 * RESEND_MS, /* ends there by itself, should nobody say it again */
	LOOK_MS = 1000,
	RETRY_MS = 5000,
};

struct alertmanager {
	struct alertmanager_options options;
	char *url;
	char *since; /* the snapshot up to which changes have been told; NULL: none yet */
	char *next_since; /* this walk's */
	bool is_full; /* this walk is over all that stand, else over what changed */
	bool is_busy, is_asking, is_failing; /* a walk is under way; the store is asked for it */
	bool is_anew; /* what is written down of others is not gone by */
	int64_t walk_at, look_at; /* monotonic: all again, and what changed */
	int64_t now_ms;
	struct arena arena; /* a page's */
	struct alert_page page;
};

static void look(struct alertmanager *m);

static void put_since(char **to, char *text)
{
	free(*to);
	*to = text;
}

static void walk_failed(struct alertmanager *m, const char *why)
{
	if (!m->is_failing)
		log_warn("the Alertmanager is not told of alarms: %s", why);
	m->is_failing = true;
	m->is_busy = false;
	m->look_at = m->now_ms + RETRY_MS;
	put_since(&m->next_since, NULL);
}

/* Not written down: the next daemon tells some changes again. */
static void on_kept(void *arg, enum store_outcome outcome)
{
	struct alertmanager *m = arg;

	(void)outcome;
	m->is_asking = m->is_busy = false;
}

static void walk_done(struct alertmanager *m)
{
	if (m->is_failing)
		log_info("the Alertmanager is told of alarms again");
	m->is_failing = m->is_busy = false;
	m->look_at = m->now_ms + LOOK_MS;
	if (m->is_full)
		m->walk_at = m->since ? m->now_ms + RESEND_MS : m->now_ms + LOOK_MS;
	/* A walk over those that stand has not seen what was cleared before it. */
	if (m->is_full && m->since) {
		put_since(&m->next_since, NULL);
		m->is_asking = m->is_busy = true;
		store_save_alert_cursor(m->options.store, m->since, on_kept, m);
		return;
	}
	put_since(&m->since, m->next_since);
	m->next_since = NULL;
}

static void page_done(struct alertmanager *m)
{
	bool is_last = m->page.n < ALERTS_MAX;

	arena_fini(&m->arena);
	if (is_last)
		walk_done(m);
	else
		look(m);
}

static void on_posted(void *arg, const struct delivery *d)
{
	struct alertmanager *m = arg;

	if (!d->error) {
		page_done(m);
		return;
	}
	arena_fini(&m->arena);
	walk_failed(m, d->error);
}

/* What changes are looked for from came from the store, and is no snapshot to it: somebody changed it by hand. What was
 * cleared meanwhile ends by itself. */
static void begin_anew(struct alertmanager *m)
{
	log_error(
		"the store refused what the Alertmanager is told of: %s; all that stands is told anew",
		store_problem(m->options.store, CHANNEL_NOTICE));
	put_since(&m->since, NULL);
	m->is_anew = true;
}

static void on_found(void *arg, enum store_outcome outcome)
{
	struct alertmanager *m = arg;
	struct alert_page *p = &m->page;
	struct notice_view view = m->options.view;

	m->is_asking = false;
	if (outcome != STORE_OK) {
		arena_fini(&m->arena);
		if (outcome == STORE_REFUSED && store_get_outage(m->options.store) == OUTAGE_NONE)
			begin_anew(m);
		walk_failed(m, outcome == STORE_REFUSED ? "the store refused" : "the store is away");
		return;
	}
	/* The first walk of all goes over what stands; what others told of before is where changes begin. */
	if (!m->next_since)
		m->next_since = xstrdup(!m->since && !m->is_anew && p->told ? p->told : p->snapshot);
	if (p->n == 0) {
		page_done(m);
		return;
	}
	view.arena = &m->arena;
	struct letter letter = {
		.url = m->url,
		.headers = {"content-type: application/json", "expect:"},
		.n_headers = 2,
		.body = encode_alerts(
			&view, p->alerts, p->n, p->now_at, p->real_at, p->real_at + STANDS_MS),
		.timeout_ms = m->options.config->timeout_ms,
	};
	if (!courier_send(m->options.courier, &letter, on_posted, m))
		on_posted(m, &(struct delivery){.error = "too much is under way"});
}

static void look(struct alertmanager *m)
{
	arena_init(&m->arena);
	m->page = (struct alert_page){
		.arena = &m->arena, .last = m->page.last, .last_xid = m->page.last_xid};
	m->is_asking = true;
	store_find_alerts(m->options.store, m->is_full ? NULL : m->since, &m->page, on_found, m);
}

void alertmanager_tick(struct alertmanager *m, int64_t now_ms)
{
	m->now_ms = now_ms;
	if (m->is_busy || now_ms < m->look_at)
		return;
	m->is_busy = true;
	m->is_full = !m->since || now_ms >= m->walk_at;
	m->page.last = m->page.last_xid = 0;
	look(m);
}

bool alertmanager_is_asking(const struct alertmanager *m)
{
	return m && m->is_asking;
}

struct alertmanager *alertmanager_new(const struct alertmanager_options *options)
{
	struct alertmanager *m = xcalloc(1, sizeof(*m));
	struct arena a;

	m->options = *options;
	arena_init(&a);
	const char *base = options->config->alertmanager;
	size_t len = strlen(base);
	while (len && base[len - 1] == '/')
		len--;
	m->url = xstrdup(arena_fmt(&a, "%.*s/api/v2/alerts", (int)len, base));
	arena_fini(&a);
	return m;
}

void alertmanager_free(struct alertmanager *m)
{
	if (!m)
		return;
	if (m->is_busy)
		arena_fini(&m->arena);
	free(m->since);
	free(m->next_since);
	free(m->url);
	free(m);
}
