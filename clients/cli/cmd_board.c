/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop board`: what waits for the response centre, the most urgent first. Owns nothing; changes
 * nothing.
 */
#include <string.h>

#include "cmd.h"
#include "moment.h"
#include "order_view.h"
#include "table.h"

#define FETCH_MAX 2000
#define ROWS_MAX 15

/* Waiting to be dispatched: what the intake clock leaves. */
static int64_t intake_due(const json_t *order)
{
	int64_t due = field_instant(order_view_clock(order, "intake", NULL), "due_at");
	return due != INSTANT_NONE ? due : field_instant(order, "arrived_at");
}

static int64_t order_due(const json_t *order)
{
	return field_instant(order, "due_at");
}

static int64_t slip_due(const json_t *slip)
{
	int64_t due = field_instant(slip, "due_at");
	return due != INSTANT_NONE ? due : field_instant(slip, "raised_at");
}

struct part {
	const char *key; /* in the JSON */
	const char *method, *filter, *value;
	order_view_key_fn *urgency;
	enum text head;
};

static const struct part parts[] = {
	{"majors", "order.list", "major", "true", order_due, TEXT_BOARD_MAJORS},
	{"at_crc", "order.list", "state", "\"at_crc\"", intake_due, TEXT_BOARD_AT_CRC},
	{"returns", "return.list", "state", "\"open\"", slip_due, TEXT_BOARD_RETURNS},
	{"disputed", "return.list", "state", "\"disputed\"", slip_due, TEXT_BOARD_DISPUTED},
	{"executing", "order.list", "state", "\"executing\"", order_due, TEXT_BOARD_EXECUTING},
};

#define N_PARTS (sizeof parts / sizeof parts[0])

static void slips_table(const struct cli *cli, const json_t *slips)
{
	static const struct table_col cols[] = {
		{TEXT_ID, TABLE_RIGHT},
		{TEXT_NUMBER, 0},
		{TEXT_TIER, 0},
		{TEXT_FROM_TASK, 0},
		{TEXT_TO_TASK, 0},
		{TEXT_KIND, 0},
		{TEXT_RAISED, 0},
		{TEXT_LEFT, TABLE_RIGHT},
		{TEXT_TEXT, TABLE_ELASTIC},
	};
	struct libscols_table *table = table_new(cols, 9);
	json_t *slip;
	size_t i;
	json_array_foreach(slips, i, slip)
	{
		if (i == ROWS_MAX)
			break;
		char when[MOMENT_TEXT_MAX] = "", left[MOMENT_TEXT_MAX];
		int64_t raised = field_instant(slip, "raised_at");
		if (raised != INSTANT_NONE)
			moment_when(raised, when);
		enum colour colour = order_view_left(cli, field_instant(slip, "due_at"), left);
		struct libscols_line *row = table_row(table);
		table_putf(row, 0, COLOUR_NONE, "%lld", (long long)field_integer(slip, "id", 0));
		table_put(row, 1, field_text(slip, "number"), COLOUR_NONE);
		table_put(row, 2, field_text(slip, "tier"), COLOUR_NONE);
		table_put(row, 3, field_text(slip, "raised_by_task"), COLOUR_NONE);
		table_put(row, 4, field_text(slip, "to"), COLOUR_NONE);
		table_put(row, 5, text_word(field_text(slip, "kind")), COLOUR_NONE);
		table_put(row, 6, when, COLOUR_NONE);
		table_put(row, 7, left, colour);
		table_put(row, 8, field_text(slip, "text"), COLOUR_NONE);
	}
	table_finish(table);
	if (json_array_size(slips) > ROWS_MAX)
		printf(T(AND_MORE), json_array_size(slips) - ROWS_MAX);
}

/* At the CRC what counts is the intake clock, not the order's. */
static void intake_table(const struct cli *cli, const json_t *orders)
{
	static const struct table_col cols[] = {
		{TEXT_NUMBER, 0},
		{TEXT_KIND, 0},
		{TEXT_SERVICE, 0},
		{TEXT_TIER, 0},
		{TEXT_CUSTOMER, TABLE_ELASTIC},
		{TEXT_TITLE, TABLE_ELASTIC},
		{TEXT_ARRIVED, 0},
		{TEXT_TO_DISPATCH, TABLE_RIGHT},
	};
	struct libscols_table *table = table_new(cols, 8);
	json_t *order;
	size_t i;
	json_array_foreach(orders, i, order)
	{
		if (i == ROWS_MAX)
			break;
		char left[MOMENT_TEXT_MAX], arrived[MOMENT_TEXT_MAX] = "";
		const json_t *intake = order_view_clock(order, "intake", NULL);
		enum colour colour = order_view_left(cli, field_instant(intake, "due_at"), left);
		if (field_instant(order, "arrived_at") != INSTANT_NONE)
			moment_when(field_instant(order, "arrived_at"), arrived);
		struct libscols_line *row = table_row(table);
		table_put(row, 0, field_text(order, "number"), COLOUR_NONE);
		table_put(row, 1, text_word(field_text(order, "kind")), COLOUR_NONE);
		table_put(row, 2, field_text(order, "service"), COLOUR_NONE);
		table_put(row, 3, field_text(order, "tier"), COLOUR_NONE);
		table_put(row, 4, field_text(order, "customer"), COLOUR_NONE);
		table_put(row, 5, field_text(order, "title"), COLOUR_NONE);
		table_put(row, 6, arrived, COLOUR_NONE);
		table_put(row, 7, left, colour);
	}
	table_finish(table);
	if (json_array_size(orders) > ROWS_MAX)
		printf(T(AND_MORE), json_array_size(orders) - ROWS_MAX);
}

static void part_show(const struct cli *cli, const struct part *part, const json_t *items)
{
	printf("%s%s (%zu)%s\n", screen_on(stdout, COLOUR_HEAD), text_get(part->head),
		json_array_size(items), screen_off(stdout));
	if (strcmp(part->method, "return.list") == 0)
		slips_table(cli, items);
	else if (part->urgency == intake_due)
		intake_table(cli, items);
	else
		order_view_table(cli, items, ROWS_MAX);
	putchar('\n');
}

static enum cli_status board_run(struct cli *cli, const struct cmd_args *args)
{
	(void)args;
	if (!cli_info(cli))
		return cli->status;
	json_t *board = json_object();
	for (size_t i = 0; i < N_PARTS; i++) {
		json_t *params = json_object();
		json_object_set_new(
			params, parts[i].filter, json_loads(parts[i].value, JSON_DECODE_ANY, NULL));
		json_t *items = cli_list(cli, parts[i].method, params, FETCH_MAX);
		if (items == NULL) {
			json_decref(board);
			return cli->status;
		}
		order_view_sort(items, parts[i].urgency);
		json_object_set_new(board, parts[i].key, items);
	}
	if (cli->is_json) {
		cli_print_reply(board);
	} else {
		char now[MOMENT_TEXT_MAX];
		moment_when(cli->now_at, now);
		printf(T(BOARD_NOW), now, moment_zone_get());
		for (size_t i = 0; i < N_PARTS; i++)
			part_show(cli, &parts[i], json_object_get(board, parts[i].key));
	}
	json_decref(board);
	return CLI_OK;
}

const struct cmd_entry cmd_board_entry = {
	.name = "board",
	.usage = "",
	.doc = TEXT_DOC_BOARD,
	.options = " ",
	.run = board_run,
};
