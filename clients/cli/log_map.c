/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The map of a log: which columns it has and what its values mean. Owns the map's JSON; never sees
 * a row.
 */
#include "log_map.h"

#include <stdio.h>
#include <string.h>

#include "client/instant.h"
#include "text.h"

static const char *const action_names[LOG_ACTION_N] = {
	[LOG_TAKE] = "take",
	[LOG_WAIT] = "wait",
	[LOG_RESOLVE] = "resolve",
	[LOG_CLOSE] = "close",
	[LOG_NOTE] = "note",
};

static bool action_find(const char *name, enum log_action *action)
{
	for (int i = 0; i < LOG_ACTION_N; i++)
		if (name != NULL && strcmp(action_names[i], name) == 0) {
			*action = (enum log_action)i;
			return true;
		}
	return false;
}

/* A value's translation: its own, or that of the rest. */
static const char *translate(const json_t *table, const char *value)
{
	json_t *found = json_object_get(table, value);
	if (found == NULL)
		found = json_object_get(table, "*");
	return json_string_value(found);
}

static bool is_tier(const char *name)
{
	return name != NULL && strlen(name) == 1 && *name >= 'A' && *name <= 'C';
}

char log_map_tier(const struct log_map *map, const char *value)
{
	const json_t *tiers = json_object_get(map->object, "tiers");
	const char *tier = tiers != NULL ? translate(tiers, value) : value;
	return is_tier(tier) ? *tier : '\0';
}

bool log_map_action(const struct log_map *map, const char *activity, enum log_action *action)
{
	return action_find(translate(json_object_get(map->object, "actions"), activity), action);
}

const json_t *log_map_limits(const struct log_map *map)
{
	return json_object_get(map->object, "limits");
}

static bool columns_check(struct log_map *map, char why[LOG_WHY_MAX])
{
	const json_t *columns = json_object_get(map->object, "columns");
	const struct {
		const char *key, **place;
		bool is_needed;
	} wanted[] = {
		{"case", &map->col_case, true},
		{"activity", &map->col_activity, true},
		{"person", &map->col_person, true},
		{"at", &map->col_at, true},
		{"tier", &map->col_tier, false},
		{"station", &map->col_station, false},
	};
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		*wanted[i].place = json_string_value(json_object_get(columns, wanted[i].key));
		if (*wanted[i].place == NULL && wanted[i].is_needed) {
			snprintf(why, LOG_WHY_MAX, T(MAP_NO_COLUMN), wanted[i].key);
			return false;
		}
	}
	return true;
}

static bool values_check(const struct log_map *map, char why[LOG_WHY_MAX])
{
	const char *key;
	json_t *value;
	json_object_foreach(
		json_object_get(map->object, "tiers"), key, value) if (!is_tier(json_string_value(value)))
	{
		snprintf(why, LOG_WHY_MAX, T(MAP_TIER), key);
		return false;
	}
	json_object_foreach(json_object_get(map->object, "limits"), key, value)
	{
		int64_t span;
		const char *text = json_string_value(value);
		if ((!is_tier(key) && strcmp(key, "*") != 0) || text == NULL || !span_parse(text, &span) ||
			span <= 0) {
			snprintf(why, LOG_WHY_MAX, T(MAP_LIMIT), key);
			return false;
		}
	}
	enum log_action action;
	json_object_foreach(json_object_get(map->object, "actions"), key,
		value) if (!action_find(json_string_value(value), &action))
	{
		snprintf(why, LOG_WHY_MAX, T(MAP_ACTION), key);
		return false;
	}
	return true;
}

bool log_map_read(struct log_map *map, const char *path, char why[LOG_WHY_MAX])
{
	memset(map, 0, sizeof *map);
	json_error_t error;
	map->object = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(map->object)) {
		snprintf(why, LOG_WHY_MAX, "%s", map->object == NULL ? error.text : T(NOT_AN_OBJECT));
		return false;
	}
	map->service = json_string_value(json_object_get(map->object, "service"));
	if (map->service == NULL) {
		snprintf(why, LOG_WHY_MAX, T(MAP_NO_SERVICE));
		return false;
	}
	return columns_check(map, why) && values_check(map, why);
}

void log_map_fini(struct log_map *map)
{
	json_decref(map->object);
}
