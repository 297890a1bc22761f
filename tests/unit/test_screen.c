/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that nothing from data steers a terminal, how wide Chinese text is, and that tables keep to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "clients/cli/screen.h"
#include "clients/cli/table.h"

static void control_characters_are_shown(void **state)
{
	static const struct {
		const char *text, *safe;
	} rows[] = {
		{"plain", "plain"},
		{"昆明", "昆明"},
		{"a\033[31mb", "a\\x1b[31mb"},
		{"a\nb\tc\rd", "a\\x0ab\\x09c\\x0dd"},
		{"\x7f", "\\x7f"},
		{"\xc2\x9b"
		 "31m",
			"\\x9b31m"},
		{"\xc2\xa0", "\xc2\xa0"},
		{"\xe2\x80\xae"
		 "txt",
			"\\u202etxt"},
		{"\xe2\x81\xa6", "\\u2066"},
		{"\xe2\x80\xa8", "\\u2028"},
		{"\xff\xfe", "\\xff\\xfe"},
		{"\xe6\x98", "\\xe6\\x98"},
		{"\xc0\x9b", "\\xc0\\x9b"},
		{"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *safe = screen_safe(rows[i].text);
		assert_string_equal(safe, rows[i].safe);
		free(safe);
	}
}

static void chinese_is_two_columns_wide(void **state)
{
	static const struct {
		const char *text;
		int width;
	} rows[] = {
		{"", 0}, {"abc", 3}, {"工单", 4}, {"等级 A", 6}, {"（挂起）", 8},
		{"e\xcc\x81", 1}, /* a combining accent */
	};

	(void)state;
	screen_init();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(screen_width(rows[i].text), rows[i].width);
}

/* What the table's code prints to the standard output. */
static void print_table(char *out, size_t size, const struct table_col *cols, int n_cols,
	const char *const *cells, int n_rows)
{
	FILE *to = tmpfile();
	int kept = dup(STDOUT_FILENO);
	struct libscols_table *table = table_new(cols, n_cols);

	assert_true(to != NULL && kept >= 0);
	for (int i = 0; i < n_rows; i++) {
		struct libscols_line *row = table_row(table);
		for (int j = 0; j < n_cols; j++)
			table_put(row, j, cells[i * n_cols + j], COLOUR_NONE);
	}
	(void)fflush(stdout);
	assert_true(dup2(fileno(to), STDOUT_FILENO) >= 0);
	table_finish(table);
	(void)fflush(stdout);
	assert_true(dup2(kept, STDOUT_FILENO) >= 0);
	close(kept);
	rewind(to);
	out[fread(out, 1, size - 1, to)] = '\0';
	(void)fclose(to);
}

/* The screen's column in which a cell begins, or behind which it ends. */
static int edge(const char *line, const char *cell, bool is_right)
{
	const char *at = strstr(line, cell);
	char before[256];

	if (at == NULL)
		fail_msg("no %s in %s", cell, line);
	snprintf(
		before, sizeof before, "%.*s", (int)(at - line) + (is_right ? (int)strlen(cell) : 0), line);
	return screen_width(before);
}

static void columns_stand_under_their_heads(void **state)
{
	static const struct table_col cols[] = {{TEXT_NUMBER, 0}, {TEXT_TITLE, 0},
		{TEXT_LEFT, TABLE_RIGHT}, {TEXT_STATE, 0}, {TEXT_HOLDER, 0}};
	enum { COLS = sizeof cols / sizeof cols[0], ROWS = 3 };
	static const char *const cells[ROWS * COLS] = {"F-000001", "昆明—大理 DDN 专线中断",
		"剩余 3 小时 48 分", "执行中", "yang.wei", "C-000002",
		"ascii, a cafe\xcc\x81, and a plain end", "1 h left", "awaiting signature", "李伟",
		"R-000003", "（挂起）…", "已超时 10 天", "待签收", "王"};

	(void)state;
	screen_init();
	for (enum text_lang lang = TEXT_LANG_EN; lang <= TEXT_LANG_ZH; lang++) {
		char printed[2048], *line = printed, *lines[ROWS + 1];

		text_lang_put(lang);
		print_table(printed, sizeof printed, cols, COLS, cells, ROWS);
		for (int i = 0; i <= ROWS; i++) {
			lines[i] = line;
			line = strchr(line, '\n');
			assert_non_null(line);
			*line++ = '\0';
		}
		for (int j = 0; j < COLS; j++) {
			bool is_right = (cols[j].flags & TABLE_RIGHT) != 0;
			int head = edge(lines[0], text_get(cols[j].head), is_right);

			for (int i = 0; i < ROWS; i++)
				if (edge(lines[i + 1], cells[i * COLS + j], is_right) != head)
					fail_msg("column %d of\n%s\n%s", j, lines[0], lines[i + 1]);
		}
	}
	text_lang_put(TEXT_LANG_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_characters_are_shown),
		cmocka_unit_test(chinese_is_two_columns_wide),
		cmocka_unit_test(columns_stand_under_their_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
