/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns time.advance: moves the virtual clock within a batch, firing every step on its way at its
 * own instant and in order. It never moves the clock back, and never past a step that is not
 * loaded: there the batch is cut, committed, and the advance goes on in the next one.
 */
#include "daemon/run.h"

/* The order with the earliest armed step not after reach; at one instant the lower id first. */
static struct slot *next_due(struct run *r, int64_t reach)
{
	struct slot *first = NULL;

	for (int i = 0; i < r->n_slots; i++) {
		struct slot *s = &r->slots[i];

		if (s->next_due_at == INSTANT_NONE || s->next_due_at > reach)
			continue;
		if (!first || s->next_due_at < first->next_due_at ||
			(s->next_due_at == first->next_due_at && s->order->id < first->order->id))
			first = s;
	}
	return first;
}

static bool move_to(struct run *r, int64_t to)
{
	int64_t unseen = r->batch.next_due_at;
	bool is_whole = unseen == INSTANT_NONE || unseen > to;
	int64_t reach = is_whole ? to : unseen;
	struct slot *s;

	while ((s = next_due(r, reach))) {
		if (!decide_has_ids(r->ids))
			return false;
		if (s->next_due_at > r->now)
			r->now = s->next_due_at;
		run_fire(r, s, r->now);
	}
	if (reach > r->now)
		r->now = reach;
	return is_whole;
}

bool run_advance(struct run *r, int i)
{
	struct ask *ask = r->asks[i];
	int64_t to = ((const struct request_time *)ask->call->request)->to;
	struct failure fail = {0};

	if (ask_check_who(ask, r->org, &fail) && fail.err == ERR_NONE) {
		if (!r->is_virtual)
			fail = (struct failure){.err = ERR_WRONG_STATE,
				.state = "real",
				.en = "the store runs on the real clock; only a virtual one can be advanced",
				.zh = "本库使用真实时钟，只有虚拟时钟可以推进"};
		else if (to < r->now)
			fail = (struct failure){.err = ERR_INVALID_PARAMS,
				.field = "/params/to",
				.en = "the virtual clock is past that instant and never runs backwards",
				.zh = "虚拟时钟已过此时刻，时钟不会倒退"};
	}
	if (fail.err != ERR_NONE) {
		r->answers[i] = ask_error(ask, &r->arena, &fail, NULL);
		return true;
	}
	if (!move_to(r, to))
		return false;
	r->answers[i] = ask_result(ask, &r->arena, encode_now(&r->arena, r->now), false);
	return true;
}
