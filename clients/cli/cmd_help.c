/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop help [METHOD]`: the verbs, and the methods as the daemon describes them itself. Owns
 * nothing; knows no method by heart.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "table.h"

static void verbs_print(void)
{
	printf("%s", T(HELP_USAGE));
	printf("\n%s%s%s\n", screen_on(stdout, COLOUR_HEAD), T(HELP_VERBS), screen_off(stdout));
	for (int i = 0; cmd_table[i] != NULL; i++)
		printf("  %s %s\n      %s%s%s\n", cmd_table[i]->name, cmd_table[i]->usage,
			screen_on(stdout, COLOUR_DIM), text_get(cmd_table[i]->doc), screen_off(stdout));
}

static const char *method_doc(const json_t *method)
{
	const char *doc = field_text(method, "summary");
	return text_doc(*doc != '\0' ? doc : field_text(method, "description"));
}

/* "id state? tier?": what a method takes, in one line. */
static void params_line(const json_t *method, char line[512])
{
	size_t i, len = 0;
	json_t *param;
	*line = '\0';
	json_array_foreach(json_object_get(method, "params"), i, param)
	{
		const char *name = field_text(param, "name");
		if (len + strlen(name) + 4 < 512)
			len += (size_t)sprintf(line + len, "%s%s%s", len > 0 ? " " : "", name,
				json_is_true(json_object_get(param, "required")) ? "" : "?");
	}
}

static void methods_print(const json_t *methods)
{
	static const struct table_col cols[] = {
		{TEXT_METHOD, 0}, {TEXT_WHAT, TABLE_ELASTIC}, {TEXT_PARAMS, TABLE_ELASTIC}};
	struct libscols_table *table = table_new(cols, 3);
	json_t *method;
	size_t i;
	json_array_foreach(methods, i, method)
	{
		struct libscols_line *row = table_row(table);
		char line[512];
		params_line(method, line);
		table_put(row, 0, field_text(method, "name"), COLOUR_HEAD);
		table_put(row, 1, method_doc(method), COLOUR_NONE);
		table_put(row, 2, line, COLOUR_DIM);
	}
	printf("\n%s%s%s\n", screen_on(stdout, COLOUR_HEAD), T(HELP_METHODS), screen_off(stdout));
	table_finish(table);
}

/* A schema in a few words: its type, or the words it allows. */
static void schema_put(struct libscols_line *row, int col, const json_t *schema)
{
	char line[512];
	if (*field_texts(json_object_get(schema, "enum"), "|", line, sizeof line) == '\0') {
		json_t *type = json_object_get(schema, "type");
		char *text = json_is_string(type) ? strdup(json_string_value(type))
			: type != NULL                ? json_dumps(type, JSON_ENCODE_ANY | JSON_COMPACT)
										  : strdup(field_text(schema, "$ref"));
		const char *format = field_text(schema, "format");
		if (text != NULL)
			snprintf(line, sizeof line, "%s%s%s", text, *format != '\0' ? ", " : "", format);
		free(text);
	}
	table_put(row, col, line, COLOUR_NONE);
}

static void method_params(const json_t *method)
{
	static const struct table_col cols[] = {
		{TEXT_PARAM, 0}, {TEXT_NEEDED, 0}, {TEXT_TYPE, TABLE_ELASTIC}, {TEXT_WHAT, TABLE_ELASTIC}};
	struct libscols_table *table = table_new(cols, 4);
	json_t *param;
	size_t i;
	json_array_foreach(json_object_get(method, "params"), i, param)
	{
		struct libscols_line *row = table_row(table);
		const json_t *schema = json_object_get(param, "schema");
		const char *doc = method_doc(param);
		bool is_needed = json_is_true(json_object_get(param, "required"));
		table_put(row, 0, field_text(param, "name"), COLOUR_HEAD);
		table_put(row, 1, is_needed ? T(YES) : "", COLOUR_NONE);
		schema_put(row, 2, schema);
		table_put(
			row, 3, *doc != '\0' ? doc : text_doc(field_text(schema, "description")), COLOUR_NONE);
	}
	table_finish(table);
}

static void texts_line(const char *label, const json_t *list)
{
	if (json_array_size(list) == 0)
		return;
	printf("%s%s%s", screen_on(stdout, COLOUR_DIM), label, screen_off(stdout));
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item)
	{
		const char *text = json_string_value(item);
		if (text == NULL)
			text = field_text(item, "x-class");
		putchar(' ');
		screen_put(stdout, text);
	}
	putchar('\n');
}

static void method_print(const json_t *method)
{
	char line[512];
	params_line(method, line);
	printf("%s", screen_on(stdout, COLOUR_HEAD));
	screen_put(stdout, field_text(method, "name"));
	printf("%s  ", screen_off(stdout));
	screen_put(stdout, line);
	printf("\n  ");
	screen_put(stdout, method_doc(method));
	printf("\n\n");
	method_params(method);
	texts_line(T(HELP_ROLES), json_object_get(method, "x-roles"));
	texts_line(T(HELP_ERRORS), json_object_get(method, "errors"));
}

static enum cli_status one_print(struct cli *cli, const json_t *methods, const char *name)
{
	json_t *method;
	size_t i;
	json_array_foreach(methods, i, method) if (strcmp(field_text(method, "name"), name) == 0)
	{
		if (cli->is_json)
			return cli_print_reply(method);
		method_print(method);
		return CLI_OK;
	}
	return cli_usage(cli, T(HELP_NO_METHOD), name);
}

static enum cli_status help_run(struct cli *cli, const struct cmd_args *args)
{
	/* "help order show" and "help board" speak of verbs, which need no daemon. */
	char name[128] = "";
	for (int i = 0; i < args->n_words; i++) {
		size_t len = strlen(name);
		snprintf(name + len, sizeof name - len, "%s%s", i > 0 ? " " : "", args->words[i]);
	}
	for (int i = 0; cmd_table[i] != NULL; i++)
		if (strcmp(cmd_table[i]->name, name) == 0) {
			printf(
				"sliploop %s %s\n  %s\n", name, cmd_table[i]->usage, text_get(cmd_table[i]->doc));
			return CLI_OK;
		}
	if (*name == '\0' && !cli->is_json)
		verbs_print();
	json_t *description = cli_call(cli, "rpc.discover", NULL);
	if (description == NULL) /* the verbs were told; the methods are the daemon's to tell */
		return cli->status;
	const json_t *methods = json_object_get(description, "methods");
	enum cli_status status = CLI_OK;
	if (*name != '\0')
		status = one_print(cli, methods, name);
	else if (cli->is_json)
		cli_print_reply(description);
	else
		methods_print(methods);
	json_decref(description);
	return status;
}

const struct cmd_entry cmd_help_entry = {
	.name = "help",
	.usage = "[METHOD | VERB]",
	.doc = TEXT_DOC_HELP,
	.options = " ",
	.max_words = 3,
	.run = help_run,
};
