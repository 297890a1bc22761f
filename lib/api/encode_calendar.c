/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the answers of calendar.span and calendar.add, and what calendar.import says of a text's events. What
 * counts is the core's. */
#include "api/command.h"
#include "api/encode.h"
#include "api/ical.h"

static void put_seconds(struct out *o, int64_t ms)
{
	if (ms % 1000 == 0)
		out_put_int(o, "seconds", ms / 1000);
	else
		out_put_real(o, "seconds", (double)ms / 1000);
}

const char *encode_counted(const struct view *v, const struct command *c, const void *request)
{
	const struct request_span *r = request;
	const struct calendar *calendar = org_get_calendar(v->org, r->name, INT64_MAX);
	struct out o;

	if (!calendar)
		return NULL;
	out_init(&o, v->arena);
	out_open(&o, '{');
	if (c->shape == SHAPE_SECONDS)
		put_seconds(&o, calendar_between(calendar, r->from, r->to));
	else
		out_put_instant(&o, "at", calendar_add(calendar, r->from, r->counted_us / 1000));
	out_close(&o, '}');
	return out_finish(&o);
}

const char *encode_ical_events(struct arena *a, const struct ical_found *found, enum lang lang)
{
	static const char *const texts[ICAL_PASS_N][2] = {
		[ICAL_PASS_TIMED] = {"timed, and not marked as a make-up working day",
			"有时刻，且未标明是调休工作日"},
		[ICAL_PASS_CANCELLED] = {"cancelled", "已取消"},
		[ICAL_PASS_SUPERSEDED] = {"replaced by a later version of itself", "已被更新的版本取代"},
		[ICAL_PASS_NO_DATE] = {"no date left from 2000 to 2060", "2000 至 2060 年间没有剩余日期"},
	};
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_int(&o, "taken", found->n_taken);
	out_key(&o, "passed");
	out_open(&o, '[');
	for (int i = 0; i < ICAL_PASS_N; i++) {
		if (!found->passed[i].n)
			continue;
		out_open(&o, '{');
		out_put_int(&o, "events", found->passed[i].n);
		out_put_text(&o, "first", found->passed[i].first);
		out_put_text(&o, "why", texts[i][lang == LANG_ZH_CN]);
		out_close(&o, '}');
	}
	out_close(&o, ']');
	out_close(&o, '}');
	return out_finish(&o);
}
