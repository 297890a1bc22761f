/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the answers: what a decided command says by its shape, errors with what a program needs to
 * go on, and the JSON-RPC envelope round both. It never decides and never sees a socket.
 */
#include <string.h>

#include "api/encode.h"
#include "base/die.h"
#include "core/sla.h"

/* --- what was decided ---------------------------------------------------------------------- */

static void put_order(struct out *o, const struct view *v, const struct decision *d)
{
	out_key(o, "order");
	encode_order(o, v, d->order);
}

/* The working copy may have grown since the command was loaded: by id, not by pointer. */
static void put_task(struct out *o, const struct decision *d)
{
	const struct task *t = order_get_task(d->order, d->task->id);

	must(t);
	out_key(o, "task");
	encode_task_open(o, t);
	out_close(o, '}');
}

static void put_return(struct out *o, const struct decision *d)
{
	const struct return_slip *r = order_get_return(d->order, d->slip->id);

	must(r);
	out_key(o, "return");
	encode_return_open(o, d->order, r);
	out_close(o, '}');
}

static void put_alarm(struct out *o, const struct decision *d)
{
	const struct alarm *a = order_get_alarm(d->order, d->alarm->id);
	const char *task = a->clock == CLOCK_RETURN ? NULL : encode_task_name(d->order, a->ref);

	out_key(o, "alarm");
	encode_alarm(o, a, d->order->id, d->order->kind, task);
}

static bool limit_is_replaced(const struct limit *ended, const struct org_change *changes)
{
	for (; changes; changes = changes->next) {
		const struct limit *l = changes->row;

		if (changes->noun == ORG_LIMIT && !l->to_version && sla_limits_match_same(l, ended))
			return true;
	}
	return false;
}

/* Oldest first, as they were asked for. A limit that was replaced is told by what replaced it. */
static void put_changes(struct out *o, const struct org_change *c, const struct org_change *all)
{
	if (!c)
		return;
	put_changes(o, c->next, all);
	if (c->noun == ORG_LIMIT && ((const struct limit *)c->row)->to_version &&
		limit_is_replaced(c->row, all))
		return;
	encode_org_row(o, c->noun, c->row);
}

static void put_token(struct out *o, const struct view *v, const struct token *t)
{
	out_put_int(o, "id", t->id);
	if (v->secret)
		out_put_text(o, "token", v->secret);
	out_put_text(o, "user", t->user);
	out_put_instant(o, "expires_at", t->expires_at);
}

static void put_feedbacks(struct out *o, const struct decision *d)
{
	out_key(o, "items");
	out_open(o, '[');
	for (const struct feedback *f = d->feedbacks; f; f = f->next)
		encode_feedback(o, f);
	out_close(o, ']');
}

static void put_decided(
	struct out *o, const struct view *v, const struct command *c, const struct decision *d)
{
	switch (c->shape) {
	case SHAPE_ORDER: put_order(o, v, d); return;
	case SHAPE_TASK:
		put_task(o, d);
		if (d->slip)
			put_return(o, d);
		put_order(o, v, d);
		return;
	case SHAPE_RETURN:
		put_return(o, d);
		put_order(o, v, d);
		return;
	case SHAPE_ALARM: put_alarm(o, d); return;
	case SHAPE_CHANGE:
		must(d->changes && d->changes->noun == c->noun);
		out_key(o, org_noun_key(c->noun));
		encode_org_row(o, c->noun, d->changes->row);
		if (v->events)
			out_put_json(o, "events", v->events);
		return;
	case SHAPE_CHANGES:
		out_key(o, org_noun_plural(c->noun));
		out_open(o, '[');
		put_changes(o, d->changes, d->changes);
		out_close(o, ']');
		return;
	case SHAPE_TOKEN: put_token(o, v, d->changes->row); return;
	case SHAPE_FEEDBACK_READ: put_feedbacks(o, d); return;
	case SHAPE_NOTICE:
		out_key(o, "notice");
		encode_notice(o, d->notice);
		return;
	case SHAPE_ITEMS:
	case SHAPE_ONE:
	case SHAPE_CLOCK:
	case SHAPE_TABLE:
	case SHAPE_LOOPS:
	case SHAPE_SECONDS:
	case SHAPE_AT:
	case SHAPE_PERIOD:
	case SHAPE_WATCH:
	case SHAPE_OWN: break;
	}
	die_assert(__FILE__, __LINE__, c->name);
}

const char *encode_decided(const struct view *v, const struct command *c, const struct decision *d)
{
	struct out o;

	out_init(&o, v->arena);
	out_open(&o, '{');
	put_decided(&o, v, c, d);
	out_close(&o, '}');
	return out_finish(&o);
}

/* --- the daemon itself --------------------------------------------------------------------- */

const char *encode_info(const struct view *v, const char *node, bool is_virtual)
{
	struct out o;

	out_init(&o, v->arena);
	out_open(&o, '{');
	out_put_text(&o, "name", "sliploop");
	out_put_text(&o, "version", SLIPLOOP_VERSION);
	out_put_int(&o, "protocol", 1);
	out_put_text(&o, "node", node);
	out_put_text(&o, "clock", is_virtual ? "virtual" : "real");
	out_put_instant(&o, "now", v->now_at);
	out_put_text(&o, "zone", org_get_zone(v->org));
	out_close(&o, '}');
	return out_finish(&o);
}

const char *encode_whoami(const struct view *v, const struct user *u, enum lang lang)
{
	static const struct names none = {0};
	struct out o;

	out_init(&o, v->arena);
	out_open(&o, '{');
	out_put_text(&o, "user", u ? u->name : NULL);
	out_put_text(&o, "title", u ? u->title : NULL);
	out_key(&o, "roles");
	out_open(&o, '[');
	for (int i = 1; u && i <= word_count(WORDS_ROLE); i++)
		if (u->roles & BIT(i))
			out_text(&o, word_name(WORDS_ROLE, i));
	out_close(&o, ']');
	out_put_text(&o, "unit", u ? u->unit : NULL);
	out_put_names(&o, "stations", u ? &u->stations : &none);
	out_put_text(&o, "lang", lang == LANG_EN ? "en" : "zh-CN");
	out_close(&o, '}');
	return out_finish(&o);
}

const char *encode_session(const struct view *v, const struct user *u, enum lang lang,
	const char *csrf, int64_t expires_at)
{
	struct out o;

	out_init(&o, v->arena);
	out_open(&o, '{');
	out_put_json(&o, "user", encode_whoami(v, u, lang));
	out_put_text(&o, "csrf", csrf);
	out_put_instant(&o, "expires_at", expires_at);
	out_close(&o, '}');
	return out_finish(&o);
}

const char *encode_pong(struct arena *a)
{
	return arena_str(a, "{\"pong\":true}");
}

const char *encode_now(struct arena *a, int64_t now_at)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_instant(&o, "now", now_at);
	out_close(&o, '}');
	return out_finish(&o);
}

const char *encode_reloaded(struct arena *a, const char *const *changed, int n)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_bool(&o, "reloaded", true);
	out_key(&o, "changed");
	out_open(&o, '[');
	for (int i = 0; i < n; i++)
		out_text(&o, changed[i]);
	out_close(&o, ']');
	out_close(&o, '}');
	return out_finish(&o);
}

void health_add_queue(struct health *h, int64_t n, int64_t max)
{
	/* In proportion: 40 of 64 are more than 400 of 4096. */
	if (h->queue_max != 0 && n * h->queue_max <= h->n_queued * max)
		return;
	h->n_queued = n;
	h->queue_max = max;
}

const char *encode_health(struct arena *a, const struct health *h)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_text(&o, "state", h->problem ? "degraded" : "ok");
	out_put_text(&o, "store", h->is_store_away ? "away" : "ok");
	out_put_text(&o, "problem", h->problem);
	out_put_text(&o, "outage", h->outage != OUTAGE_NONE ? outage_name(h->outage) : NULL);
	out_put_text(&o, "advice", h->advice);
	out_put_int(&o, "schema", h->schema_version);
	out_put_instant(&o, "oldest_due", h->oldest_due_at);
	out_put_int(&o, "lag_ms", h->lag_ms);
	out_put_int(&o, "queue", h->n_queued);
	out_put_int(&o, "queue_max", h->queue_max);
	out_put_int(&o, "sessions", h->n_sessions);
	out_put_text(&o, "seal", h->seal);
	out_put_int(&o, "seal_lag_ms", h->seal_lag_ms);
	out_put_text(&o, "seal_held_by", h->seal_held_by);
	out_close(&o, '}');
	return out_finish(&o);
}

/* --- the envelope -------------------------------------------------------------------------- */

static void envelope_open(struct out *o, struct arena *a, const char *id)
{
	out_init(o, a);
	out_open(o, '{');
	out_put_text(o, "jsonrpc", "2.0");
	out_put_json(o, "id", id);
}

static const char *envelope_close(struct out *o)
{
	out_close(o, '}');
	out_finish(o);
	return arena_fmt(o->arena, "%s\n", o->data);
}

const char encode_result_tail[] = "}\n";

const char *encode_result_head(struct arena *a, const char *id)
{
	return arena_fmt(a, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":", id);
}

const char *encode_result(struct arena *a, const char *id, const char *result, bool is_replayed)
{
	size_t n_id = strlen(id), n = strlen(result);
	static const char head[] = "{\"jsonrpc\":\"2.0\",\"id\":", middle[] = ",\"result\":",
					  mark[] = "{\"replayed\":true,";
	char *text = arena_raw(
		a, sizeof(head) + n_id + sizeof(middle) + sizeof(mark) + n + sizeof(encode_result_tail));
	char *at = text;

	must(n >= 2 && result[0] == '{');
	at = stpcpy(at, head);
	at = stpcpy(at, id);
	at = stpcpy(at, middle);
	if (is_replayed) {
		at = stpcpy(at, mark);
		if (result[1] == '}')
			at--; /* nothing follows the comma */
		result++;
	}
	at = stpcpy(at, result);
	stpcpy(at, encode_result_tail);
	return text;
}

const char *encode_batch(struct arena *a, const char *const *answers, int n)
{
	size_t size = 4;

	for (int i = 0; i < n; i++)
		size += strlen(answers[i]) + 1;
	char *text = arena_alloc(a, size), *at = text;

	for (int i = 0; i < n; i++) {
		*at++ = i ? ',' : '[';
		at = stpcpy(at, answers[i]);
		if (at[-1] == '\n')
			at--;
	}
	stpcpy(at, n ? "]\n" : "[]\n");
	return text;
}

/* --- errors -------------------------------------------------------------------------------- */

/* What has the state that stood in the way: the thing the command is on, or its order. */
static enum target state_owner(const struct command *c, const char *state)
{
	if (c->target == TARGET_TASK && word_value(WORDS_TASK_STATE, state))
		return TARGET_TASK;
	if (c->target == TARGET_RETURN && word_value(WORDS_RETURN_STATE, state))
		return TARGET_RETURN;
	if (c->target == TARGET_ALARM && word_value(WORDS_ALARM_STATE, state))
		return TARGET_ALARM;
	/* A notice's, or the clock's: what an order allows in it is no question. */
	return word_value(WORDS_ORDER_STATE, state) ? TARGET_ORDER : TARGET_NONE;
}

static bool guard_allows(const struct guard *g, enum target thing, const char *state)
{
	switch (thing) {
	case TARGET_TASK:
		return !g->task_states || (g->task_states & BIT(word_value(WORDS_TASK_STATE, state)));
	case TARGET_RETURN:
		return !g->return_states || (g->return_states & BIT(word_value(WORDS_RETURN_STATE, state)));
	case TARGET_ALARM: return word_value(WORDS_ALARM_STATE, state) == ALARM_RAISED;
	case TARGET_ORDER:
		return !g->order_states || (g->order_states & BIT(word_value(WORDS_ORDER_STATE, state)));
	case TARGET_NONE:
	case TARGET_FEEDBACKS:
	case TARGET_NOTICE: return false;
	}
	die_assert(__FILE__, __LINE__, "target");
}

/* Also the order's own state must allow it, where the order is known. */
static bool order_allows(const struct guard *g, const struct order *o)
{
	if (!o)
		return true;
	return (!g->order_states || (g->order_states & BIT(o->state))) &&
		(!o->hold.reason || g->is_ok_while_held);
}

static void put_wrong_state(
	struct out *o, const struct command *c, const char *state, const struct order *order)
{
	enum target thing = state_owner(c, state);

	out_put_text(o, "state", state);
	if (order && order->hold.reason)
		out_put_bool(o, "held", true);
	out_key(o, "allowed");
	out_open(o, '[');
	for (int i = 0; i < n_commands; i++) {
		const struct command *other = commands[i];

		if (other == c || other->act != ACT_DECIDE || other->target != thing ||
			!guard_allows(&other->guard, thing, state) || !order_allows(&other->guard, order))
			continue;
		if (other->decide == decide_resume && order && !order->hold.reason)
			continue; /* there is nothing to resume */
		out_text(o, other->name);
	}
	out_close(o, ']');
}

enum { RETRY_MS = 1000 }; /* of what passes by itself */

/* Whether an outage is why, one by which calls are refused. */
static bool is_by_outage(const struct failure *f)
{
	return f->err == ERR_UNAVAILABLE && outage_retry_ms(f->outage) > 0;
}

static const char *failure_text(struct arena *a, const struct failure *f, enum lang lang)
{
	const char *own = lang == LANG_EN ? f->en : f->zh;

	if (is_by_outage(f))
		return arena_fmt(a, lang == LANG_EN ? "%s; nothing was changed" : "%s，未作任何更改",
			outage_text(f->outage, lang));
	return own ? own : err_text(f->err, lang);
}

const char *encode_error(struct arena *a, const char *id, const char *trace,
	const struct failure *f, enum lang lang, const struct command *c, const struct order *order)
{
	struct out o;

	must(f->err != ERR_NONE);
	envelope_open(&o, a, id);
	out_key(&o, "error");
	out_open(&o, '{');
	out_put_int(&o, "code", err_code(f->err));
	out_put_text(&o, "message", failure_text(a, f, lang));
	out_key(&o, "data");
	out_open(&o, '{');
	out_put_text(&o, "class", err_class(f->err));
	if (f->field)
		out_put_text(&o, "field", f->field);
	out_put_bool(&o, "retriable", err_is_retriable(f->err));
	if (err_is_retriable(f->err))
		out_put_span(&o, "retry_after", is_by_outage(f) ? outage_retry_ms(f->outage) : RETRY_MS);
	if (is_by_outage(f)) {
		out_put_text(&o, "outage", outage_name(f->outage));
		out_put_text(&o, "advice", outage_advice(f->outage, lang));
	}
	if (f->err == ERR_WRONG_STATE && f->state && c)
		put_wrong_state(&o, c, f->state, order);
	if (f->err == ERR_CONFLICT)
		out_put_int(&o, "version", f->version);
	if (f->option)
		out_put_text(&o, "option", f->option);
	out_put_text(&o, "trace", trace);
	out_close(&o, '}');
	out_close(&o, '}');
	return envelope_close(&o);
}
