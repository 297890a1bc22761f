/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What another policy would do, as tables: a put's dry run, a period recounted. Known by their shape,
 * whatever the method was called. Owns nothing; computes nothing.
 */
#include "whatif_view.h"

#include <stdio.h>
#include <string.h>

#include "alarm_step.h"
#include "cli.h"
#include "client/instant.h"
#include "moment.h"
#include "table.h"

static bool is_period(const json_t *reply)
{
	return json_is_object(json_object_get(reply, "then")) &&
		json_is_object(json_object_get(reply, "now")) &&
		json_is_integer(json_object_get(reply, "finished"));
}

static bool is_dry_run(const json_t *reply)
{
	return json_is_true(json_object_get(reply, "dry_run")) &&
		json_is_array(json_object_get(reply, "items"));
}

bool whatif_view_is(const json_t *reply)
{
	return is_dry_run(reply) || is_period(reply);
}

static void span_put(struct libscols_line *row, int col, int64_t span, enum colour colour)
{
	char text[MOMENT_TEXT_MAX];
	if (span == INSTANT_NONE)
		return;
	moment_span_exact(span, text);
	table_put(row, col, text, colour);
}

static void when_put(struct libscols_line *row, int col, int64_t at)
{
	char text[MOMENT_TEXT_MAX];
	if (at == INSTANT_NONE)
		return;
	moment_when(at, text);
	table_put(row, col, text, COLOUR_NONE);
}

static void more_print(const json_t *items, int64_t n)
{
	if (n > (int64_t)json_array_size(items))
		printf(T(AND_MORE), (size_t)n - json_array_size(items));
}

/* --- a dry run ----------------------------------------------------------------------------- */

/* "order 80 %, task line + 30 min" */
static void alarms_put(struct libscols_line *row, int col, const json_t *alarms)
{
	char line[512] = "";
	size_t i, len = 0;
	json_t *alarm;
	json_array_foreach(alarms, i, alarm)
	{
		const char *task = field_text(alarm, "task");
		char step[MOMENT_TEXT_MAX];
		alarm_step_text(alarm, step);
		int n = snprintf(line + len, sizeof line - len, "%s%s%s%s %s", len > 0 ? ", " : "",
			text_word(field_text(alarm, "clock")), *task != '\0' ? " " : "", task, step);
		if (n < 0 || (size_t)n >= sizeof line - len) {
			line[len] = '\0';
			break;
		}
		len += (size_t)n;
	}
	table_put(row, col, line, COLOUR_WARN);
}

static void move_row(struct libscols_table *table, const json_t *item)
{
	struct libscols_line *row = table_row(table);
	const json_t *from = json_object_get(item, "from"), *to = json_object_get(item, "to");
	const json_t *by = json_object_get(item, "by_s");
	bool is_late = json_is_true(json_object_get(item, "late"));
	table_put(row, 0, field_text(item, "number"), COLOUR_HEAD);
	if (json_is_true(json_object_get(item, "kept"))) {
		table_put(row, 9, T(KEPT), COLOUR_DIM);
		return;
	}
	table_put(row, 1, text_word(field_text(item, "clock")), COLOUR_NONE);
	table_put(row, 2, field_text(item, "task"), COLOUR_NONE);
	span_put(row, 3, field_span(from, "limit"), COLOUR_NONE);
	span_put(row, 4, field_span(to, "limit"), COLOUR_NONE);
	when_put(row, 5, field_instant(from, "due_at"));
	when_put(row, 6, field_instant(to, "due_at"));
	if (json_is_number(by))
		span_put(row, 7, (int64_t)(json_number_value(by) * 1000), COLOUR_NONE);
	table_put(row, 8, is_late ? T(LATE_WORD) : "", COLOUR_BAD);
	alarms_put(row, 9, json_object_get(item, "alarms"));
}

static void dry_run_print(const json_t *reply)
{
	static const struct table_col cols[] = {
		{TEXT_NUMBER, 0},
		{TEXT_CLOCK, 0},
		{TEXT_TASK, 0},
		{TEXT_LIMIT, TABLE_RIGHT},
		{TEXT_NEW_LIMIT, TABLE_RIGHT},
		{TEXT_DUE, 0},
		{TEXT_NEW_DUE, 0},
		{TEXT_MOVES_BY, TABLE_RIGHT},
		{TEXT_BECOMES_LATE, 0},
		{TEXT_ALARMS_AT_ONCE, TABLE_ELASTIC},
	};
	const json_t *items = json_object_get(reply, "items");
	int64_t moved = field_integer(reply, "moved", 0), kept = field_integer(reply, "kept", 0);
	json_t *item;
	size_t i;
	printf(T(DRY_RUN), (long long)field_integer(reply, "open", 0), (long long)moved,
		(long long)field_integer(reply, "late", 0), (long long)kept,
		(long long)field_integer(reply, "alarms", 0));
	struct libscols_table *table = table_new(cols, sizeof cols / sizeof cols[0]);
	json_array_foreach(items, i, item) move_row(table, item);
	table_finish(table);
	more_print(items, moved + kept);
}

/* --- a period recounted -------------------------------------------------------------------- */

static void sums_row(
	struct libscols_table *table, enum text name, const json_t *then, const json_t *now)
{
	const json_t *values[] = {then, now};
	struct libscols_line *row = table_row(table);
	table_put(row, 0, text_get(name), COLOUR_NONE);
	for (int i = 0; i < 2; i++) {
		if (json_is_integer(values[i]))
			table_putf(row, 1 + i, COLOUR_NONE, "%lld", (long long)json_integer_value(values[i]));
		else if (json_is_real(values[i]))
			table_putf(row, 1 + i, COLOUR_NONE, "%.1f %%", json_real_value(values[i]) * 100);
	}
}

static void sums_print(const json_t *reply)
{
	static const struct table_col cols[] = {
		{TEXT_FIGURE, 0}, {TEXT_THEN, TABLE_RIGHT}, {TEXT_NOW, TABLE_RIGHT}};
	static const struct {
		enum text name;
		const char *key;
	} rows[] = {
		{TEXT_KPI_MISSED, "missed"}, {TEXT_KPI_ON_TIME, "on_time_rate"}, {TEXT_ALARMS, "alarms"}};
	const json_t *then = json_object_get(reply, "then"), *now = json_object_get(reply, "now");
	const json_t *finished = json_object_get(reply, "finished");
	struct libscols_table *table = table_new(cols, 3);
	/* Which orders have finished no policy changes: one number for both. */
	sums_row(table, TEXT_KPI_FINISHED, finished, finished);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		sums_row(table, rows[i].name, json_object_get(then, rows[i].key),
			json_object_get(now, rows[i].key));
	table_finish(table);
}

static void recount_row(struct libscols_table *table, const json_t *item)
{
	struct libscols_line *row = table_row(table);
	const json_t *sides[] = {json_object_get(item, "then"), json_object_get(item, "now")};
	table_put(row, 0, field_text(item, "number"), COLOUR_HEAD);
	for (int i = 0; i < 2; i++) {
		bool is_missed = json_is_true(json_object_get(sides[i], "missed"));
		span_put(row, 1 + i, field_span(sides[i], "spent"), COLOUR_NONE);
		span_put(row, 3 + i, field_span(sides[i], "limit"), COLOUR_NONE);
		table_put(row, 5 + i, text_word(is_missed ? "missed" : "met"),
			is_missed ? COLOUR_BAD : COLOUR_GOOD);
		table_putf(
			row, 7 + i, COLOUR_NONE, "%lld", (long long)field_integer(sides[i], "alarms", 0));
	}
}

static void period_print(const json_t *reply)
{
	static const struct table_col cols[] = {
		{TEXT_NUMBER, 0},
		{TEXT_SPENT, TABLE_RIGHT},
		{TEXT_SPENT_NOW, TABLE_RIGHT},
		{TEXT_LIMIT, TABLE_RIGHT},
		{TEXT_NEW_LIMIT, TABLE_RIGHT},
		{TEXT_VERDICT, 0},
		{TEXT_NEW_VERDICT, 0},
		{TEXT_ALARMS, TABLE_RIGHT},
		{TEXT_NEW_ALARMS, TABLE_RIGHT},
	};
	const json_t *items = json_object_get(reply, "items");
	int64_t changed = field_integer(reply, "changed", 0);
	int64_t failed = field_integer(reply, "not_recounted", 0);
	json_t *item;
	size_t i;
	sums_print(reply);
	printf(T(REPLAY_CHANGED), (long long)changed);
	if (failed > 0) {
		printf(T(REPLAY_FAILED), (long long)failed,
			(long long)field_integer(reply, "not_recounted_first", 0));
		screen_put(stdout, field_text(reply, "not_recounted_why"));
		printf("\n\n");
	}
	if (changed == 0)
		return;
	struct libscols_table *table = table_new(cols, sizeof cols / sizeof cols[0]);
	json_array_foreach(items, i, item) recount_row(table, item);
	table_finish(table);
	more_print(items, changed);
}

void whatif_view_print(const json_t *reply)
{
	if (is_dry_run(reply))
		dry_run_print(reply);
	else
		period_print(reply);
}
