/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TEXTS_H
#define CLI_TEXTS_H

/*
 * Everything this program says by itself, in both languages: X(id, en, zh-CN). Where a text is a
 * format both take the same arguments in the same order (tests/unit/test_text.c holds them to it).
 */
/* clang-format off */
#define TEXTS(X) TEXTS_HEADINGS(X) TEXTS_TIMES(X) TEXTS_ERRORS(X) TEXTS_VERBS(X) TEXTS_DRIVES(X) TEXTS_FILES(X)

#define TEXTS_HEADINGS(X) \
	X(ID, "ID", "编号") X(NUMBER, "ORDER", "工单号") X(KIND, "KIND", "类别") \
	X(SERVICE, "SERVICE", "业务") X(TIER, "TIER", "等级") X(STATE, "STATE", "状态") \
	X(CUSTOMER, "CUSTOMER", "客户") X(TITLE, "TITLE", "标题") X(DUE, "DUE", "到期") \
	X(LEFT, "TIME LEFT", "剩余时间") X(LIMIT, "LIMIT", "时限") X(SPENT, "SPENT", "已用") \
	X(CLOCK, "CLOCK", "时钟") X(TASK, "TASK", "调单") X(GENERATION, "GEN", "轮次") \
	X(STATION, "STATION", "工位") X(AREA, "AREA", "本地网") X(HOLDER, "HOLDER", "处理人") \
	X(AFTER, "AFTER", "前序") X(ISSUED, "ISSUED", "派发") X(DONE, "DONE", "完成") \
	X(REWORK, "REWORK", "返工") X(RECORD, "RECORD", "处理记录") X(FROM_TASK, "FROM", "发起") \
	X(TO_TASK, "TO", "退至") X(RAISED, "RAISED", "发起时间") X(CLOSED, "CLOSED", "关闭时间") \
	X(CHARGED_TO, "CHARGED TO", "责任方") X(CHARGED, "CHARGED", "计责时长") \
	X(TEXT, "TEXT", "内容") X(DESCRIPTION, "DESCRIPTION", "说明") X(UNIT, "UNIT", "部门") \
	X(ACCOUNT_MANAGER, "ACCOUNT MANAGER", "客户经理") X(PURPOSE, "PURPOSE", "用途") \
	X(FAULT, "FAULT", "障碍类型") X(SITES, "SITES", "地点") X(RESOURCE, "RESOURCES", "资源类别") \
	X(SENT_BACK, "SENT BACK", "退回原因") X(CREATED, "CREATED", "建单") \
	X(ARRIVED, "ARRIVED", "到达") X(PROMISED, "PROMISED", "承诺") \
	X(FINISHED, "FINISHED", "完工") X(SIGNED, "SIGNED", "签收") X(ARCHIVED, "ARCHIVED", "存档") \
	X(CLOCKS, "Clocks", "时钟") X(TASKS, "Tasks", "调单") X(RETURNS, "Return slips", "返单") \
	X(TIER_OF, "tier", "等级") X(LOOPS, "Loops", "闭环") X(MAJOR_ISSUE, "MAJOR ISSUE", "重大问题") \
	X(SEVERITY, "SEVERITY", "级别") X(STEP, "STEP", "阶段") X(AGO, "AGO", "已过") \
	X(COUNT, "COUNT", "次数") X(TOLD, "TOLD", "已通知") X(SEQ, "SEQ", "序号") X(AT, "AT", "时间") \
	X(BY, "BY", "操作人") X(WHAT, "WHAT", "事项") X(DETAILS, "DETAILS", "详情") \
	X(FROM, "FROM", "自") X(TO, "TO", "至") X(LENGTH, "LENGTH", "时长") X(RULE, "RULE", "依据") \
	X(COUNTED, "COUNTED", "计时") \
	X(PERSON, "PERSON", "人员") X(SCOPE, "SCOPE", "范围") X(MONTH, "MONTH", "月份") \
	X(TO_ACCEPT, "TO ACCEPT", "收单时限") X(TO_COMPLETE, "TO COMPLETE", "完成时限") \
	X(TO_DISPATCH, "TO DISPATCH", "派发时限") \
	X(METHOD, "METHOD", "方法") X(PARAM, "PARAMETER", "参数") X(PARAMS, "PARAMETERS", "参数") \
	X(NEEDED, "NEEDED", "必填") X(TYPE, "TYPE", "类型") X(LATE, "LATE BY", "超时") \
	X(WHY, "WHY", "原因") X(RAISED_COUNT, "RAISED", "已发出") \
	X(ACKNOWLEDGED, "ACKNOWLEDGED", "已确认") X(STANDING, "STANDING", "未消除") \
	X(KPI_ORDERS, "ORDERS", "工单") X(KPI_FINISHED, "FINISHED", "完工") \
	X(KPI_MISSED, "MISSED", "超时") X(KPI_ON_TIME, "ON TIME", "及时率") \
	X(KPI_TARGET, "TARGET", "目标") X(KPI_ALLOWANCE, "LATE ALLOWANCE", "可超时余量") \
	X(KPI_SHORT_BY, "SHORT BY", "缺口") X(KPI_MEAN, "MEAN", "平均时长") \
	X(KPI_MEDIAN, "MEDIAN", "中位时长") X(KPI_TASKS, "TASKS", "调单") \
	X(KPI_REWORKED, "REWORKED", "返工") X(KPI_REWORK_RATE, "REWORK RATE", "返工率") \
	X(KPI_CHARGED, "CHARGED", "计责时长") X(KPI_TITLE, "Figures", "指标") \
	X(KPI_END_MEAN, "END TO END, MEAN", "全程平均时长") \
	X(KPI_END_MEDIAN, "END TO END, MEDIAN", "全程中位时长") \
	X(KPI_GOAL_NOW, "GOAL NOW", "现行目标") X(KPI_GOAL_SHORT, "GOAL, SHORT TERM", "近期目标") \
	X(KPI_GOAL_LONG, "GOAL, LONG TERM", "远期目标") \
	X(KPI_ERROR_RATE, "ORDER ERRORS", "工单差错率") X(KPI_TIER_A, "TIER A PLACES", "A 级名额占用") \
	X(KPI_GRADED, "GRADED", "已评分工单") X(KPI_GRADE_TIME, "GRADE, TIME", "时效评分") \
	X(KPI_GRADE_QUALITY, "GRADE, QUALITY", "质量评分") \
	X(KPI_TASKS_MISSED, "TASKS LATE", "调单超时") X(KPI_TASK_ON_TIME, "TASKS ON TIME", "调单及时率") \
	X(KPI_FIRST_TIME, "FIRST TIME", "一次完成率") X(CSV_SECONDS, "%s (s)", "%s（秒）") \
	X(QUOTA, "QUOTA", "月名额") X(USED, "USED", "已用") X(STILL_LEFT, "LEFT", "剩余") \
	X(OVERRIDDEN, "OVERRIDDEN", "特批超额") X(QUOTA_TITLE, "Quota", "名额") \
	X(FORECAST, "FORECAST", "预测量") X(AGREED, "AGREED", "协议量") X(OVER_AGREED, "OVER", "超协议量") \
	X(ACCURACY, "ACCURACY", "预测准确率") X(FORECAST_TITLE, "Forecast", "需求预测") \
	X(CALENDAR, "CALENDAR", "日历") X(ZONE, "ZONE", "时区") X(WEEK, "WEEK", "每周时间") \
	X(DATED_DAYS, "DATED DAYS", "专定日期") X(DATE, "DATE", "日期") X(WEEKDAY, "DAY", "星期") \
	X(HOURS, "HOURS", "工作时间") X(MARK, "MARK", "标记") X(NOTICE, "TOLD FROM", "通知起始") \
	X(NEW_LIMIT, "NEW LIMIT", "新时限") X(NEW_DUE, "NEW DUE", "新到期") X(MOVES_BY, "BY", "变动") \
	X(BECOMES_LATE, "LATE", "将超时") X(ALARMS_AT_ONCE, "ALARMS AT ONCE", "立即示警") \
	X(THEN, "THEN", "原政策") X(NOW, "NOW", "新政策") X(FIGURE, "FIGURE", "指标") \
	X(SPENT_NOW, "NEW SPENT", "新已用") X(VERDICT, "VERDICT", "原结论") \
	X(NEW_VERDICT, "NEW VERDICT", "新结论") X(ALARMS, "ALARMS", "示警") \
	X(NEW_ALARMS, "NEW ALARMS", "新示警")

#define TEXTS_TIMES(X) \
	X(NONE, "nothing", "无") X(YES, "yes", "是") X(NO, "no", "否") \
	X(SPAN_DAYS, "%s%d d %02d h", "%s%d 天 %02d 小时") \
	X(SPAN_HOURS, "%s%d h %02d min", "%s%d 小时 %02d 分") \
	X(SPAN_MINUTES, "%s%d min", "%s%d 分钟") X(SPAN_SECONDS, "%s%d s", "%s%d 秒") \
	X(TIME_LEFT, "%s left", "剩余 %s") X(LATE_BY, "late by %s", "已超时 %s") \
	X(SPAN_REST, "%d s", "%d 秒") X(SPAN_REST_MS, "%d.%03d s", "%d.%03d 秒") \
	X(UNTIL_NOW, "now", "至今") X(BY_ITSELF, "sliploop", "系统") \
	X(HOLD_LINE, "%s (%s), by %s since %s %s", "%s（%s），%s 于 %s %s") \
	X(CLOCK_STOPPED, "the clock is stopped", "时钟已停") \
	X(CLOCK_GOES_ON, "the clock goes on", "时钟继续") \
	X(EXPLAIN_SUMS, " limit %s, spent %s, due %s  %s\n\n", " 时限 %s，已用 %s，到期 %s  %s\n\n") \
	X(LINE_COUNTED, "counted", "计时") X(LINE_CLOSED, "closed", "非工作时间") \
	X(LINE_STOPPED, "stopped", "不计时") \
	X(LINE_IN_PART, "counted in part (the calendar is another now)", "部分计时（日历已变更）") \
	X(SUM_IS_SPENT, "  sum %s = spent\n", "  合计 %s = 已用\n") \
	X(SUM_OF_EARLIER, "  generation %d: sum %s\n", "  第 %d 轮：合计 %s\n") \
	X(AND_MORE, "  and %zu more\n", "  另有 %zu 条\n") \
	X(FROM_WHEN, "from %s", "%s 起") X(CLOSED_HOURS, "closed", "不工作") \
	X(WEEKDAYS, "Mon Tue Wed Thu Fri Sat Sun", "周一 周二 周三 周四 周五 周六 周日") \
	X(WEEKDAYS_SHORT, "Mo Tu We Th Fr Sa Su", "一 二 三 四 五 六 日") \
	X(CALENDAR_VERSION, "  policy version %lld\n\n", "  政策版本 %lld\n\n") \
	X(CALENDAR_LEGEND, \
	  "  · closed by the week   # closed by date   + opened by date   ~ other hours by date\n", \
	  "  · 每周休息   # 专定休息   + 调休上班   ~ 专定时间\n") \
	X(OTHER_YEARS, "  %zu dated days in other years: --year\n", "  另有 %zu 天在其他年份：--year\n") \
	X(DRY_RUN, \
	  "Dry run, nothing was changed: of %lld open orders %lld would move, %lld of them become late; " \
	  "%lld would stay as they are; %lld alarms would rise at once\n\n", \
	  "试算，未作任何更改：未完工单 %lld 张，将变动 %lld 张，其中 %lld 张将超时；" \
	  "%lld 张保持不变；将立即产生示警 %lld 个\n\n") \
	X(KEPT, "stays: no row for it", "不变：无对应时限") X(LATE_WORD, "late", "超时") \
	X(REPLAY_CHANGED, "\nOrders that would have come out otherwise: %lld\n\n", "\n结果将不同的工单：%lld 张\n\n") \
	X(REPLAY_FAILED, "%lld orders could not be recounted; the first is %lld: ", \
	  "%lld 张工单无法重算；首张为 %lld：") \
	X(BOARD_NOW, "now %s (%s)\n\n", "现在 %s（%s）\n\n") \
	X(BOARD_MAJORS, "Major issues", "重大问题") X(BOARD_AT_CRC, "To be dispatched", "待派发") \
	X(BOARD_RETURNS, "Return slips to be answered", "待答复返单") \
	X(BOARD_DISPUTED, "Disputes to be ruled", "待裁定争议") \
	X(BOARD_EXECUTING, "Executing, soonest due first", "执行中（按到期先后）") \
	X(SECONDS_LEFT, "%d s to go", "还需 %d 秒")

#define TEXTS_ERRORS(X) \
	X(WAS_REFUSED, "was refused:", "被拒绝：") \
	X(WAS_NOT_ANSWERED, "was not answered:", "未得到答复：") \
	X(LABEL_FIELD, "where:", "位置：") X(LABEL_STATE_NOW, "state now:", "当前状态：") \
	X(LABEL_ALLOWED, "possible from here:", "当前可执行：") \
	X(LABEL_VERSION_NOW, "version now:", "当前版本：") X(LABEL_DO, "what to do:", "处理办法：") \
	X(LABEL_TRACE, "in the log as:", "日志标识：") X(LABEL_RETRY, "try again in:", "重试间隔：") \
	X(DO_METHOD_NOT_FOUND, "`sliploop help` lists the methods", "用 `sliploop help` 查看全部方法") \
	X(DO_INVALID_PARAMS, "`sliploop help METHOD` tells what it takes", \
	  "用 `sliploop help 方法名` 查看参数") \
	X(DO_INTERNAL, "nothing was changed; tell whoever runs the daemon, its log says more", \
	  "未作任何更改；请联系系统管理员查看日志") \
	X(DO_UNAUTHENTICATED, "use --token-file FILE, or have an admin enter your uid (user.put)", \
	  "使用 --token-file 文件，或请管理员登记您的 uid（user.put）") \
	X(DO_FORBIDDEN, "ask someone whose role it is; `sliploop session.whoami` tells yours", \
	  "请由有此角色的人员办理；`sliploop session.whoami` 显示您的角色") \
	X(DO_NOT_FOUND, "check the number; you see only orders of your own unit or stations", \
	  "请核对编号；您只能看到本部门或本工位的工单") \
	X(DO_WRONG_STATE, "look at it again: `sliploop order show ID`", \
	  "请重新查看：`sliploop order show 编号`") \
	X(DO_CONFLICT, "someone was faster: look at it again, then decide anew", \
	  "已被他人抢先更改：请重新查看后再决定") \
	X(DO_IDEMPOTENCY, "take another idempotency_key for another request", \
	  "不同请求请使用不同的 idempotency_key") \
	X(DO_NO_POLICY, "an admin adds the missing row with policy.put", \
	  "请管理员用 policy.put 补充时限") \
	X(DO_QUOTA, "lower the tier, or have the leader override with a reason", \
	  "降低等级，或请部门领导说明理由后特批") \
	X(DO_CONFIRMATION, "raise a resource confirmation first and cite it", \
	  "请先提交资源确认单并引用") \
	X(DO_RETRY, "try again in a moment", "请稍后重试") \
	X(DO_UNAVAILABLE, "is the daemon running, and is this its socket (--socket, SLIPLOOP_SOCKET)?", \
	  "服务是否在运行？套接字是否正确（--socket 或 SLIPLOOP_SOCKET）？") \
	X(DO_UNKNOWN_OUTCOME, "send it again with the same idempotency_key", \
	  "请用同一 idempotency_key 重发") \
	X(DO_USAGE, "`sliploop help` tells how it is used", "用 `sliploop help` 查看用法") \
	X(NOTHING_ASKED, "say what to do: a verb or a method", "请给出命令或方法") \
	X(OPTION_NEEDS_VALUE, "%s: a value is missing", "%s：缺少值") \
	X(OPTION_UNKNOWN, "%s: no such option here", "%s：此处没有该选项") \
	X(LANG_UNKNOWN, "%s: en or zh-CN is expected", "%s：应为 en 或 zh-CN") \
	X(TOO_MANY_WORDS, "it is used like this: sliploop %s %s", "用法：sliploop %s %s") \
	X(TOO_MANY_ARGUMENTS, "too many arguments", "参数过多") \
	X(VERB_UNKNOWN, "%s: no such verb, and no method (those have a dot)", \
	  "%s：没有此命令，也不是方法（方法名含点号）") \
	X(NOT_AN_ID, "%s: an order's id is expected, like 42 or F-000042", \
	  "%s：应为工单编号，如 42 或 F-000042") \
	X(OUTPUT_FAILED, "the output cannot be written", "无法写出结果") \
	X(TOKEN_FILE_EMPTY, "there is no token in it", "文件中没有令牌") \
	X(REPORT_PERIOD, "--from and --to are dates or instants (to is excluded)", \
	  "--from 与 --to 应为日期或时刻（不含 to）") \
	X(CALENDAR_YEAR, "--year: a year from 1990 to 2119 is expected", "--year：应为 1990 至 2119 年") \
	X(SUM_IS_NOT_SPENT, \
	  "the segments add up to %s, but the clock has spent %s: tell whoever runs the daemon", \
	  "各段合计 %s，与时钟已用 %s 不符：请联系系统管理员") \
	X(EXPORT_ONE, "one of: --csv, --csv FILE, --xlsx FILE", "请选其一：--csv、--csv 文件、--xlsx 文件")

#define TEXTS_VERBS(X) \
	X(DOC_ORDER_SHOW, "one order: states, clocks with the time left, tasks, return slips", \
	  "查看一张工单：状态、时钟及剩余时间、调单、返单") \
	X(DOC_ORDER_LIST, "orders, filtered as order.list does", "按条件列出工单") \
	X(DOC_BOARD, "what waits for the response centre, the most urgent first", \
	  "客户响应中心待办，按紧急程度") \
	X(DOC_STATION, "a station's tasks, the most urgent first", "工位任务，按紧急程度") \
	X(DOC_ALARMS, "standing alarms, grouped by order, the worst first", \
	  "未消除的示警，按工单归并，最严重在前") \
	X(DOC_HISTORY, "everything that happened to an order", "工单全部历史") \
	X(DOC_EXPLAIN, "where a clock's time went", "时钟用时说明") \
	X(DOC_QUOTA, "places of the monthly quotas: taken, left, overridden", "每月名额：已用、剩余、特批超额") \
	X(DOC_FORECAST, "demand by the month: forecast, agreed, used", "每月需求：预测量、协议量、已用") \
	X(DOC_CALENDAR, "the calendars, or one of them and its year on a page", "日历，或某日历的全年一览") \
	X(DOC_KPI, "figures of a period", "时段指标") X(DOC_HEALTH, "is the daemon well", "服务状况") \
	X(DOC_HELP, "this, or what a method takes", "帮助，或某方法的参数") \
	X(DOC_REPLAY, "lives a log of another system again, under the virtual clock", \
	  "在虚拟时钟下重放其他系统的日志") \
	X(DOC_PLAY, "drives a scenario file through the API, under the virtual clock", \
	  "在虚拟时钟下执行情景文件") \
	X(HELP_USAGE, \
	  "sliploop [--socket PATH] [--json] [--lang en|zh-CN] [--token-file FILE] VERB ...\n" \
	  "sliploop [...] METHOD KEY=VALUE KEY:=JSON KEY=@FILE ...\n" \
	  "Exit status: 0 done, 1 refused, 2 usage, 3 unavailable.\n", \
	  "sliploop [--socket 路径] [--json] [--lang en|zh-CN] [--token-file 文件] 命令 ...\n" \
	  "sliploop [...] 方法 键=值 键:=JSON 键=@文件 ...\n" \
	  "退出码：0 完成，1 被拒绝，2 用法错误，3 服务不可用。\n") \
	X(OPTION_SOCKET, "the daemon's Unix socket", "服务的 Unix 套接字") \
	X(OPTION_TOKEN_FILE, "log in with the token in this file", "用文件中的令牌登录") \
	X(OPTION_LANG, "the language of what is said: en or zh-CN", "显示语言：en 或 zh-CN") \
	X(OPTION_JSON, "print the reply as it came, on one line", "按原样输出答复，一行") \
	X(HELP_VERBS, "Verbs", "命令") X(HELP_METHODS, "Methods of the daemon", "服务提供的方法") \
	X(HELP_ROLES, "roles:", "角色：") X(HELP_ERRORS, "errors:", "错误类：") \
	X(HELP_NO_METHOD, "%s: the daemon has no such method", "%s：服务没有此方法")

#define TEXTS_DRIVES(X) \
	X(DRIVE_NOT_VIRTUAL, \
	  "this daemon runs on the real clock: start one on a new store with --virtual-clock INSTANT", \
	  "该服务使用真实时钟：请在新库上以 --virtual-clock 时刻 启动") \
	X(DRIVE_NOT_ADMIN, "%s is not admin: connect as the user who filled the store", \
	  "%s 不是管理员：请以建库用户连接") \
	X(DRIVE_TOO_LATE, \
	  "it begins at %s, but the store's time is already %s: " \
	  "start the daemon on a new store with --virtual-clock %s", \
	  "起始时刻为 %s，但库中时间已是 %s：请在新库上以 --virtual-clock %s 启动") \
	X(EXPECTED_CLASS, "expected was a refusal of class %s", "预期的拒绝类别为 %s") \
	X(EXPECTED_REFUSAL, "%s: went through, but a refusal of class %s was expected", \
	  "%s：已执行，但预期应被拒绝（%s）") \
	X(PLAY_LABEL, "play", "执行") X(PLAY_LINE, "line %lu", "第 %lu 行") \
	X(PLAY_SAVED_REFUSED, "line %lu: @%s was refused at line %lu", \
	  "第 %lu 行：@%s 在第 %lu 行已被拒绝") \
	X(PLAY_SAVED_LACKS, "line %lu: what was saved as @%s has no %s", \
	  "第 %lu 行：@%s 的结果没有 %s") \
	X(PLAY_DONE, "%zu lines, %llu requests in %.1f s\n", "%zu 行，%llu 次请求，用时 %.1f 秒\n") \
	X(FIGURES_ON_TIME, "On-time rate by kind, service and tier", "及时率（按类别、业务、等级）") \
	X(FIGURES_ALARMS, "Alarms by severity", "示警（按级别）") \
	X(FIGURES_STATIONS, "Stations by rework", "工位返工情况") \
	X(FIGURES_WORST, "The worst orders, and why", "超时最严重的工单及原因") \
	X(WHY_TASK, "%s at %s over by %s", "%s（%s）超时 %s") \
	X(WHY_RETURN, "return charged to %s: %s", "返单计责 %s：%s") \
	X(WHY_REWORK, "rework: %d", "返工 %d 次") X(WHY_HOLD, "on hold: %s", "挂起：%s") \
	X(WHY_NOTHING, "waited between tasks", "任务间等待") \
	X(REPLAY_LABEL, "replay", "重放") \
	X(REPLAY_EVENT, "case %s, line %lu of the log (%s at %s)", "案例 %s，日志第 %lu 行（%s，%s）") \
	X(REPLAY_NO_ID, "the daemon's answer held no id", "服务的答复中没有编号") \
	X(REPLAY_LONG_NAME, "the case's name is too long", "案例名称过长") \
	X(REPLAY_ODD_ORDER, "order %lld has no state or order clock a replay can leave behind", \
	  "工单 %lld 的状态或时钟不是重放应有的结果") \
	X(REPLAY_NO_MAP, "replay: --map MAP is needed", "replay：需要 --map") \
	X(REPLAY_HEAD, "Replay", "重放结果") \
	X(REPLAY_ORDERS, "  %zu orders from %zu events over %s\n", "  %zu 张工单，%zu 个事件，历时 %s\n") \
	X(REPLAY_MISSED, "  missed: %u, alarms raised at 100 %%: %u\n", \
	  "  超时：%u，100 %% 示警：%u\n") \
	X(REPLAY_TIER, "    tier %c: %u orders, %u missed, %.1f %% within the limit\n", \
	  "    %c 级：%u 张，超时 %u 张，时限内 %.1f %%\n") \
	X(REPLAY_SPEED, "  %llu requests in %.1f s, %.0f a second\n", \
	  "  %llu 次请求，用时 %.1f 秒，每秒 %.0f 次\n")

/* Of files and arguments that cannot be read. */
#define TEXTS_FILES(X) \
	X(CANNOT_BE_READ, "%s: cannot be read", "%s：无法读取") \
	X(LONGER_THAN_1_MIB, "%s: is longer than 1 MiB", "%s：超过 1 MiB") \
	X(FILE_NOT_UTF8, "%s: is not UTF-8 text", "%s：不是 UTF-8 文本") \
	X(KEY_EQUALS_VALUE, "%.100s: KEY=VALUE is expected", "%.100s：应为 键=值") \
	X(KEY_NOT_JSON, "%.*s: not JSON: %s", "%.*s：不是 JSON：%s") \
	X(VALUE_NOT_UTF8, "%.*s: is not UTF-8 text", "%.*s：不是 UTF-8 文本") \
	X(KEY_TOO_LONG, "%.100s: the key is too long", "%.100s：键过长") \
	X(KEY_TWICE, "%.100s: the key stands twice", "%.100s：键重复") \
	X(KEY_NOT_UTF8, "%.100s: the key is not UTF-8 text", "%.100s：键不是 UTF-8 文本") \
	X(AT_LINE, "line %lu: ", "第 %lu 行：") \
	X(READ_NO_FURTHER, "the file cannot be read further", "文件无法继续读取") \
	X(OUT_OF_MEMORY, "out of memory", "内存不足") \
	X(NOT_AN_OBJECT, "a JSON object is expected", "应为 JSON 对象") \
	X(CSV_TOO_LONG, "the record is too long (is a quote left open?)", "记录过长（引号是否未闭合？）") \
	X(CSV_NO_END, "a quoted field has no end", "带引号的字段没有结尾") \
	X(CSV_NUL, "a NUL byte stands in a field", "字段中有 NUL 字节") \
	X(CSV_FIELDS, "the record has too many fields", "记录的字段过多") \
	X(CSV_AFTER_QUOTE, "text follows a closing quote", "闭合引号之后还有文字") \
	X(CSV_INSIDE, "a quote stands inside an unquoted field", "未加引号的字段中有引号") \
	X(MAP_NO_COLUMN, "columns.%s is missing", "缺少 columns.%s") \
	X(MAP_NO_SERVICE, "service is missing", "缺少 service") \
	X(MAP_TIER, "tiers.%.40s: A, B or C is expected", "tiers.%.40s：应为 A、B 或 C") \
	X(MAP_LIMIT, "limits.%.40s: a span of a tier is expected", "limits.%.40s：应为某等级的时长") \
	X(MAP_ACTION, "actions.%.40s: take, wait, resolve, close or note is expected", "actions.%.40s：应为 take、wait、resolve、close 或 note") \
	X(LOG_NO_COLUMN, "the log has no column \"%.60s\"", "日志没有“%.60s”列") \
	X(LOG_NOT_INSTANT, "not an instant: \"%.60s\"", "不是时刻：“%.60s”") \
	X(LOG_NO_ACTION, "the map has no action for \"%.60s\"", "映射中没有“%.60s”对应的动作") \
	X(LOG_NO_TIER, "the map has no tier for \"%.60s\"", "映射中没有“%.60s”对应的等级") \
	X(LOG_NOT_UTF8, "the text is not UTF-8", "文字不是 UTF-8") \
	X(LOG_FIELDS, "%d fields where the head has %d", "有 %d 个字段，表头有 %d 个") \
	X(LOG_TOO_LONG, "the log is too long", "日志过长") \
	X(LOG_EMPTY, "the log holds no events", "日志中没有事件") \
	X(NOT_IN_LOG, "not in the log", "日志未记载") \
	X(REPLAY_FRONT_TITLE, "Replay: front office", "重放：前台") \
	X(REPLAY_CRC_TITLE, "Replay: response centre", "重放：客户响应中心") \
	X(REPLAY_BACK_TITLE, "Replay: back end", "重放：后端") \
	X(PLAY_KEY_UNKNOWN, "unknown key \"%.40s\"", "未知的键“%.40s”") \
	X(PLAY_KEY_TYPE, "\"%s\" has the wrong type", "“%s”类型有误") \
	X(PLAY_NOT_INSTANT, "\"at\" is not an instant: %.60s", "at 不是时刻：%.60s") \
	X(PLAY_NO_DO, "nothing is done: \"do\" is missing", "没有要做的事：缺少 do") \
	X(PLAY_EMPTY_LINE, "the line says nothing", "此行没有内容") \
	X(PLAY_NO_CLASS, "no error class is called \"%.40s\"", "没有名为“%.40s”的错误类") \
	X(PLAY_NOT_REFERENCE, "not a reference: %.80s (a plain @ is @@)", "不是引用：%.80s（@ 本身写作 @@）") \
	X(PLAY_NOT_SAVED, "nothing was saved as \"%s\" before", "此前没有保存过“%s”") \
	X(PLAY_BAD_NAME, "\"%.60s\" cannot be a saved name", "“%.60s”不能作为保存的名称") \
	X(PLAY_SAVED_TWICE, "\"%s\" is saved twice", "“%s”重复保存") \
	X(PLAY_TOO_LONG, "the scenario is too long", "情景文件过长") \
	X(PLAY_TOO_EARLY, "its instant is before the line's above", "时刻早于上一行")
/* clang-format on */

#endif
