/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what the daemon adds to a request before it is decided: randomness and the system's time zones.
 * It refuses nothing: a zone that is not there has no shifts, and the core says so.
 */
#include "daemon/fill.h"

#include "api/ical.h"
#include "daemon/secret.h"
#include "daemon/zone.h"

static void fill_zone(struct arena *a, const char *zone, struct zone_shift **shifts, int *n)
{
	if (!zone || !zone_list_shifts(a, zone, shifts, n))
		*n = 0;
}

static void fill_calendar(struct arena *a, struct calendar *c)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): as many calendars as n_calendars says */
	fill_zone(a, c->zone, &c->shifts, &c->n_shifts);
}

/* Times of day in the text mean the calendar's zone: the one given, or the one it has. */
static void fill_import(struct ask *ask, const struct org *org, struct request_import *r)
{
	struct arena *a = ask->arena;
	const struct calendar *old = org_get_calendar(org, r->name, INT64_MAX);
	struct failure fail = {0};
	struct ical_found found;

	r->events = r->read_zone = r->fault_en = r->fault_zh = NULL; /* of a batch that was beaten */
	r->n_days = 0;
	fill_zone(a, r->zone, &r->shifts, &r->n_shifts);
	if (r->zone ? !r->n_shifts : !old)
		return; /* which the core refuses */
	r->read_zone = arena_str(a, r->zone ? r->zone : old->zone);
	if (ical_read(a, r->ics, r->read_zone, &found, &fail)) {
		r->days = found.days;
		r->n_days = found.n_days;
		r->events = encode_ical_events(a, &found, ask->lang);
	} else {
		r->fault_en = fail.en;
		r->fault_zh = fail.zh;
	}
}

void fill_request(struct ask *ask, const struct org *org)
{
	const struct command *c = ask->call->command;

	if (c->fill & FILL_SECRET) {
		struct request_token *r = ask->call->request;

		ask->secret = secret_make(ask->arena, r->hash);
	}
	if (c->fill & FILL_CALENDAR)
		fill_calendar(ask->arena, &((struct request_calendar *)ask->call->request)->calendar);
	if (c->fill & FILL_IMPORT)
		fill_import(ask, org, ask->call->request);
	if (c->fill & FILL_REPLAY) {
		struct request_replay *r = ask->call->request;

		for (int i = 0; i < r->n_calendars; i++)
			fill_calendar(ask->arena, &r->calendars[i].calendar);
	}
}
