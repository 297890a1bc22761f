/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The people a replay needs: a front unit and its leader, the CRC, the log's stations with a manager
 * and all its persons as operators of all of them. Owns nothing; puts, so that doing it twice is once.
 */
#include <stdio.h>

#include "replay.h"

static bool put(struct replay *replay, const char *method, json_t *params)
{
	struct drive_request request = {.method = method, .params = params};
	return drive_send(&replay->drive, &request);
}

static bool units_put(struct replay *replay)
{
	const struct {
		const char *name, *kind, *title;
	} units[] = {
		{REPLAY_FRONT, "front", T(REPLAY_FRONT_TITLE)},
		{REPLAY_CRC, "crc", T(REPLAY_CRC_TITLE)},
		{REPLAY_BACK, "back", T(REPLAY_BACK_TITLE)},
	};
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (!put(replay, "unit.put",
				json_pack("{s:s,s:s,s:s}", "name", units[i].name, "kind", units[i].kind, "title",
					units[i].title)))
			return false;
	return true;
}

static bool stations_put(struct replay *replay)
{
	const struct log_names *stations = &replay->log.stations;
	for (size_t i = 0; i < stations->n; i++)
		if (!put(replay, "station.put",
				json_pack("{s:s,s:s,s:s,s:s}", "name", stations->at[i], "unit", REPLAY_BACK, "area",
					"replay", "title", stations->at[i])))
			return false;
	return true;
}

static json_t *stations_all(const struct replay *replay)
{
	json_t *all = json_array();
	for (size_t i = 0; i < replay->log.stations.n; i++)
		json_array_append_new(all, json_string(replay->log.stations.at[i]));
	return all;
}

static bool user_put(
	struct replay *replay, const char *name, const char *role, const char *unit, bool has_stations)
{
	json_t *params = json_pack(
		"{s:s,s:s,s:[s],s:s}", "name", name, "title", name, "roles", role, "unit", unit);
	if (has_stations)
		json_object_set_new(params, "stations", stations_all(replay));
	return put(replay, "user.put", params);
}

static bool people_put(struct replay *replay)
{
	if (!user_put(replay, REPLAY_DISPATCHER, "dispatcher", REPLAY_CRC, false) ||
		!user_put(replay, "replay.supervisor", "supervisor", REPLAY_CRC, false) ||
		!user_put(replay, "replay.leader", "leader", REPLAY_FRONT, false) ||
		!user_put(replay, "replay.manager", "station_manager", REPLAY_BACK, true))
		return false;
	for (size_t i = 0; i < replay->log.persons.n; i++)
		if (!user_put(replay, replay->log.persons.at[i], "operator", REPLAY_BACK, true))
			return false;
	return true;
}

/* One row a tier; "*" stands for the tiers that are not named. */
static bool limits_put(struct replay *replay)
{
	const json_t *limits = log_map_limits(&replay->map);
	json_t *rows = json_array();
	for (const char *tier = "ABC"; *tier != '\0'; tier++) {
		char name[2] = {*tier, '\0'};
		json_t *limit = json_object_get(limits, name);
		if (limit == NULL)
			limit = json_object_get(limits, "*");
		if (limit != NULL)
			json_array_append_new(rows,
				json_pack("{s:s,s:s,s:s,s:s,s:O}", "clock", "order", "kind", "fault", "service",
					replay->map.service, "tier", name, "limit", limit));
	}
	if (json_array_size(rows) == 0) { /* the daemon's own policy serves */
		json_decref(rows);
		return true;
	}
	return put(replay, "policy.put", json_pack("{s:o}", "limits", rows));
}

bool replay_cast(struct replay *replay)
{
	return units_put(replay) && stations_put(replay) && people_put(replay) && limits_put(replay);
}
