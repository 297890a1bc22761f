/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_LOG_MAP_H
#define CLI_LOG_MAP_H

#include <jansson.h>
#include <stdbool.h>

#define LOG_WHY_MAX 512

enum log_action { LOG_TAKE, LOG_WAIT, LOG_RESOLVE, LOG_CLOSE, LOG_NOTE, LOG_ACTION_N };

/* How a log's columns and values become orders; the texts belong to `object`. */
struct log_map {
	json_t *object;
	const char *service;
	const char *col_case, *col_activity, *col_person, *col_at;
	const char *col_tier, *col_station; /* NULL: absent */
};

bool log_map_read(struct log_map *map, const char *path, char why[LOG_WHY_MAX]);
void log_map_fini(struct log_map *map);

/* 'A', 'B' or 'C' for a value of the tier column ("*" where there is none); 0: the map has none. */
char log_map_tier(const struct log_map *map, const char *value);
bool log_map_action(const struct log_map *map, const char *activity, enum log_action *action);
const json_t *log_map_limits(const struct log_map *map); /* {"A": "P5D", ...} */

#endif
