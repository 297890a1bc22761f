/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop health`: is the daemon well, and its store. Exit status 1 says degraded. Owns nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "moment.h"

static void value_print(const json_t *value)
{
	const char *text = json_string_value(value);
	int64_t at;
	char when[MOMENT_TEXT_MAX];
	if (text != NULL && instant_parse(text, &at)) {
		moment_when_s(at, when);
		fputs(when, stdout);
	} else if (text != NULL) {
		screen_put(stdout, text_word(text));
	} else {
		char *json = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
		screen_put(stdout, json_is_null(value) || json == NULL ? "-" : json);
		free(json);
	}
}

static enum cli_status health_run(struct cli *cli, const struct cmd_args *args)
{
	(void)args;
	json_t *health = cli_call(cli, "system.health", NULL);
	if (health == NULL)
		return cli->status;
	bool is_well = strcmp(field_text(health, "state"), "ok") == 0;
	if (cli->is_json) {
		cli_print_reply(health);
	} else {
		if (!cli_info(cli)) {
			json_decref(health);
			return cli->status;
		}
		const char *key;
		json_t *value;
		json_object_foreach(health, key, value)
		{
			printf("%s", screen_on(stdout, COLOUR_DIM));
			screen_pad(stdout, text_word(key), 22);
			printf("%s", screen_off(stdout));
			if (strcmp(key, "state") == 0)
				printf("%s", screen_on(stdout, is_well ? COLOUR_GOOD : COLOUR_BAD));
			value_print(value);
			printf("%s\n", screen_off(stdout));
		}
	}
	json_decref(health);
	return is_well ? CLI_OK : CLI_REFUSED;
}

const struct cmd_entry cmd_health_entry = {
	.name = "health",
	.usage = "",
	.doc = TEXT_DOC_HEALTH,
	.options = " ",
	.run = health_run,
};
