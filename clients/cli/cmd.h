/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include "cli.h"
#include "client/instant.h"
#include "screen.h"

/* One row each, one file per noun; the table of them is in verbs.c. */
extern const struct cmd_entry cmd_order_show_entry, cmd_order_list_entry, cmd_board_entry,
	cmd_station_entry, cmd_alarms_entry, cmd_history_entry, cmd_explain_entry, cmd_kpi_entry,
	cmd_quota_entry, cmd_forecast_entry, cmd_calendar_entry, cmd_health_entry, cmd_help_entry,
	cmd_replay_entry, cmd_play_entry;

#endif
