/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program's one connection: who we are, which language, and single calls over it. Owns
 * cli->conn; never retries.
 */
#include <errno.h>
#include <string.h>

#include "cli.h"
#include "client/instant.h"
#include "moment.h"

#define PATIENCE_MS 300000
#define PAGE_LIMIT 200

bool cli_connect(struct cli *cli)
{
	if (cli->conn != NULL)
		return true;
	char token[SLIPLOOP_TOKEN_MAX];
	if (cli->token_file != NULL && !sliploop_token_read(cli->token_file, token)) {
		cli_complain("%s: %s", cli->token_file, errno ? strerror(errno) : T(TOKEN_FILE_EMPTY));
		cli->status = CLI_USAGE;
		return false;
	}
	struct sliploop_error error;
	const char *path = cli->socket_path != NULL ? cli->socket_path : sliploop_socket_default();
	cli->conn = sliploop_connect(path, &error);
	if (cli->conn == NULL) {
		cli_refuse(cli, NULL, &error);
		return false;
	}
	sliploop_patience_put(cli->conn, PATIENCE_MS);
	if (cli->token_file != NULL) {
		json_t *answer = cli_call(cli, "session.login", json_pack("{s:s}", "token", token));
		if (answer == NULL)
			return false;
		json_decref(answer);
	}
	/* Messages in our language. Who may not set it gets the daemon's, which is no reason to stop. */
	(void)sliploop_submit(
		cli->conn, "session.set", json_pack("{s:s}", "lang", text_lang_name()), NULL, NULL);
	return true;
}

json_t *cli_call(struct cli *cli, const char *method, json_t *params)
{
	if (!cli_connect(cli)) {
		json_decref(params);
		return NULL;
	}
	struct sliploop_error error;
	json_t *result = sliploop_call(cli->conn, method, params, &error);
	if (result == NULL) {
		cli_refuse(cli, method, &error);
		sliploop_error_fini(&error);
	}
	return result;
}

json_t *cli_list(struct cli *cli, const char *method, json_t *params, size_t max)
{
	json_t *all = json_array();
	if (json_object_get(params, "limit") == NULL)
		json_object_set_new(params, "limit", json_integer(PAGE_LIMIT));
	for (;;) {
		json_t *page = cli_call(cli, method, json_copy(params));
		if (page == NULL)
			break;
		json_array_extend(all, json_object_get(page, "items"));
		json_t *next = json_incref(json_object_get(page, "next_cursor"));
		json_decref(page);
		if (!json_is_string(next) || json_array_size(all) >= max) {
			json_decref(next);
			json_decref(params);
			return all;
		}
		json_object_set_new(params, "cursor", next);
	}
	json_decref(params);
	json_decref(all);
	return NULL;
}

bool cli_info(struct cli *cli)
{
	if (cli->has_info)
		return true;
	json_t *info = cli_call(cli, "system.info", NULL);
	if (info == NULL)
		return false;
	cli->has_info = true;
	cli->is_virtual = strcmp(field_text(info, "clock"), "virtual") == 0;
	cli->now_at = field_instant(info, "now");
	const char *zone = field_text(info, "zone");
	moment_zone_put(*zone != '\0' ? zone : "UTC");
	json_decref(info);
	return true;
}
