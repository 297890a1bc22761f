/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the question who may see an order and whose act a command is (rules.md 20-23), and in which
 * states the flow has that step. It never changes anything and never looks at content.
 */
#include <string.h>

#include "base/die.h"
#include "core/decide.h"

static const unsigned front_roles = BIT(ROLE_ACCOUNT_MANAGER) | BIT(ROLE_INDUSTRY_MANAGER) |
	BIT(ROLE_CLERK) | BIT(ROLE_LEADER);
static const unsigned sees_all_roles = BIT(ROLE_DISPATCHER) | BIT(ROLE_SUPERVISOR) |
	BIT(ROLE_MONITOR) | BIT(ROLE_ADMIN);
static const unsigned station_roles = BIT(ROLE_OPERATOR) | BIT(ROLE_STATION_MANAGER);

static bool is_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

bool order_is_visible(const struct order *o, const struct user *who)
{
	if (who->roles & sees_all_roles)
		return true;
	if ((who->roles & front_roles) && is_same(who->unit, o->unit))
		return true;
	for (int i = 0; (who->roles & station_roles) && i < o->n_tasks; i++)
		if (user_is_at(who, o->tasks[i].station))
			return true;
	return false;
}

static bool is_of_unit(const struct decision *d, enum role role)
{
	return user_has(d->actor, role) && is_same(d->actor->unit, d->order->unit);
}

static bool is_its_account_manager(const struct decision *d)
{
	return user_has(d->actor, ROLE_ACCOUNT_MANAGER) &&
		is_same(d->actor->name, d->order->account_manager);
}

static bool is_crc(const struct decision *d)
{
	return d->actor->roles & (BIT(ROLE_DISPATCHER) | BIT(ROLE_SUPERVISOR));
}

static bool is_slip_owner(const struct decision *d)
{
	return is_its_account_manager(d) || is_of_unit(d, ROLE_LEADER) ||
		(user_has(d->actor, ROLE_DISPATCHER) && is_same(d->actor->name, d->order->raised_by));
}

static bool is_station_manager_of_order(const struct decision *d)
{
	if (!user_has(d->actor, ROLE_STATION_MANAGER))
		return false;
	/* A task left out by a new dispatch gives no say; once the order has ended its state answers. */
	for (int i = 0; i < d->order->n_tasks; i++)
		if (user_is_at(d->actor, d->order->tasks[i].station) &&
			(d->order->state != ORDER_EXECUTING || d->order->tasks[i].state != TASK_CANCELLED))
			return true;
	return false;
}

/* Who holds an order that can be sent back; where nobody does, the state will say so. */
static bool is_holder_of_step(const struct decision *d)
{
	switch (d->order->state) {
	case ORDER_MANAGER_REVIEW: return is_of_unit(d, ROLE_INDUSTRY_MANAGER);
	case ORDER_LEADER_REVIEW: return is_of_unit(d, ROLE_LEADER);
	case ORDER_CLERK_REVIEW: return is_of_unit(d, ROLE_CLERK);
	case ORDER_AT_CRC: return user_has(d->actor, ROLE_DISPATCHER);
	case ORDER_DRAFT:
	case ORDER_EXECUTING:
	case ORDER_AWAITING_SIGNATURE:
	case ORDER_AWAITING_ARCHIVE:
	case ORDER_ARCHIVED:
	case ORDER_CANCELLED:
	case ORDER_STATE_ABSENT: return true;
	}
	must(!"a state");
	return false;
}

static bool is_at_station(const struct decision *d, const struct task *t, unsigned roles)
{
	return t && (d->actor->roles & roles) && user_is_at(d->actor, t->station);
}

static bool is_of_erring_side(const struct decision *d)
{
	must(d->slip);
	if (!d->slip->to_task)
		return user_has(d->actor, ROLE_DISPATCHER);
	return is_at_station(d, order_get_task(d->order, d->slip->to_task), station_roles);
}

static bool owns(const struct decision *d, enum owner owner)
{
	switch (owner) {
	case OWNER_ANY: return true;
	case OWNER_NOT_MONITOR: return d->actor->roles & ~BIT(ROLE_MONITOR);
	case OWNER_SLIP: return is_slip_owner(d);
	case OWNER_SLIP_SUPERVISOR: return is_slip_owner(d) || user_has(d->actor, ROLE_SUPERVISOR);
	case OWNER_INDUSTRY_MANAGER: return is_of_unit(d, ROLE_INDUSTRY_MANAGER);
	case OWNER_LEADER: return is_of_unit(d, ROLE_LEADER);
	case OWNER_CLERK: return is_of_unit(d, ROLE_CLERK);
	case OWNER_HOLDER_OF_STEP: return is_holder_of_step(d);
	case OWNER_CRC: return is_crc(d);
	case OWNER_CRC_OR_MANAGER: return is_crc(d) || is_station_manager_of_order(d);
	case OWNER_LEADER_OR_SUPERVISOR:
		return is_of_unit(d, ROLE_LEADER) || user_has(d->actor, ROLE_SUPERVISOR);
	case OWNER_SUPERVISOR: return user_has(d->actor, ROLE_SUPERVISOR);
	case OWNER_SIGNER: return is_its_account_manager(d) || user_has(d->actor, ROLE_DISPATCHER);
	case OWNER_ARCHIVER:
		return is_its_account_manager(d) ||
			(!d->order->account_manager && user_has(d->actor, ROLE_DISPATCHER));
	case OWNER_STATION: return is_at_station(d, d->task, station_roles);
	case OWNER_STATION_MANAGER: return is_at_station(d, d->task, BIT(ROLE_STATION_MANAGER));
	case OWNER_ERRING: return is_of_erring_side(d);
	case OWNER_ERRING_OR_CRC: return is_of_erring_side(d) || is_crc(d);
	}
	must(!"an owner");
	return false;
}

enum err guard_check_owner(struct decision *d, const struct guard *guard)
{
	if (user_has(d->actor, ROLE_ADMIN) || owns(d, guard->owner))
		return ERR_NONE;
	return refuse(d, ERR_FORBIDDEN, NULL,
		"this is another's to do: the order, task or slip is not in your hands",
		"此操作不归您：该工单、任务或返单不在您手中");
}

enum err guard_check_version(struct decision *d, int64_t if_version)
{
	if (if_version < 0 || !d->order || if_version == d->order->version)
		return ERR_NONE;
	d->fail.version = d->order->version;
	return refuse(d, ERR_CONFLICT, "/params/if_version", NULL, NULL);
}

static enum err wrong_state(struct decision *d, enum words set, int state)
{
	d->fail.state = word_name(set, state);
	return refuse(d, ERR_WRONG_STATE, NULL, NULL, NULL);
}

enum err guard_check_state(struct decision *d, const struct guard *guard)
{
	if (!d->order)
		return ERR_NONE;
	if (guard->order_states && !(guard->order_states & BIT(d->order->state)))
		return wrong_state(d, WORDS_ORDER_STATE, d->order->state);
	if (d->order->hold.reason && !guard->is_ok_while_held) {
		d->fail.state = word_name(WORDS_ORDER_STATE, d->order->state);
		return refuse(d, ERR_WRONG_STATE, NULL, "the order is on hold: resume it first",
			"工单已挂起，请先恢复");
	}
	if (guard->task_states && d->task && !(guard->task_states & BIT(d->task->state)))
		return wrong_state(d, WORDS_TASK_STATE, d->task->state);
	if (guard->return_states && d->slip && !(guard->return_states & BIT(d->slip->state)))
		return wrong_state(d, WORDS_RETURN_STATE, d->slip->state);
	return ERR_NONE;
}
