/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how check_sliploop reads its limits and what it makes of what it found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/die.h"
#include "check/judge.h"

#define NO LIMIT_NONE

static void limits_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t wanted[SUBJECT_N]; /* warning, minor, major, critical, lag, queue */
	} rows[] = {
		{"", {NO, NO, NO, NO, NO, NO}},
		{"major:10m,critical:0", {NO, NO, 600, 0, NO, NO}},
		{"warning:2h,minor:90,lag:30s,queue:50%", {7200, 90, NO, NO, 30, 50}},
		{"critical:1d,queue:100", {NO, NO, NO, 86400, NO, 100}},
		{"major:36525d", {NO, NO, LIMIT_SECONDS_MAX, NO, NO, NO}},
	};
	char why[256];

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct limits l;

		assert_true(limits_parse(&l, rows[i].text, why, sizeof(why)));
		assert_memory_equal(l.from, rows[i].wanted, sizeof(l.from));
	}
}

static void bad_limits_are_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"grave:1m", "no such thing"},
		{"Major:1m", "no such thing"},
		{",", "no such thing"},
		{"major:1m,", "no such thing"},
		{"major:1m,,minor:1m", "no such thing"},
		{":1m", "no such thing"},
		{"major", "wants an age"},
		{"major:", "wants an age"},
		{"major:m", "wants an age"},
		{"major:1w", "wants an age"},
		{"major:1mm", "wants an age"},
		{"major:-1", "wants an age"},
		{"major:1.5h", "wants an age"},
		{"major: 1", "wants an age"},
		{"major:10%", "wants an age"},
		{"major:36526d", "wants an age"},
		{"major:99999999999999999999", "wants an age"},
		{"queue:0", "wants a share"},
		{"queue:101%", "wants a share"},
		{"queue:10m", "wants a share"},
		{"lag:1,lag:2", "twice"},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct limits l;
		char why[256] = "";

		assert_false(limits_parse(&l, rows[i].text, why, sizeof(why)));
		assert_non_null(strstr(why, rows[i].why));
	}
}

#define QUIET .is_counted = true, .queue_max = 4096
#define MAJORS(n_, oldest_) .alarms = {[SUBJECT_MAJOR] = {n_, oldest_}}

static const struct judged_row {
	struct finding f;
	const char *warning, *critical;
	enum verdict verdict;
	const char *words; /* of the line before its performance data */
} judged_rows[] = {
	{{QUIET}, "major:0", "major:0,lag:0,queue:1", VERDICT_OK, "SLIPLOOP OK - no alarm stands"},
	{{QUIET, MAJORS(1, 0)}, "major:0", "major:10m", VERDICT_WARNING,
		"SLIPLOOP WARNING - 1 major alarm, the oldest for 0s"},
	{{QUIET, MAJORS(2, 599)}, "major:0", "major:10m", VERDICT_WARNING,
		"SLIPLOOP WARNING - 2 major alarms, the oldest for 9m"},
	{{QUIET, MAJORS(2, 600)}, "major:0", "major:10m", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - 2 major alarms, the oldest for 10m"},
	{{QUIET, MAJORS(2, 5400)}, "", "minor:0,critical:0", VERDICT_OK,
		"SLIPLOOP OK - 2 major standing, none too old"},
	{{QUIET, MAJORS(2, 100)}, "major:101", "", VERDICT_OK,
		"SLIPLOOP OK - 2 major standing, none too old"},
	{{QUIET, .alarms = {{3, 90000}, {1, 7260}, {0, 0}, {5, 119}}}, "warning:1h,minor:2h",
		"critical:0", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - 5 critical alarms, the oldest for 119s; 1 minor alarm, the oldest for "
		"2h1m; 3 warning alarms, the oldest for 1d1h"},
	{{QUIET, .has_more = true, MAJORS(50000, 5)}, "", "", VERDICT_OK,
		"SLIPLOOP OK - at least 50000 major standing, none too old"},
	{{QUIET, .lag_ms = 9999}, "lag:10", "lag:60", VERDICT_OK, "SLIPLOOP OK - no alarm stands"},
	{{QUIET, .lag_ms = 10000}, "lag:10", "lag:60", VERDICT_WARNING,
		"SLIPLOOP WARNING - timers are 10s behind"},
	{{QUIET, .lag_ms = 60000}, "lag:10", "lag:60", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - timers are 60s behind"},
	{{QUIET, .n_queued = 2047}, "queue:50", "queue:90", VERDICT_OK,
		"SLIPLOOP OK - no alarm stands"},
	{{QUIET, .n_queued = 2048}, "queue:50", "queue:90", VERDICT_WARNING,
		"SLIPLOOP WARNING - 2048 calls wait, 50% of what there is room for"},
	{{.is_store_away = true, .problem = "down\n| x=1", .queue_max = 4096}, "", "", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - the store is away: down   x=1"},
	{{QUIET, .takes_no_changes = true, .problem = "the disk is full"}, "", "", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - the store takes no changes: the disk is full"},
	{{.problem = "too busy", .n_queued = 4096, .queue_max = 4096}, "", "queue:90", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - the alarms could not be read: too busy; 4096 calls wait, 100% of what "
		"there is room for"},
	{{.problem = "too busy", .queue_max = 4096}, "", "", VERDICT_WARNING,
		"SLIPLOOP WARNING - the alarms could not be read: too busy"},
	/* What was counted before the store or the daemon had enough of it stands all the same. */
	{{.problem = "too busy",
		 .has_more = true,
		 .queue_max = 4096,
		 .alarms[SUBJECT_CRITICAL] = {3, 60}},
		"major:0", "critical:0", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - the alarms could not all be read: too busy; at least 3 critical alarms, "
		"the oldest for 60s"},
	{{.problem = "too busy", .has_more = true, .queue_max = 4096, MAJORS(1000, 60)}, "major:1m",
		"major:2m", VERDICT_WARNING,
		"SLIPLOOP WARNING - the alarms could not all be read: too busy; at least 1000 major alarms, "
		"the oldest for 60s"},
	{{.problem = "too busy", .has_more = true, .queue_max = 4096, MAJORS(1, 5)}, "", "critical:0",
		VERDICT_WARNING, "SLIPLOOP WARNING - the alarms could not all be read: too busy"},
	{{.is_store_away = true,
		 .has_more = true,
		 .queue_max = 4096,
		 .alarms[SUBJECT_CRITICAL] = {1, 1}},
		"", "critical:0", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - the store is away; at least 1 critical alarm, the oldest for 1s"},
	{{.is_store_away = true, .lag_ms = 70000}, "lag:1", "", VERDICT_CRITICAL,
		"SLIPLOOP CRITICAL - the store is away; timers are 70s behind"},
};

static char *judge(const struct judged_row *row, enum verdict *v)
{
	struct limits warning, critical;
	char why[256], *line = NULL;
	size_t len;
	FILE *out = open_memstream(&line, &len);

	assert_non_null(out);
	assert_true(limits_parse(&warning, row->warning, why, sizeof(why)));
	assert_true(limits_parse(&critical, row->critical, why, sizeof(why)));
	*v = finding_judge(&row->f, &warning, &critical, out);
	assert_int_equal(fclose(out), 0);
	return line;
}

static void findings_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(judged_rows); i++) {
		enum verdict v;
		char *line = judge(&judged_rows[i], &v), *bar = strchr(line, '|');

		assert_int_equal(v, judged_rows[i].verdict);
		assert_non_null(bar);
		assert_ptr_equal(strrchr(line, '|'), bar);
		assert_string_equal(strchr(line, '\n'), "\n");
		bar[-1] = '\0';
		assert_string_equal(line, judged_rows[i].words);
		free(line);
	}
}

static void performance_data_carry_the_limits(void **state)
{
	static const struct judged_row row = {
		.f = {QUIET, .alarms = {{1, 2}, {3, 4}, {5, 6}, {7, 8}}, .lag_ms = 1234, .n_queued = 9,
			.n_sessions = 3},
		.warning = "major:10m,minor:0,queue:50%",
		.critical = "critical:0,lag:1m",
	};
	enum verdict v;
	char *line = judge(&row, &v);

	(void)state;
	assert_string_equal(strchr(line, '|'),
		"| critical=7;;;0 critical_age=8s;;0;0 major=5;;;0 major_age=6s;600;;0 minor=3;;;0 "
		"minor_age=4s;0;;0 warning=1;;;0 warning_age=2s;;;0 lag=1.234s;;60;0 queue=9;2048;;0;4096 "
		"sessions=3;;;0\n");
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_are_read),
		cmocka_unit_test(bad_limits_are_refused),
		cmocka_unit_test(findings_are_judged),
		cmocka_unit_test(performance_data_carry_the_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
