/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A log's rows as events in one sequence by time. Owns the events and their names; never knows
 * what an action does.
 */
#include "log_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/instant.h"
#include "text.h"

enum column { COL_CASE, COL_ACTIVITY, COL_PERSON, COL_AT, COL_TIER, COL_STATION, COL_N };

static bool fail(char why[LOG_WHY_MAX], unsigned long line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static bool fail(char why[LOG_WHY_MAX], unsigned long line, const char *fmt, ...)
{
	int n = snprintf(why, LOG_WHY_MAX, T(AT_LINE), line);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(why + n, LOG_WHY_MAX - (size_t)n, fmt, ap);
	va_end(ap);
	return false;
}

/* The place of a name, a new one at the end; -1 when it is not UTF-8. */
static int64_t name_put(struct log_names *names, const char *name)
{
	json_t *known = json_object_get(names->index, name);
	if (known != NULL)
		return json_integer_value(known);
	if (names->n == names->cap) {
		names->cap = names->cap == 0 ? 64 : names->cap * 2;
		names->at = realloc(names->at, names->cap * sizeof names->at[0]);
		if (names->at == NULL)
			abort();
	}
	if (json_object_set_new(names->index, name, json_integer((json_int_t)names->n)) != 0)
		return -1;
	names->at[names->n] = strdup(name);
	return (int64_t)names->n++;
}

static void names_fini(struct log_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->at[i]);
	free(names->at);
	json_decref(names->index);
}

/*
 * Small letters, digits, dots and low lines stay, great letters become small, bytes beyond ASCII two
 * hex digits (two Chinese names stay two), all else a dash.
 */
static void plain_name(const char *prefix, const char *value, char name[LOG_NAME_MAX])
{
	size_t len = (size_t)snprintf(name, LOG_NAME_MAX, "%s", prefix);
	if (strcmp(value, "*") == 0)
		value = "all";
	if (*value == '\0')
		value = "unknown";
	for (; *value != '\0' && len + 2 < LOG_NAME_MAX; value++) {
		unsigned char c = (unsigned char)*value;
		if (c >= 0x80)
			len += (size_t)sprintf(name + len, "%02x", c);
		else if (c >= 'A' && c <= 'Z')
			name[len++] = (char)(c - 'A' + 'a');
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_')
			name[len++] = (char)c;
		else
			name[len++] = '-';
	}
	name[len] = '\0';
}

static bool columns_find(const struct log_map *map, const struct csv_reader *csv, int places[COL_N],
	char why[LOG_WHY_MAX])
{
	const char *const wanted[COL_N] = {map->col_case, map->col_activity, map->col_person,
		map->col_at, map->col_tier, map->col_station};
	for (int i = 0; i < COL_N; i++) {
		places[i] = -1;
		for (int j = 0; wanted[i] != NULL && j < csv->n_fields; j++)
			if (strcmp(csv->fields[j], wanted[i]) == 0)
				places[i] = j;
		if (wanted[i] != NULL && places[i] < 0)
			return fail(why, csv->line, T(LOG_NO_COLUMN), wanted[i]);
	}
	return true;
}

static bool event_decode(struct log *log, const struct log_map *map, const struct csv_reader *csv,
	const int places[COL_N], struct log_event *event, char why[LOG_WHY_MAX])
{
	const char *values[COL_N];
	for (int i = 0; i < COL_N; i++)
		/* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): fail() says false */
		values[i] = places[i] >= 0 ? csv->fields[places[i]] : "*";
	char person[LOG_NAME_MAX], station[LOG_NAME_MAX];
	plain_name("r-", values[COL_PERSON], person);
	plain_name("section-", values[COL_STATION], station);

	if (!instant_parse(values[COL_AT], &event->at))
		return fail(why, csv->line, T(LOG_NOT_INSTANT), values[COL_AT]);
	if (!log_map_action(map, values[COL_ACTIVITY], &event->action))
		return fail(why, csv->line, T(LOG_NO_ACTION), values[COL_ACTIVITY]);
	event->tier = log_map_tier(map, values[COL_TIER]);
	if (event->tier == '\0')
		return fail(why, csv->line, T(LOG_NO_TIER), values[COL_TIER]);
	int64_t of_case = name_put(&log->cases, values[COL_CASE]);
	int64_t activity = name_put(&log->activities, values[COL_ACTIVITY]);
	if (of_case < 0 || activity < 0)
		return fail(why, csv->line, T(LOG_NOT_UTF8));
	event->of_case = (uint32_t)of_case;
	event->activity = (uint32_t)activity;
	event->person = (uint32_t)name_put(&log->persons, person);
	event->station = (uint32_t)name_put(&log->stations, station);
	return true;
}

static int event_compare(const void *a, const void *b)
{
	const struct log_event *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static struct log_event *event_new(struct log *log)
{
	if (log->n_events == log->cap) {
		log->cap = log->cap == 0 ? 4096 : log->cap * 2;
		log->events = realloc(log->events, log->cap * sizeof log->events[0]);
		if (log->events == NULL)
			abort();
	}
	struct log_event *event = &log->events[log->n_events];
	memset(event, 0, sizeof *event);
	event->row = (uint32_t)log->n_events++;
	return event;
}

static void names_init(struct log_names *names)
{
	*names = (struct log_names){.index = json_object()};
}

bool log_read(
	struct log *log, const struct log_map *map, struct csv_reader *csv, char why[LOG_WHY_MAX])
{
	memset(log, 0, sizeof *log);
	names_init(&log->cases);
	names_init(&log->activities);
	names_init(&log->persons);
	names_init(&log->stations);

	int places[COL_N];
	enum csv_result result = csv_next(csv);
	if (result == CSV_RECORD && !columns_find(map, csv, places, why))
		return false;
	int n_columns = csv->n_fields;
	while (result == CSV_RECORD && (result = csv_next(csv)) == CSV_RECORD) {
		if (csv->n_fields != n_columns)
			return fail(why, csv->line, T(LOG_FIELDS), csv->n_fields, n_columns);
		if (log->n_events == LOG_EVENTS_MAX)
			return fail(why, csv->line, T(LOG_TOO_LONG));
		struct log_event *event = event_new(log);
		event->line = (uint32_t)csv->line;
		if (!event_decode(log, map, csv, places, event, why))
			return false;
	}
	if (result == CSV_BAD)
		return fail(why, csv->line, "%s", csv->why);
	if (log->n_events == 0)
		return fail(why, csv->line, T(LOG_EMPTY));
	qsort(log->events, log->n_events, sizeof log->events[0], event_compare);
	return true;
}

void log_fini(struct log *log)
{
	names_fini(&log->cases);
	names_fini(&log->activities);
	names_fini(&log->persons);
	names_fini(&log->stations);
	free(log->events);
}
