/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_BASE_ERR_H
#define SL_BASE_ERR_H

#include <stdbool.h>

/*
 * Every way the world says no (api.md, Errors): class name, JSON-RPC code, whether trying the same
 * again can help, and what to say to a person when the place that refused gave no words of its own.
 */
#define ERR_TABLE(X) \
	X(PARSE, "parse", -32700, false, "this is not JSON", "不是有效的 JSON") \
	X(INVALID_REQUEST, "invalid_request", -32600, false, "this is not a JSON-RPC 2.0 request", \
		"不是有效的 JSON-RPC 2.0 请求") \
	X(METHOD_NOT_FOUND, "method_not_found", -32601, false, \
		"no such method; rpc.discover lists them", "没有此方法；rpc.discover 列出全部方法") \
	X(INVALID_PARAMS, "invalid_params", -32602, false, "a parameter is wrong", "参数有误") \
	X(INTERNAL, "internal", -32603, false, "the daemon failed; its log says more", \
		"服务内部错误，详见日志") \
	X(UNAUTHENTICATED, "unauthenticated", -32001, false, \
		"say who you are first: session.login with a valid token", \
		"请先用有效令牌执行 session.login") \
	X(FORBIDDEN, "forbidden", -32002, false, "you may not do this", "无权执行此操作") \
	X(NOT_FOUND, "not_found", -32003, false, "no such thing, or not yours to see", \
		"不存在，或无权查看") \
	X(WRONG_STATE, "wrong_state", -32004, false, "the flow has no such step from here", \
		"当前状态下流程没有这一步") \
	X(CONFLICT, "conflict", -32005, false, "someone changed it meanwhile: read it again", \
		"已被他人更改，请重新读取") \
	X(IDEMPOTENCY_MISMATCH, "idempotency_mismatch", -32006, false, \
		"this idempotency_key was used for another request", "此 idempotency_key 已用于另一请求") \
	X(NO_POLICY, "no_policy", -32010, false, "no limit is laid down for this combination", \
		"此组合没有规定时限") \
	X(QUOTA_EXCEEDED, "quota_exceeded", -32011, false, "this month's tier A places are taken", \
		"本月 A 级名额已用完") \
	X(CONFIRMATION_REQUIRED, "confirmation_required", -32012, false, \
		"a contact slip must cite a resource confirmation that serves it", \
		"业务联系单必须引用可用的资源确认单") \
	X(CONFIRMATION_LAPSED, "confirmation_lapsed", -32013, false, \
		"the resource confirmation is no longer valid", "资源确认单已过有效期") \
	X(BAD_CALENDAR, "bad_calendar", -32020, false, "the calendar is refused", "日历无效") \
	X(BAD_ROUTE, "bad_route", -32021, false, "the route is refused", "路由无效") \
	X(BAD_POLICY, "bad_policy", -32022, false, "the policy is refused", "策略无效") \
	X(BAD_CONFIG, "bad_config", -32023, false, "the configuration is refused", "配置无效") \
	X(OVERLOADED, "overloaded", -32030, true, "too busy: try again shortly", \
		"系统繁忙，请稍后重试") \
	X(UNAVAILABLE, "unavailable", -32031, true, \
		"the store is away; nothing was changed: try again", \
		"数据库暂不可用，未作任何更改，请稍后重试") \
	X(UNKNOWN_OUTCOME, "unknown_outcome", -32032, true, \
		"the connection to the store broke during the commit: send it again with the same " \
		"idempotency_key", \
		"提交时与数据库的连接中断，结果未知：请用同一 idempotency_key 重发")

enum err {
	ERR_NONE,
#define X(id, name, code, retriable, en, zh) ERR_##id,
	ERR_TABLE(X)
#undef X
		ERR_N
};

enum lang { LANG_EN, LANG_ZH_CN };

const char *err_class(enum err e); /* "wrong_state" */
int err_code(enum err e);
bool err_is_retriable(enum err e);
const char *err_text(enum err e, enum lang lang);

#endif
