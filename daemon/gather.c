/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the questions which calls make a batch, and what it must read before it can be decided: from each
 * command's row and its request. It reads nothing itself and decides nothing.
 */
#include "daemon/run.h"

#include <string.h>

#include "base/die.h"

/* Commands that name nothing and make no order are those that put a row of the organisation; a notice
 * is sent again one at a time too, for the audit holds one row a batch. */
bool ask_ends_run(const struct ask *ask)
{
	const struct command *c = ask->call->command;

	return c->act == ACT_DECIDE &&
		(c->target == TARGET_NOTICE || (c->target == TARGET_NONE && !(c->needs & NEEDS_ORDER_ID)));
}

enum { SCAN_MAX = 4 * RUN_ASKS_MAX }; /* asks looked at for one batch */

static bool has_stream(const struct run *r, const void *stream)
{
	for (int i = 0; i < r->n_asks; i++)
		if (r->asks[i]->stream == stream)
			return true;
	return false;
}

void run_take_asks(
	struct run *r, struct asks *waiting, const struct run *other, bool is_side, int most)
{
	struct asks left = {0};
	struct ask *ask;

	for (int i = 0; i < SCAN_MAX && r->n_asks < most && (ask = waiting->head); i++) {
		bool ends_run = ask_ends_run(ask);

		if (ends_run && is_side)
			break;
		asks_take(waiting);
		if (has_stream(other, ask->stream)) {
			asks_put(&left, ask);
			continue;
		}
		r->asks[r->n_asks++] = ask;
		if (ends_run)
			break;
	}
	asks_put_front(waiting, &left);
}

int64_t run_get_advance(const struct run *r)
{
	int64_t furthest = INSTANT_NONE;

	for (int i = 0; i < r->n_asks; i++) {
		if (r->asks[i]->call->command->act != ACT_ADVANCE)
			continue;
		int64_t to = ((const struct request_time *)r->asks[i]->call->request)->to;
		if (to > furthest)
			furthest = to;
	}
	return furthest;
}

int64_t ask_get_cited(const struct ask *ask)
{
	const struct command *c = ask->call->command;

	if (!(c->needs & NEEDS_CITED))
		return 0;
	for (int i = 0; i < c->params->n; i++) {
		const struct param *p = &c->params->at[i];

		if (p->type == PARAM_ID && strcmp(p->name, "confirmation") == 0)
			return *(const int64_t *)((const char *)ask->call->request + p->offset);
	}
	return 0;
}

struct ids {
	int64_t *at;
	int n, max;
};

static struct ids ids_new(struct arena *a, int max)
{
	return (struct ids){.at = arena_new_n(a, (size_t)max, int64_t), .max = max};
}

static void ids_add(struct ids *ids, int64_t id)
{
	must(ids->n < ids->max);
	ids->at[ids->n++] = id;
}

static int count_feedbacks(const struct run *r)
{
	int n = 0;

	for (int i = 0; i < r->n_asks; i++)
		if (r->asks[i]->call->command->target == TARGET_FEEDBACKS)
			n += ((const struct request_ids *)r->asks[i]->call->request)->n_ids;
	return n;
}

/* Room for one command that needs the most it can, beside what the others usually take: a batch that
 * uses more is cut short when the pool runs dry (decide_has_ids). */
static void gather_needs(struct run *r, int due_max)
{
	int *need = r->wants.need;

	need[ID_ORDER] = ID_NEED_ORDERS;
	need[ID_TASK] = ID_NEED_TASKS;
	need[ID_RETURN] = ID_NEED_RETURNS;
	need[ID_ALARM] = ID_NEED_ALARMS + 2 * (r->n_asks + due_max);
	need[ID_FEEDBACK] = ID_NEED_FEEDBACKS + 4 * (r->n_asks + due_max);
	for (int i = 0; i < r->n_asks; i++) {
		int needs = r->asks[i]->call->command->needs;

		need[ID_ORDER] += needs & NEEDS_ORDER_ID ? 1 : 0;
		need[ID_RETURN] += needs & NEEDS_RETURN_ID ? 1 : 0;
		need[ID_TASK] += needs & NEEDS_TASK_IDS ? 8 : 0;
	}
}

static void gather_key(struct run *r, const struct ask *ask, struct stored_answer *keys)
{
	const struct request *q = ask->call->request;

	if (q->idempotency_key && ask->user)
		keys[r->wants.n_keys++] = (struct stored_answer){
			.user = ask->user, .key = q->idempotency_key};
}

/* Places are taken one batch at a time, so not by those that never take one: only a contact slip does. */
static bool may_take_place(const struct ask *ask)
{
	const struct request_create *q = ask->call->request;

	return !(ask->call->command->needs & NEEDS_ORDER_ID) ||
		(q->kind == KIND_CONTACT && q->submit == GIVEN_TRUE);
}

void run_gather(struct run *r, int64_t due_before, int due_max, int move_max)
{
	int n = r->n_asks + 1;
	struct ids orders = ids_new(&r->arena, 2 * n), tasks = ids_new(&r->arena, n);
	struct ids returns = ids_new(&r->arena, n), alarms = ids_new(&r->arena, n);
	struct ids feedbacks = ids_new(&r->arena, count_feedbacks(r) + 1);
	struct stored_answer *keys = arena_new_n(&r->arena, (size_t)n, struct stored_answer);

	memset(&r->wants, 0, sizeof(r->wants));
	for (int i = 0; i < r->n_asks; i++) {
		const struct command *c = r->asks[i]->call->command;
		const struct request *q = r->asks[i]->call->request;
		const struct request_ids *many = r->asks[i]->call->request;

		switch (c->target) {
		case TARGET_NONE: break;
		case TARGET_ORDER: ids_add(&orders, q->id); break;
		case TARGET_TASK: ids_add(&tasks, q->id); break;
		case TARGET_RETURN: ids_add(&returns, q->id); break;
		case TARGET_ALARM: ids_add(&alarms, q->id); break;
		case TARGET_NOTICE: r->wants.notice = q->id; break;
		case TARGET_FEEDBACKS:
			for (int k = 0; k < many->n_ids; k++)
				ids_add(&feedbacks, many->ids[k]);
			break;
		}
		if (ask_get_cited(r->asks[i]) > 0)
			ids_add(&orders, ask_get_cited(r->asks[i]));
		gather_key(r, r->asks[i], keys);
		r->wants.is_submitting |= (c->needs & NEEDS_PLACES) != 0;
		r->wants.is_places |= (c->needs & NEEDS_PLACES) && may_take_place(r->asks[i]);
		r->wants.is_org |= ask_ends_run(r->asks[i]) && c->target != TARGET_NOTICE;
	}
	r->wants.orders = orders.at, r->wants.n_orders = orders.n;
	r->wants.tasks = tasks.at, r->wants.n_tasks = tasks.n;
	r->wants.returns = returns.at, r->wants.n_returns = returns.n;
	r->wants.alarms = alarms.at, r->wants.n_alarms = alarms.n;
	r->wants.feedbacks = feedbacks.at, r->wants.n_feedbacks = feedbacks.n;
	r->wants.keys = keys;
	r->wants.due_before = due_before;
	r->wants.due_max = due_before == INSTANT_NONE ? 0 : due_max;
	r->wants.is_skip_locked = !r->is_virtual;
	r->wants.move_max = move_max;
	gather_needs(r, r->wants.due_max + move_max);
}
