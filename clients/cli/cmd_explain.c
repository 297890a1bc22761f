/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop explain ID CLOCK [--task T]`: where a clock's time went, drawn as a line and listed with
 * the rule that made each piece. Owns nothing; changes nothing.
 */
#include <string.h>

#include "cmd.h"
#include "moment.h"
#include "table.h"

#define LINE_WIDTH 64

static bool is_counted(const json_t *segment)
{
	json_t *counted = json_object_get(segment, "counted");
	int64_t span = field_span(segment, "counted");
	return json_is_true(counted) || (span != INSTANT_NONE && span > 0) ||
		(json_is_number(counted) && json_number_value(counted) > 0);
}

static int64_t segment_end(const struct cli *cli, const json_t *segment)
{
	int64_t to = field_instant(segment, "to");
	return to != INSTANT_NONE ? to : cli->now_at;
}

/* One column of the line shows what most of its time was: counted, not counted, nothing. */
static const char *column_mark(
	const struct cli *cli, const json_t *segments, int64_t from, int64_t to, enum colour *colour)
{
	int64_t counted = 0, idle = 0;
	json_t *segment;
	size_t i;
	json_array_foreach(segments, i, segment)
	{
		int64_t begin = field_instant(segment, "from");
		int64_t end = segment_end(cli, segment);
		begin = begin < from ? from : begin;
		end = end > to ? to : end;
		if (end > begin)
			*(is_counted(segment) ? &counted : &idle) += end - begin;
	}
	if (counted == 0 && idle == 0)
		return " ";
	*colour = counted >= idle ? COLOUR_GOOD : COLOUR_WARN;
	return counted >= idle ? "█" : "░";
}

static void line_draw(const struct cli *cli, const json_t *segments)
{
	size_t n = json_array_size(segments);
	if (n == 0)
		return;
	int64_t from = field_instant(json_array_get(segments, 0), "from");
	int64_t to = segment_end(cli, json_array_get(segments, n - 1));
	if (from == INSTANT_NONE || to <= from)
		return;
	char begin[MOMENT_TEXT_MAX], end[MOMENT_TEXT_MAX];
	moment_when(from, begin);
	moment_when(to, end);
	printf("  ");
	for (int i = 0; i < LINE_WIDTH; i++) {
		enum colour colour = COLOUR_NONE;
		const char *mark = column_mark(cli, segments, from + (to - from) / LINE_WIDTH * i,
			i + 1 == LINE_WIDTH ? to : from + (to - from) / LINE_WIDTH * (i + 1), &colour);
		printf("%s%s%s", screen_on(stdout, colour), mark, screen_off(stdout));
	}
	printf("\n  %-*s%s\n", LINE_WIDTH - (int)strlen(end), begin, end);
	printf("  █ %s   ░ %s\n\n", T(COUNTED), T(NOT_COUNTED));
}

static void segments_table(const struct cli *cli, const json_t *segments)
{
	static const struct table_col cols[] = {
		{TEXT_FROM, 0},
		{TEXT_TO, 0},
		{TEXT_LENGTH, TABLE_RIGHT},
		{TEXT_COUNTED, 0},
		{TEXT_WHAT, 0},
		{TEXT_RULE, TABLE_ELASTIC},
	};
	struct libscols_table *table = table_new(cols, 6);
	json_t *segment;
	size_t i;
	json_array_foreach(segments, i, segment)
	{
		struct libscols_line *row = table_row(table);
		char from[MOMENT_TEXT_MAX] = "", to[MOMENT_TEXT_MAX] = "", span[MOMENT_TEXT_MAX] = "";
		int64_t begin = field_instant(segment, "from");
		if (begin != INSTANT_NONE) {
			moment_when_s(begin, from);
			moment_span(segment_end(cli, segment) - begin, span);
		}
		if (field_instant(segment, "to") != INSTANT_NONE)
			moment_when_s(field_instant(segment, "to"), to);
		bool counts = is_counted(segment);
		table_put(row, 0, from, COLOUR_NONE);
		table_put(row, 1, *to != '\0' ? to : T(UNTIL_NOW), COLOUR_NONE);
		table_put(row, 2, span, COLOUR_NONE);
		table_put(row, 3, counts ? T(YES) : T(NO), counts ? COLOUR_GOOD : COLOUR_WARN);
		table_put(row, 4, text_word(field_text(segment, "kind")), COLOUR_NONE);
		table_put(row, 5, field_text(segment, "rule"), COLOUR_NONE);
	}
	table_finish(table);
}

static void clock_print(const struct cli *cli, const json_t *clock)
{
	char limit[MOMENT_TEXT_MAX] = "-", spent[MOMENT_TEXT_MAX] = "-", due[MOMENT_TEXT_MAX] = "-";
	char left[MOMENT_TEXT_MAX] = "";
	int64_t due_at = field_instant(clock, "due_at");
	if (field_span(clock, "limit") != INSTANT_NONE)
		moment_span(field_span(clock, "limit"), limit);
	if (field_span(clock, "spent") != INSTANT_NONE)
		moment_span(field_span(clock, "spent"), spent);
	if (due_at != INSTANT_NONE) {
		moment_when_s(due_at, due);
		moment_left(due_at - cli->now_at, left);
	}
	printf("%s%s: ", screen_on(stdout, COLOUR_HEAD), T(CLOCK));
	screen_put(stdout, text_word(field_text(clock, "clock")));
	printf("%s  ", screen_off(stdout));
	screen_put(stdout, text_word(field_text(clock, "state")));
	printf(T(EXPLAIN_SUMS), limit, spent, due, left);
}

static enum cli_status explain_run(struct cli *cli, const struct cmd_args *args)
{
	json_int_t id;
	if (!order_id_parse(args->words[0], &id))
		return cli_usage(cli, T(NOT_AN_ID), args->words[0]);
	json_t *params = json_pack("{s:I,s:s}", "order", id, "clock", args->words[1]);
	if (params == NULL)
		return cli_usage(cli, T(NOT_AN_ID), args->words[1]);
	json_t *task = json_object_get(args->params, "task");
	if (task != NULL)
		json_object_set(params, "task", task);
	json_t *answer = cli_call(cli, "clock.explain", params);
	if (answer == NULL)
		return cli->status;
	if (cli->is_json) {
		cli_print_reply(answer);
	} else if (cli_info(cli)) {
		clock_print(cli, json_object_get(answer, "clock"));
		line_draw(cli, json_object_get(answer, "segments"));
		segments_table(cli, json_object_get(answer, "segments"));
	}
	json_decref(answer);
	return cli->status;
}

const struct cmd_entry cmd_explain_entry = {
	.name = "explain",
	.usage = "ID CLOCK [--task NAME]",
	.doc = TEXT_DOC_EXPLAIN,
	.options = " task ",
	.min_words = 2,
	.max_words = 2,
	.run = explain_run,
};
