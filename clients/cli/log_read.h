/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_LOG_READ_H
#define CLI_LOG_READ_H

#include <stddef.h>
#include <stdint.h>

#include "csv.h"
#include "log_map.h"

#define LOG_EVENTS_MAX 20000000
#define LOG_NAME_MAX 65 /* of a person or a station in the daemon, with its NUL */

/* Names in the order they were first seen. */
struct log_names {
	json_t *index; /* name -> place */
	char **at;
	size_t n, cap;
};

struct log_event {
	int64_t at;
	uint32_t row; /* place in the file, for a stable order */
	uint32_t line; /* where it begins in the file */
	uint32_t of_case; /* all of these: places in the names */
	uint32_t activity, person, station;
	enum log_action action;
	char tier;
};

struct log {
	struct log_names cases, activities, persons, stations;
	struct log_event *events; /* by time, equal times as in the file */
	size_t n_events, cap;
};

/* The whole log, read through `csv`. Persons and stations are named as the daemon will name them. */
bool log_read(
	struct log *log, const struct log_map *map, struct csv_reader *csv, char why[LOG_WHY_MAX]);
void log_fini(struct log *log);

#endif
