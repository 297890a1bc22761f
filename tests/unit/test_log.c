/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that a record is one line whatever it is given, and that nothing in it passes for a field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/die.h"
#include "base/log.h"

static void ugly_texts_stay_one_line(void **state)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{"", ""},
		{"plain = \"text\" [with] marks", "plain = \"text\" [with] marks"},
		{"a\nerror forged", "a\\x0aerror forged"},
		{"a\r\nb\tc", "a\\x0d\\x0ab\\x09c"},
		{"back\\slash \\x0a", "back\\x5cslash \\x5cx0a"},
		{"\x1b[2J\x07", "\\x1b[2J\\x07"},
		{"\x7f", "\\x7f"},
		{"昆明 Dianchi é 🚆", "昆明 Dianchi é 🚆"},
		{"[trace=forged] x", "\\x5btrace=forged] x"},
		/* C1 controls, line separators, marks that turn text round, a byte order mark */
		{"\xc2\x85x", "\\xc2\\x85x"},
		{"\xc2\x9b"
		 "2J",
			"\\xc2\\x9b2J"},
		{"\xe2\x80\xa8 \xe2\x80\xa9", "\\xe2\\x80\\xa8 \\xe2\\x80\\xa9"},
		{"\xe2\x80\xae"
		 "evil",
			"\\xe2\\x80\\xaeevil"},
		{"\xe2\x81\xa7", "\\xe2\\x81\\xa7"},
		{"\xef\xbb\xbf", "\\xef\\xbb\\xbf"},
		/* what is no UTF-8: stray, cut short, overlong, surrogates, beyond the end */
		{"\x80 \xff", "\\x80 \\xff"},
		{"\xe6\x98", "\\xe6\\x98"},
		{"\xe6\x98\nx", "\\xe6\\x98\\x0ax"},
		{"\xc0\x8a", "\\xc0\\x8a"},
		{"\xe0\x80\x8a", "\\xe0\\x80\\x8a"},
		{"\xf0\x80\x80\x8a", "\\xf0\\x80\\x80\\x8a"},
		{"\xed\xa0\x80", "\\xed\\xa0\\x80"},
		{"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
		{"\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"},
	};
	char line[LOG_RECORD_MAX], wanted[256];

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		size_t n = log_spell(line, LOG_STYLE_PLAIN, LOG_LEVEL_WARN, NULL, 0, rows[i].text);

		snprintf(wanted, sizeof(wanted), "warn %s\n", rows[i].wanted);
		assert_string_equal(line, wanted);
		assert_int_equal(n, strlen(line));
		log_spell(line, LOG_STYLE_JOURNAL, LOG_LEVEL_ERROR, NULL, 0, rows[i].text);
		snprintf(wanted, sizeof(wanted), "<3>%s\n", rows[i].wanted);
		assert_string_equal(line, wanted);
	}
}

static void fields_are_told_apart(void **state)
{
	static const struct {
		const char *value, *wanted;
	} rows[] = {
		{"9f-1", "info [trace=9f-1 method=order.note] [x] y\n"},
		{NULL, "info [method=order.note] [x] y\n"},
		{"", "info [trace=\"\" method=order.note] [x] y\n"},
		{"a b", "info [trace=\"a b\" method=order.note] [x] y\n"},
		{"a] b=\"c", "info [trace=\"a] b=\\x22c\" method=order.note] [x] y\n"},
		{"a\nb", "info [trace=a\\x0ab method=order.note] [x] y\n"},
		{"a\"", "info [trace=\"a\\x22\" method=order.note] [x] y\n"},
	};
	char line[LOG_RECORD_MAX];

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		const struct log_field fields[] = {{"trace", rows[i].value}, {"method", "order.note"}};

		log_spell(line, LOG_STYLE_PLAIN, LOG_LEVEL_INFO, fields, 2, "[x] y");
		assert_string_equal(line, rows[i].wanted);
	}
}

/* At every length about the bound, with what needs one byte, several, an escape. */
static void what_is_too_long_is_cut_between_characters(void **state)
{
	static const char *const pieces[] = {"a", "明", "\n", "🚆", "\xff"};
	char line[LOG_RECORD_MAX], text[LOG_RECORD_MAX * 2];

	(void)state;
	for (size_t p = 0; p < N_OF(pieces); p++)
		for (size_t lead = 0; lead < 8; lead++) {
			memset(text, 'b', lead);
			text[lead] = '\0';
			while (strlen(text) < LOG_RECORD_MAX + 16)
				strcat(text, pieces[p]);
			const struct log_field field = {"text", text};
			size_t n = log_spell(line, LOG_STYLE_PLAIN, LOG_LEVEL_INFO, NULL, 0, text);

			assert_true(n < LOG_RECORD_MAX && n > LOG_RECORD_MAX - 16);
			assert_int_equal(n, strlen(line));
			assert_string_equal(line + n - 4, "...\n");
			assert_ptr_equal(strchr(line, '\n'), line + n - 1);
			line[n - 4] = '\0';
			char again[LOG_RECORD_MAX * 2];
			log_escape(again, sizeof(again), line);
			assert_true(p == 2 || p == 4 || strcmp(again, line) == 0); /* nothing was cut in two */
			n = log_spell(line, LOG_STYLE_PLAIN, LOG_LEVEL_INFO, &field, 1, "x");
			assert_string_equal(line + n - 4, "...\n");
		}
}

static void levels_have_names(void **state)
{
	enum log_level level = LOG_LEVEL_N;

	(void)state;
	for (int i = 0; i < LOG_LEVEL_N; i++) {
		assert_true(log_level_find(log_level_name((enum log_level)i), &level));
		assert_int_equal(level, i);
	}
	assert_false(log_level_find("INFO", &level));
	assert_false(log_level_find("", &level));
	log_set_level(LOG_LEVEL_WARN);
	assert_false(log_wants(LOG_LEVEL_INFO));
	assert_true(log_wants(LOG_LEVEL_WARN));
	log_set_level(LOG_LEVEL_INFO);
}

static void the_journal_is_known_by_its_stream(void **state)
{
	char ours[64], other[64];
	struct stat at;

	(void)state;
	assert_int_equal(fstat(STDERR_FILENO, &at), 0);
	snprintf(ours, sizeof(ours), "%llu:%llu", (unsigned long long)at.st_dev,
		(unsigned long long)at.st_ino);
	snprintf(other, sizeof(other), "%llu:%llu", (unsigned long long)at.st_dev,
		(unsigned long long)at.st_ino + 1);
	const struct {
		const char *stream;
		bool wanted;
	} rows[] = {{ours, true}, {other, false}, {"", false}, {"x", false}, {"8:", false}};

	for (size_t i = 0; i < N_OF(rows); i++) {
		assert_int_equal(setenv("JOURNAL_STREAM", rows[i].stream, 1), 0);
		assert_int_equal(log_goes_to_journal(), rows[i].wanted);
	}
	unsetenv("JOURNAL_STREAM");
	assert_false(log_goes_to_journal());
}

static char heard[LOG_RECORD_MAX];
static bool is_deaf;

static bool hear(enum log_level level, const struct log_field *fields, size_t n, const char *text)
{
	log_spell(heard, LOG_STYLE_JOURNAL, level, fields, n, text);
	return !is_deaf;
}

static void a_sink_is_tried_before_stderr(void **state)
{
	const struct log_field field = {"trace", "t"};
	int kept = dup(STDERR_FILENO), ends[2];
	char line[64] = "";

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	log_set_sink(hear);
	log_about(LOG_LEVEL_ERROR, &field, 1, "%s\n", "heard");
	log_debug("not wanted");
	is_deaf = true;
	log_info("written");
	log_set_sink(NULL);
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	ssize_t n = read(ends[0], line, sizeof(line) - 1);
	close(ends[0]);
	close(ends[1]);
	close(kept);
	assert_int_equal(n, strlen("info written\n"));
	assert_string_equal(line, "info written\n");
	assert_string_equal(heard, "<6>written\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ugly_texts_stay_one_line),
		cmocka_unit_test(fields_are_told_apart),
		cmocka_unit_test(what_is_too_long_is_cut_between_characters),
		cmocka_unit_test(levels_have_names),
		cmocka_unit_test(the_journal_is_known_by_its_stream),
		cmocka_unit_test(a_sink_is_tried_before_stderr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
