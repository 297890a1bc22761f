/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of verbs. To add one: a row in its noun's file, and its name here.
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
