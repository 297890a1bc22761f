/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how a clock's time is drawn: each column is what most of its time was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "clients/cli/clock_line.h"

static const char letters[] = {[LINE_COUNTED] = 'c',
	[LINE_IN_PART] = 'p',
	[LINE_CLOSED] = '.',
	[LINE_STOPPED] = 's',
	[LINE_BLANK] = '_'};

/* "c32.16": 32 columns counted, 16 closed. */
static void drawn(const struct line_piece *pieces, int n, int64_t to, char *text)
{
	enum line_kind columns[CLOCK_LINE_WIDTH];
	clock_line_fill(pieces, n, 0, to, columns);
	*text = '\0';
	for (int i = 0, from = 0; i < CLOCK_LINE_WIDTH; i++)
		if (i + 1 == CLOCK_LINE_WIDTH || columns[i + 1] != columns[i]) {
			char run[16];
			snprintf(run, sizeof run, "%c%d", letters[columns[i]], i + 1 - from);
			strcat(text, run);
			from = i + 1;
		}
}

static void columns_show_what_most_of_them_was(void **state)
{
	static const struct {
		struct line_piece pieces[3];
		int n;
		int64_t to;
		const char *drawn;
	} rows[] = {
		{{{0, 6400, LINE_COUNTED, 6400}}, 1, 6400, "c64"},
		{{{0, 6400, LINE_COUNTED, 0}}, 1, 6400, ".64"},
		{{{0, 3200, LINE_COUNTED, 3200}, {3200, 6400, LINE_STOPPED, 0}}, 2, 6400, "c32s32"},
		{{{0, 100, LINE_COUNTED, 51}, {100, 200, LINE_COUNTED, 49}, {200, 300, LINE_COUNTED, 0}}, 3,
			6400, "c1.2_61"},
		{{{0, 6400, LINE_IN_PART, 10}}, 1, 6400, "p64"},
		{{{1600, 4800, LINE_COUNTED, 3200}}, 1, 6400, "_16c32_16"},
		/* Shorter than a column, and lost in it. */
		{{{0, 6400, LINE_COUNTED, 6400}, {3200, 3201, LINE_STOPPED, 0}}, 2, 6400, "c64"},
		/* A span that no 64 divides, and one of fewer ms than columns. */
		{{{0, 100, LINE_COUNTED, 100}}, 1, 100, "c64"},
		{{{0, 1, LINE_COUNTED, 1}}, 1, 1, "_63c1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[8 * CLOCK_LINE_WIDTH];
		drawn(rows[i].pieces, rows[i].n, rows[i].to, text);
		assert_string_equal(text, rows[i].drawn);
	}
}

static void columns_meet_without_gaps(void **state)
{
	int64_t from = INT64_C(1772438400000), to = from + INT64_C(3650) * 86400000 + 63;

	(void)state;
	assert_int_equal(clock_line_at(from, to, 0), from);
	assert_int_equal(clock_line_at(from, to, CLOCK_LINE_WIDTH), to);
	for (int i = 0; i < CLOCK_LINE_WIDTH; i++) {
		int64_t width = clock_line_at(from, to, i + 1) - clock_line_at(from, to, i);
		assert_true(width >= (to - from) / CLOCK_LINE_WIDTH);
		assert_true(width <= (to - from) / CLOCK_LINE_WIDTH + 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_show_what_most_of_them_was),
		cmocka_unit_test(columns_meet_without_gaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
