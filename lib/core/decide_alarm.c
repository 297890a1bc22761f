/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions of people on what the daemon told them: acknowledging an alarm, reading a
 * feedback slip.
 */
#include <string.h>

#include "core/alarm.h"
#include "core/happen.h"

enum err decide_acknowledge(struct decision *d, const void *request)
{
	const struct request_text *r = request;
	struct alarm *a = d->alarm;

	if (a->state != ALARM_RAISED) {
		d->fail.state = word_name(WORDS_ALARM_STATE, a->state);
		return refuse(d, ERR_WRONG_STATE, NULL,
			a->state == ALARM_CLEARED ? "the alarm has been cleared"
									  : "the alarm has been acknowledged already",
			a->state == ALARM_CLEARED ? "示警已消除" : "示警已被确认");
	}
	struct happening *h = happen_quietly(d, "acknowledged");
	h->text = r->note;
	h->clock = a->clock;
	h->ref = a->ref;
	h->generation = a->generation;
	h->step_is_after = a->step_is_after;
	h->step = a->step;
	alarm_acknowledge(d, a);
	return ERR_NONE;
}

static bool is_theirs(const struct decision *d, const struct feedback *f)
{
	const struct user *u = d->actor;

	return user_has(u, ROLE_ADMIN) || strcmp(f->to, u->name) == 0 ||
		(user_has(u, ROLE_CLERK) && u->unit && f->unit && strcmp(f->unit, u->unit) == 0);
}

enum err decide_feedback_read(struct decision *d, const void *request)
{
	const struct request_ids *r = request;

	for (int i = 0; i < r->n_ids; i++) {
		struct feedback *f = d->feedbacks;

		while (f && f->id != r->ids[i])
			f = f->next;
		if (!f || !is_theirs(d, f))
			return refuse(d, ERR_NOT_FOUND, arena_fmt(d->arena, "/params/ids/%d", i),
				"no such feedback slip, or not yours", "没有这张反馈单，或不属于您");
	}
	for (struct feedback *f = d->feedbacks; f; f = f->next)
		if (f->read_at == INSTANT_NONE) {
			f->read_at = d->now_at;
			f->read_by = d->actor->name;
		}
	return ERR_NONE;
}
