/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_COMMANDS_H
#define SL_API_COMMANDS_H

#include "api/command.h"

/* clang-format off */
/* Every command there is, in order of name; each row stands in the cmd_*.c of its noun. */
#define COMMANDS(X)                                                                                \
	X(alarm_acknowledge) X(alarm_get) X(alarm_list)                                            \
	X(calendar_add) X(calendar_get) X(calendar_import) X(calendar_list) X(calendar_put)        \
	X(calendar_span)                                                                           \
	X(clock_explain)                                                                           \
	X(customer_list) X(customer_put)                                                           \
	X(feedback_list) X(feedback_read)                                                          \
	X(forecast_list) X(forecast_put)                                                           \
	X(hold_reason_list) X(hold_reason_put)                                                     \
	X(ladder_list) X(ladder_put)                                                               \
	X(notice_list) X(notice_resend)                                                            \
	X(order_amend) X(order_approve) X(order_archive) X(order_assign)                           \
	X(order_authorise_grading) X(order_cancel) X(order_confirm) X(order_create)                \
	X(order_dispatch) X(order_forward) X(order_get) X(order_history) X(order_hold)             \
	X(order_list) X(order_note) X(order_resolve_major) X(order_resume) X(order_retier)         \
	X(order_send_back) X(order_sign) X(order_submit)                                           \
	X(policy_list) X(policy_put) X(policy_replay)                                                               \
	X(quota_list) X(quota_put)                                                                 \
	X(report_forecast) X(report_kpi) X(report_loops) X(report_quota)                           \
	X(return_accept) X(return_dispute) X(return_get) X(return_list) X(return_rule)             \
	X(return_settle)                                                                           \
	X(route_get) X(route_list) X(route_put)                                                    \
	X(rpc_discover)                                                                            \
	X(session_login) X(session_set) X(session_whoami)                                          \
	X(station_list) X(station_put)                                                             \
	X(system_health) X(system_info) X(system_ping) X(system_reload)                            \
	X(target_list) X(target_put)                                                               \
	X(task_accept) X(task_complete) X(task_escalate) X(task_get) X(task_list)                  \
	X(task_reassign) X(task_return)                                                            \
	X(time_advance)                                                                            \
	X(token_issue) X(token_list) X(token_revoke)                                               \
	X(unit_list) X(unit_put)                                                                   \
	X(user_list) X(user_password) X(user_put)                                                  \
	X(watch_start) X(watch_stop)

/* clang-format on */

#define X(name) extern const struct command cmd_##name;
COMMANDS(X)
#undef X

#endif
