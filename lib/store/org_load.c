/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns bringing the snapshot of the organisation up to date: what changed after its config version is read
 * and put into it. It never writes, and the versions are set last: half a refresh is simply done again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "store/inside.h"

union org_row {
	const char *name;
	int64_t id;
	struct unit unit;
	struct station station;
	struct user user;
	struct customer customer;
	struct token token;
	struct hold_reason hold_reason;
	struct limit limit;
	struct ladder ladder;
	struct quota quota;
	struct on_time_target target;
	struct route route;
	struct calendar calendar;
	struct forecast forecast;
};

static const struct {
	enum statement list;
	enum org_noun noun;
	const struct row_type *type;
	bool is_named; /* else it has an id */
} lists[] = {
	{ST_ORG_UNITS, ORG_UNIT, &row_unit, true},
	{ST_ORG_STATIONS, ORG_STATION, &row_station, true},
	{ST_ORG_USERS, ORG_USER, &row_user, true},
	{ST_ORG_CUSTOMERS, ORG_CUSTOMER, &row_customer, true},
	{ST_ORG_TOKENS, ORG_TOKEN, &row_token, false},
	{ST_ORG_HOLD_REASONS, ORG_HOLD_REASON, &row_hold_reason, true},
	{ST_ORG_LIMITS, ORG_LIMIT, &row_limit, false},
	{ST_ORG_LADDERS, ORG_LADDER, &row_ladder, false},
	{ST_ORG_QUOTAS, ORG_QUOTA, &row_quota, false},
	{ST_ORG_TARGETS, ORG_TARGET, &row_target, false},
	{ST_ORG_ROUTES, ORG_ROUTE, &row_route, true},
	{ST_ORG_CALENDARS, ORG_CALENDAR, &row_calendar, false},
	{ST_ORG_FORECASTS, ORG_FORECAST, &row_forecast, false},
};

struct refresh {
	struct call_job call;
	struct org *org;
	struct arena arena;
	int64_t config, policy;
	struct ladder *ladders; /* put once their steps are there */
	int n_ladders;
	struct route *routes;
	int n_routes;
	struct calendar *calendars;
	int n_calendars;
};

static void take_list(struct refresh *r, size_t list, const PGresult *res)
{
	int n = PQntuples(res);
	union org_row row;

	if (lists[list].noun == ORG_LADDER)
		r->ladders = arena_new_n(&r->arena, (size_t)n, struct ladder);
	if (lists[list].noun == ORG_ROUTE)
		r->routes = arena_new_n(&r->arena, (size_t)n, struct route);
	if (lists[list].noun == ORG_CALENDAR)
		r->calendars = arena_new_n(&r->arena, (size_t)n, struct calendar);
	for (int i = 0; i < n; i++) {
		memset(&row, 0, sizeof(row));
		if (lists[list].is_named)
			row.name = row_text(&r->arena, res, i, 0);
		else
			row.id = row_int(res, i, 0, 0);
		row_get(&r->arena, lists[list].type, res, i, 1, &row);
		if (lists[list].noun == ORG_LADDER)
			r->ladders[r->n_ladders++] = row.ladder;
		else if (lists[list].noun == ORG_ROUTE)
			r->routes[r->n_routes++] = row.route;
		else if (lists[list].noun == ORG_CALENDAR)
			r->calendars[r->n_calendars++] = row.calendar;
		else
			org_put(r->org, lists[list].noun, &row);
	}
}

/* Steps come by ladder, in their order; so do the ladders. */
static void take_steps(struct refresh *r, const PGresult *res)
{
	int n = PQntuples(res), at = 0;
	struct step *steps = arena_new_n(&r->arena, (size_t)n, struct step);

	for (int i = 0; i < n; i++)
		row_get(&r->arena, &row_step, res, i, 1, &steps[i]);
	for (int i = 0; i < r->n_ladders; i++) {
		struct ladder *l = &r->ladders[i];

		l->steps = &steps[at];
		while (at < n && row_int(res, at, 0, 0) == l->id)
			at++, l->n_steps++;
		org_put(r->org, ORG_LADDER, l);
	}
	must(at == n);
}

/* Both lists are sorted by the server's collation: names are only compared for being the same. */
static void take_nodes(struct refresh *r, const PGresult *res)
{
	int n = PQntuples(res), at = 0;
	struct route_node *nodes = arena_new_n(&r->arena, (size_t)n, struct route_node);

	for (int i = 0; i < n; i++)
		row_get(&r->arena, &row_node, res, i, 1, &nodes[i]);
	for (int i = 0; i < r->n_routes; i++) {
		struct route *route = &r->routes[i];

		route->nodes = &nodes[at];
		while (at < n && strcmp(PQgetvalue(res, at, 0), route->name) == 0)
			at++, route->n_nodes++;
		org_put(r->org, ORG_ROUTE, route);
	}
	must(at == n);
}

/* Days and shifts come by calendar, in their order; so do the calendars. */
static void take_days(struct refresh *r, const PGresult *res)
{
	int n = PQntuples(res), at = 0;
	struct working_day *days = arena_new_n(&r->arena, (size_t)n, struct working_day);

	for (int i = 0; i < n; i++)
		row_get(&r->arena, &row_day, res, i, 1, &days[i]);
	for (int i = 0; i < r->n_calendars; i++) {
		struct calendar *c = &r->calendars[i];

		c->days = &days[at];
		while (at < n && row_int(res, at, 0, 0) == c->id)
			at++, c->n_days++;
	}
	must(at == n);
}

/* What counting takes for granted, and no constraint keeps. */
static bool are_shifts_whole(const struct zone_shift *s, int n)
{
	if (n < 1 || n > CALENDAR_SHIFTS_MAX || s[0].at != INT64_MIN)
		return false;
	for (int i = 0; i < n; i++)
		if (s[i].offset_ms % 1000 != 0 ||
			(i > 0 && (s[i].at <= s[i - 1].at || s[i].at % 1000 != 0)))
			return false;
	return true;
}

/* The last of a calendar's parts: with them it is whole. */
static void take_shifts(struct refresh *r, const PGresult *res)
{
	int n = PQntuples(res), at = 0;
	struct zone_shift *shifts = arena_new_n(&r->arena, (size_t)n, struct zone_shift);
	static struct zone_shift utc[] = {{INT64_MIN, 0}};

	for (int i = 0; i < n; i++)
		row_get(&r->arena, &row_shift, res, i, 1, &shifts[i]);
	for (int i = 0; i < r->n_calendars; i++) {
		struct calendar *c = &r->calendars[i];

		c->shifts = &shifts[at];
		while (at < n && row_int(res, at, 0, 0) == c->id)
			at++, c->n_shifts++;
		if (!are_shifts_whole(c->shifts, c->n_shifts)) {
			log_warn(
				"calendar %s has not the shifts of its zone: its hours are taken for UTC", c->name);
			c->shifts = utc;
			c->n_shifts = 1;
		}
		org_put(r->org, ORG_CALENDAR, c);
	}
	must(at == n);
}

static void take_months(struct refresh *r, const PGresult *res)
{
	int n = PQntuples(res);
	int64_t *starts = arena_new_n(&r->arena, (size_t)n, int64_t);

	for (int i = 0; i < n; i++)
		starts[i] = row_int(res, i, 1, 0);
	org_set_months(r->org, row_int(res, 0, 0, 0), starts, n);
}

static void refresh_take(struct job *j, enum statement what, const PGresult *res)
{
	struct refresh *r = (struct refresh *)j;

	if (what == ST_ORG_VERSIONS) {
		r->config = row_int(res, 0, 0, 0);
		r->policy = row_int(res, 0, 1, 0);
		if (r->config > org_get_config_version(r->org))
			org_set_partial(r->org);
	} else if (what == ST_ORG_MONTHS) {
		take_months(r, res);
	} else if (what == ST_ORG_STEPS) {
		take_steps(r, res);
	} else if (what == ST_ORG_NODES) {
		take_nodes(r, res);
	} else if (what == ST_ORG_DAYS) {
		take_days(r, res);
	} else if (what == ST_ORG_SHIFTS) {
		take_shifts(r, res);
	} else {
		for (size_t i = 0; i < N_OF(lists); i++)
			if (lists[i].list == what)
				take_list(r, i, res);
	}
}

static void refresh_end(struct job *j, enum store_outcome outcome)
{
	struct refresh *r = (struct refresh *)j;

	if (outcome == STORE_OK) {
		org_set_zone(r->org, r->call.store->options.zone);
		org_set_versions(r->org, r->config, r->policy);
	}
	arena_fini(&r->arena);
	call_end(j, outcome);
}

void store_refresh_org(struct store *s, struct org *g, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_READ];
	struct refresh *r = xcalloc(1, sizeof(*r));
	struct params *p = &s->params;

	r->call = (struct call_job){{.take = refresh_take, .end = refresh_end}, s, done, arg};
	r->org = g;
	arena_init(&r->arena);
	if (!call_begin(s, CHANNEL_READ, &r->call))
		return;
	conn_send(c, ST_ORG_VERSIONS, NULL);
	if (org_get_config_version(g) == 0) {
		params_clear(p);
		params_put_text(p, s->options.zone);
		conn_send(c, ST_ORG_MONTHS, p);
	}
	params_clear(p);
	params_put_int(p, org_get_config_version(g));
	for (size_t i = 0; i < N_OF(lists); i++) {
		conn_send(c, lists[i].list, p);
		if (lists[i].noun == ORG_LADDER)
			conn_send(c, ST_ORG_STEPS, p);
		if (lists[i].noun == ORG_ROUTE)
			conn_send(c, ST_ORG_NODES, p);
		if (lists[i].noun == ORG_CALENDAR) {
			conn_send(c, ST_ORG_DAYS, p);
			conn_send(c, ST_ORG_SHIFTS, p);
		}
	}
	conn_end(c);
}
