/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a play came to: on-time rates, alarms, rework, and the worst orders with the reasons. Owns
 * nothing; the figures are the daemon's own reports.
 */
#include "figures.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "alarm_step.h"
#include "feed.h"
#include "kpi_view.h"
#include "moment.h"
#include "order_view.h"
#include "table.h"

#define ORDERS_MAX 20000
#define WORST_MAX 8

struct alarm_counts {
	unsigned raised[ALARM_SEVERITIES], acknowledged[ALARM_SEVERITIES], standing[ALARM_SEVERITIES];
};

static void alarm_count(void *arg, const json_t *alarm)
{
	struct alarm_counts *counts = arg;
	for (int i = 0; i < ALARM_SEVERITIES; i++) {
		if (strcmp(field_text(alarm, "severity"), alarm_severities[i]) != 0)
			continue;
		counts->raised[i]++;
		counts->acknowledged[i] += *field_text(alarm, "acknowledged_at") != '\0';
		counts->standing[i] += strcmp(field_text(alarm, "state"), "cleared") != 0;
	}
}

static void head(const char *text)
{
	printf("\n%s%s%s\n", screen_on(stdout, COLOUR_HEAD), text, screen_off(stdout));
}

static void alarms_print(const struct alarm_counts *counts)
{
	static const struct table_col cols[] = {{TEXT_SEVERITY, 0}, {TEXT_RAISED_COUNT, TABLE_RIGHT},
		{TEXT_ACKNOWLEDGED, TABLE_RIGHT}, {TEXT_STANDING, TABLE_RIGHT}};
	struct libscols_table *table = table_new(cols, 4);
	for (int i = 0; i < ALARM_SEVERITIES; i++) {
		struct libscols_line *row = table_row(table);
		table_put(row, 0, text_word(alarm_severities[i]), COLOUR_NONE);
		table_putf(row, 1, COLOUR_NONE, "%u", counts->raised[i]);
		table_putf(row, 2, COLOUR_NONE, "%u", counts->acknowledged[i]);
		table_putf(row, 3, COLOUR_NONE, "%u", counts->standing[i]);
	}
	table_finish(table);
}

static json_t *kpi_fetch(struct drive *drive, int64_t from, json_t *by)
{
	char begin[INSTANT_TEXT_MAX], end[INSTANT_TEXT_MAX];
	instant_format(from, begin);
	instant_format(drive->now_at + 1, end); /* `to` is excluded */
	json_t *report = cli_call(
		drive->cli, "report.kpi", json_pack("{s:s,s:s,s:O}", "from", begin, "to", end, "by", by));
	json_t *rows = json_incref(json_object_get(report, "rows"));
	json_decref(report);
	return rows;
}

/* How far the order's clock is over its limit; INSTANT_NONE when it is not. */
static int64_t order_late(const json_t *order)
{
	const json_t *clock = order_view_clock(order, "order", NULL);
	int64_t spent = field_span(clock, "spent"), limit = field_span(clock, "limit");
	return spent == INSTANT_NONE || limit == INSTANT_NONE || spent <= limit ? INSTANT_NONE
																			: spent - limit;
}

static int64_t order_late_key(const json_t *order)
{
	return -order_late(order); /* the latest first */
}

/* The station most often sent back to stands first. */
static int64_t rework_key(const json_t *row)
{
	return -(int64_t)(json_number_value(json_object_get(row, "rework_rate")) * 1e9);
}

static json_t *worst_orders(struct drive *drive)
{
	json_t *all = cli_list(drive->cli, "order.list", json_object(), ORDERS_MAX);
	if (all == NULL)
		return NULL;
	json_t *late = json_array(), *order;
	size_t i;
	json_array_foreach(all, i, order) if (order_late(order) != INSTANT_NONE)
		json_array_append(late, order);
	json_decref(all);
	order_view_sort(late, order_late_key);
	return late;
}

static size_t reason_add(char *line, size_t size, size_t len, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static size_t reason_add(char *line, size_t size, size_t len, const char *fmt, ...)
{
	if (len + 3 >= size)
		return len;
	if (len > 0)
		len += (size_t)snprintf(line + len, size - len, "; ");
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(line + len, size - len, fmt, ap);
	va_end(ap);
	return n > 0 && (size_t)n < size - len ? len + (size_t)n : size - 1;
}

/* The task whose clock went furthest over: where the time was lost. */
static size_t reason_task(const json_t *order, char *line, size_t size, size_t len)
{
	const json_t *worst = NULL;
	int64_t over = 0;
	json_t *clock, *task;
	size_t i;
	json_array_foreach(json_object_get(order, "clocks"), i, clock)
	{
		int64_t late = field_span(clock, "spent") - field_span(clock, "limit");
		if (strcmp(field_text(clock, "clock"), "task") == 0 &&
			field_span(clock, "limit") != INSTANT_NONE && late > over) {
			over = late;
			worst = clock;
		}
	}
	if (worst == NULL)
		return len;
	const char *name = field_text(worst, "task"), *station = "";
	json_array_foreach(
		json_object_get(order, "tasks"), i, task) if (strcmp(field_text(task, "name"), name) == 0)
		station = field_text(task, "station");
	char span[MOMENT_TEXT_MAX];
	moment_span(over, span);
	return reason_add(line, size, len, T(WHY_TASK), name, station, span);
}

static void reasons(const json_t *order, char *line, size_t size)
{
	size_t i, len = reason_task(order, line, size, 0);
	json_t *slip, *task;
	int64_t rework = 0;
	char span[MOMENT_TEXT_MAX];
	json_array_foreach(json_object_get(order, "returns"), i, slip)
	{
		int64_t charged = field_span(slip, "charged");
		if (charged == INSTANT_NONE)
			continue;
		moment_span(charged, span);
		len = reason_add(line, size, len, T(WHY_RETURN), field_text(slip, "charged_to"), span);
	}
	json_array_foreach(json_object_get(order, "tasks"), i, task)
		rework += field_integer(task, "rework", 0);
	if (rework > 0)
		len = reason_add(line, size, len, T(WHY_REWORK), (int)rework);
	if (json_is_object(json_object_get(order, "hold")))
		len = reason_add(line, size, len, T(WHY_HOLD),
			text_word(field_text(json_object_get(order, "hold"), "reason")));
	if (json_is_true(json_object_get(order, "major")))
		len = reason_add(line, size, len, "%s", T(MAJOR_ISSUE));
	if (len == 0)
		(void)reason_add(line, size, len, "%s", T(WHY_NOTHING));
}

static void worst_print(const json_t *orders)
{
	static const struct table_col cols[] = {
		{TEXT_NUMBER, 0},
		{TEXT_KIND, 0},
		{TEXT_SERVICE, 0},
		{TEXT_TIER, 0},
		{TEXT_STATE, 0},
		{TEXT_CUSTOMER, TABLE_ELASTIC},
		{TEXT_LATE, TABLE_RIGHT},
		{TEXT_WHY, TABLE_ELASTIC},
	};
	struct libscols_table *table = table_new(cols, 8);
	json_t *order;
	size_t i;
	json_array_foreach(orders, i, order)
	{
		if (i == WORST_MAX)
			break;
		char late[MOMENT_TEXT_MAX], why[512] = "";
		moment_span(order_late(order), late);
		reasons(order, why, sizeof why);
		struct libscols_line *row = table_row(table);
		table_put(row, 0, field_text(order, "number"), COLOUR_NONE);
		table_put(row, 1, text_word(field_text(order, "kind")), COLOUR_NONE);
		table_put(row, 2, field_text(order, "service"), COLOUR_NONE);
		table_put(row, 3, field_text(order, "tier"), COLOUR_NONE);
		table_put(row, 4, text_word(field_text(order, "state")), COLOUR_NONE);
		table_put(row, 5, field_text(order, "customer"), COLOUR_NONE);
		table_put(row, 6, late, COLOUR_BAD);
		table_put(row, 7, why, COLOUR_NONE);
	}
	table_finish(table);
	if (json_array_size(orders) > WORST_MAX)
		printf(T(AND_MORE), json_array_size(orders) - WORST_MAX);
}

enum cli_status figures_print(struct drive *drive, int64_t from)
{
	struct alarm_counts counts = {.raised = {0}};
	json_t *by_tier = json_pack("[s,s,s]", "kind", "service", "tier");
	json_t *by_station = json_pack("[s]", "station");
	json_t *rates = NULL, *stations = NULL, *worst = NULL;
	if (feed_follow(drive, alarm_count, &counts)) {
		rates = kpi_fetch(drive, from, by_tier);
		stations = rates != NULL ? kpi_fetch(drive, from, by_station) : NULL;
		order_view_sort(stations, rework_key);
		worst = stations != NULL ? worst_orders(drive) : NULL;
	}
	if (worst != NULL && drive->cli->is_json) {
		json_t *alarms = json_object();
		for (int i = 0; i < ALARM_SEVERITIES; i++)
			json_object_set_new(alarms, alarm_severities[i], json_integer(counts.raised[i]));
		json_t *object = json_pack("{s:O,s:o,s:O,s:O}", "on_time", rates, "alarms", alarms,
			"stations", stations, "late_orders", worst);
		cli_print_json(object, false);
		json_decref(object);
	} else if (worst != NULL) {
		head(T(FIGURES_ON_TIME));
		kpi_view_table(rates, by_tier, KPI_ORDERS);
		head(T(FIGURES_ALARMS));
		alarms_print(&counts);
		head(T(FIGURES_STATIONS));
		kpi_view_table(stations, by_station, KPI_TASKS);
		head(T(FIGURES_WORST));
		worst_print(worst);
	}
	json_decref(by_tier);
	json_decref(by_station);
	json_decref(rates);
	json_decref(stations);
	json_decref(worst);
	return drive->cli->status;
}
