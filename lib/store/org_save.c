/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how changes of the organisation are written: one upsert a row, all under a raised config version.
 * It never reads them back and gives out no ids: core numbered the rows.
 */
#include <stdlib.h>

#include "base/die.h"
#include "store/inside.h"

enum key { KEY_NAME, KEY_ID };

static const struct {
	enum statement put;
	const struct row_type *type;
	enum key key; /* every row begins with its key */
	bool is_policy; /* pinned by orders: raises the policy version */
} nouns[ORG_N] = {
	[ORG_UNIT] = {ST_PUT_UNIT, &row_unit, KEY_NAME, false},
	[ORG_STATION] = {ST_PUT_STATION, &row_station, KEY_NAME, false},
	[ORG_USER] = {ST_PUT_USER, &row_user, KEY_NAME, false},
	[ORG_CUSTOMER] = {ST_PUT_CUSTOMER, &row_customer, KEY_NAME, false},
	[ORG_TOKEN] = {ST_PUT_TOKEN, &row_token, KEY_ID, false},
	[ORG_HOLD_REASON] = {ST_PUT_HOLD_REASON, &row_hold_reason, KEY_NAME, false},
	[ORG_LIMIT] = {ST_PUT_LIMIT, &row_limit, KEY_ID, true},
	[ORG_LADDER] = {ST_PUT_LADDER, &row_ladder, KEY_ID, true},
	[ORG_QUOTA] = {ST_PUT_QUOTA, &row_quota, KEY_ID, false},
	[ORG_TARGET] = {ST_PUT_TARGET, &row_target, KEY_ID, false},
	[ORG_ROUTE] = {ST_PUT_ROUTE, &row_route, KEY_NAME, false},
	[ORG_CALENDAR] = {ST_PUT_CALENDAR, &row_calendar, KEY_ID, true},
	[ORG_FORECAST] = {ST_PUT_FORECAST, &row_forecast, KEY_ID, false},
};

static void send_row(const struct org_change *c, struct params *p, org_send *send, void *arg)
{
	const void *row = c->row;

	params_clear(p);
	if (nouns[c->noun].key == KEY_NAME) {
		params_begin_texts(p, 1);
		params_add_text(p, *(const char *const *)row);
	} else {
		params_begin_ints(p, 1);
		params_add_int(p, *(const int64_t *)row);
	}
	params_put_rows(p, nouns[c->noun].type, &row, 1);
	send(arg, nouns[c->noun].put, p);
}

static void send_steps(const struct ladder *l, struct params *p, org_send *send, void *arg)
{
	const void *rows[LADDER_STEPS_MAX];

	must(l->n_steps <= LADDER_STEPS_MAX);
	for (int i = 0; i < l->n_steps; i++)
		rows[i] = &l->steps[i];
	params_clear(p);
	params_put_int(p, l->id);
	params_put_rows(p, &row_step, rows, l->n_steps);
	send(arg, ST_PUT_STEPS, p);
}

static void send_nodes(const struct route *r, struct params *p, org_send *send, void *arg)
{
	const void *rows[ROUTE_NODES_MAX];

	must(r->n_nodes <= ROUTE_NODES_MAX);
	for (int i = 0; i < r->n_nodes; i++)
		rows[i] = &r->nodes[i];
	params_clear(p);
	params_put_text(p, r->name);
	send(arg, ST_DROP_NODES, p);
	params_put_rows(p, &row_node, rows, r->n_nodes);
	send(arg, ST_PUT_NODES, p);
}

static void send_parts(int64_t id, enum statement put, const struct row_type *type,
	const void *parts, int n, struct params *p, org_send *send, void *arg)
{
	const void **rows = xcalloc((size_t)n + 1, sizeof(*rows));

	for (int i = 0; i < n; i++)
		rows[i] = (const char *)parts + (size_t)i * type->size;
	params_clear(p);
	params_put_int(p, id);
	params_put_rows(p, type, rows, n);
	send(arg, put, p);
	free(rows);
}

static void send_calendar(const struct calendar *c, struct params *p, org_send *send, void *arg)
{
	send_parts(c->id, ST_PUT_DAYS, &row_day, c->days, c->n_days, p, send, arg);
	send_parts(c->id, ST_PUT_SHIFTS, &row_shift, c->shifts, c->n_shifts, p, send, arg);
}

void org_send_changes(
	const struct org_change *const *changes, int n, struct params *p, org_send *send, void *arg)
{
	bool is_policy = false;

	for (int i = 0; i < n; i++)
		is_policy |= nouns[changes[i]->noun].is_policy;
	params_clear(p);
	params_put_int(p, is_policy);
	send(arg, ST_RAISE_VERSIONS, p);
	for (int i = 0; i < n; i++) {
		send_row(changes[i], p, send, arg);
		if (changes[i]->noun == ORG_LADDER)
			send_steps(changes[i]->row, p, send, arg);
		else if (changes[i]->noun == ORG_ROUTE)
			send_nodes(changes[i]->row, p, send, arg);
		else if (changes[i]->noun == ORG_CALENDAR)
			send_calendar(changes[i]->row, p, send, arg);
	}
}
