/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop calendar [NAME [--year Y]]`: the calendars there are, or one of them and its year. Owns
 * nothing; changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "calendar_view.h"
#include "cmd.h"
#include "moment.h"
#include "table.h"

#define CALENDARS_MAX 1000
#define CALENDARS_A_PAGE 100

static void calendars_table(const json_t *calendars)
{
	static const struct table_col cols[] = {{TEXT_CALENDAR, 0}, {TEXT_ZONE, 0},
		{TEXT_WEEK, TABLE_ELASTIC}, {TEXT_DATED_DAYS, TABLE_RIGHT}};
	struct libscols_table *table = table_new(cols, 4);
	json_t *calendar;
	size_t i;
	json_array_foreach(calendars, i, calendar)
	{
		char week[CALENDAR_LINE_MAX];
		struct libscols_line *row = table_row(table);
		table_put(row, 0, field_text(calendar, "name"), COLOUR_HEAD);
		table_put(row, 1, field_text(calendar, "zone"), COLOUR_NONE);
		table_put(row, 2, calendar_week_text(json_object_get(calendar, "week"), week), COLOUR_NONE);
		table_putf(row, 3, COLOUR_NONE, "%zu", json_array_size(json_object_get(calendar, "days")));
	}
	table_finish(table);
}

static enum cli_status list_run(struct cli *cli)
{
	json_t *calendars = cli_list(
		cli, "calendar.list", json_pack("{s:i}", "limit", CALENDARS_A_PAGE), CALENDARS_MAX);
	if (calendars == NULL)
		return cli->status;
	if (cli->is_json) {
		json_t *object = json_pack("{s:O}", "items", calendars);
		cli_print_reply(object);
		json_decref(object);
	} else {
		calendars_table(calendars);
	}
	json_decref(calendars);
	return cli->status;
}

/* The year asked for, else the present one; 0: what was asked for is none. */
static int year_get(const struct cli *cli, const struct cmd_args *args)
{
	char now[MOMENT_TEXT_MAX], *end = now;
	const json_t *asked = json_object_get(args->params, "year");
	moment_when(cli->now_at, now);
	long year = strtol(asked != NULL ? json_string_value(asked) : now, &end, 10);
	bool is_year = year >= CALENDAR_YEAR_MIN && year <= CALENDAR_YEAR_MAX;
	return is_year && (asked == NULL || *end == '\0') ? (int)year : 0;
}

static void calendar_print(const json_t *calendar, int year)
{
	char week[CALENDAR_LINE_MAX];
	struct calendar_year page;
	printf("%s", screen_on(stdout, COLOUR_HEAD));
	screen_put(stdout, field_text(calendar, "name"));
	printf("%s  ", screen_off(stdout));
	screen_put(stdout, calendar_week_text(json_object_get(calendar, "week"), week));
	printf("\n  ");
	screen_put(stdout, field_text(calendar, "zone"));
	printf(T(CALENDAR_VERSION), (long long)field_integer(calendar, "version", 0));
	calendar_year_fill(&page, calendar, year);
	calendar_year_print(&page);
	calendar_days_print(calendar, &page);
}

static enum cli_status calendar_run(struct cli *cli, const struct cmd_args *args)
{
	if (args->n_words == 0 && json_object_get(args->params, "year") != NULL)
		return cli_usage(cli, T(TOO_MANY_WORDS), cmd_calendar_entry.name, cmd_calendar_entry.usage);
	if (args->n_words == 0)
		return list_run(cli);
	if (!cli_info(cli))
		return cli->status;
	int year = year_get(cli, args);
	if (year == 0)
		return cli_usage(cli, "%s", T(CALENDAR_YEAR));
	json_t *reply = cli_call(cli, "calendar.get", json_pack("{s:s}", "name", args->words[0]));
	if (reply == NULL)
		return cli->status;
	if (cli->is_json)
		cli_print_reply(reply);
	else
		calendar_print(json_object_get(reply, "calendar"), year);
	json_decref(reply);
	return cli->status;
}

const struct cmd_entry cmd_calendar_entry = {
	.name = "calendar",
	.usage = "[NAME [--year YEAR]]",
	.doc = TEXT_DOC_CALENDAR,
	.options = " year ",
	.max_words = 1,
	.run = calendar_run,
};
