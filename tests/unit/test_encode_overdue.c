/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the board of overdue alarms in both spellings, with names that would break a careless one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "api/found.h"

static const struct found_alarm row = {
	.order = 42,
	.order_kind = KIND_FAULT,
	.task = "line",
	.alarm = {.id = 7,
		.clock = CLOCK_TASK,
		.step = 1000000,
		.severity = SEVERITY_MAJOR,
		.state = ALARM_RAISED,
		.due_at = 1772784000000,
		.raised_at = 1772784000250,
		.last_at = 1772784000250,
		.notify_at = INSTANT_NONE,
		.acknowledged_at = INSTANT_NONE,
		.cleared_at = INSTANT_NONE,
		.count = 2,
		.station = "km_line"},
};

static const char *csv_of(struct arena *a, const char *task, const char *by)
{
	static struct found_alarm alarm;
	struct found found = {.alarms = &alarm, .n_alarms = 1};

	alarm = row;
	alarm.task = task;
	alarm.alarm.acknowledged_by = by;
	return strchr(encode_overdue_csv(a, &found), '\n') + 1;
}

#define HEAD "7,F-000042,task,"
#define TAIL ",km_line,major,raised,2026-03-06T08:00:00.000Z,2026-03-06T08:00:00.250Z,2,"

static void rows_of_csv(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(csv_of(&a, "line", "li.wei"), HEAD "line" TAIL "li.wei\r\n");
	assert_string_equal(csv_of(&a, NULL, NULL), HEAD TAIL "\r\n");
	assert_string_equal(
		csv_of(&a, "a,\"b\"\n", "=1+1"), HEAD "\"a,\"\"b\"\"\n\"" TAIL "\"'=1+1\"\r\n");
	assert_string_equal(csv_of(&a, "@x", "-y"), HEAD "\"'@x\"" TAIL "\"'-y\"\r\n");
	arena_fini(&a);
}

static void boards_without_and_with_more(void **state)
{
	struct found_alarm alarm = row;
	struct found none = {.n_alarms = 0},
				 one = {.alarms = &alarm, .n_alarms = 1, .next_cursor = "p"};
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(encode_overdue(&a, &none), "{\"items\":[],\"truncated\":false}\n");
	assert_null(strchr(strchr(encode_overdue_csv(&a, &none), '\n') + 1, '\n'));
	const char *text = encode_overdue(&a, &one);

	assert_non_null(strstr(text, "\"number\":\"F-000042\""));
	assert_non_null(strstr(text, "\"due_at\":\"2026-03-06T08:00:00.000Z\""));
	assert_non_null(strstr(text, "],\"truncated\":true}\n"));
	assert_string_equal(encode_overdue(&a, &one), text);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_csv),
		cmocka_unit_test(boards_without_and_with_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
