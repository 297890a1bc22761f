/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop explain ID CLOCK [--task T]`: where a clock's time went, drawn as a line and listed with
 * the rule that made each piece. Owns nothing; changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "clock_line.h"
#include "cmd.h"
#include "moment.h"
#include "table.h"

/*
 * `at`, here and below: the instant to which the answer counted what still runs. Another `now`, asked
 * for later, is a later one, and by it what was counted would not be all of an open segment.
 */
static int64_t segment_end(const json_t *segment, int64_t at)
{
	int64_t to = field_instant(segment, "to");
	return to != INSTANT_NONE ? to : at;
}

static bool is_running(const json_t *segment)
{
	return strcmp(field_text(segment, "kind"), "running") == 0;
}

static int64_t counted_get(const json_t *segment)
{
	int64_t counted = field_span(segment, "counted");
	return counted != INSTANT_NONE ? counted : 0;
}

/* --- the line ------------------------------------------------------------------------------ */

struct pieces {
	struct line_piece *at;
	int n;
};

static void piece_add(struct pieces *p, struct line_piece piece)
{
	p->at = realloc(p->at, (size_t)(p->n + 1) * sizeof p->at[0]);
	if (p->at == NULL)
		abort();
	p->at[p->n++] = piece;
}

static void on_span(void *arg, const struct sliploop_reply *reply)
{
	const json_t *seconds = json_object_get(reply->result, "seconds");
	/* Whoever cannot be asked leaves nothing counted, which then does not add up. */
	if (json_is_number(seconds))
		*(int64_t *)arg = (int64_t)(json_number_value(seconds) * 1000 + 0.5);
}

static void span_ask(struct cli *cli, const char *calendar, struct line_piece *piece)
{
	char from[INSTANT_TEXT_MAX], to[INSTANT_TEXT_MAX];
	instant_format(piece->from, from);
	instant_format(piece->to, to);
	(void)sliploop_submit(cli->conn, "calendar.span",
		json_pack("{s:s,s:s,s:s}", "name", calendar, "from", from, "to", to), on_span,
		&piece->counted);
}

/*
 * A running segment that counted in part: what its calendar counts of it, column by column. The clock
 * may be pinned to an earlier calendar of that name: then it does not add up, and is one piece. Within
 * one column there is nothing to ask: however many segments, the calls are less than twice the columns.
 */
static void pieces_ask(struct cli *cli, const json_t *segment, const struct line_piece *whole,
	int64_t from, int64_t to, struct pieces *out)
{
	struct line_piece columns[CLOCK_LINE_WIDTH];
	int n = 0;
	int64_t sum = 0;
	for (int i = 0; i < CLOCK_LINE_WIDTH; i++) {
		int64_t begin = clock_line_at(from, to, i), end = clock_line_at(from, to, i + 1);
		begin = begin < whole->from ? whole->from : begin;
		end = end > whole->to ? whole->to : end;
		if (end > begin)
			columns[n++] = (struct line_piece){begin, end, LINE_COUNTED, 0};
	}
	if (n == 1) {
		piece_add(out, *whole);
		return;
	}
	for (int i = 0; i < n; i++)
		span_ask(cli, field_text(segment, "calendar"), &columns[i]);
	(void)sliploop_drain(cli->conn);
	for (int i = 0; i < n; i++)
		sum += columns[i].counted;
	if (sum != whole->counted) {
		piece_add(out, (struct line_piece){whole->from, whole->to, LINE_IN_PART, whole->counted});
		return;
	}
	for (int i = 0; i < n; i++)
		piece_add(out, columns[i]);
}

/* Where the line ends: at the clock's end, when it has one. */
static int64_t line_end(const json_t *segments, int64_t at)
{
	const json_t *last = json_array_get(segments, json_array_size(segments) - 1);
	bool is_live = is_running(last) || strcmp(field_text(last, "kind"), "paused") == 0;
	return is_live ? segment_end(last, at) : field_instant(last, "from");
}

static void line_draw(struct cli *cli, const json_t *segments, int64_t at)
{
	struct pieces pieces = {NULL, 0};
	enum line_kind columns[CLOCK_LINE_WIDTH];
	json_t *segment;
	size_t i;
	if (json_array_size(segments) == 0)
		return;
	int64_t from = field_instant(json_array_get(segments, 0), "from"), to = line_end(segments, at);
	if (from == INSTANT_NONE || to <= from)
		return;
	json_array_foreach(segments, i, segment)
	{
		int64_t begin = field_instant(segment, "from"), end = segment_end(segment, at);
		struct line_piece whole = {begin, end, LINE_STOPPED, counted_get(segment)};
		if (begin == INSTANT_NONE || end <= begin)
			continue;
		if (is_running(segment))
			whole.kind = LINE_COUNTED;
		if (is_running(segment) && whole.counted > 0 && whole.counted < end - begin)
			pieces_ask(cli, segment, &whole, from, to, &pieces);
		else
			piece_add(&pieces, whole);
	}
	clock_line_fill(pieces.at, pieces.n, from, to, columns);
	clock_line_print(from, to, columns);
	free(pieces.at);
}

/* --- the list ------------------------------------------------------------------------------ */

static void segment_row(struct libscols_table *table, const json_t *segment, int64_t at)
{
	struct libscols_line *row = table_row(table);
	char from[MOMENT_TEXT_MAX] = "", to[MOMENT_TEXT_MAX] = "", span[MOMENT_TEXT_MAX] = "";
	char counted[MOMENT_TEXT_MAX], rule[256];
	int64_t begin = field_instant(segment, "from");
	if (begin != INSTANT_NONE) {
		moment_when_s(begin, from);
		moment_span_exact(segment_end(segment, at) - begin, span);
	}
	if (field_instant(segment, "to") != INSTANT_NONE)
		moment_when_s(field_instant(segment, "to"), to);
	bool counts = is_running(segment) || counted_get(segment) > 0;
	moment_span_exact(counted_get(segment), counted);
	table_put(row, 0, from, COLOUR_NONE);
	table_put(row, 1, *to != '\0' ? to : T(UNTIL_NOW), COLOUR_NONE);
	table_put(row, 2, span, COLOUR_NONE);
	table_put(row, 3, counts ? counted : T(NO), counts ? COLOUR_GOOD : COLOUR_WARN);
	table_put(row, 4, is_running(segment) ? field_text(segment, "calendar") : "", COLOUR_NONE);
	table_put(row, 5, text_word(field_text(segment, "kind")), COLOUR_NONE);
	table_putf(row, 6, COLOUR_DIM, "%d", (int)field_integer(segment, "generation", 1));
	text_rule(field_text(segment, "rule"), rule, sizeof rule);
	table_put(row, 7, rule, COLOUR_NONE);
}

static void segments_table(const json_t *segments, int64_t at)
{
	static const struct table_col cols[] = {
		{TEXT_FROM, 0},
		{TEXT_TO, 0},
		{TEXT_LENGTH, TABLE_RIGHT},
		{TEXT_COUNTED, TABLE_RIGHT},
		{TEXT_CALENDAR, 0},
		{TEXT_WHAT, 0},
		{TEXT_GENERATION, TABLE_RIGHT},
		{TEXT_RULE, TABLE_ELASTIC},
	};
	struct libscols_table *table = table_new(cols, sizeof cols / sizeof cols[0]);
	json_t *segment;
	size_t i;
	json_array_foreach(segments, i, segment) segment_row(table, segment, at);
	table_finish(table);
}

/* What one generation's segments add up to. */
static int64_t segments_sum(const json_t *segments, int64_t generation)
{
	json_t *segment;
	size_t i;
	int64_t sum = 0;
	json_array_foreach(segments, i, segment) if (field_integer(segment, "generation", 1) ==
		generation) sum += counted_get(segment);
	return sum;
}

static void sums_print(struct cli *cli, const json_t *clock, const json_t *segments)
{
	int64_t spent = field_span(clock, "spent"), latest = field_integer(clock, "generation", 1);
	char text[MOMENT_TEXT_MAX], wanted[MOMENT_TEXT_MAX] = "-";
	int64_t first = field_integer(json_array_get(segments, 0), "generation", latest);
	putchar('\n');
	for (int64_t generation = first; generation < latest; generation++) {
		moment_span_exact(segments_sum(segments, generation), text);
		printf(T(SUM_OF_EARLIER), (int)generation, text);
	}
	int64_t sum = segments_sum(segments, latest);
	moment_span_exact(sum, text);
	if (sum == spent) {
		printf(T(SUM_IS_SPENT), text);
		return;
	}
	if (spent != INSTANT_NONE)
		moment_span_exact(spent, wanted);
	cli_complain(T(SUM_IS_NOT_SPENT), text, wanted);
	cli->status = CLI_REFUSED;
}

static void clock_print(const json_t *clock, int64_t at)
{
	char limit[MOMENT_TEXT_MAX] = "-", spent[MOMENT_TEXT_MAX] = "-", due[MOMENT_TEXT_MAX] = "-";
	char left[MOMENT_TEXT_MAX] = "";
	int64_t due_at = field_instant(clock, "due_at");
	if (field_span(clock, "limit") != INSTANT_NONE)
		moment_span_exact(field_span(clock, "limit"), limit);
	if (field_span(clock, "spent") != INSTANT_NONE)
		moment_span_exact(field_span(clock, "spent"), spent);
	if (due_at != INSTANT_NONE) {
		moment_when_s(due_at, due);
		moment_left(due_at - at, left);
	}
	printf("%s%s: ", screen_on(stdout, COLOUR_HEAD), T(CLOCK));
	screen_put(stdout, text_word(field_text(clock, "clock")));
	printf("%s  ", screen_off(stdout));
	screen_put(stdout, text_word(field_text(clock, "state")));
	printf(T(EXPLAIN_SUMS), limit, spent, due, left);
}

static void account_print(struct cli *cli, const json_t *answer)
{
	const json_t *clock = json_object_get(answer, "clock");
	const json_t *segments = json_object_get(answer, "segments");
	int64_t at = field_instant(answer, "at");
	if (at == INSTANT_NONE)
		at = cli->now_at; /* a daemon that does not say it yet */
	clock_print(clock, at);
	line_draw(cli, segments, at);
	segments_table(segments, at);
	sums_print(cli, clock, segments);
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
	if (cli->is_json)
		cli_print_reply(answer);
	else if (cli_info(cli)) /* the zone instants are shown in */
		account_print(cli, answer);
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
