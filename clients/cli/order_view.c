/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An order, and lists of them, as people read them. Owns nothing; never fetches: it shows what it is
 * given.
 */
#include "order_view.h"

#include <stdlib.h>
#include <string.h>

#include "client/instant.h"
#include "moment.h"
#include "table.h"

#define SOON_MS INT64_C(3600000)

enum colour order_view_left(const struct cli *cli, int64_t due, char *text)
{
	*text = '\0';
	if (due == INSTANT_NONE || cli->now_at == INSTANT_NONE)
		return COLOUR_NONE;
	int64_t left = due - cli->now_at;
	moment_left(left, text);
	return left < 0 ? COLOUR_BAD : left < SOON_MS ? COLOUR_WARN : COLOUR_GOOD;
}

const json_t *order_view_clock(const json_t *order, const char *kind, const char *task)
{
	const json_t *latest = NULL;
	json_t *clock;
	size_t i;
	json_array_foreach(json_object_get(order, "clocks"), i, clock)
	{
		if (strcmp(field_text(clock, "clock"), kind) != 0 ||
			(task != NULL && strcmp(field_text(clock, "task"), task) != 0))
			continue;
		if (latest == NULL ||
			field_integer(clock, "generation", 0) >= field_integer(latest, "generation", 0))
			latest = clock;
	}
	return latest;
}

/* One "label  value" line; nothing when there is no value. */
static void head_line(const char *label, const char *value)
{
	if (*value == '\0')
		return;
	printf("  %s", screen_on(stdout, COLOUR_DIM));
	screen_pad(stdout, label, 18);
	printf("%s ", screen_off(stdout));
	screen_put(stdout, value);
	putchar('\n');
}

static void head_instant(const char *label, const json_t *order, const char *key)
{
	char text[MOMENT_TEXT_MAX];
	int64_t at = field_instant(order, key);
	if (at == INSTANT_NONE)
		return;
	moment_when(at, text);
	head_line(label, text);
}

static void head_texts(const char *label, const json_t *list)
{
	char line[1024];
	head_line(label, field_texts(list, ", ", line, sizeof line));
}

static void hold_print(const json_t *order)
{
	const json_t *hold = json_object_get(order, "hold");
	if (!json_is_object(hold))
		return;
	char since[MOMENT_TEXT_MAX] = "", line[1024];
	if (field_instant(hold, "since") != INSTANT_NONE)
		moment_when(field_instant(hold, "since"), since);
	snprintf(line, sizeof line, T(HOLD_LINE), text_word(field_text(hold, "reason")),
		json_is_true(json_object_get(hold, "stops_clock")) ? T(CLOCK_STOPPED) : T(CLOCK_GOES_ON),
		field_text(hold, "by"), since, field_text(hold, "note"));
	printf("%s", screen_on(stdout, COLOUR_WARN));
	head_line(text_word("hold"), line);
	printf("%s", screen_off(stdout));
}

static void title_print(const json_t *order)
{
	printf("%s", screen_on(stdout, COLOUR_HEAD));
	screen_put(stdout, field_text(order, "number"));
	printf("  ");
	screen_put(stdout, text_word(field_text(order, "kind")));
	printf(" · ");
	screen_put(stdout, field_text(order, "service"));
	printf(" · %s ", T(TIER_OF));
	screen_put(stdout, field_text(order, "tier"));
	printf(" · ");
	screen_put(stdout, text_word(field_text(order, "state")));
	printf("%s", screen_off(stdout));
	if (json_is_true(json_object_get(order, "major")))
		printf("  %s%s%s", screen_on(stdout, COLOUR_BAD), T(MAJOR_ISSUE), screen_off(stdout));
	putchar('\n');
}

static void head_print(const json_t *order)
{
	char text[64] = "";
	title_print(order);
	head_line(T(TITLE), field_text(order, "title"));
	head_line(T(DESCRIPTION), field_text(order, "description"));
	head_line(T(CUSTOMER), field_text(order, "customer"));
	head_line(T(UNIT), field_text(order, "unit"));
	head_line(T(ACCOUNT_MANAGER), field_text(order, "account_manager"));
	head_line(T(PURPOSE), text_word(field_text(order, "purpose")));
	head_line(T(FAULT), text_word(field_text(order, "fault")));
	head_texts(T(SITES), json_object_get(order, "sites"));
	head_line(T(RESOURCE), text_word(field_text(order, "resource")));
	if (field_integer(order, "confirmation", 0) > 0)
		snprintf(text, sizeof text, "%lld", (long long)field_integer(order, "confirmation", 0));
	head_line(text_word("confirmation"), text);
	hold_print(order);
	if (json_is_string(json_object_get(order, "sent_back")))
		head_line(T(SENT_BACK), field_text(order, "sent_back"));
	else
		head_line(T(SENT_BACK), field_text(json_object_get(order, "sent_back"), "reason"));
	head_instant(T(CREATED), order, "created_at");
	head_instant(T(ARRIVED), order, "arrived_at");
	head_instant(T(PROMISED), order, "promised_at");
	head_instant(T(DUE), order, "due_at");
	head_instant(T(FINISHED), order, "finished_at");
	head_instant(T(SIGNED), order, "signed_at");
	head_instant(T(ARCHIVED), order, "archived_at");
}

static void section(const char *name)
{
	printf("\n%s%s%s\n", screen_on(stdout, COLOUR_HEAD), name, screen_off(stdout));
}

static enum colour clock_colour(const json_t *clock)
{
	const char *state = field_text(clock, "state");
	if (json_is_true(json_object_get(clock, "missed")) || strcmp(state, "missed") == 0)
		return COLOUR_BAD;
	return strcmp(state, "met") == 0   ? COLOUR_GOOD
		: strcmp(state, "paused") == 0 ? COLOUR_WARN
									   : COLOUR_NONE;
}

static void span_put(struct libscols_line *row, int col, const json_t *object, const char *key)
{
	char text[MOMENT_TEXT_MAX];
	int64_t span = field_span(object, key);
	if (span == INSTANT_NONE)
		return;
	moment_span(span, text);
	table_put(row, col, text, COLOUR_NONE);
}

static void instant_put(struct libscols_line *row, int col, const json_t *object, const char *key)
{
	char text[MOMENT_TEXT_MAX];
	int64_t at = field_instant(object, key);
	if (at == INSTANT_NONE)
		return;
	moment_when(at, text);
	table_put(row, col, text, COLOUR_NONE);
}

static void clocks_print(const struct cli *cli, const json_t *order)
{
	static const struct table_col cols[] = {
		{TEXT_CLOCK, 0},
		{TEXT_TASK, 0},
		{TEXT_STATE, 0},
		{TEXT_LIMIT, TABLE_RIGHT},
		{TEXT_SPENT, TABLE_RIGHT},
		{TEXT_DUE, 0},
		{TEXT_LEFT, TABLE_RIGHT},
		{TEXT_GENERATION, TABLE_RIGHT},
	};
	struct libscols_table *table = table_new(cols, 8);
	json_t *clock;
	size_t i;
	section(T(CLOCKS));
	json_array_foreach(json_object_get(order, "clocks"), i, clock)
	{
		struct libscols_line *row = table_row(table);
		char left[MOMENT_TEXT_MAX];
		int64_t due = field_instant(clock, "due_at");
		table_put(row, 0, text_word(field_text(clock, "clock")), COLOUR_NONE);
		table_put(row, 1, field_text(clock, "task"), COLOUR_NONE);
		table_put(row, 2, text_word(field_text(clock, "state")), clock_colour(clock));
		span_put(row, 3, clock, "limit");
		span_put(row, 4, clock, "spent");
		instant_put(row, 5, clock, "due_at");
		enum colour colour = order_view_left(cli, due, left);
		if (strcmp(field_text(clock, "state"), "paused") == 0 &&
			field_span(clock, "limit") != INSTANT_NONE) {
			moment_left(field_span(clock, "limit") - field_span(clock, "spent"), left);
			colour = COLOUR_WARN;
		}
		table_put(row, 6, left, colour);
		table_putf(row, 7, COLOUR_DIM, "%lld", (long long)field_integer(clock, "generation", 1));
	}
	table_finish(table);
}

static void tasks_print(const json_t *order)
{
	static const struct table_col cols[] = {
		{TEXT_ID, TABLE_RIGHT},
		{TEXT_TASK, 0},
		{TEXT_STATION, 0},
		{TEXT_AREA, 0},
		{TEXT_STATE, 0},
		{TEXT_HOLDER, 0},
		{TEXT_AFTER, 0},
		{TEXT_ISSUED, 0},
		{TEXT_DONE, 0},
		{TEXT_REWORK, TABLE_RIGHT},
		{TEXT_RECORD, TABLE_ELASTIC},
	};
	struct libscols_table *table = table_new(cols, 11);
	json_t *task;
	size_t i;
	section(T(TASKS));
	json_array_foreach(json_object_get(order, "tasks"), i, task)
	{
		struct libscols_line *row = table_row(table);
		const char *state = field_text(task, "state");
		char after[512];
		int64_t rework = field_integer(task, "rework", 0);
		table_putf(row, 0, COLOUR_NONE, "%lld", (long long)field_integer(task, "id", 0));
		table_put(row, 1, field_text(task, "name"), COLOUR_NONE);
		table_put(row, 2, field_text(task, "station"), COLOUR_NONE);
		table_put(row, 3, field_text(task, "area"), COLOUR_NONE);
		table_put(row, 4, text_word(state), strcmp(state, "done") == 0 ? COLOUR_GOOD : COLOUR_NONE);
		table_put(row, 5, field_text(task, "holder"), COLOUR_NONE);
		field_texts(json_object_get(task, "after"), ", ", after, sizeof after);
		table_put(row, 6, after, COLOUR_DIM);
		instant_put(row, 7, task, "issued_at");
		instant_put(row, 8, task, "done_at");
		table_putf(row, 9, rework > 0 ? COLOUR_WARN : COLOUR_NONE, "%lld", (long long)rework);
		table_put(row, 10, field_text(task, "record"), COLOUR_NONE);
	}
	table_finish(table);
}

static void returns_print(const json_t *order)
{
	static const struct table_col cols[] = {
		{TEXT_ID, TABLE_RIGHT},
		{TEXT_FROM_TASK, 0},
		{TEXT_TO_TASK, 0},
		{TEXT_KIND, 0},
		{TEXT_STATE, 0},
		{TEXT_RAISED, 0},
		{TEXT_CLOSED, 0},
		{TEXT_CHARGED_TO, 0},
		{TEXT_CHARGED, TABLE_RIGHT},
		{TEXT_TEXT, TABLE_ELASTIC},
	};
	struct libscols_table *table = table_new(cols, 10);
	json_t *slip;
	size_t i;
	section(T(RETURNS));
	json_array_foreach(json_object_get(order, "returns"), i, slip)
	{
		struct libscols_line *row = table_row(table);
		const char *state = field_text(slip, "state");
		bool is_closed = strcmp(state, "closed") == 0 || strcmp(state, "overturned") == 0;
		table_putf(row, 0, COLOUR_NONE, "%lld", (long long)field_integer(slip, "id", 0));
		table_put(row, 1, field_text(slip, "raised_by_task"), COLOUR_NONE);
		table_put(row, 2, field_text(slip, "to"), COLOUR_NONE);
		table_put(row, 3, text_word(field_text(slip, "kind")), COLOUR_NONE);
		table_put(row, 4, text_word(state), is_closed ? COLOUR_GOOD : COLOUR_WARN);
		instant_put(row, 5, slip, "raised_at");
		instant_put(row, 6, slip, "closed_at");
		table_put(row, 7, field_text(slip, "charged_to"), COLOUR_NONE);
		span_put(row, 8, slip, "charged");
		table_put(row, 9, field_text(slip, "text"), COLOUR_NONE);
	}
	table_finish(table);
}

static void loops_print(const json_t *order)
{
	static const char *const loops[] = {"customer", "originator", "exception", "record"};
	const json_t *states = json_object_get(order, "loops");
	section(T(LOOPS));
	for (int i = 0; i < 4; i++) {
		const char *state = field_text(states, loops[i]);
		bool is_closed = strcmp(state, "closed") == 0;
		printf("  ");
		screen_put(stdout, text_word(loops[i]));
		printf(" %s", screen_on(stdout, is_closed ? COLOUR_GOOD : COLOUR_WARN));
		screen_put(stdout, text_word(state));
		printf("%s", screen_off(stdout));
	}
	putchar('\n');
}

void order_view_print(const struct cli *cli, const json_t *order)
{
	head_print(order);
	if (json_array_size(json_object_get(order, "clocks")) > 0)
		clocks_print(cli, order);
	if (json_array_size(json_object_get(order, "tasks")) > 0)
		tasks_print(order);
	if (json_array_size(json_object_get(order, "returns")) > 0)
		returns_print(order);
	if (json_is_object(json_object_get(order, "loops")))
		loops_print(order);
}

void order_view_table(const struct cli *cli, const json_t *orders, size_t max)
{
	static const struct table_col cols[] = {
		{TEXT_NUMBER, 0},
		{TEXT_KIND, 0},
		{TEXT_SERVICE, 0},
		{TEXT_TIER, 0},
		{TEXT_STATE, 0},
		{TEXT_CUSTOMER, TABLE_ELASTIC},
		{TEXT_TITLE, TABLE_ELASTIC},
		{TEXT_DUE, 0},
		{TEXT_LEFT, TABLE_RIGHT},
	};
	struct libscols_table *table = table_new(cols, 9);
	json_t *order;
	size_t i;
	json_array_foreach(orders, i, order)
	{
		if (i == max)
			break;
		struct libscols_line *row = table_row(table);
		char left[MOMENT_TEXT_MAX];
		bool is_major = json_is_true(json_object_get(order, "major"));
		const char *state = json_is_object(json_object_get(order, "hold"))
			? "hold"
			: field_text(order, "state");
		table_put(row, 0, field_text(order, "number"), is_major ? COLOUR_BAD : COLOUR_NONE);
		table_put(row, 1, text_word(field_text(order, "kind")), COLOUR_NONE);
		table_put(row, 2, field_text(order, "service"), COLOUR_NONE);
		table_put(row, 3, field_text(order, "tier"), COLOUR_NONE);
		table_put(row, 4, text_word(state), COLOUR_NONE);
		table_put(row, 5, field_text(order, "customer"), COLOUR_NONE);
		table_put(row, 6, field_text(order, "title"), COLOUR_NONE);
		instant_put(row, 7, order, "due_at");
		enum colour colour = order_view_left(cli, field_instant(order, "due_at"), left);
		table_put(row, 8, left, colour);
	}
	table_finish(table);
	if (json_array_size(orders) > max)
		printf(T(AND_MORE), json_array_size(orders) - max);
}

struct sorted {
	int64_t key;
	size_t place;
	json_t *object;
};

static int sorted_compare(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

void order_view_sort(json_t *array, order_view_key_fn *key)
{
	size_t n = json_array_size(array);
	struct sorted *sorted = calloc(n + 1, sizeof sorted[0]);
	if (sorted == NULL)
		abort();
	for (size_t i = 0; i < n; i++) {
		json_t *object = json_array_get(array, i);
		int64_t at = key(object);
		sorted[i] = (struct sorted){at == INSTANT_NONE ? INT64_MAX : at, i, json_incref(object)};
	}
	qsort(sorted, n, sizeof sorted[0], sorted_compare);
	for (size_t i = 0; i < n; i++)
		json_array_set_new(array, i, sorted[i].object);
	free(sorted);
}
