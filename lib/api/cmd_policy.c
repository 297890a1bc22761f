/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of the policy: limits, ladders, quotas, targets, routes; and sla.json's rows. */
#include "api/commands.h"
#include "api/rows.h"

#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT
#define REQUIRED .flags = PARAM_REQUIRED

enum {
	ROWS_MAX = 200,
	POLICY_PAGE = 1000,
	REPLAY_LADDERS_MAX = 30,
	REPLAY_CALENDARS_MAX = 10,
	REPLAY_SHOWN_MAX = 10000,
};

#define PLURAL(list_, struct_, field_, n_field_, row_, doc_) \
	P(list_, PARAM_ROWS, struct_, field_, REQUIRED, .max = ROWS_MAX, \
		.count = offsetof(struct struct_, n_field_), .row = (row_), .doc = (doc_))
const char *const apply_choices[] = {"open", NULL};

#define LIST(noun_, NOUN_, doc_) \
	const struct command cmd_##noun_##_list = { \
		.name = #noun_ ".list", \
		.doc = doc_, \
		.roles = ROLES_ALL, \
		.act = ACT_LIST_ORG, \
		.params = &list, \
		.noun = NOUN_, \
		.shape = SHAPE_ITEMS, \
	}

static const struct param list_params[] = {F_PAGE(POLICY_PAGE, POLICY_PAGE)};
static const struct params list = F_PARAMS(list_params);

/* --- limits: keys left out match anything -------------------------------------------------- */

static const struct param limit_params[] = {
	P("clock", PARAM_WORD, limit, clock, REQUIRED, .words = WORDS_CLOCK_KIND),
	P("kind", PARAM_WORD, limit, kind, OPTIONAL, .words = WORDS_ORDER_KIND),
	P("service", PARAM_NAME, limit, service, OPTIONAL),
	P("resource", PARAM_WORD, limit, resource, OPTIONAL, .words = WORDS_RESOURCE),
	P("lines", PARAM_LINES, limit, lines_from, OPTIONAL, .count = offsetof(struct limit, lines_to),
		.doc = "[from, to], or [from, null]"),
	P("tier", PARAM_WORD, limit, tier, OPTIONAL, .words = WORDS_TIER),
	P("fault", PARAM_WORD, limit, fault, OPTIONAL, .words = WORDS_FAULT),
	P("customer", PARAM_TEXT, limit, customer, OPTIONAL, .max = 256,
		.doc = "an agreement of this customer's own"),
	P("rework", PARAM_FLAG, limit, is_rework, OPTIONAL, .doc = "for tasks done again"),
	P("limit", PARAM_SPAN_OR_NULL, limit, limit_ms, REQUIRED, .doc = "null takes the row away"),
	P("calendar", PARAM_NAME, limit, calendar, OPTIONAL, .otherwise_text = "always"),
	P("source", PARAM_TEXT, limit, source, OPTIONAL, .max = 64, .doc = "who laid it down"),
};
const struct params object_limit = PARAMS(limit, limit_params);

static const struct param policy_params[] = {
	PLURAL("limits", request_limits, limits, n_limits, &object_limit,
		"rows put or, with \"limit\": null, removed, by what they match"),
	P_DRY_RUN,
	P_APPLY,
	P_KEY,
};
static const struct params policy = PARAMS(request_limits, policy_params);
const struct command cmd_policy_put = {
	.name = "policy.put",
	.doc = "Lay down limits, for orders submitted from now on.",
	.roles = R(ADMIN),
	.params = &policy,
	.decide = decide_limits_put,
	.noun = ORG_LIMIT,
	.shape = SHAPE_CHANGES,
	.errors = E(BAD_POLICY),
};
LIST(policy, ORG_LIMIT, "The limits in force.");

/* --- ladders ------------------------------------------------------------------------------- */

static bool step_check(struct arena *a, const void *filled, struct failure *fail)
{
	const struct step *s = filled;

	(void)a;
	if (s->value < 0) {
		fail->en = "a step needs `at`, a share, or `after`, a span";
		fail->zh = "每级须有 at（比例）或 after（时长）";
		return false;
	}
	if ((s->repeat > 0) != (s->every > 0)) {
		fail->en = "`repeat` and `every` belong together";
		fail->zh = "repeat 与 every 须同时给出";
		return false;
	}
	return true;
}

static const struct param step_params[] = {
	P("at", PARAM_STEP_AT, step, value, OPTIONAL, .otherwise = -1, .min = 1, .max = 100000000,
		.count = offsetof(struct step, is_after), .doc = "share of the limit"),
	P("after", PARAM_STEP_AFTER, step, value, OPTIONAL, .otherwise = -1, .min = 0,
		.max = SPAN_MAX_MS, .count = offsetof(struct step, is_after),
		.doc = "or a span after the breach"),
	P("severity", PARAM_WORD, step, severity, REQUIRED, .words = WORDS_SEVERITY),
	P("tell", PARAM_WORD, step, tell, REQUIRED, .words = WORDS_TELL),
	P("plain", PARAM_FLAG, step, is_plain, OPTIONAL, .doc = "not in the clock's calendar"),
	P("major", PARAM_FLAG, step, is_major, OPTIONAL, .doc = "makes the order a major issue"),
	P("hand_over", PARAM_FLAG, step, is_hand_over, OPTIONAL,
		.doc = "the station's manager becomes the holder"),
	P("repeat", PARAM_SMALL, step, repeat, OPTIONAL, .min = 0, .max = 1000,
		.doc = "further firings after the first"),
	P("every", PARAM_STEP_EVERY, step, every, OPTIONAL, .min = 1, .max = SPAN_MAX_MS,
		.count = offsetof(struct step, is_after), .doc = "how far apart they are"),
};
const struct params object_step = {
	.size = sizeof(struct step),
	.at = step_params,
	.n = N_OF(step_params),
	.check = step_check,
};

static const struct param ladder_params[] = {
	P("tier", PARAM_WORD, request_ladder, tier, REQUIRED, .words = WORDS_TIER),
	P("clock", PARAM_WORD, request_ladder, clock, OPTIONAL, .words = WORDS_CLOCK_KIND,
		.doc = "of this clock only; else of every clock without a ladder of its own"),
	P("steps", PARAM_ROWS, request_ladder, steps, REQUIRED, .max = LADDER_STEPS_MAX,
		.count = offsetof(struct request_ladder, n_steps), .row = &object_step),
	P_DRY_RUN,
	P_APPLY,
	P_KEY,
};
static const struct params ladder = PARAMS(request_ladder, ladder_params);
/* sla.json's ladders are put rows without what belongs to the putting. */
const struct params object_ladder = {
	.size = sizeof(struct request_ladder),
	.at = ladder_params,
	.n = N_OF(ladder_params) - 3,
};
const struct command cmd_ladder_put = {
	.name = "ladder.put",
	.doc = "Replace the ladder of a tier, or of one clock of a tier.",
	.roles = R(ADMIN),
	.params = &ladder,
	.decide = decide_ladder_put,
	.noun = ORG_LADDER,
	.shape = SHAPE_CHANGE,
	.errors = E(BAD_POLICY),
};
LIST(ladder, ORG_LADDER, "The ladders in force.");

/* --- what if ------------------------------------------------------------------------------- */

static bool replay_check(struct arena *a, const void *filled, struct failure *fail)
{
	const struct request_replay *r = filled;

	(void)a;
	return period_is_ok(r->from, r->to, fail);
}

#define REPLAY_ROWS(list_, n_, row_, max_) \
	P(#list_, PARAM_ROWS, request_replay, list_, OPTIONAL, .max = (max_), \
		.count = offsetof(struct request_replay, n_), .row = (row_), .doc = "as they are put")
static const struct param replay_params[] = {
	P("from", PARAM_INSTANT, request_replay, from, REQUIRED),
	P("to", PARAM_INSTANT, request_replay, to, REQUIRED, .doc = "excluded"),
	REPLAY_ROWS(limits, n_limits, &object_limit, ROWS_MAX),
	REPLAY_ROWS(ladders, n_ladders, &object_ladder, REPLAY_LADDERS_MAX),
	REPLAY_ROWS(calendars, n_calendars, &object_calendar, REPLAY_CALENDARS_MAX),
	P("limit", PARAM_INT, request_replay, n_shown, OPTIONAL, .min = 0, .max = REPLAY_SHOWN_MAX,
		.otherwise = 200,
		.doc = "orders listed at most, of those that would have come out otherwise"),
};
static const struct params replay = {
	.size = sizeof(struct request_replay),
	.at = replay_params,
	.n = N_OF(replay_params),
	.check = replay_check,
};
const struct command cmd_policy_replay = {
	.name = "policy.replay",
	.doc = "Recount the orders finished in a period under another policy: then and now.",
	.roles = R(ADMIN),
	.act = ACT_REPLAY,
	.params = &replay,
	.shape = SHAPE_PERIOD,
	.errors = E(BAD_POLICY) | E(BAD_CALENDAR),
	.fill = FILL_REPLAY,
};

/* --- quotas, targets ----------------------------------------------------------------------- */

static const struct param quota_params[] = {
	P("service", PARAM_NAME, quota, service, REQUIRED),
	P("resource", PARAM_WORD, quota, resource, REQUIRED, .words = WORDS_RESOURCE),
	P("tier", PARAM_WORD, quota, tier, REQUIRED, .words = WORDS_TIER),
	P("orders_a_month", PARAM_INT, quota, orders_a_month, REQUIRED, .min = 0, .max = 1000000),
	P("source", PARAM_TEXT, quota, source, OPTIONAL, .max = 64),
};
const struct params object_quota = PARAMS(quota, quota_params);

static const struct param quota_put_params[] = {
	PLURAL("quotas", request_quotas, quotas, n_quotas, &object_quota, NULL),
	P_KEY,
};
static const struct params quota = PARAMS(request_quotas, quota_put_params);
const struct command cmd_quota_put = {
	.name = "quota.put",
	.doc = "Lay down how many orders of a tier a month may take.",
	.roles = R(ADMIN),
	.params = &quota,
	.decide = decide_quotas_put,
	.noun = ORG_QUOTA,
	.shape = SHAPE_CHANGES,
	.errors = E(BAD_POLICY),
};
LIST(quota, ORG_QUOTA, "The monthly quotas.");

static const struct param target_params[] = {
	P("kind", PARAM_WORD, on_time_target, kind, OPTIONAL, .words = WORDS_ORDER_KIND),
	P("service", PARAM_NAME, on_time_target, service, OPTIONAL),
	P("on_time", PARAM_NUMBER, on_time_target, on_time_ppm, REQUIRED, .min = 1, .max = 1000000,
		.doc = "share of orders finished within their limit"),
	P("source", PARAM_TEXT, on_time_target, source, OPTIONAL, .max = 64),
	P("goal_now", PARAM_SPAN, on_time_target, goal_now_ms, OPTIONAL, .otherwise = -1,
		.doc = "raised to signed, as it is usual now"),
	P("goal_short_term", PARAM_SPAN, on_time_target, goal_short_ms, OPTIONAL, .otherwise = -1,
		.doc = "as it shall be soon"),
	P("goal_long_term", PARAM_SPAN, on_time_target, goal_long_ms, OPTIONAL, .otherwise = -1,
		.doc = "as it shall be in the end"),
};
const struct params object_target = PARAMS(on_time_target, target_params);

static const struct param target_put_params[] = {
	PLURAL("targets", request_targets, targets, n_targets, &object_target, NULL),
	P_KEY,
};
static const struct params target = PARAMS(request_targets, target_put_params);
const struct command cmd_target_put = {
	.name = "target.put",
	.doc = "Lay down the on-time rates to be reached.",
	.roles = R(ADMIN),
	.params = &target,
	.decide = decide_targets_put,
	.noun = ORG_TARGET,
	.shape = SHAPE_CHANGES,
	.errors = E(BAD_POLICY),
};
LIST(target, ORG_TARGET, "The on-time rates to be reached.");

/* --- routes -------------------------------------------------------------------------------- */

static const struct param node_params[] = {
	P("name", PARAM_NAME, route_node, name, REQUIRED),
	P("station", PARAM_NAME, route_node, station, REQUIRED),
	P("after", PARAM_NAMES, route_node, after, OPTIONAL, .max = TASK_AFTER_MAX,
		.doc = "the nodes it waits for"),
	P("share", PARAM_NUMBER, route_node, share_ppm, OPTIONAL, .min = 1, .max = 1000000,
		.otherwise = -1, .doc = "its part of the order's limit"),
};
const struct params object_node = PARAMS(route_node, node_params);

static const struct param route_params[] = {
	P("name", PARAM_NAME, request_route, name, REQUIRED),
	P("kind", PARAM_WORD, request_route, kind, REQUIRED, .words = WORDS_ORDER_KIND),
	P("service", PARAM_NAME, request_route, service, REQUIRED),
	P("nodes", PARAM_ROWS, request_route, nodes, REQUIRED, .max = ROUTE_NODES_MAX,
		.count = offsetof(struct request_route, n_nodes), .row = &object_node),
	P_KEY,
};
static const struct params route = PARAMS(request_route, route_params);
const struct command cmd_route_put = {
	.name = "route.put",
	.doc = "Make or replace a route: a named graph of stations for a kind and service.",
	.roles = R(ADMIN),
	.params = &route,
	.decide = decide_route_put,
	.noun = ORG_ROUTE,
	.shape = SHAPE_CHANGE,
	.errors = E(BAD_ROUTE),
};
LIST(route, ORG_ROUTE, "The routes.");

static const struct param route_get_params[] = {F("name", PARAM_NAME, name, REQUIRED)};
static const struct params route_get = F_PARAMS(route_get_params);
const struct command cmd_route_get = {
	.name = "route.get",
	.doc = "A route by its name.",
	.roles = ROLES_ALL,
	.act = ACT_GET_ORG,
	.params = &route_get,
	.noun = ORG_ROUTE,
	.shape = SHAPE_ONE,
	.errors = E(NOT_FOUND),
};
