/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of watch.*: being told of changes as they are committed. */
#include "api/commands.h"
#include "api/rows.h"

#define OPTIONAL .flags = PARAM_NULL_IS_ABSENT

const char *const topic_names[TOPIC_N + 1] = {"alarms", "tasks", "orders", NULL};

static const struct param start_params[] = {
	P("topics", PARAM_WORDS, request_watch, topics, .flags = PARAM_REQUIRED, .min = 1,
		.choices = topic_names),
	P("since", PARAM_TEXT, request_watch, since, OPTIONAL, .max = 300,
		.doc = "a cursor: what was committed after it comes first"),
	P("station", PARAM_NAME, request_watch, station, OPTIONAL, .doc = "only what concerns it"),
};
static const struct params start = PARAMS(request_watch, start_params);
const struct command cmd_watch_start = {
	.name = "watch.start",
	.doc =
		"Be told of each change as it is committed, as `event` notifications on this connection.",
	.roles = ROLES_ALL,
	.act = ACT_WATCH,
	.params = &start,
	.shape = SHAPE_WATCH,
};

static const struct param stop_params[] = {
	P("watch", PARAM_ID, request_watch, watch, .flags = PARAM_REQUIRED),
};
static const struct params stop = PARAMS(request_watch, stop_params);
const struct command cmd_watch_stop = {
	.name = "watch.stop",
	.doc = "End a watch of this connection.",
	.roles = ROLES_ALL,
	.act = ACT_UNWATCH,
	.params = &stop,
	.shape = SHAPE_OWN,
	.errors = E(NOT_FOUND),
};
