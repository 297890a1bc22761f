/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what is asked of the organisation: ladders, limits, calendars, places and people that change while
 * orders are under way, half of the policy applied to open orders too.
 */
#include "base/die.h"
#include "wish.h"

static const char *apply(struct maker *m)
{
	return dice_one_in(m->d, 2) ? ",\"apply\":\"open\"" : "";
}

/* A calendar that is there, or none. */
static const char *calendar(struct maker *m)
{
	for (int i = 0; i < sim.db.n_changes; i++)
		if (sim.db.changes[i].noun == ORG_CALENDAR && dice_one_in(m->d, 2))
			return ",\"calendar\":\"office\"";
	return "";
}

static void ladder(struct maker *m)
{
	static const char *const more[] = {
		"",
		",{\"after\":\"PT20M\",\"severity\":\"critical\",\"tell\":\"leader\",\"plain\":true}",
		",{\"after\":\"PT1H\",\"severity\":\"critical\",\"tell\":\"leader\",\"major\":true}",
		",{\"at\":1.5,\"severity\":\"critical\",\"tell\":\"leader\",\"hand_over\":true}",
		(",{\"after\":\"PT10M\",\"severity\":\"critical\",\"tell\":\"supervisor\",\"repeat\":3,"
		 "\"every\":\"PT7M\"}"),
	};

	make(m, "root", "ladder.put", 0,
		arena_fmt(m->a,
			"\"tier\":\"%s\"%s,\"steps\":[{\"at\":0.%d,\"severity\":\"warning\",\"tell\":"
			"\"holder\"},{\"at\":1,\"severity\":\"major\",\"tell\":\"supervisor\",\"repeat\":%d,"
			"\"every\":0.5}%s]%s",
			make_tier(m), dice_one_in(m->d, 3) ? ",\"clock\":\"task\"" : "",
			2 + dice_below(m->d, 7), 1 + dice_below(m->d, 3),
			more[dice_below(m->d, (int)N_OF(more))], apply(m)));
}

static void limit(struct maker *m)
{
	static const char *const rows[] = {"\"clock\":\"approval\"", "\"clock\":\"intake\"",
		"\"clock\":\"accept\"", "\"clock\":\"return\"", "\"clock\":\"signature\"",
		"\"clock\":\"archive\"", "\"clock\":\"task\",\"rework\":true",
		"\"clock\":\"order\",\"kind\":\"fault\",\"service\":\"pstn\"",
		"\"clock\":\"order\",\"kind\":\"fault\",\"service\":\"pstn\""};

	make(m, "root", "policy.put", 0,
		arena_fmt(m->a, "\"limits\":[{%s,\"tier\":\"%s\",\"limit\":\"PT%dM\"%s}]%s",
			rows[dice_below(m->d, (int)N_OF(rows))], make_tier(m), 5 + dice_below(m->d, 400),
			calendar(m), apply(m)));
}

static void put_calendar(struct maker *m)
{
	int from = 6 + dice_below(m->d, 6), to = from + 2 + dice_below(m->d, 8);
	const char *hours = arena_fmt(m->a, "[[\"%02d:00\",\"%02d:30\"]]", from, to);

	make(m, "root", "calendar.put", 0,
		arena_fmt(m->a,
			"\"name\":\"office\",\"zone\":\"UTC\",\"week\":{\"mon\":%s,\"tue\":%s,\"wed\":%s,"
			"\"thu\":%s,\"fri\":%s,\"sat\":%s}%s",
			hours, hours, hours, hours, hours, hours, apply(m)));
}

static void person(struct maker *m)
{
	make(m, "root", "user.put", 0,
		arena_fmt(m->a,
			"\"name\":\"op.line\",\"title\":\"u%d\",\"roles\":[\"operator\"],"
			"\"stations\":[\"line\"]%s",
			dice_below(m->d, 9),
			dice_one_in(m->d, 3) ? ",\"absent_until\":\"2026-03-05T12:00:00Z\"" : ""));
}

static void places(struct maker *m)
{
	if (dice_one_in(m->d, 2))
		make(m, "root", "quota.put", 0,
			arena_fmt(m->a,
				"\"quotas\":[{\"service\":\"pstn\",\"resource\":\"dispatchable\",\"tier\":\"A\","
				"\"orders_a_month\":%d}]",
				dice_below(m->d, 5)));
	else
		make(m, "root", "forecast.put", 0,
			arena_fmt(m->a,
				"\"unit\":\"key\",\"service\":\"pstn\",\"month\":\"2026-03\",\"state\":\"agreed\","
				"\"quantity\":%d",
				dice_below(m->d, 30)));
}

void make_policy(struct maker *m)
{
	switch (dice_below(m->d, 8)) {
	case 0:
	case 1: ladder(m); return;
	case 2: put_calendar(m); return;
	case 3: person(m); return;
	case 4: places(m); return;
	default: limit(m); return;
	}
}
