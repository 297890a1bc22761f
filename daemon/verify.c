/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns `sliploopd verify`: one snapshot of the store read page by page beside whatever daemons run,
 * each order handed to the core, and what it says printed for people. It writes nothing, claims
 * nothing and fires nothing.
 */
#include "daemon/verify.h"

#include <event2/event.h>
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "core/verify.h"
#include "daemon/config.h"
#include "daemon/embedded.h"
#include "daemon/link.h"
#include "daemon/loop.h"
#include "daemon/verify_seal.h"

enum {
	PAGE = 200,
	CONNECT_S = 30,
	ANSWER_MS = 600000, /* report.kpi of all time takes what it takes */
	NUMBER_MAX = 32,
	STATUS_SAME = 0,
	STATUS_DIFFERS = 1,
	STATUS_NOT_DONE = 2,
};

struct verifying {
	struct event_loop loop;
	struct link *link;
	struct event *late;
	struct org *org;
	struct arena arena, page;
	struct verify verify;
	struct verify_seal seal;
	enum lang lang;
	struct viewer viewer;
	struct request_find find;
	struct found found;
	bool is_person, is_done, has_come;
	char why[512]; /* it could not be done */
};

/* --- words for people --------------------------------------------------------------------------- */

/* 1234567 as 1,234,567. */
static const char *spell_number(char out[NUMBER_MAX], int64_t n)
{
	char digits[NUMBER_MAX];
	int len = snprintf(digits, sizeof(digits), "%" PRId64, n), at = 0;

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
	return out;
}

static void show_progress(const struct verifying *w)
{
	char orders[NUMBER_MAX], differences[NUMBER_MAX];

	if (!w->is_person)
		return;
	fprintf(stderr, "\r%s orders, %s differences", spell_number(orders, w->verify.n_orders),
		spell_number(differences, w->verify.n_differences));
	fflush(stderr);
}

static void print_seal(struct verifying *w)
{
	const struct verify_seal *s = &w->seal;
	char hash[2 * SEAL_HASH + 1];

	sodium_bin2hex(hash, sizeof(hash), s->end.hash, SEAL_HASH);
	if (s->broken.fault)
		printf("%s\n", chain_say(&w->arena, w->lang, &s->broken));
	else
		printf(w->lang == LANG_ZH_CN
				? "历史已封印 %" PRId64 " 行，另有 %" PRId64 " 行未封印；链头 %s@%" PRId64 "\n"
				: "history: %" PRId64 " rows under seal, %" PRId64 " not yet; head %s@%" PRId64
				  "\n",
			s->end.n_rows, s->n_unsealed, hash, s->end.n_rows);
}

static int print_outcome(const struct verifying *w)
{
	const struct verify *v = &w->verify;
	char orders[NUMBER_MAX], clocks[NUMBER_MAX], steps[NUMBER_MAX], n[NUMBER_MAX];
	int64_t shown = v->n_differences < VERIFY_SHOWN_MAX ? v->n_differences : VERIFY_SHOWN_MAX;

	if (w->is_person)
		fprintf(stderr, "\r\033[K");
	if (!w->is_done) {
		fprintf(stderr, "sliploopd: the store cannot be verified: %s\n", w->why);
		return STATUS_NOT_DONE;
	}
	for (int64_t i = 0; i < shown; i++)
		printf("%s\n", v->differences[i]);
	if (shown < v->n_differences)
		printf("and %s more\n", spell_number(n, v->n_differences - shown));
	int64_t n_differences = v->n_differences + (w->seal.broken.fault != 0);
	printf("verified %s orders, %s clocks, %s steps: ", spell_number(orders, v->n_orders),
		spell_number(clocks, v->n_clocks), spell_number(steps, v->n_steps));
	if (n_differences == 0)
		printf("no difference\n");
	else
		printf("%s difference%s\n", spell_number(n, n_differences), n_differences == 1 ? "" : "s");
	return n_differences ? STATUS_DIFFERS : STATUS_SAME;
}

/* --- step by step --------------------------------------------------------------------------------- */

static void end(struct verifying *w, const char *why)
{
	w->is_done = !why;
	if (why && !w->why[0])
		snprintf(w->why, sizeof(w->why), "%s", why);
	loop_stop(&w->loop);
}

static bool has_failed(struct verifying *w, enum store_outcome outcome)
{
	if (outcome == STORE_OK)
		return false;
	const char *problem = store_problem(link_get_store(w->link), CHANNEL_READ);

	end(w, problem[0] ? problem : "the database did not answer");
	return true;
}

static void read_more(struct verifying *w, enum find what, store_done *done)
{
	arena_fini(&w->page);
	arena_init(&w->page);
	w->found = (struct found){.arena = &w->page};
	store_find(link_get_store(w->link), what, &w->viewer, &w->find, &w->found, done, w);
}

static void on_kpi(void *arg, enum store_outcome outcome)
{
	struct verifying *w = arg;

	if (has_failed(w, outcome))
		return;
	verify_kpi(&w->verify, &w->found);
	end(w, NULL);
}

static void on_places(void *arg, enum store_outcome outcome)
{
	static const char *by[] = {"kind", "service", "tier"};
	struct verifying *w = arg;

	if (has_failed(w, outcome))
		return;
	verify_places(&w->verify, &w->found.places);
	w->find = (struct request_find){.from = 0, .to = CALENDAR_END_AT, .by = {by, N_OF(by)}};
	read_more(w, FIND_KPI, on_kpi);
}

static void on_orders(void *arg, enum store_outcome outcome)
{
	struct verifying *w = arg;

	if (has_failed(w, outcome))
		return;
	for (int i = 0; i < w->found.n; i++) {
		verify_order(&w->verify, &w->page, w->found.orders[i], w->found.now_at);
		w->find.order = w->found.orders[i]->id;
	}
	show_progress(w);
	if (w->found.n < PAGE)
		read_more(w, FIND_PLACES, on_places);
	else
		read_more(w, FIND_ALL, on_orders);
}

/* Said at once: a row that was tampered with may be none that can be read at all. */
static void on_seal(void *arg, enum store_outcome outcome)
{
	struct verifying *w = arg;

	if (has_failed(w, outcome))
		return;
	print_seal(w);
	fflush(stdout);
	w->find = (struct request_find){.limit = PAGE};
	read_more(w, FIND_ALL, on_orders);
}

static void on_org(void *arg, enum store_outcome outcome)
{
	struct verifying *w = arg;

	if (has_failed(w, outcome))
		return;
	verify_seal_begin(&w->seal, link_get_store(w->link), on_seal, w);
}

static void on_hold(void *arg, enum store_outcome outcome)
{
	struct verifying *w = arg;

	if (!has_failed(w, outcome))
		store_refresh_org(link_get_store(w->link), w->org, on_org, w);
}

static void came(void *arg)
{
	struct verifying *w = arg;

	event_del(w->late);
	if (w->has_come)
		end(w, "the connection broke"); /* and with it the snapshot */
	else
		store_hold(link_get_store(w->link), on_hold, w);
	w->has_come = true;
}

static void went(void *arg)
{
	has_failed(arg, STORE_AWAY);
}

static void on_late(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	has_failed(arg, STORE_AWAY);
}

/* --- a life ------------------------------------------------------------------------------------------ */

static int run(const struct config *config, const char *conninfo, const char *zone)
{
	static struct verifying w;
	struct store_options options = {
		.conninfo = conninfo, .deadline_ms = ANSWER_MS, .zone = zone, .is_reader = true};
	struct timeval late = {.tv_sec = CONNECT_S};

	signal(SIGPIPE, SIG_IGN);
	w.lang = strcmp(config->lang, "zh-CN") == 0 ? LANG_ZH_CN : LANG_EN;
	if (config->heads[0])
		w.seal.n_heads = chain_read_heads(config->heads, w.seal.heads, VERIFY_HEADS_MAX);
	if (w.seal.n_heads < 0) {
		fprintf(stderr, "sliploopd: the store cannot be verified: --head is no HASH@N,..\n");
		return STATUS_NOT_DONE;
	}
	loop_init(&w.loop);
	arena_init(&w.arena);
	arena_init(&w.page);
	w.org = org_new();
	org_set_zone(w.org, zone);
	w.verify = (struct verify){.arena = &w.arena, .org = w.org};
	w.viewer.sees_all = true;
	w.is_person = isatty(STDERR_FILENO);
	w.link = link_open(&w.loop, &options, &(struct link_ends){came, went, &w});
	w.late = event_new(w.loop.base, -1, 0, on_late, &w);
	must(w.late && event_add(w.late, &late) == 0);
	loop_run(&w.loop);
	int status = print_outcome(&w);

	event_free(w.late);
	verify_seal_fini(&w.seal);
	link_free(w.link);
	org_free(w.org);
	arena_fini(&w.page);
	arena_fini(&w.arena);
	loop_fini(&w.loop);
	return status;
}

static bool check_schema(const char *conninfo, char *zone, size_t zone_size, char *why, size_t size)
{
	switch (schema_check(conninfo, why, size)) {
	case SCHEMA_OK:
	case SCHEMA_MOVED:
	case SCHEMA_RESTORED: return schema_read_zone(conninfo, zone, zone_size, why, size);
	case SCHEMA_BEHIND:
	case SCHEMA_NEWER:
	case SCHEMA_CHANGED:
	case SCHEMA_AWAY: return false;
	}
	die_assert(__FILE__, __LINE__, "a state of the schema");
}

int verify_store(const struct config *config, const char *store)
{
	struct embedded *embedded = NULL;
	const char *conninfo = store;
	char why[512] = "", zone[CONFIG_TEXT_MAX];
	int status = STATUS_NOT_DONE;

	if (config->embedded[0]) {
		embedded = embedded_visit(config->embedded, why, sizeof(why));
		conninfo = embedded ? embedded_get_conninfo(embedded) : NULL;
	}
	if (conninfo && check_schema(conninfo, zone, sizeof(zone), why, sizeof(why)))
		status = run(config, conninfo, zone);
	else
		fprintf(stderr, "sliploopd: the store cannot be verified: %s\n", why);
	embedded_stop(embedded);
	return status;
}
