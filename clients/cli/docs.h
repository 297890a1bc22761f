/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_DOCS_H
#define CLI_DOCS_H

/*
 * What the daemon says of its methods and their parameters (rpc.discover), in Chinese: X(english, zh-CN), as `sliploop help`
 * shows it. What is not here, of a daemon of another version, is shown as it came.
 */
/* clang-format off */
#define DOCS(X) \
	X("Acknowledge an alarm: its own repeats end, the ladder's other steps do not.", "确认示警：其自身重复停止，阶梯的其他级照常。") \
	X("the alarm", "示警") \
	X("refuse with `conflict` unless the order has this version", "版本不符时以 `conflict` 拒绝") \
	X("the same key again gives the first answer again, with \"replayed\": true", "同一键再来时返回首次的答复，并带 \"replayed\": true") \
	X("An alarm.", "一条示警。") \
	X("The alarms one may see, with a cursor to ask again what has changed. What another daemon of the store has changed is in it after 100 ms at most.", "可见的示警，附游标以便再问其后的变化。同库其他守护进程的变更至多 100 毫秒后可见。") \
	X("a cursor: what changed after it, in its present form, whatever its state", "游标：其后变化者的现状，不论状态") \
	X("next_cursor of the page before", "上一页的 next_cursor") \
	X("rows a page", "每页行数") \
	X("The earliest instant at which a calendar has counted so many seconds.", "日历计满所给秒数的最早时刻。") \
	X("or \"always\"", "或 \"always\"") \
	X("negative: backwards", "负数：往回计") \
	X("A calendar by its name.", "按名称查日历。") \
	X("Lay the holidays and make-up days of an iCalendar text over a calendar.", "把 iCalendar 文本中的节假日和调休日加到日历上。") \
	X("of a calendar that is new", "新日历的时区") \
	X("whole-day events close their days; those marked as make-up working days open them", "全天事件当日关闭；标为调休上班的当日开放") \
	X("change nothing: answer which open orders it would move", "不作变更：只答复会影响哪些未结工单") \
	X("\"open\": move the open orders to the policy as it then stands, too", "\"open\"：同时把未结工单移到届时的政策") \
	X("The calendars in force.", "现行日历。") \
	X("Make or replace a calendar: working hours in a zone, holidays, make-up days.", "新建或替换日历：时区内的工作时间、节假日、调休日。") \
	X("of the IANA list, as in Asia/Shanghai", "IANA 时区名，如 Asia/Shanghai") \
	X("hours by weekday; one left out is closed; [\"22:00\", \"06:00\"] runs past midnight", "按星期的时间；未列的为休息；[\"22:00\", \"06:00\"] 跨过午夜") \
	X("dated days with hours of their own: holidays and make-up working days", "有单独时间的日期：节假日和调休上班日") \
	X("How many seconds a calendar counts between two instants.", "两个时刻之间日历计多少秒。") \
	X("A clock's segments, each with the rule that made it, counted up to `at`.", "时钟各段及其依据的规则，计到 `at`。") \
	X("whose clock: of accept and task; of return: the task that raised the slip", "哪个时钟的：收单和调单时钟为该调单；返单时钟为提出返单的调单") \
	X("The customer register.", "客户名册。") \
	X("Make or change a customer of the register.", "在名册中新增或修改客户。") \
	X("The feedback slips to the caller, or to the clerk's unit.", "发给本人或所在部门文书的反馈单。") \
	X("Record that feedback slips were received.", "登记反馈单已收到。") \
	X("The forecasts and agreed quantities.", "预测量和协议量。") \
	X("Forecast a month's lines of a unit and service, or agree to them for the back end.", "预测某部门某业务某月的线数，或代表后端认可。") \
	X("of the carrier's zone", "运营商时区的月份") \
	X("lines", "线数") \
	X("only what the supervisor agreed to counts", "只有主管认可的有效") \
	X("The reasons for holding.", "挂起原因。") \
	X("Make or change a reason for holding.", "新增或修改挂起原因。") \
	X("The ladders in force.", "现行示警阶梯。") \
	X("Replace the ladder of a tier, or of one clock of a tier.", "替换某等级的阶梯，或某等级某时钟的阶梯。") \
	X("of this clock only; else of every clock without a ladder of its own", "仅此时钟；否则为没有自己阶梯的所有时钟") \
	X("What ladder steps tell people, newest first: waiting, sent or given up.", "示警各级的通知，最新在前：待发、已发或已放弃。") \
	X("dead: given up, to be looked at and sent again", "dead：已放弃，待查看后重发") \
	X("Send a dead notice again, with all that went in the same message.", "重发已放弃的通知，以及同一消息中的其他通知。") \
	X("the notice", "通知") \
	X("Change the slip: its texts before it waits for the archive, the rest as a draft.", "修改联系单：待存档之前可改文字，其余只在草稿时可改。") \
	X("the order", "工单") \
	X("while it is a draft", "仅草稿时") \
	X("while it is a draft; later: order.retier", "仅草稿时；之后用 order.retier") \
	X("The leader approves an important slip.", "部门领导批准重要的联系单。") \
	X("Archive the order: the end.", "存档：工单结束。") \
	X("of the back end's work, 1 to 5; needs the leader's authorisation", "对后端工作的评分，1 至 5；须经领导授权") \
	X("Give the order to another account manager.", "把工单交给另一位客户经理。") \
	X("Let the account manager grade the work when archiving, for a time.", "授权客户经理在存档时评分，有期限。") \
	X("Cancel the order, its clocks, tasks and slips with it.", "撤销工单，连同其时钟、调单和返单。") \
	X("why", "原因") \
	X("The industry manager confirms the slip.", "行业经理确认联系单。") \
	X("the leader must approve it, or need not", "须由领导批准，或无须批准") \
	X("Raise a contact, confirmation or fault slip.", "提出业务联系单、资源确认单或障碍申告单。") \
	X("that of the registered customer unless told otherwise", "未另行说明时同登记客户") \
	X("of a dispatcher's fault: the customer register's unless told otherwise", "派单员申告障碍时：未另行说明则按客户名册") \
	X("a name of the register, or any text", "名册中的名称，或任意文字") \
	X("what is asked for, in the front office's own keys", "所要求的内容，键由前台自定") \
	X("the leader must approve it", "须由领导批准") \
	X("the resource confirmation a contact slip cites", "业务联系单所引用的资源确认单") \
	X("submit it in the same step", "同时提交") \
	X("the leader's reason for passing the tier-A quota", "领导超出 A 级名额的理由") \
	X("Issue tasks to stations; while executing: replace what is not done.", "向工位派发调单；执行中：替换尚未完成的。") \
	X("a route by its name,", "按名称的路由，") \
	X("or its nodes by hand", "或逐个给出节点") \
	X("The clerk sends the slip to the CRC.", "文书把联系单转送客户响应中心。") \
	X("An order with its clocks, tasks, return slips and loops.", "工单及其时钟、调单、返单和环路。") \
	X("What happened to an order, oldest first, with who and when.", "工单的经过，最早在前，含何人何时。") \
	X("Hold the work; some reasons stop the clocks.", "挂起工作；某些原因使时钟停止。") \
	X("as hold_reason.list has it", "见 hold_reason.list") \
	X("The orders one may see, in pages.", "可见的工单，分页。") \
	X("with a task of this station", "有此工位的调单") \
	X("in number, title, description or customer", "在编号、标题、说明或客户中查找") \
	X("Write a note into the order's history.", "在工单历史中写备注。") \
	X("what to remember", "要记下的内容") \
	X("The supervisor resolves a major issue.", "主管解决重大问题。") \
	X("how it was resolved", "如何解决的") \
	X("Go on with work that is held.", "恢复已挂起的工作。") \
	X("Give the order another tier: all live clocks get that tier's limits.", "调整工单等级：所有在计时钟改用该等级的时限。") \
	X("Whoever holds the slip sends it back to its originator.", "由现持有人把联系单退回发起方。") \
	X("The customer accepts the work, or refuses and it goes on.", "客户签收；或拒签，工作继续。") \
	X("who signed or refused", "签收人或拒签人") \
	X("tasks to be done again after a refusal; those nothing waits for unless told", "拒签后须重做的调单；未说明时为末端调单") \
	X("Submit a draft to its first review, or straight to the CRC.", "提交草稿至首个审核，或直达客户响应中心。") \
	X("The limits in force.", "现行时限。") \
	X("Lay down limits, for orders submitted from now on.", "规定时限，对此后提交的工单有效。") \
	X("rows put or, with \"limit\": null, removed, by what they match", "所放的行；\"limit\": null 则按匹配删除") \
	X("Recount the orders finished in a period under another policy: then and now.", "按另一政策重新计算某时段完成的工单：当时与现在。") \
	X("excluded", "不含此刻") \
	X("as they are put", "与 put 时相同") \
	X("orders listed at most, of those that would have come out otherwise", "至多列出多少张结果不同的工单") \
	X("The monthly quotas.", "每月名额。") \
	X("Lay down how many orders of a tier a month may take.", "规定某等级每月可接受多少工单。") \
	X("Demand by unit, service and month: forecast, agreed, used; a leader's own unit only.", "按部门、业务和月份的需求：预测、协议、已用；领导只见本部门。") \
	X("months of the carrier's zone that touch the period; left out: eleven before the last", "运营商时区内与时段相交的月份；略去时：此前十一个月起") \
	X("excluded; left out: with the present month", "不含此刻；略去时：含本月") \
	X("Figures of what was finished in a period: on-time rate, times, rework, charges.", "某时段完成情况的指标：及时率、时长、返工、责任时长。") \
	X("a row for each; none: one row", "每种组合一行；不给则只有一行") \
	X("Orders with an open loop, oldest first; archived ones, which is a bug, apart.", "有未闭合环路的工单，最早在前；已存档者属缺陷，另列。") \
	X("Places of the monthly quotas by month: taken, left, and taken beyond them by override.", "每月名额：已用、剩余、特批超额。") \
	X("The erring side accepts: its task is done again.", "责任方受理：其调单重做。") \
	X("the return slip", "返单") \
	X("The erring side disputes: the supervisor rules.", "责任方有争议：由主管裁定。") \
	X("A return slip, and the order it belongs to.", "返单及其所属工单。") \
	X("The return slips one may see, in pages.", "可见的返单，分页。") \
	X("that raised it or erred", "提出者或责任者") \
	X("The supervisor rules on a disputed slip.", "主管裁定有争议的返单。") \
	X("The CRC settles a slip raised against it.", "客户响应中心处理针对自己的返单。") \
	X("the emergency answer", "应急答复") \
	X("A route by its name.", "按名称查路由。") \
	X("The routes.", "路由。") \
	X("Make or replace a route: a named graph of stations for a kind and service.", "新建或替换路由：某类工单某业务的工位图。") \
	X("This description, made from the daemon's own command table.", "本说明，由守护进程自己的命令表生成。") \
	X("Say who calls on this connection, from here on.", "表明此连接此后由谁操作。") \
	X("as token.issue gave it", "由 token.issue 给出") \
	X("with a password, instead of a token", "与密码一起，代替令牌") \
	X("Choose the language of messages on this connection.", "选择此连接上消息的语言。") \
	X("the language of messages", "消息的语言") \
	X("Who this connection is taken for, with roles, unit and stations.", "此连接被视为何人，含角色、部门和工位。") \
	X("The stations.", "工位。") \
	X("Make or change a station.", "新增或修改工位。") \
	X("the local network it stands in", "所在本地网") \
	X("The store, an `outage` and what to do about it, the schema, the oldest due step not fired, lag; of changes and reads the fuller `queue`; the head of the history's `seal`.", "数据库、`outage` 及处理办法、库结构、最早未触发的到期、滞后；变更与读取中较满的 `queue`；历史封印 `seal` 的链头。") \
	X("Version, node, clock (real or virtual), now and zone.", "版本、节点、时钟（真实或虚拟）、当前时刻和时区。") \
	X("Answers {\"pong\": true} once the daemon serves.", "守护进程可服务时答复 {\"pong\": true}。") \
	X("Read the configuration again, command line and file: taken whole, or refused and why.", "重新读取配置（命令行和文件）：全部采用，或说明理由后拒绝。") \
	X("The on-time rates to be reached.", "应达到的及时率。") \
	X("Lay down the on-time rates to be reached.", "规定应达到的及时率。") \
	X("Receive and verify a task.", "收单并核对调单。") \
	X("the task", "调单") \
	X("Complete a task with a record of what was done.", "完成调单并登记所做工作。") \
	X("what was done", "所做工作") \
	X("of a fault", "障碍申告单的") \
	X("of a resource check", "资源确认单的") \
	X("The station manager makes what the station cannot solve a major issue.", "工位经理把工位无法解决的升为重大问题。") \
	X("A task, and the order it belongs to.", "调单及其所属工单。") \
	X("The tasks one may see, in pages.", "可见的调单，分页。") \
	X("those the caller holds", "由本人处理的") \
	X("Give a task to another holder of the station.", "把调单交给本工位的另一处理人。") \
	X("a user of the station", "本工位的用户") \
	X("Raise a return slip against the task that erred, or against the CRC.", "对有错的调单或客户响应中心提出返单。") \
	X("a task's name, or crc", "调单名，或 crc") \
	X("Let the virtual clock reach an instant: every step due until then fires first.", "让虚拟时钟走到某时刻：此前到期的各级先触发。") \
	X("the instant it shall be; never before the present one", "要到达的时刻；不得早于当前") \
	X("Issue a token for a user; its text is told this once.", "为用户签发令牌；其文字只告知这一次。") \
	X("how long it is good for; for ever unless told otherwise", "有效期；未说明则永久") \
	X("The tokens, without their texts.", "令牌，不含其文字。") \
	X("End a token at once, on open connections too.", "立即吊销令牌，已打开的连接也随之失效。") \
	X("the token", "令牌") \
	X("The units.", "部门。") \
	X("Make or change a unit.", "新增或修改部门。") \
	X("the reviews its contact slips pass; all three unless told otherwise", "其业务联系单须经的审核；未说明时为全部三个") \
	X("its resource confirmations go straight to the CRC", "其资源确认单直达客户响应中心") \
	X("The users; uid and notify are shown to admins only.", "用户；uid 和 notify 仅管理员可见。") \
	X("Set the password that a user logs in with: one's own, or an admin anybody's.", "设置用户登录密码：本人的，或由管理员设置任何人的。") \
	X("eight bytes at least; null: only a token lets him in", "至少八个字节；null：只能用令牌登录") \
	X("Make or change a user.", "新增或修改用户。") \
	X("who on the Unix socket is this user", "Unix 套接字上的哪个 uid 是该用户") \
	X("told of nothing until then", "此前不通知此人") \
	X("Be told of each change as it is committed, as `event` notifications on this connection.", "每次变更提交后以 `event` 通知告知此连接。") \
	X("a cursor: what was committed after it comes first", "游标：先告知其后提交的变更") \
	X("only what concerns it", "只要与之有关的") \
	X("End a watch of this connection.", "结束此连接的一个监听。")
/* clang-format on */

#endif
