/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints, as one JSON object, the tables that manuals and completions are made from: the daemon's methods as
 * rpc.discover has them, its error classes and settings, and the verbs and options of sliploop. What a setting is
 * good for stands in the daemon's --help. Owns nothing and knows no row by name.
 */
#include <jansson.h>
#include <stdio.h>

#include "api/command.h"
#include "clients/cli/cmd.h"
#include "daemon/config.h"

static json_t *list_errors(void)
{
	json_t *all = json_array();

	for (int e = ERR_NONE + 1; e < ERR_N; e++)
		json_array_append_new(all,
			json_pack("{s:s, s:i, s:b, s:s}", "class", err_class((enum err)e), "code",
				err_code((enum err)e), "retriable", err_is_retriable((enum err)e), "text",
				err_text((enum err)e, LANG_EN)));
	return all;
}

static json_t *list_settings(void)
{
	json_t *all = json_array();
	bool may_change;
	const char *name;

	for (size_t i = 0; (name = config_get_option(i, &may_change)); i++)
		json_array_append_new(all, json_pack("{s:s, s:b}", "name", name, "may_change", may_change));
	return all;
}

static json_t *list_verbs(void)
{
	json_t *all = json_array();

	for (int i = 0; cmd_table[i]; i++) {
		const struct cmd_entry *c = cmd_table[i];

		json_array_append_new(all,
			json_pack("{s:s, s:s, s:s, s:s*, s:s*, s:b}", "name", c->name, "usage", c->usage, "doc",
				text_get(c->doc), "flags", c->flags, "options", c->options, "takes_keys",
				c->takes_keys));
	}
	return all;
}

static json_t *list_options(void)
{
	json_t *all = json_array();

	for (int i = 0; i < CLI_OPTION_N; i++)
		json_array_append_new(all,
			json_pack("{s:s, s:s*, s:s}", "name", cli_options[i].name, "arg", cli_options[i].arg,
				"doc", text_get(cli_options[i].doc)));
	return all;
}

int main(void)
{
	struct arena a;
	json_t *tables;

	arena_init(&a);
	tables = json_pack("{s:o, s:o, s:o, s:o, s:o}", "api", json_loads(encode_discover(&a), 0, NULL),
		"errors", list_errors(), "settings", list_settings(), "verbs", list_verbs(), "options",
		list_options());
	json_dumpf(tables, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(tables);
	arena_fini(&a);
	return 0;
}
