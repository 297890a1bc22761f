/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the carrier of the simulator: the limits and ladders every new store begins with, a few units,
 * stations and people. It never changes once a life has begun; commands do that.
 */
#include "seed.h"

#include <stdlib.h>

#include "api/command.h"
#include "base/die.h"
#include "db.h"

enum { ROWS_MAX = 512, FIRST_YEAR = 2024, MONTHS = 120 };

struct rows {
	struct db_change at[ROWS_MAX];
	int n;
};

static void add(struct rows *rows, enum org_noun noun, const void *row)
{
	struct db_change *c = &rows->at[rows->n++];

	must(rows->n <= ROWS_MAX);
	*c = (struct db_change){.noun = noun, .holds = org_new()};
	org_put(c->holds, noun, row);
}

static void add_places(struct rows *rows)
{
	const unsigned all = BIT(REVIEW_MANAGER) | BIT(REVIEW_LEADER) | BIT(REVIEW_CLERK);

	add(rows, ORG_UNIT, &(struct unit){"key", "key", UNIT_FRONT, all, true});
	add(rows, ORG_UNIT, &(struct unit){"suburb", "suburb", UNIT_FRONT, 0, true});
	add(rows, ORG_UNIT, &(struct unit){"crc_unit", "crc", UNIT_CRC, 0, true});
	add(rows, ORG_UNIT, &(struct unit){"net", "net", UNIT_BACK, 0, true});
	add(rows, ORG_STATION, &(struct station){"line", "net", "kunming", "line", NULL});
	add(rows, ORG_STATION, &(struct station){"exchange", "net", "kunming", "exchange", NULL});
	add(rows, ORG_CUSTOMER, &(struct customer){"Hotel", "1", "Hotel", "key", "am", TIER_B, "[]"});
	add(rows, ORG_HOLD_REASON, &(struct hold_reason){"no_access", "no access", "无法进场", true});
	add(rows, ORG_HOLD_REASON, &(struct hold_reason){"parts", "parts", "等待备件", false});
}

static void add_people(struct rows *rows)
{
	static const struct {
		const char *name;
		enum role role;
		const char *unit, *station;
	} people[] = {
		{"am", ROLE_ACCOUNT_MANAGER, "key", NULL},
		{"am.suburb", ROLE_ACCOUNT_MANAGER, "suburb", NULL},
		{"im", ROLE_INDUSTRY_MANAGER, "key", NULL},
		{"clerk", ROLE_CLERK, "key", NULL},
		{"leader", ROLE_LEADER, "key", NULL},
		{"disp", ROLE_DISPATCHER, "crc_unit", NULL},
		{"sup", ROLE_SUPERVISOR, "crc_unit", NULL},
		{"op.line", ROLE_OPERATOR, NULL, "line"},
		{"op.exchange", ROLE_OPERATOR, NULL, "exchange"},
		{"mgr.line", ROLE_STATION_MANAGER, NULL, "line"},
		{"mgr.exchange", ROLE_STATION_MANAGER, NULL, "exchange"},
		{"root", ROLE_ADMIN, NULL, NULL},
	};

	for (size_t i = 0; i < N_OF(people); i++) {
		const char *station = people[i].station;
		struct user u = {.name = people[i].name,
			.title = people[i].name,
			.roles = BIT(people[i].role),
			.unit = people[i].unit,
			.stations = {&station, station ? 1 : 0},
			.uid = -1,
			.absent_until = INSTANT_NONE};

		add(rows, ORG_USER, &u);
	}
}

void seed_put(struct db *db)
{
	struct rows *rows = xcalloc(1, sizeof(*rows));
	struct arena arena;
	const char *why;

	arena_init(&arena);
	const struct org_change *sla = decode_sla(&arena, sla_json, &why);

	must(sla);
	for (; sla; sla = sla->next)
		add(rows, sla->noun, sla->row);
	add_places(rows);
	add_people(rows);
	db_add_changes(db, rows->at, rows->n, true);
	arena_fini(&arena);
	free(rows);
}

void seed_set_months(struct org *g)
{
	int64_t starts[MONTHS];

	for (int i = 0; i < MONTHS; i++)
		starts[i] = date_to_day(FIRST_YEAR + i / 12, i % 12 + 1, 1) * 86400000;
	org_set_months(g, FIRST_YEAR * 12, starts, MONTHS);
	org_set_zone(g, "UTC");
}
