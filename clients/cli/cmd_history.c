/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop history ID`: everything that happened to an order, with who and when. Owns nothing;
 * changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "moment.h"
#include "table.h"

#define FETCH_MAX 20000

/* A value of the API as people read it; the caller frees it. */
static char *value_text(const json_t *value)
{
	char text[MOMENT_TEXT_MAX];
	int64_t at, span;
	if (json_is_array(value)) {
		char line[512];
		return strdup(field_texts(value, " ", line, sizeof line));
	}
	if (json_is_real(value)) {
		snprintf(text, sizeof text, "%.6g", json_real_value(value));
		return strdup(text);
	}
	if (!json_is_string(value))
		return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	const char *word = json_string_value(value);
	if (strchr(word, 'T') != NULL && instant_parse(word, &at))
		moment_when_s(at, text);
	else if (*word == 'P' && span_parse(word, &span))
		moment_span(span, text);
	else
		return strdup(text_word(word));
	return strdup(text);
}

static bool is_shown(const json_t *item, const char *key, const json_t *value)
{
	static const char *const fixed[] = {"seq", "at", "by", "what", "state", "task"};
	for (int i = 0; i < 6; i++)
		if (strcmp(fixed[i], key) == 0)
			return false;
	/* People are told at once, unless their station was closed. */
	if (strcmp(key, "notify_at") == 0)
		return field_instant(item, "notify_at") > field_instant(item, "at");
	return !json_is_null(value);
}

/* What a row says beyond its fixed columns: "key: value" of all the rest. */
static void rest_put(struct libscols_line *row, int col, const json_t *item)
{
	char line[1024] = "";
	size_t len = 0;
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)item, key, value)
	{
		if (!is_shown(item, key, value))
			continue;
		char *text = value_text(value);
		if (text != NULL && len + strlen(text) + strlen(text_word(key)) + 5 < sizeof line)
			len += (size_t)sprintf(
				line + len, "%s%s: %s", len > 0 ? ", " : "", text_word(key), text);
		free(text);
	}
	table_put(row, col, line, COLOUR_NONE);
}

static void history_table(const json_t *items)
{
	static const struct table_col cols[] = {
		{TEXT_SEQ, TABLE_RIGHT},
		{TEXT_AT, 0},
		{TEXT_BY, 0},
		{TEXT_WHAT, 0},
		{TEXT_STATE, 0},
		{TEXT_TASK, 0},
		{TEXT_DETAILS, TABLE_ELASTIC},
	};
	struct libscols_table *table = table_new(cols, 7);
	json_t *item;
	size_t i;
	json_array_foreach(items, i, item)
	{
		struct libscols_line *row = table_row(table);
		char at[MOMENT_TEXT_MAX] = "";
		const char *by = field_text(item, "by");
		if (field_instant(item, "at") != INSTANT_NONE)
			moment_when_s(field_instant(item, "at"), at);
		table_putf(row, 0, COLOUR_DIM, "%lld", (long long)field_integer(item, "seq", 0));
		table_put(row, 1, at, COLOUR_NONE);
		table_put(row, 2, *by != '\0' ? by : T(BY_ITSELF), *by != '\0' ? COLOUR_NONE : COLOUR_DIM);
		table_put(row, 3, text_word(field_text(item, "what")), COLOUR_HEAD);
		table_put(row, 4, text_word(field_text(item, "state")), COLOUR_NONE);
		table_put(row, 5, field_text(item, "task"), COLOUR_NONE);
		rest_put(row, 6, item);
	}
	table_finish(table);
}

static enum cli_status history_run(struct cli *cli, const struct cmd_args *args)
{
	json_int_t id;
	if (!order_id_parse(args->words[0], &id))
		return cli_usage(cli, T(NOT_AN_ID), args->words[0]);
	if (!cli->is_json && !cli_info(cli))
		return cli->status;
	json_t *all = cli_list(cli, "order.history", json_pack("{s:I}", "id", id), FETCH_MAX);
	if (all == NULL)
		return cli->status;
	if (cli->is_json) {
		json_t *object = json_pack("{s:O}", "items", all);
		cli_print_reply(object);
		json_decref(object);
	} else {
		history_table(all);
	}
	json_decref(all);
	return CLI_OK;
}

const struct cmd_entry cmd_history_entry = {
	.name = "history",
	.usage = "ID",
	.doc = TEXT_DOC_HISTORY,
	.options = " ",
	.min_words = 1,
	.max_words = 1,
	.run = history_run,
};
