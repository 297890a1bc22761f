/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

/*
 * Words of the API as people read them: X(word, zh-CN). In English a word is shown as it is, with
 * spaces for its low lines.
 */
/* clang-format off */
#define WORDS(X) \
	X("contact", "业务联系单") X("confirmation", "资源确认单") X("fault", "障碍申告单") \
	X("draft", "草稿") X("manager_review", "行业经理审核") X("leader_review", "领导审批") \
	X("clerk_review", "文书审核") X("at_crc", "待派发") X("executing", "执行中") \
	X("awaiting_signature", "待签收") X("awaiting_archive", "待存档") X("archived", "已存档") \
	X("cancelled", "已撤销") X("hold", "挂起") X("waiting", "等待前序") X("issued", "已派发") \
	X("accepted", "已收单") X("done", "已完成") X("open", "未关闭") X("disputed", "有争议") \
	X("upheld", "成立") X("overturned", "不成立") X("closed", "已关闭") X("error", "差错") \
	X("cannot_complete", "无法完成") X("order", "工单") X("approval", "审批") X("intake", "受理") \
	X("accept", "收单") X("task", "调单") X("return", "返单") X("signature", "签收") \
	X("archive", "存档") X("reservation", "资源预占") X("running", "计时中") X("paused", "已暂停") \
	X("met", "按时") X("missed", "超时") X("warning", "警告") X("minor", "次要") \
	X("major", "重要") X("critical", "紧急") X("raised", "未确认") X("acknowledged", "已确认") \
	X("cleared", "已消除") X("holder", "处理人") X("station_manager", "工位经理") \
	X("supervisor", "主管") X("leader", "部门领导") X("admin", "管理员") \
	X("dispatcher", "派单员") X("operator", "操作员") X("monitor", "监看") \
	X("account_manager", "客户经理") X("industry_manager", "行业经理") X("clerk", "文书") \
	X("dispatchable", "可调度") X("unforecast_build", "未预测新建") X("available", "有资源") \
	X("needs_build", "需新建") X("impossible", "无资源") X("install", "新装") X("upgrade", "升速") \
	X("relocate", "移机") X("equipment", "设备") X("line", "线路") X("carrier", "运营商侧") \
	X("customer", "客户") X("originator", "发起方") X("exception", "异常") X("record", "记录") \
	X("customer_not_ready", "客户未具备条件") X("no_access", "无法进场") \
	X("force_majeure", "不可抗力") X("awaiting_parts", "等待备件") X("other", "其他") \
	X("created", "建单") X("submitted", "提交") X("confirmed", "确认") X("approved", "批准") \
	X("forwarded", "转送") X("sent_back", "退回") X("amended", "修改") X("dispatched", "派发") \
	X("arrived", "到达") X("answered", "答复") X("completed", "完成") X("note", "备注") \
	X("assigned", "指派") X("task_accepted", "收单") X("task_completed", "调单完成") \
	X("task_reassigned", "改派") X("escalated", "升级") X("held", "挂起") X("resumed", "恢复") \
	X("retiered", "调整等级") X("returned", "退单") X("return_accepted", "返单受理") \
	X("return_disputed", "返单争议") X("return_upheld", "返单成立") \
	X("return_overturned", "返单不成立") X("return_settled", "返单处理完毕") \
	X("return_answered", "返单已答复") X("signed", "签收") X("signature_refused", "拒签") \
	X("grading_authorised", "评分授权") X("used", "已引用") X("released", "已释放") \
	X("lapsed", "已失效") X("step", "示警") X("alarm_cleared", "示警消除") \
	X("alarm_reopened", "示警恢复") \
	X("major_resolved", "重大问题解决") X("clock_task", "时钟所属调单") \
	X("front", "前台") X("crc", "客户响应中心") X("back", "后端") X("manager", "行业经理") \
	X("forecast", "预测") X("agreed", "协议") X("sent", "已发送") X("dead", "已放弃") \
	X("start", "开始") X("pause", "暂停") X("resume", "恢复") \
	X("limit", "时限变更") X("reopen", "重新打开") X("ok", "正常") X("degraded", "异常") \
	X("away", "失联") X("outage", "故障") X("problem", "问题") X("advice", "处理办法") \
	X("store_away", "数据库失联") X("disk_full", "磁盘已满") X("read_only", "只读") \
	X("schema_newer", "库结构过新") X("schema_behind", "库结构过旧") X("store_restored", "数据库已恢复") X("clock_stepped", "时钟不一致") X("state", "状态") X("store", "数据库") X("schema", "库结构版本") \
	X("oldest_due", "最早未触发到期") X("lag_ms", "滞后（毫秒）") X("queue", "队列") \
	X("queue_max", "队列上限") X("sessions", "会话数") X("seal", "历史封印") \
	X("seal_lag_ms", "封印滞后（毫秒）") X("seal_held_by", "封印在等待") X("local", "本地") \
	X("across_areas", "跨本地网") X("text", "内容") X("person", "人员") X("severity", "级别") \
	X("told", "已通知") X("reason", "原因") X("clock", "时钟") X("due_at", "到期") \
	X("notify_at", "通知起始") X("policy_applied", "套用新政策") \
	X("generation", "轮次") X("limit_revision", "时限修订") X("repeat", "重复")

/* Why a clock's time went on or did not (clock.explain), as people read it: X(rule, zh-CN). A star is what differs. */
#define RULES(X) \
	X("accepted: received and verified", "已收单：收到并核对") \
	X("answered", "已答复") \
	X("answered; runs until used, lapsed or cancelled", "已答复；计时至引用、失效或撤销") \
	X("archived", "已存档") \
	X("arrival at the CRC", "到达客户响应中心") \
	X("dispatched", "已派发") \
	X("dispatched anew with another share", "重新派发，份额变更") \
	X("hold: *", "挂起：*") \
	X("issued: nothing before it is open", "派发：前序均已完成") \
	X("last task done", "最后一张调单完成") \
	X("new dispatch", "重新派发") \
	X("order archived", "工单已存档") \
	X("order cancelled", "工单已撤销") \
	X("policy * applied", "套用政策版本 *") \
	X("released; runs until used, lapsed or cancelled", "已释放；计时至引用、失效或撤销") \
	X("resumed", "恢复") \
	X("return slip accepted", "返单已受理") \
	X("return slip closed", "返单已关闭") \
	X("return slip disputed", "返单有争议") \
	X("return slip raised", "提出返单") \
	X("return slip settled", "返单处理完毕") \
	X("review begins", "开始审核") \
	X("review done", "审核完成") \
	X("rework", "返工") \
	X("ruled", "已裁定") \
	X("sent back", "退回") \
	X("signature refused", "拒签") \
	X("signature refused: the clock goes on", "拒签：时钟继续") \
	X("signed", "已签收") \
	X("task cancelled", "调单已撤销") \
	X("task done", "调单完成") \
	X("tier *", "等级 *") \
	X("used by a contact order", "已被业务联系单引用") \
	X("validity ended", "有效期已过") \
	X("waiting for the ruling", "等待裁定")
/* clang-format on */

#endif
