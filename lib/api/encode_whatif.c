/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the answers of dry runs and of policy.replay: what would move, what would have come out. */
#include "api/command.h"
#include "api/encode.h"
#include "core/whatif.h"

static void put_step(struct out *o, bool is_after, int64_t step)
{
	if (is_after)
		out_put_span(o, "step", step);
	else
		out_put_real(o, "step", (double)step / 1e6);
}

static void put_alarms(struct out *o, const struct whatif_alarm *a)
{
	out_key(o, "alarms");
	out_open(o, '[');
	for (; a; a = a->next) {
		out_open(o, '{');
		out_put_word(o, "clock", WORDS_CLOCK_KIND, a->clock);
		out_put_text(o, "task", a->task);
		put_step(o, a->step_is_after, a->step);
		out_put_word(o, "severity", WORDS_SEVERITY, a->severity);
		out_close(o, '}');
	}
	out_close(o, ']');
}

static void put_terms(struct out *o, const char *key, int64_t limit_ms, int64_t due_at)
{
	out_key(o, key);
	out_open(o, '{');
	out_put_span(o, "limit", limit_ms);
	out_put_instant(o, "due_at", due_at);
	out_close(o, '}');
}

static void put_move(struct out *o, const struct whatif_move *m)
{
	out_open(o, '{');
	out_put_int(o, "order", m->order);
	out_put_text(o, "number", order_number_of(o->arena, m->kind, m->order));
	out_put_word(o, "kind", WORDS_ORDER_KIND, m->kind);
	out_put_bool(o, "kept", m->is_kept);
	out_put_bool(o, "late", m->is_late);
	out_put_word(o, "clock", WORDS_CLOCK_KIND, m->clock);
	out_put_text(o, "task", m->task);
	if (m->clock) {
		put_terms(o, "from", m->from_limit_ms, m->from_due_at);
		put_terms(o, "to", m->to_limit_ms, m->to_due_at);
	}
	if (m->clock && m->from_due_at != INSTANT_NONE && m->to_due_at != INSTANT_NONE)
		out_put_real(o, "by_s", (double)(m->to_due_at - m->from_due_at) / 1000);
	put_alarms(o, m->alarms);
	out_close(o, '}');
}

const char *encode_survey(struct arena *a, const struct whatif_survey *s,
	const struct calendar *calendar, const char *events)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_bool(&o, "dry_run", true);
	out_put_int(&o, "open", s->n_open);
	out_put_int(&o, "moved", s->n_moved);
	out_put_int(&o, "late", s->n_late);
	out_put_int(&o, "kept", s->n_kept);
	out_put_int(&o, "alarms", s->n_alarms);
	out_key(&o, "items");
	out_open(&o, '[');
	for (int i = 0; i < s->n_late_shown; i++)
		put_move(&o, s->late[i]);
	for (int i = 0; i < s->n_others_shown; i++)
		put_move(&o, s->others[i]);
	out_close(&o, ']');
	if (calendar) {
		out_key(&o, org_noun_key(ORG_CALENDAR));
		encode_org_row(&o, ORG_CALENDAR, calendar);
	}
	if (events)
		out_put_json(&o, "events", events);
	out_close(&o, '}');
	return out_finish(&o);
}

static void put_sum(struct out *o, const char *key, int64_t n_finished, const struct whatif_sum *s)
{
	out_key(o, key);
	out_open(o, '{');
	out_put_int(o, "missed", s->n_missed);
	out_key(o, "on_time_rate");
	if (n_finished)
		out_real(o, (double)(n_finished - s->n_missed) / (double)n_finished);
	else
		out_null(o);
	out_put_int(o, "alarms", s->n_alarms);
	out_close(o, '}');
}

static void put_verdict(struct out *o, const char *key, const struct whatif_verdict *v)
{
	out_key(o, key);
	out_open(o, '{');
	out_put_span(o, "spent", v->spent_ms);
	out_put_span(o, "limit", v->limit_ms);
	out_put_bool(o, "missed", v->is_missed);
	out_put_int(o, "alarms", v->n_alarms);
	out_close(o, '}');
}

const char *encode_period(struct arena *a, const struct whatif_period *p)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_int(&o, "finished", p->n_finished);
	put_sum(&o, "then", p->n_finished, &p->then);
	put_sum(&o, "now", p->n_finished, &p->now);
	out_put_int(&o, "changed", p->n_changed);
	out_put_int(&o, "not_recounted", p->n_failed);
	if (p->n_failed) {
		out_put_int(&o, "not_recounted_first", p->failed);
		out_put_text(&o, "not_recounted_why", p->failed_why);
	}
	out_key(&o, "items");
	out_open(&o, '[');
	for (int i = 0; i < p->n_shown; i++) {
		const struct whatif_recount *r = &p->changed[i];

		out_open(&o, '{');
		out_put_int(&o, "order", r->order);
		out_put_text(&o, "number", order_number_of(a, r->kind, r->order));
		out_put_word(&o, "kind", WORDS_ORDER_KIND, r->kind);
		put_verdict(&o, "then", &r->then);
		put_verdict(&o, "now", &r->now);
		out_close(&o, '}');
	}
	out_close(&o, ']');
	out_close(&o, '}');
	return out_finish(&o);
}
