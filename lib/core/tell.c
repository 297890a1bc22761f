/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the question whom a ladder step tells (rules.md 24): from the clock to the people, and on to
 * the next when nobody is there. It never sends anything.
 */
#include "core/tell.h"

#include <string.h>

#include "base/die.h"

static void add_user(struct decision *d, struct names *told, const struct user *u)
{
	if (u && !u->is_disabled && !user_is_absent(u, d->now_at) && told->n < TOLD_MAX)
		names_add(d->arena, told, u->name);
}

/* Everyone with the role; of that unit or station where one is given. */
static void add_role(
	struct decision *d, struct names *told, enum role role, const char *unit, const char *station)
{
	int n = org_count(d->org, ORG_USER);

	for (int i = 0; i < n; i++) {
		const struct user *u = org_at(d->org, ORG_USER, i);

		if (!user_has(u, role))
			continue;
		if (unit && !(u->unit && strcmp(u->unit, unit) == 0))
			continue;
		if (station && !user_is_at(u, station))
			continue;
		add_user(d, told, u);
	}
}

static void add_task_holder(struct decision *d, struct names *told, const struct task *t)
{
	if (t->holder)
		add_user(d, told, org_get_user(d->org, t->holder));
	else
		add_role(d, told, ROLE_OPERATOR, NULL, t->station);
}

static struct task *erring_task(struct order *o, const struct clock *c)
{
	struct return_slip *r = order_get_return(o, c->ref);

	return r && r->to_task ? order_get_task(o, r->to_task) : NULL;
}

/* Somebody's to do, were it once its return slip is settled: not one that only waits for those before it. */
static bool is_unfinished(const struct task *t)
{
	return t->state == TASK_ISSUED || t->state == TASK_ACCEPTED ||
		(t->state == TASK_WAITING && t->holder);
}

const char *tell_get_station(const struct order *o, const struct clock *c)
{
	const struct task *t = c->kind == CLOCK_RETURN
		? erring_task((struct order *)o, c)
		: order_get_clock_task((struct order *)o, c->kind, c->ref);

	return t ? t->station : NULL;
}

const char *tell_get_manager(const struct decision *d, const char *station)
{
	int n = org_count(d->org, ORG_USER);

	for (int i = 0; i < n; i++) {
		const struct user *u = org_at(d->org, ORG_USER, i);

		if (user_has(u, ROLE_STATION_MANAGER) && user_is_at(u, station) && !u->is_disabled &&
			!user_is_absent(u, d->now_at))
			return u->name;
	}
	return NULL;
}

static void add_reviewers(struct decision *d, struct names *told)
{
	enum role role = d->order->state == ORDER_MANAGER_REVIEW ? ROLE_INDUSTRY_MANAGER
		: d->order->state == ORDER_CLERK_REVIEW              ? ROLE_CLERK
															 : ROLE_LEADER;

	add_role(d, told, role, d->order->unit, NULL);
}

static void add_holders(struct decision *d, struct names *told, const struct clock *c)
{
	struct order *o = d->order;
	struct task *t;

	switch (c->kind) {
	case CLOCK_APPROVAL: add_reviewers(d, told); break;
	case CLOCK_INTAKE: add_role(d, told, ROLE_DISPATCHER, NULL, NULL); break;
	case CLOCK_ACCEPT:
	case CLOCK_TASK:
		t = order_get_task(o, c->ref);
		if (t)
			add_task_holder(d, told, t);
		break;
	case CLOCK_RETURN:
		t = erring_task(o, c);
		if (t)
			add_role(d, told, ROLE_OPERATOR, NULL, t->station);
		else
			add_role(d, told, ROLE_DISPATCHER, NULL, NULL);
		break;
	case CLOCK_SIGNATURE:
	case CLOCK_ARCHIVE:
		if (o->account_manager)
			add_user(d, told, org_get_user(d->org, o->account_manager));
		break;
	case CLOCK_ORDER:
		for (int i = 0; i < o->n_tasks; i++)
			if (is_unfinished(&o->tasks[i]))
				add_task_holder(d, told, &o->tasks[i]);
		break;
	case CLOCK_RESERVATION:
	case CLOCK_KIND_ABSENT: break;
	}
}

static void add_managers(struct decision *d, struct names *told, const struct clock *c)
{
	const char *station = tell_get_station(d->order, c);

	switch (c->kind) {
	case CLOCK_ACCEPT:
	case CLOCK_TASK: add_role(d, told, ROLE_STATION_MANAGER, NULL, station); break;
	case CLOCK_RETURN:
		if (station)
			add_role(d, told, ROLE_STATION_MANAGER, NULL, station);
		else
			add_role(d, told, ROLE_SUPERVISOR, NULL, NULL);
		break;
	case CLOCK_ORDER:
		for (int i = 0; i < d->order->n_tasks; i++)
			if (is_unfinished(&d->order->tasks[i]))
				add_role(d, told, ROLE_STATION_MANAGER, NULL, d->order->tasks[i].station);
		break;
	case CLOCK_INTAKE: add_role(d, told, ROLE_SUPERVISOR, NULL, NULL); break;
	case CLOCK_APPROVAL:
	case CLOCK_SIGNATURE:
	case CLOCK_ARCHIVE: add_role(d, told, ROLE_LEADER, d->order->unit, NULL); break;
	case CLOCK_RESERVATION:
	case CLOCK_KIND_ABSENT: break;
	}
}

struct names tell_list(struct decision *d, const struct clock *c, enum tell *whom)
{
	struct names told = {0};

	for (int tell = *whom; !told.n && tell <= TELL_ADMIN; tell++) {
		*whom = (enum tell)tell;
		switch (*whom) {
		case TELL_HOLDER: add_holders(d, &told, c); break;
		case TELL_STATION_MANAGER: add_managers(d, &told, c); break;
		case TELL_SUPERVISOR: add_role(d, &told, ROLE_SUPERVISOR, NULL, NULL); break;
		case TELL_LEADER: add_role(d, &told, ROLE_LEADER, d->order->unit, NULL); break;
		case TELL_ADMIN: add_role(d, &told, ROLE_ADMIN, NULL, NULL); break;
		case TELL_ABSENT: must(!"somebody is told");
		}
	}
	return told;
}

static int64_t station_opens_at(const struct decision *d, const char *name)
{
	const struct station *s = org_get_station(d->org, name);

	/* A notice goes by the calendar that is in force now, whatever the order is pinned to. */
	const struct calendar *c = s ? org_get_calendar(d->org, s->calendar, INT64_MAX) : NULL;

	return c ? calendar_next_open(c, d->now_at) : d->now_at;
}

int64_t tell_get_notify_at(const struct decision *d, const struct clock *c, enum tell whom)
{
	const char *station = tell_get_station(d->order, c);
	int64_t at = INSTANT_NONE;

	if (d->order->tier == TIER_A || whom > TELL_STATION_MANAGER)
		return d->now_at;
	if (c->kind != CLOCK_ORDER)
		return station ? station_opens_at(d, station) : d->now_at;
	/* The order's clock: the first of the stations at work on it that is open. */
	for (int i = 0; i < d->order->n_tasks; i++) {
		const struct task *t = &d->order->tasks[i];
		if (is_unfinished(t))
			at = instant_earlier(at, station_opens_at(d, t->station));
	}
	return at == INSTANT_NONE ? d->now_at : at;
}
