/* SPDX-License-Identifier: Apache-2.0 */
/* Owns what a user's roles let him see (rules.md 21). It never looks for anything itself. */
#include "daemon/viewer.h"

enum {
	SEES_ALL = BIT(ROLE_DISPATCHER) | BIT(ROLE_SUPERVISOR) | BIT(ROLE_MONITOR) | BIT(ROLE_ADMIN),
	SEES_UNIT = BIT(ROLE_ACCOUNT_MANAGER) | BIT(ROLE_INDUSTRY_MANAGER) | BIT(ROLE_CLERK) |
		BIT(ROLE_LEADER),
	SEES_STATIONS = BIT(ROLE_OPERATOR) | BIT(ROLE_STATION_MANAGER),
};

bool user_sees_all(const struct user *who)
{
	return (who->roles & SEES_ALL) != 0;
}

void viewer_fill(struct viewer *v, struct arena *a, const struct user *who)
{
	v->sees_all = user_sees_all(who);
	v->user = arena_str(a, who->name);
	v->unit = who->roles & SEES_UNIT ? arena_str(a, who->unit) : NULL;
	if (who->roles & SEES_STATIONS)
		for (int i = 0; i < who->stations.n; i++)
			names_add(a, &v->stations, arena_str(a, who->stations.at[i]));
}
