/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of verbs, and that of the options they all have. To add a verb: a row in its noun's
 * file, and its name here.
 */
#include "cmd.h"

const struct cmd_entry *const cmd_table[] = {
	&cmd_order_show_entry,
	&cmd_order_list_entry,
	&cmd_board_entry,
	&cmd_station_entry,
	&cmd_alarms_entry,
	&cmd_history_entry,
	&cmd_explain_entry,
	&cmd_kpi_entry,
	&cmd_quota_entry,
	&cmd_forecast_entry,
	&cmd_calendar_entry,
	&cmd_health_entry,
	&cmd_help_entry,
	&cmd_replay_entry,
	&cmd_play_entry,
	NULL,
};

const struct cli_option cli_options[CLI_OPTION_N] = {
	[CLI_SOCKET] = {"--socket", "PATH", TEXT_OPTION_SOCKET},
	[CLI_TOKEN_FILE] = {"--token-file", "FILE", TEXT_OPTION_TOKEN_FILE},
	[CLI_LANG] = {"--lang", "en|zh-CN", TEXT_OPTION_LANG},
	[CLI_JSON] = {"--json", NULL, TEXT_OPTION_JSON},
};
