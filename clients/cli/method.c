/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any method by its name: `sliploop METHOD KEY=VALUE ...`. Owns nothing; never knows a method.
 */
#include "args.h"
#include "cli.h"
#include "whatif_view.h"

enum cli_status cli_run_method(struct cli *cli, const char *method, int n, char **args)
{
	json_t *params = json_object();
	char why[ARGS_WHY_MAX];
	for (int i = 0; i < n; i++)
		if (!args_put(params, args[i], why)) {
			json_decref(params);
			return cli_usage(cli, "%s", why);
		}
	json_t *result = cli_call(cli, method, params);
	if (result == NULL)
		return cli->status;
	if (!cli->is_json && whatif_view_is(result) && cli_info(cli))
		whatif_view_print(result);
	else
		cli_print_json(result, !cli->is_json);
	json_decref(result);
	return CLI_OK;
}
