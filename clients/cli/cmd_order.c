/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sliploop order show`, `order list`: orders for people. Owns nothing; changes nothing.
 */
#include "cmd.h"
#include "order_view.h"

#define LIST_MAX 2000

static enum cli_status show_run(struct cli *cli, const struct cmd_args *args)
{
	json_int_t id;
	if (!order_id_parse(args->words[0], &id))
		return cli_usage(cli, T(NOT_AN_ID), args->words[0]);
	json_t *answer = cli_call(cli, "order.get", json_pack("{s:I}", "id", id));
	if (answer == NULL)
		return cli->status;
	enum cli_status status = CLI_OK;
	if (cli->is_json)
		status = cli_print_reply(answer);
	else if (cli_info(cli))
		order_view_print(cli, json_object_get(answer, "order"));
	else
		status = cli->status;
	json_decref(answer);
	return status;
}

const struct cmd_entry cmd_order_show_entry = {
	.name = "order show",
	.usage = "ID",
	.doc = TEXT_DOC_ORDER_SHOW,
	.options = " ",
	.min_words = 1,
	.max_words = 1,
	.run = show_run,
};

static enum cli_status list_run(struct cli *cli, const struct cmd_args *args)
{
	if (cli->is_json) {
		json_t *page = cli_call(cli, "order.list", json_incref(args->params));
		enum cli_status status = page != NULL ? cli_print_reply(page) : cli->status;
		json_decref(page);
		return status;
	}
	json_t *limit = json_object_get(args->params, "limit");
	size_t max = json_is_integer(limit) ? (size_t)json_integer_value(limit) : LIST_MAX;
	if (!cli_info(cli))
		return cli->status;
	json_t *orders = cli_list(cli, "order.list", json_deep_copy(args->params), max);
	if (orders == NULL)
		return cli->status;
	order_view_table(cli, orders, max);
	json_decref(orders);
	return CLI_OK;
}

const struct cmd_entry cmd_order_list_entry = {
	.name = "order list",
	.usage = "[state=S] [kind=K] [tier=T] [unit=U] [station=S] [overdue=true] [major=true] "
			 "[text=WORDS] [limit=N]",
	.doc = TEXT_DOC_ORDER_LIST,
	.takes_keys = true,
	.run = list_run,
};
