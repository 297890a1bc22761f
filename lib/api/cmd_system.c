/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the rows of system.*, rpc.discover and time.advance: the daemon itself. */
#include "api/commands.h"
#include "api/rows.h"

static const struct params nothing = {.size = sizeof(struct request)};

const struct command cmd_system_ping = {
	.name = "system.ping",
	.doc = "Answers {\"pong\": true} once the daemon serves.",
	.act = ACT_PING,
	.params = &nothing,
	.shape = SHAPE_OWN,
};

const struct command cmd_system_info = {
	.name = "system.info",
	.doc = "Version, node, clock (real or virtual), now and zone.",
	.act = ACT_INFO,
	.params = &nothing,
	.shape = SHAPE_OWN,
};

const struct command cmd_system_health = {
	.name = "system.health",
	.doc = "The store, an `outage` and what to do about it, the schema, the oldest due step not "
		   "fired, lag; of changes and reads the fuller `queue`; the head of the history's `seal`.",
	.roles = ROLES_ALL,
	.act = ACT_HEALTH,
	.params = &nothing,
	.find = FIND_HEALTH,
	.shape = SHAPE_OWN,
};

const struct command cmd_system_reload = {
	.name = "system.reload",
	.doc = "Read the configuration again, command line and file: taken whole, or refused and why.",
	.roles = R(ADMIN),
	.act = ACT_RELOAD,
	.params = &nothing,
	.shape = SHAPE_OWN,
	.errors = E(BAD_CONFIG),
};

const struct command cmd_rpc_discover = {
	.name = "rpc.discover",
	.doc = "This description, made from the daemon's own command table.",
	.act = ACT_DISCOVER,
	.params = &nothing,
	.shape = SHAPE_OWN,
};

static const struct param advance_params[] = {
	P("to", PARAM_INSTANT, request_time, to, .flags = PARAM_REQUIRED,
		.doc = "the instant it shall be; never before the present one"),
};
static const struct params advance = PARAMS(request_time, advance_params);
const struct command cmd_time_advance = {
	.name = "time.advance",
	.doc = "Let the virtual clock reach an instant: every step due until then fires first.",
	.roles = R(ADMIN),
	.act = ACT_ADVANCE,
	.params = &advance,
	.shape = SHAPE_OWN,
};
