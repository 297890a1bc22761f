// SPDX-License-Identifier: Apache-2.0
// Words of the API as people read them. In English a word is shown as it is, with spaces for its low lines; those that
// read badly so have an English of their own.
import { lang } from "./lang";

const ZH: { [word: string]: string } = {
  contact: "业务联系单", confirmation: "资源确认单", fault: "障碍申告单",
  draft: "草稿", manager_review: "行业经理审核", leader_review: "领导审批", clerk_review: "文书审核",
  at_crc: "待派发", executing: "执行中", awaiting_signature: "待签收", awaiting_archive: "待存档",
  archived: "已存档", cancelled: "已撤销", hold: "挂起", waiting: "等待前序", issued: "已派发",
  accepted: "已收单", done: "已完成", open: "未关闭", disputed: "有争议", upheld: "成立",
  overturned: "不成立", closed: "已关闭", error: "差错", cannot_complete: "无法完成",
  order: "工单", approval: "审批", intake: "受理", accept: "收单", task: "调单", return: "返单",
  signature: "签收", archive: "存档", reservation: "资源预占",
  running: "计时中", paused: "已暂停", met: "按时", missed: "超时",
  warning: "警告", minor: "次要", major: "重要", critical: "紧急",
  raised: "未确认", acknowledged: "已确认", cleared: "已消除",
  holder: "处理人", station_manager: "工位经理", supervisor: "主管", leader: "部门领导", admin: "管理员",
  dispatcher: "派单员", operator: "操作员", monitor: "监看", account_manager: "客户经理",
  industry_manager: "行业经理", clerk: "文书",
  dispatchable: "可调度", unforecast_build: "未预测新建", available: "有资源", needs_build: "需新建",
  impossible: "无资源", install: "新装", upgrade: "升速", relocate: "移机", equipment: "设备", line: "线路",
  carrier: "运营商侧", customer: "客户", originator: "发起方", exception: "异常", record: "记录",
  customer_not_ready: "客户未具备条件", no_access: "无法进场", force_majeure: "不可抗力",
  awaiting_parts: "等待备件", other: "其他",
  created: "建单", submitted: "提交", confirmed: "确认", approved: "批准", forwarded: "转送",
  sent_back: "退回", amended: "修改", dispatched: "派发", completed: "完成", returned: "退单",
  reassigned: "改派", escalated: "升级", held: "挂起", resumed: "恢复", retiered: "调整等级",
  signed: "签收", refused: "拒签", signature_refused: "拒签", note: "备注", assigned: "指派", step: "示警",
  ruled: "裁定", settled: "处理完毕", authorised: "授权", resolved_major: "重大问题解决",
  return_accepted: "返单受理", return_disputed: "返单争议", return_upheld: "返单成立",
  return_overturned: "返单不成立", return_settled: "返单处理完毕", return_closed: "返单关闭",
  return_answered: "返单已答复", alarm_cleared: "示警消除", alarm_reopened: "示警恢复", policy_applied: "套用新政策",
  task_accepted: "收单", task_completed: "调单完成", task_reassigned: "改派", grading_authorised: "评分授权",
  used: "已引用", released: "已释放", lapsed: "已失效", sent: "已发送", dead: "已放弃",
  front: "前台", back: "后端", manager: "行业经理", forecast: "预测", agreed: "协议",
  arrived: "到达", answered: "答复", archived_graded: "存档", major_resolved: "重大问题解决",
  start: "开始", pause: "暂停", resume: "恢复", limit: "时限变更", reopen: "重新打开",
  local: "本地", across_areas: "跨本地网", crc: "客户响应中心",
  pstn: "普通电话", ddn_fr: "数字数据/帧中继", packet: "分组交换", leased_2m: "2M 专线",
};

const EN: { [word: string]: string } = {
  at_crc: "to be dispatched",
  pstn: "telephone", ddn_fr: "DDN/FR", packet: "packet", leased_2m: "leased 2M", crc: "CRC", return: "return slip",
  needs_build: "needs building", error: "error",
};

/* What a return slip's states are called, where a task's would mislead. */
const SLIP_ZH: { [state: string]: string } = { open: "待答复", accepted: "已受理" };

export function slipWord(state: string): string {
  return (lang.value === "zh-CN" && SLIP_ZH[state]) || word(state);
}

export function word(text: string | null | undefined): string {
  if (!text) return "";
  if (lang.value === "zh-CN") return ZH[text] ?? text.replace(/_/g, " ");
  return EN[text] ?? text.replace(/_/g, " ");
}
