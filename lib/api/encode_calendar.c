/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the answers of calendar.span and calendar.add. What counts is the core's. */
#include "api/command.h"
#include "api/encode.h"

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
