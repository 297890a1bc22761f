/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop station NAME`: what a station has to do, the most urgent first. Owns nothing; changes
 * nothing.
 */
#include <string.h>

#include "cmd.h"
#include "moment.h"
#include "order_view.h"
#include "table.h"

#define FETCH_MAX 1000

/* An issued task first has to be accepted, an accepted one to be done. */
static int64_t task_due(const json_t *task)
{
	int64_t accept = field_instant(task, "accept_due_at");
	int64_t work = field_instant(task, "due_at");
	if (accept == INSTANT_NONE)
		return work;
	return work == INSTANT_NONE || accept < work ? accept : work;
}

static void task_row(const struct cli *cli, struct libscols_table *table, const json_t *task)
{
	char accept[MOMENT_TEXT_MAX], work[MOMENT_TEXT_MAX];
	enum colour accept_colour = order_view_left(cli, field_instant(task, "accept_due_at"), accept);
	enum colour work_colour = order_view_left(cli, field_instant(task, "due_at"), work);
	bool is_held = json_is_true(json_object_get(task, "held"));
	bool is_major = json_is_true(json_object_get(task, "major"));
	int64_t rework = field_integer(task, "rework", 0);

	struct libscols_line *row = table_row(table);
	table_putf(row, 0, COLOUR_NONE, "%lld", (long long)field_integer(task, "id", 0));
	table_put(row, 1, field_text(task, "number"), is_major ? COLOUR_BAD : COLOUR_NONE);
	table_put(row, 2, field_text(task, "name"), COLOUR_NONE);
	table_put(row, 3, text_word(is_held ? "hold" : field_text(task, "state")), COLOUR_NONE);
	table_put(row, 4, field_text(task, "holder"), COLOUR_NONE);
	table_put(row, 5, field_text(task, "tier"), COLOUR_NONE);
	table_put(row, 6, field_text(task, "title"), COLOUR_NONE);
	table_putf(row, 7, rework > 0 ? COLOUR_WARN : COLOUR_NONE, "%lld", (long long)rework);
	table_put(row, 8, accept, accept_colour);
	table_put(row, 9, work, work_colour);
}

static void tasks_table(const struct cli *cli, const json_t *tasks)
{
	static const struct table_col cols[] = {
		{TEXT_ID, TABLE_RIGHT},
		{TEXT_NUMBER, 0},
		{TEXT_TASK, 0},
		{TEXT_STATE, 0},
		{TEXT_HOLDER, 0},
		{TEXT_TIER, 0},
		{TEXT_TITLE, TABLE_ELASTIC},
		{TEXT_REWORK, TABLE_RIGHT},
		{TEXT_TO_ACCEPT, TABLE_RIGHT},
		{TEXT_TO_COMPLETE, TABLE_RIGHT},
	};
	struct libscols_table *table = table_new(cols, 10);
	json_t *item;
	size_t i;
	json_array_foreach(tasks, i, item) task_row(cli, table, item);
	table_finish(table);
}

static enum cli_status station_run(struct cli *cli, const struct cmd_args *args)
{
	static const char *const states[] = {"issued", "accepted", "waiting"};
	if (!cli_info(cli))
		return cli->status;
	json_t *tasks = json_array();
	for (int i = 0; i < 3; i++) {
		json_t *part = cli_list(cli, "task.list",
			json_pack("{s:s,s:s}", "station", args->words[0], "state", states[i]), FETCH_MAX);
		if (part == NULL) {
			json_decref(tasks);
			return cli->status;
		}
		json_array_extend(tasks, part);
		json_decref(part);
	}
	order_view_sort(tasks, task_due);
	if (cli->is_json) {
		json_t *object = json_pack("{s:s,s:O}", "station", args->words[0], "items", tasks);
		cli_print_reply(object);
		json_decref(object);
	} else {
		char now[MOMENT_TEXT_MAX];
		moment_when(cli->now_at, now);
		printf("%s", screen_on(stdout, COLOUR_HEAD));
		screen_put(stdout, args->words[0]);
		printf("%s  ", screen_off(stdout));
		printf(T(BOARD_NOW), now, moment_zone_get());
		tasks_table(cli, tasks);
	}
	json_decref(tasks);
	return CLI_OK;
}

const struct cmd_entry cmd_station_entry = {
	.name = "station",
	.usage = "NAME",
	.doc = TEXT_DOC_STATION,
	.options = " ",
	.min_words = 1,
	.max_words = 1,
	.run = station_run,
};
