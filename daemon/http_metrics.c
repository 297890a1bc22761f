/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns GET /metrics: what the daemon counts of itself, and the gauges of orders, which the store counts.
 * Those are asked for when somebody scrapes, never twice within some seconds, and less often the longer the
 * store takes; who scrapes waits for them a moment at most.
 */
#include <event2/event.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/engine.h"
#include "daemon/http_inside.h"
#include "daemon/loop.h"
#include "daemon/prom.h"
#include "daemon/reader.h"
#include "daemon/sealer.h"
#include "store/store.h"

enum {
	GAUGES_MS = 5000, /* between two counts of the store at least */
	GAUGES_REST = 20, /* and so many times what the last one took */
	WAIT_MS = 2000, /* a scrape waits for a count under way */
};

struct http_gauges {
	struct tally shown, reading;
	bool is_known, is_reading;
	int64_t read_ms, took_ms; /* when the last count was asked for */
	struct http_wait *waiting;
	struct event *on_late;
};

/* --- text --------------------------------------------------------------------------------------------- */

static void put_gauge(struct buf *b, const char *name, const char *help, int64_t value)
{
	prom_put_family(b, name, "gauge", help);
	prom_put_value(b, name, PROM_NO_LABEL, value);
}

static void put_counter(struct buf *b, const char *name, const char *help, uint64_t value)
{
	prom_put_family(b, name, "counter", help);
	prom_put_count(b, name, PROM_NO_LABEL, PROM_NO_LABEL, value);
}

static const char *method_name(int i)
{
	return i < n_commands ? commands[i]->name : "unknown";
}

/* Methods that were never called have no lines: there are many. */
static void put_requests(struct buf *b, const struct meter *m)
{
	static const char requests[] = "sliploop_requests_total",
					  took[] = "sliploop_request_duration_seconds";

	prom_put_family(
		b, requests, "counter", "Calls answered, by method and error class; ok: a result.");
	for (int i = 0; i <= n_commands; i++)
		for (int e = 0; e < ERR_N; e++)
			if (m->methods[i].n_by_class[e])
				prom_put_count(b, requests, (struct prom_label){"method", method_name(i)},
					(struct prom_label){"class", e == ERR_NONE ? "ok" : err_class((enum err)e)},
					m->methods[i].n_by_class[e]);
	prom_put_family(b, took, "histogram", "Time from a call's arrival to its answer, by method.");
	for (int i = 0; i <= n_commands; i++)
		if (m->methods[i].took.n)
			prom_put_spread(
				b, took, (struct prom_label){"method", method_name(i)}, &m->methods[i].took);
}

static void put_http(struct buf *b, const struct http *h, const struct meter *m)
{
	static const char answers[] = "sliploop_http_responses_total";
	char code[16];

	prom_put_family(b, answers, "counter",
		"Answers of the HTTP door by status, but for requests refused before their head was whole.");
	for (int i = 0; i < HTTP_CODES_MAX && m->http[i].code; i++) {
		snprintf(code, sizeof(code), "%d", m->http[i].code);
		prom_put_count(b, answers, (struct prom_label){"code", code}, PROM_NO_LABEL, m->http[i].n);
	}
	put_gauge(b, "sliploop_http_connections", "Open HTTP connections.", http_conns_count(h->conns));
	put_gauge(b, "sliploop_http_waiting_bytes", "Bytes of HTTP answers not taken by clients yet.",
		(int64_t)http_conns_count_out(h->conns));
}

static void put_tiers(struct buf *b, const char *name, const char *help, const int64_t *by_tier)
{
	prom_put_family(b, name, "gauge", help);
	for (int tier = 1; tier <= word_count(WORDS_TIER); tier++)
		prom_put_value(
			b, name, (struct prom_label){"tier", word_name(WORDS_TIER, tier)}, by_tier[tier]);
}

static void put_timers(struct buf *b, const struct engine *e, const struct meter *m)
{
	static const char lag[] = "sliploop_timer_lag_seconds",
					  oldest[] = "sliploop_timer_oldest_unfired_seconds";
	int64_t due_at = engine_get_next_due(e), now = engine_now(e);
	bool is_late = due_at != INSTANT_NONE && now != INSTANT_NONE && due_at < now;

	prom_put_family(b, lag, "histogram", "From a step's due instant to its firing.");
	prom_put_spread(b, lag, PROM_NO_LABEL, &m->lags);
	prom_put_family(b, oldest, "gauge", "How long the oldest step that is due has not been fired.");
	prom_put_seconds(b, oldest, is_late ? now - due_at : 0);
}

static void put_inside(struct buf *b, const struct http *h, const struct meter *m)
{
	static const char polls[] = "sliploop_alarm_polls_total",
					  seal_lag[] = "sliploop_seal_lag_seconds";
	const struct callers *c = h->options.callers;

	put_gauge(b, "sliploop_sessions", "Open connections of the socket.",
		h->options.count_sessions(h->options.arg));
	put_gauge(b, "sliploop_watchers", "Watches of the socket and of GET /events.",
		watches_count(c->watches));
	put_gauge(b, "sliploop_engine_queue_length", "Calls that change something, not committed yet.",
		engine_count_queued(c->engine));
	put_gauge(b, "sliploop_engine_queue_limit", "As many may wait there; more are refused.",
		ENGINE_QUEUE_MAX);
	put_gauge(b, "sliploop_reader_queue_length", "Calls that read the store, not answered yet.",
		reader_count_queued(c->reader));
	put_gauge(b, "sliploop_reader_queue_limit", "As many may wait there; more are refused.",
		READER_QUEUE_MAX);
	put_gauge(b, "sliploop_store_connections", "Connections to the store that are ready.",
		store_count_connections(h->store));
	prom_put_family(b, polls, "counter",
		"Calls of alarm.list by where their answer came from; read: the others wait for the same one.");
	prom_put_count(b, polls, (struct prom_label){"from", "memory"}, PROM_NO_LABEL, m->n_polls_kept);
	prom_put_count(b, polls, (struct prom_label){"from", "store"}, PROM_NO_LABEL, m->n_polls_read);
	put_gauge(b, "sliploop_sealed_rows", "Rows of the history that are under seal.",
		sealer_count_rows(c->sealer));
	prom_put_family(b, seal_lag, "gauge", "How long the oldest row not sealed has waited for it.");
	prom_put_seconds(b, seal_lag, sealer_get_lag_ms(c->sealer));
	put_counter(
		b, "sliploop_batches_total", "Committed batches of calls and due steps.", m->n_batches);
	put_counter(b, "sliploop_batch_calls_total", "Calls carried by those batches.", m->n_batched);
}

static void put_all(struct buf *b, const struct http *h)
{
	static const char info[] = "sliploop_build_info";
	const struct http_gauges *g = h->gauges;
	const struct callers *c = h->options.callers;

	prom_put_family(b, info, "gauge", "Always 1; says which version runs.");
	prom_put_value(b, info, (struct prom_label){"version", SLIPLOOP_VERSION}, 1);
	put_requests(b, c->meter);
	put_http(b, h, c->meter);
	put_inside(b, h, c->meter);
	put_timers(b, c->engine, c->meter);
	/* Of a store that is away nothing is known: what was is no figure of now. */
	if (!g->is_known || !engine_is_up(c->engine))
		return;
	put_tiers(b, "sliploop_orders_open", "Orders neither archived nor cancelled, by tier.",
		g->shown.open);
	put_tiers(
		b, "sliploop_orders_overdue", "Open orders past their limit, by tier.", g->shown.overdue);
}

/* --- scrapes ------------------------------------------------------------------------------------------- */

static void answer(struct http *h, struct evhttp_request *req)
{
	struct buf b;

	buf_init(&b);
	put_all(&b, h);
	http_reply(h, req, HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", b.data, b.len);
	buf_fini(&b);
}

static void answer_waiting(struct http *h)
{
	struct http_wait w;

	event_del(h->gauges->on_late);
	while (http_waits_take(h, &h->gauges->waiting, &w))
		answer(h, w.req);
}

static void on_late(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	answer_waiting(arg);
}

static void on_tally(void *arg, enum store_outcome outcome)
{
	struct http *h = arg;
	struct http_gauges *g = h->gauges;

	if (outcome != STORE_OK)
		log_warn("open orders could not be counted for /metrics");
	g->is_reading = false;
	g->is_known = outcome == STORE_OK;
	g->shown = g->reading;
	g->took_ms = loop_now_ms() - g->read_ms;
	answer_waiting(h);
}

static bool is_stale(const struct http_gauges *g, int64_t now_ms)
{
	int64_t rest_ms = g->took_ms * GAUGES_REST;

	return !g->read_ms || now_ms - g->read_ms >= (rest_ms > GAUGES_MS ? rest_ms : GAUGES_MS);
}

void http_metrics_serve(struct http *h, struct evhttp_request *req)
{
	static const struct timeval span = {.tv_sec = WAIT_MS / 1000};
	struct http_gauges *g = h->gauges;
	int64_t now_ms = loop_now_ms();

	if (!g->is_reading && is_stale(g, now_ms) && engine_is_up(h->options.callers->engine)) {
		g->is_reading = true;
		g->read_ms = now_ms;
		must(event_add(g->on_late, &span) == 0);
		store_tally(h->store, &g->reading, on_tally, h);
	}
	if (!g->is_reading || now_ms - g->read_ms >= WAIT_MS) {
		answer(h, req);
		return;
	}
	http_waits_put(h, &g->waiting, &(struct http_wait){.req = req});
}

struct http_gauges *http_gauges_new(struct http *h)
{
	struct http_gauges *g = xcalloc(1, sizeof(*g));

	g->on_late = event_new(h->options.loop->base, -1, 0, on_late, h);
	must(g->on_late);
	return g;
}

void http_gauges_free(struct http *h)
{
	struct http_gauges *g = h->gauges;
	struct http_wait w;

	event_free(g->on_late);
	while (http_waits_take(h, &g->waiting, &w))
		continue; /* its request goes with the server */
	free(g);
}
