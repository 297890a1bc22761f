/* SPDX-License-Identifier: Apache-2.0 */
/* What reading answers: lists, single things, histories, a clock's account (api.md, Methods). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/found.h"
#include "answer_fixture.h"

static void test_alarms_found(void **state)
{
	struct scene *s = *state;
	const char *told[] = {"sup", "leader"};
	struct found_alarm rows[] = {
		{.order = 42,
			.order_kind = KIND_FAULT,
			.task = "fix",
			.alarm = {.id = 5,
				.clock = CLOCK_TASK,
				.ref = 1,
				.generation = 1,
				.step = 800000,
				.count = 1,
				.severity = SEVERITY_MINOR,
				.state = ALARM_RAISED,
				.due_at = T0,
				.raised_at = T0 + 500,
				.last_at = T0 + 500,
				.told = {told, 2},
				.acknowledged_at = INSTANT_NONE,
				.cleared_at = INSTANT_NONE}},
		{.order = 42,
			.order_kind = KIND_FAULT,
			.alarm = {.id = 6,
				.clock = CLOCK_ORDER,
				.step_is_after = true,
				.step = HOUR,
				.severity = SEVERITY_CRITICAL,
				.state = ALARM_CLEARED,
				.due_at = T0,
				.raised_at = T0,
				.last_at = T0,
				.acknowledged_at = INSTANT_NONE,
				.cleared_at = T0,
				.cleared_why = "clock_ended"}},
	};
	struct found found = {.alarms = rows, .n_alarms = 2, .cursor = "f-17"};
	struct request_find request = {0};
	json_t *root = answer_parse(
		encode_found(&s->view, command_get("alarm.list"), &request, &found));

	answer_check(root, "items/0/number", "\"F-000042\"");
	answer_check(root, "items/0/step", "0.8");
	answer_check(root, "items/0/late_by", "\"PT0.5S\"");
	answer_check(root, "items/0/told", "[\"sup\",\"leader\"]");
	answer_check(root, "items/0/task", "\"fix\"");
	answer_check(root, "items/0/acknowledged_at", "null");
	answer_check(root, "items/1/step", "\"PT1H\"");
	answer_check(root, "items/1/late_by", "\"PT0S\"");
	answer_check(root, "items/1/cleared_why", "\"clock_ended\"");
	answer_check(root, "cursor", "\"f-17\"");
	answer_check(root, "found", "absent");
	answer_check(root, "next_cursor", "null");
	json_decref(root);
}

static void test_history_found(void **state)
{
	struct scene *s = *state;
	struct happening step = {.seq = 2,
		.at = T0 + HOUR,
		.what = "step",
		.state = ORDER_EXECUTING,
		.clock = CLOCK_ORDER,
		.generation = 1,
		.limit_rev = 1,
		.step = 500000,
		.due_at = T0 + HOUR,
		.severity = SEVERITY_WARNING};
	struct happening note = {.next = &step,
		.seq = 1,
		.at = T0,
		.by = "am",
		.what = "note",
		.state = ORDER_EXECUTING,
		.text = "rain",
		.due_at = INSTANT_NONE};
	struct order *orders[] = {s->b.order};
	struct found found = {.orders = orders, .n = 1, .happenings = &note};
	struct request_find request = {0};
	json_t *root = answer_parse(
		encode_found(&s->view, command_get("order.history"), &request, &found));

	answer_check(root, "items/0/by", "\"am\"");
	answer_check(root, "items/0/text", "\"rain\"");
	answer_check(root, "items/0/clock", "absent");
	answer_check(root, "items/1/by", "null");
	answer_check(root, "items/1/clock", "\"order\"");
	answer_check(root, "items/1/step", "0.5");
	answer_check(root, "items/1/severity", "\"warning\"");
	answer_check(root, "items/1/told", "[]");
	json_decref(root);
}

static void test_one_task_of_many_found(void **state)
{
	struct scene *s = *state;
	struct order *orders[] = {s->b.order};
	int64_t ids[] = {s->b.order->tasks[0].id};
	struct found found = {.orders = orders, .ids = ids, .n = 1};
	struct request_find request = {0};
	json_t *list = answer_parse(encode_found(&s->view, command_get("task.list"), &request, &found));
	json_t *one = answer_parse(encode_found(&s->view, command_get("task.get"), &request, &found));

	answer_check(list, "items/0/name", "\"fix\"");
	answer_check(list, "items/0/order", "1");
	answer_check(list, "items/0/accept_due_at", "\"2026-03-02T08:10:00.000Z\"");
	answer_check(list, "items/0/due_at", "\"2026-03-02T10:00:00.000Z\"");
	answer_check(one, "task/name", "\"fix\"");
	answer_check(one, "order/id", "1");
	json_decref(list);
	json_decref(one);
	found.n = 0;
	assert_null(encode_found(&s->view, command_get("task.get"), &request, &found));
	assert_null(encode_found(&s->view, command_get("order.history"), &request, &found));
}

static void test_a_clock_explained(void **state)
{
	struct scene *s = *state;
	struct order *orders[] = {s->b.order};
	struct clock_event pause = {.clock = CLOCK_ORDER,
		.generation = 1,
		.at = T0 + MINUTE,
		.change = CHANGE_PAUSE,
		.spent_ms = MINUTE,
		.limit_ms = HOUR,
		.rule = "hold"};
	struct clock_event other = {.next = &pause,
		.clock = CLOCK_ORDER,
		.ref = 99,
		.generation = 1,
		.at = T0,
		.change = CHANGE_START,
		.rule = "another's"};
	struct clock_event start = {.next = &other,
		.clock = CLOCK_ORDER,
		.generation = 1,
		.at = T0,
		.change = CHANGE_START,
		.limit_ms = HOUR,
		.rule = "arrival"};
	struct found found = {.orders = orders, .n = 1, .clock_events = &start};
	struct request_find request = {0};
	json_t *root = answer_parse(
		encode_found(&s->view, command_get("clock.explain"), &request, &found));

	answer_check(root, "clock/clock", "\"order\"");
	answer_check(root, "segments/0/kind", "\"running\"");
	answer_check(root, "segments/0/counted", "\"PT1M\"");
	answer_check(root, "segments/0/rule", "\"arrival\"");
	answer_check(root, "segments/1/kind", "\"paused\"");
	answer_check(root, "segments/1/to", "null");
	answer_check(root, "segments/2", "absent");
	answer_check(root, "at", "\"2026-03-02T08:30:00.000Z\"");
	json_decref(root);
}

static void test_a_table_found(void **state)
{
	struct scene *s = *state;
	const char *columns[] = {"tier", "finished", "on_time_rate", "mean_s"};
	struct cell cells[] = {{.type = CELL_TEXT, .text = "A"}, {.type = CELL_INT, .integer = 3},
		{.type = CELL_REAL, .real = 2.0 / 3}, {.type = CELL_NULL}};
	struct found found = {.columns = columns, .cells = cells, .n_columns = 4, .n = 1};
	struct request_find request = {0};

	assert_string_equal(encode_found(&s->view, command_get("report.kpi"), &request, &found),
		"{\"rows\":[{\"tier\":\"A\",\"finished\":3,\"on_time_rate\":0.666667,\"mean_s\":null}]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_alarms_found, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_history_found, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_one_task_of_many_found, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_a_clock_explained, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(test_a_table_found, scene_setup, scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
