/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decision on demand: a unit's leader forecasts a month's lines of a service, the CRC's
 * supervisor agrees to them for the back end (rules.md 18). It never touches what was used.
 */
#include <string.h>

#include "core/put.h"

static enum err check_who(struct decision *d, const struct request_forecast *r)
{
	const struct user *who = d->actor;

	if (user_has(who, ROLE_ADMIN))
		return ERR_NONE;
	if (r->state == FORECAST_AGREED) {
		if (user_has(who, ROLE_SUPERVISOR))
			return ERR_NONE;
		return refuse(d, ERR_FORBIDDEN, "/params/state",
			"the back end's agreement is given by the supervisor of the response centre",
			"协议量由客户响应中心主管确认");
	}
	if (user_has(who, ROLE_LEADER) && who->unit && strcmp(who->unit, r->unit) == 0)
		return ERR_NONE;
	return refuse(d, ERR_FORBIDDEN, "/params/unit", "a leader forecasts for the own unit only",
		"部门领导只能预测本部门的需求");
}

enum err decide_forecast_put(struct decision *d, const void *request)
{
	const struct request_forecast *r = request;
	const struct unit *u = org_get_unit(d->org, r->unit);
	enum err e = check_who(d, r);
	struct forecast f = {
		.unit = r->unit,
		.service = r->service,
		.month = r->month,
		.state = (enum forecast_state)r->state,
		.quantity = r->quantity,
	};

	if (e != ERR_NONE)
		return e;
	if (!u || u->kind != UNIT_FRONT)
		return refuse(
			d, ERR_INVALID_PARAMS, "/params/unit", "no such front unit", "没有这个前端部门");
	for (int i = 0; i < org_count(d->org, ORG_FORECAST); i++) {
		const struct forecast *old = org_at(d->org, ORG_FORECAST, i);

		if (old->month == f.month && old->state == f.state && strcmp(old->unit, f.unit) == 0 &&
			strcmp(old->service, f.service) == 0)
			f.id = old->id;
	}
	if (!f.id)
		f.id = put_next_id(d, ORG_FORECAST);
	put_row(d, ORG_FORECAST, &f, sizeof(f));
	return ERR_NONE;
}
