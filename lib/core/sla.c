/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the look-ups of policy: which limit, which ladder, which quota an order falls under, and
 * which steps of a clock are still to come. It never changes an order.
 */
#include "core/sla.h"

#include <string.h>

#include "core/alarm.h"

enum { FAR_DAYS = 36525 * 100 }; /* ten thousand years: what lies further off is as good as never */
#define FAR_MS (FAR_DAYS * INT64_C(86400000))

/* a * b / c rounded up, where a * b may pass 63 bits: 69 days x 1e6 does. */
static int64_t mul_div_up(int64_t a, int64_t b, int64_t c)
{
	__int128 quotient = ((__int128)a * b + c - 1) / c;

	return quotient < FAR_MS ? (int64_t)quotient : FAR_MS;
}

int64_t sla_share_of(int64_t share_ppm, int64_t limit_ms)
{
	return share_ppm < 0 ? mul_div_up(1, limit_ms, -share_ppm)
						 : mul_div_up(share_ppm, limit_ms, 1000000);
}

double sla_share_number(int64_t share_ppm)
{
	return share_ppm < 0 ? 1.0 / (double)-share_ppm : (double)share_ppm / 1e6;
}

/* --- limits ------------------------------------------------------------------------------------ */

static bool text_matches(const char *row, const char *order)
{
	return !row || (order && strcmp(row, order) == 0);
}

static bool limit_is_valid(const struct limit *l, int64_t version)
{
	return l->limit_ms >= 0 && l->from_version <= version &&
		(!l->to_version || version < l->to_version);
}

static bool limit_matches(const struct limit *l, const struct order *o)
{
	return (!l->kind || l->kind == o->kind) && text_matches(l->service, o->service) &&
		(!l->resource || l->resource == o->resource) && (!l->tier || l->tier == o->tier) &&
		(!l->fault || l->fault == o->fault) && text_matches(l->customer, o->customer) &&
		(!l->lines_from ||
			(o->lines >= l->lines_from && (!l->lines_to || o->lines <= l->lines_to)));
}

static int limit_weight(const struct limit *l)
{
	return (l->kind != 0) + (l->service != NULL) + (l->resource != 0) + (l->tier != 0) +
		(l->fault != 0) + (l->lines_from != 0) + l->is_rework + (l->customer != NULL);
}

/* How two rows stand to each other in one key: bit 1: a is narrower, bit 2: b is narrower, or apart. */
enum { NARROWER_A = 1, NARROWER_B = 2, APART = 4 };

static int compare_key(bool has_a, bool has_b, bool is_equal)
{
	if (has_a && has_b)
		return is_equal ? 0 : APART;
	return has_a ? NARROWER_A : has_b ? NARROWER_B : 0;
}

static int compare_lines(const struct limit *a, const struct limit *b)
{
	int64_t a_to = a->lines_to ? a->lines_to : INT64_MAX;
	int64_t b_to = b->lines_to ? b->lines_to : INT64_MAX;

	if (!a->lines_from || !b->lines_from)
		return compare_key(a->lines_from, b->lines_from, true);
	if (a_to < b->lines_from || b_to < a->lines_from)
		return APART;
	/* Overlapping ranges: the one inside the other is the narrower; otherwise both are. */
	return (a->lines_from > b->lines_from || a_to < b_to ? NARROWER_A : 0) |
		(b->lines_from > a->lines_from || b_to < a_to ? NARROWER_B : 0);
}

/* Of two rows that match one order: more keys, or of as many the range of lines within the other's (rules.md 29). */
static bool is_narrower(const struct limit *a, const struct limit *b)
{
	int more = limit_weight(a) - limit_weight(b);

	return more > 0 || (more == 0 && compare_lines(a, b) == NARROWER_A);
}

const struct limit *sla_find_limit(const struct org *g, int64_t version, const struct order *o,
	enum clock_kind clock, bool is_rework)
{
	const struct limit *best = NULL;
	int n = org_count(g, ORG_LIMIT);

	for (int i = 0; i < n; i++) {
		const struct limit *l = org_at(g, ORG_LIMIT, i);

		if (l->clock != clock || l->is_rework != is_rework || !limit_is_valid(l, version) ||
			!limit_matches(l, o))
			continue;
		if (!best || is_narrower(l, best))
			best = l;
	}
	return best;
}

bool sla_limits_match_same(const struct limit *a, const struct limit *b)
{
	return a->clock == b->clock && a->kind == b->kind && a->resource == b->resource &&
		a->tier == b->tier && a->fault == b->fault && a->is_rework == b->is_rework &&
		a->lines_from == b->lines_from && a->lines_to == b->lines_to &&
		(a->service ? b->service && !strcmp(a->service, b->service) : !b->service) &&
		(a->customer ? b->customer && !strcmp(a->customer, b->customer) : !b->customer);
}

bool sla_limits_clash(const struct limit *a, const struct limit *b)
{
	int how = 0;

	if (a->clock != b->clock || a->is_rework != b->is_rework)
		return false;
	how |= compare_key(a->kind, b->kind, a->kind == b->kind);
	how |= compare_key(a->resource, b->resource, a->resource == b->resource);
	how |= compare_key(a->tier, b->tier, a->tier == b->tier);
	how |= compare_key(a->fault, b->fault, a->fault == b->fault);
	how |= compare_key(
		a->service, b->service, a->service && b->service && !strcmp(a->service, b->service));
	how |= compare_key(
		a->customer, b->customer, a->customer && b->customer && !strcmp(a->customer, b->customer));
	how |= compare_lines(a, b);
	return !(how & APART) && how == (NARROWER_A | NARROWER_B);
}

/* --- ladders and quotas -------------------------------------------------------------------------- */

const struct ladder *sla_find_ladder(
	const struct org *g, int64_t version, enum tier tier, enum clock_kind clock)
{
	const struct ladder *general = NULL;
	int n = org_count(g, ORG_LADDER);

	for (int i = 0; i < n; i++) {
		const struct ladder *l = org_at(g, ORG_LADDER, i);

		if (l->tier != tier || l->from_version > version ||
			(l->to_version && version >= l->to_version))
			continue;
		if (l->clock == clock)
			return l;
		if (!l->clock)
			general = l;
	}
	return general;
}

const struct quota *sla_find_quota(const struct org *g, const struct order *o)
{
	int n = org_count(g, ORG_QUOTA);

	for (int i = 0; i < n; i++) {
		const struct quota *q = org_at(g, ORG_QUOTA, i);

		if (o->kind == KIND_CONTACT && q->tier == o->tier && q->resource == o->resource &&
			text_matches(q->service, o->service))
			return q;
	}
	return NULL;
}

/* --- steps ---------------------------------------------------------------------------------------- */

/* Counted ms at which a step is due. */
static int64_t step_counted(const struct clock *c, bool is_after, int64_t value)
{
	return is_after ? c->limit_ms + value : sla_share_of(value, c->limit_ms);
}

bool sla_step_is_past(const struct clock *c, bool is_after, bool is_plain, int64_t value)
{
	if (is_after && is_plain)
		return c->spent_ms >= c->limit_ms && c->over_ms >= value;
	return step_counted(c, is_after, value) <= c->spent_ms;
}

/* When this repeat of this step is due on a running clock. */
static int64_t step_due_at(
	const struct calendar *calendar, const struct clock *c, const struct step *s, int repeat)
{
	int64_t value = s->value + repeat * s->every;

	if (!s->is_after || !s->is_plain)
		return calendar_add(
			calendar, c->since_at, step_counted(c, s->is_after, value) - c->spent_ms);
	/* Plain time from the breach on, but not what passed while the clock stood still. */
	return c->due_at > c->since_at ? c->due_at + value : c->since_at + (value - c->over_ms);
}

static int put_nearest(struct step_due *out, int n, int max, struct step_due due)
{
	int i = n < max ? n : max;

	while (i > 0 && out[i - 1].due_at > due.due_at) {
		if (i < max)
			out[i] = out[i - 1];
		i--;
	}
	if (i < max)
		out[i] = due;
	return n < max ? n + 1 : max;
}

int sla_list_steps(const struct org *g, const struct order *o, const struct clock *c,
	struct step_due *out, int max)
{
	const struct calendar *calendar = clock_get_calendar(g, o, c);
	const struct ladder *ladder;
	int n = 0;

	if (c->state != CLOCK_RUNNING)
		return 0;
	ladder = sla_find_ladder(g, o->policy, o->tier, c->kind);
	for (int i = 0; ladder && i < ladder->n_steps; i++) {
		const struct step *s = &ladder->steps[i];
		const struct alarm *alarm = alarm_of_step(o, c, s->is_after, s->value);
		int first = alarm ? alarm->repeat + 1 : 0;

		if (alarm && alarm->acknowledged_at != INSTANT_NONE)
			continue; /* its repeats end with the acknowledgement (rules.md 5) */
		for (int r = first; r <= s->repeat; r++) {
			struct step_due due = {s, r, step_due_at(calendar, c, s, r)};

			if (n == max && due.due_at >= out[max - 1].due_at)
				break; /* its further repeats are later still */
			n = put_nearest(out, n, max, due);
		}
	}
	return n;
}
