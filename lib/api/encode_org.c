/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how rows of the organisation and the policy look to a client: in the form they are put, so
 * that what was listed may be put again. A token's hash never leaves.
 */
#include <string.h>

#include "api/encode.h"
#include "base/die.h"

static const struct {
	const char *key, *plural;
} nouns[ORG_N] = {
	[ORG_UNIT] = {"unit", "units"},
	[ORG_STATION] = {"station", "stations"},
	[ORG_USER] = {"user", "users"},
	[ORG_CUSTOMER] = {"customer", "customers"},
	[ORG_TOKEN] = {"token", "tokens"},
	[ORG_HOLD_REASON] = {"hold_reason", "hold_reasons"},
	[ORG_LIMIT] = {"limit", "limits"},
	[ORG_LADDER] = {"ladder", "ladders"},
	[ORG_QUOTA] = {"quota", "quotas"},
	[ORG_TARGET] = {"target", "targets"},
	[ORG_ROUTE] = {"route", "routes"},
	[ORG_CALENDAR] = {"calendar", "calendars"},
	[ORG_FORECAST] = {"forecast", "forecasts"},
};

const char *org_noun_key(enum org_noun noun)
{
	must(noun < ORG_N);
	return nouns[noun].key;
}

const char *org_noun_plural(enum org_noun noun)
{
	must(noun < ORG_N);
	return nouns[noun].plural;
}

static void put_words(struct out *o, const char *key, enum words set, unsigned bits)
{
	out_key(o, key);
	out_open(o, '[');
	for (int i = 1; i <= word_count(set); i++)
		if (bits & BIT(i))
			out_text(o, word_name(set, i));
	out_close(o, ']');
}

/* A row's omitted keys match anything: absent here too, as in sla.json. */
static void put_given_text(struct out *o, const char *key, const char *s)
{
	if (s)
		out_put_text(o, key, s);
}

static void put_given_word(struct out *o, const char *key, enum words set, int value)
{
	if (value)
		out_put_word(o, key, set, value);
}

static void put_given_span(struct out *o, const char *key, int64_t ms)
{
	if (ms >= 0)
		out_put_span(o, key, ms);
}

static void put_unit(struct out *o, const struct unit *u)
{
	out_put_text(o, "name", u->name);
	out_put_word(o, "kind", WORDS_UNIT_KIND, u->kind);
	out_put_text(o, "title", u->title);
	put_words(o, "reviews", WORDS_REVIEW, u->reviews);
	out_put_bool(o, "confirmation_direct", u->is_confirmation_direct);
}

static void put_station(struct out *o, const struct station *s)
{
	out_put_text(o, "name", s->name);
	out_put_text(o, "unit", s->unit);
	out_put_text(o, "area", s->area);
	out_put_text(o, "title", s->title);
	out_put_text(o, "calendar", s->calendar);
}

static void put_user(struct out *o, const struct user *u)
{
	out_put_text(o, "name", u->name);
	out_put_text(o, "title", u->title);
	put_words(o, "roles", WORDS_ROLE, u->roles);
	out_put_text(o, "unit", u->unit);
	out_put_names(o, "stations", &u->stations);
	out_key(o, "uid");
	if (u->uid < 0)
		out_null(o);
	else
		out_int(o, u->uid);
	out_put_names(o, "notify", &u->notify);
	out_put_instant(o, "absent_until", u->absent_until);
	out_put_bool(o, "disabled", u->is_disabled);
}

static void put_customer(struct out *o, const struct customer *c)
{
	out_put_text(o, "name", c->name);
	out_put_text(o, "number", c->number);
	out_put_text(o, "title", c->title);
	out_put_word(o, "tier", WORDS_TIER, c->tier);
	out_put_text(o, "unit", c->unit);
	out_put_text(o, "account_manager", c->account_manager);
	out_put_json(o, "contacts", c->contacts ? c->contacts : "[]");
}

static void put_token(struct out *o, const struct token *t)
{
	out_put_int(o, "id", t->id);
	out_put_text(o, "user", t->user);
	out_put_instant(o, "issued_at", t->issued_at);
	out_put_text(o, "issued_by", t->issued_by);
	out_put_instant(o, "expires_at", t->expires_at);
	out_put_instant(o, "revoked_at", t->revoked_at);
	out_put_bool(o, "session", t->opened_with != 0);
}

static void put_hold_reason(struct out *o, const struct hold_reason *h)
{
	out_put_text(o, "name", h->name);
	out_put_text(o, "en", h->en);
	out_put_text(o, "zh", h->zh);
	out_put_bool(o, "stops_clock", h->stops_clock);
}

static void put_limit(struct out *o, const struct limit *l)
{
	out_put_word(o, "clock", WORDS_CLOCK_KIND, l->clock);
	put_given_word(o, "kind", WORDS_ORDER_KIND, l->kind);
	put_given_text(o, "service", l->service);
	put_given_word(o, "resource", WORDS_RESOURCE, l->resource);
	if (l->lines_from) {
		out_key(o, "lines");
		out_open(o, '[');
		out_int(o, l->lines_from);
		if (l->lines_to)
			out_int(o, l->lines_to);
		else
			out_null(o);
		out_close(o, ']');
	}
	put_given_word(o, "tier", WORDS_TIER, l->tier);
	put_given_word(o, "fault", WORDS_FAULT, l->fault);
	put_given_text(o, "customer", l->customer);
	if (l->is_rework)
		out_put_bool(o, "rework", true);
	out_key(o, "limit");
	if (l->limit_ms < 0 || l->to_version)
		out_null(o);
	else
		out_span(o, l->limit_ms);
	out_put_text(o, "calendar", l->calendar);
	put_given_text(o, "source", l->source);
}

static void put_step_value(struct out *o, const char *key, const struct step *s, int64_t value)
{
	out_key(o, key);
	if (s->is_after)
		out_span(o, value);
	else
		out_real(o, (double)value / 1e6);
}

static void put_ladder(struct out *o, const struct ladder *l)
{
	out_put_word(o, "tier", WORDS_TIER, l->tier);
	put_given_word(o, "clock", WORDS_CLOCK_KIND, l->clock);
	out_key(o, "steps");
	out_open(o, '[');
	for (int i = 0; i < l->n_steps; i++) {
		const struct step *s = &l->steps[i];

		out_open(o, '{');
		put_step_value(o, s->is_after ? "after" : "at", s, s->value);
		out_put_word(o, "severity", WORDS_SEVERITY, s->severity);
		out_put_word(o, "tell", WORDS_TELL, s->tell);
		if (s->is_plain)
			out_put_bool(o, "plain", true);
		if (s->is_major)
			out_put_bool(o, "major", true);
		if (s->is_hand_over)
			out_put_bool(o, "hand_over", true);
		if (s->repeat) {
			out_put_int(o, "repeat", s->repeat);
			put_step_value(o, "every", s, s->every);
		}
		out_close(o, '}');
	}
	out_close(o, ']');
}

static void put_quota(struct out *o, const struct quota *q)
{
	out_put_text(o, "service", q->service);
	out_put_word(o, "resource", WORDS_RESOURCE, q->resource);
	out_put_word(o, "tier", WORDS_TIER, q->tier);
	out_put_int(o, "orders_a_month", q->orders_a_month);
	put_given_text(o, "source", q->source);
}

static void put_target(struct out *o, const struct on_time_target *t)
{
	put_given_word(o, "kind", WORDS_ORDER_KIND, t->kind);
	put_given_text(o, "service", t->service);
	out_put_real(o, "on_time", (double)t->on_time_ppm / 1e6);
	put_given_span(o, "goal_now", t->goal_now_ms);
	put_given_span(o, "goal_short_term", t->goal_short_ms);
	put_given_span(o, "goal_long_term", t->goal_long_ms);
	put_given_text(o, "source", t->source);
}

static void put_route(struct out *o, const struct route *r)
{
	out_put_text(o, "name", r->name);
	out_put_word(o, "kind", WORDS_ORDER_KIND, r->kind);
	out_put_text(o, "service", r->service);
	out_key(o, "nodes");
	out_open(o, '[');
	for (int i = 0; i < r->n_nodes; i++) {
		const struct route_node *n = &r->nodes[i];

		out_open(o, '{');
		out_put_text(o, "name", n->name);
		out_put_text(o, "station", n->station);
		out_put_names(o, "after", &n->after);
		if (n->share_ppm >= 0)
			out_put_real(o, "share", (double)n->share_ppm / 1e6);
		out_close(o, '}');
	}
	out_close(o, ']');
}

static void put_clock_time(struct out *o, int minutes)
{
	out_text(o, arena_fmt(o->arena, "%02d:%02d", minutes / 60, minutes % 60));
}

static void put_hours(struct out *o, const char *key, const struct hours *h)
{
	out_key(o, key);
	out_open(o, '[');
	for (int i = 0; i < h->n; i++) {
		out_open(o, '[');
		put_clock_time(o, h->at[i].from);
		put_clock_time(o, h->at[i].to);
		out_close(o, ']');
	}
	out_close(o, ']');
}

static void put_calendar(struct out *o, const struct calendar *c)
{
	out_put_text(o, "name", c->name);
	out_put_text(o, "zone", c->zone);
	out_key(o, "week");
	out_open(o, '{');
	for (int i = 0; i < WEEK_DAYS; i++)
		put_hours(o, weekday_names[i], &c->week[i]);
	out_close(o, '}');
	out_key(o, "days");
	out_open(o, '[');
	for (int i = 0; i < c->n_days; i++) {
		int year, month, day;

		day_to_date(c->days[i].day, &year, &month, &day);
		out_open(o, '{');
		out_put_text(o, "date", arena_fmt(o->arena, "%04d-%02d-%02d", year, month, day));
		put_hours(o, "open", &c->days[i].hours);
		out_close(o, '}');
	}
	out_close(o, ']');
	out_put_int(o, "version", c->from_version);
}

static void put_forecast(struct out *o, const struct forecast *f)
{
	out_put_text(o, "unit", f->unit);
	out_put_text(o, "service", f->service);
	out_put_text(o, "month",
		arena_fmt(o->arena, "%04d-%02d", (int)(f->month / 12), (int)(f->month % 12) + 1));
	out_put_word(o, "state", WORDS_FORECAST_STATE, f->state);
	out_put_int(o, "quantity", f->quantity);
}

void encode_org_row(struct out *o, enum org_noun noun, const void *row)
{
	out_open(o, '{');
	switch (noun) {
	case ORG_UNIT: put_unit(o, row); break;
	case ORG_STATION: put_station(o, row); break;
	case ORG_USER: put_user(o, row); break;
	case ORG_CUSTOMER: put_customer(o, row); break;
	case ORG_TOKEN: put_token(o, row); break;
	case ORG_HOLD_REASON: put_hold_reason(o, row); break;
	case ORG_LIMIT: put_limit(o, row); break;
	case ORG_LADDER: put_ladder(o, row); break;
	case ORG_QUOTA: put_quota(o, row); break;
	case ORG_TARGET: put_target(o, row); break;
	case ORG_ROUTE: put_route(o, row); break;
	case ORG_CALENDAR: put_calendar(o, row); break;
	case ORG_FORECAST: put_forecast(o, row); break;
	case ORG_N: die_assert(__FILE__, __LINE__, "noun");
	}
	out_close(o, '}');
}

/* --- pages of the snapshot ----------------------------------------------------------------- */

/* What a page cursor says of a row: rows never go away, so it stays a place among them. */
static const char *row_key(struct arena *a, enum org_noun noun, const void *row)
{
	switch (noun) {
	case ORG_UNIT: return ((const struct unit *)row)->name;
	case ORG_STATION: return ((const struct station *)row)->name;
	case ORG_USER: return ((const struct user *)row)->name;
	case ORG_CUSTOMER: return ((const struct customer *)row)->name;
	case ORG_HOLD_REASON: return ((const struct hold_reason *)row)->name;
	case ORG_ROUTE: return ((const struct route *)row)->name;
	case ORG_TOKEN:
	case ORG_LIMIT:
	case ORG_LADDER:
	case ORG_QUOTA:
	case ORG_TARGET:
	case ORG_CALENDAR:
	case ORG_FORECAST: return arena_fmt(a, "%lld", (long long)*(const int64_t *)row);
	case ORG_N: break;
	}
	die_assert(__FILE__, __LINE__, "noun");
}

static bool is_in_force(enum org_noun noun, const void *row)
{
	if (noun == ORG_LIMIT)
		return !((const struct limit *)row)->to_version &&
			((const struct limit *)row)->limit_ms >= 0;
	if (noun == ORG_CALENDAR)
		return !((const struct calendar *)row)->to_version;
	return noun != ORG_LADDER || !((const struct ladder *)row)->to_version;
}

/* The place after the row a cursor names; -1: there is no such row. */
static int page_begin(const struct view *v, enum org_noun noun, const char *cursor)
{
	if (!cursor)
		return 0;
	for (int i = 0; i < org_count(v->org, noun); i++)
		if (strcmp(row_key(v->arena, noun, org_at(v->org, noun, i)), cursor) == 0)
			return i + 1;
	return -1;
}

/* Names and roles are for all who dispatch to them; how to reach somebody is not. */
static const void *as_seen(const struct view *v, enum org_noun noun, const void *row)
{
	if (noun != ORG_USER || !v->hides_addresses)
		return row;
	struct user *u = arena_new(v->arena, struct user);

	*u = *(const struct user *)row;
	u->uid = -1;
	u->notify = (struct names){0};
	return u;
}

const char *encode_org_items(
	const struct view *v, enum org_noun noun, const char *cursor, int64_t limit)
{
	int i = page_begin(v, noun, cursor), n = org_count(v->org, noun);
	const char *last = NULL;
	struct out o;

	if (i < 0)
		return NULL;
	out_init(&o, v->arena);
	out_open(&o, '{');
	out_key(&o, "items");
	out_open(&o, '[');
	for (; i < n && limit > 0; i++) {
		const void *row = org_at(v->org, noun, i);

		if (!is_in_force(noun, row))
			continue;
		encode_org_row(&o, noun, as_seen(v, noun, row));
		last = row_key(v->arena, noun, row);
		limit--;
	}
	out_close(&o, ']');
	while (i < n && !is_in_force(noun, org_at(v->org, noun, i)))
		i++;
	out_put_text(&o, "next_cursor", i < n ? last : NULL);
	out_close(&o, '}');
	return out_finish(&o);
}

/* What a row is asked for by: of a calendar not the key of its versions. */
static const char *row_name(struct arena *a, enum org_noun noun, const void *row)
{
	return noun == ORG_CALENDAR ? ((const struct calendar *)row)->name : row_key(a, noun, row);
}

const char *encode_org_one(const struct view *v, enum org_noun noun, const char *name)
{
	for (int i = 0; i < org_count(v->org, noun); i++) {
		const void *row = org_at(v->org, noun, i);
		struct out o;

		if (strcmp(row_name(v->arena, noun, row), name) != 0 || !is_in_force(noun, row))
			continue;
		out_init(&o, v->arena);
		out_open(&o, '{');
		out_key(&o, org_noun_key(noun));
		encode_org_row(&o, noun, row);
		out_close(&o, '}');
		return out_finish(&o);
	}
	return NULL;
}
