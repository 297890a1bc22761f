/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the CSV reader on RFC 4180: quotes, line ends, what is refused, and any cut of the input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "clients/cli/csv.h"

struct text_source {
	const char *text;
	size_t len, at;
	unsigned step; /* bytes given at most at once */
};

static int text_read(void *source, char *buf, unsigned size)
{
	struct text_source *from = source;
	size_t n = from->len - from->at;
	n = n < from->step ? n : from->step;
	n = n < size ? n : size;
	memcpy(buf, from->text + from->at, n);
	from->at += n;
	return (int)n;
}

/* Fields joined by | and records by ; — "!" and the reason at a refusal. */
static void csv_flatten(const char *text, size_t len, unsigned step, char *flat)
{
	struct text_source source = {text, len, 0, step};
	struct csv_reader *csv = malloc(sizeof *csv);
	enum csv_result result;
	*flat = '\0';
	csv_init(csv, text_read, &source);
	while ((result = csv_next(csv)) == CSV_RECORD) {
		for (int i = 0; i < csv->n_fields; i++) {
			strcat(flat, i > 0 ? "|" : "");
			strcat(flat, csv->fields[i]);
		}
		strcat(flat, ";");
	}
	if (result == CSV_BAD) {
		strcat(flat, "!");
		strcat(flat, csv->why);
	}
	csv_fini(csv);
	free(csv);
}

static void records_are_read(void **state)
{
	static const struct {
		const char *text, *flat;
	} rows[] = {
		{"", ""},
		{"a", "a;"},
		{"a,b\nc,d\n", "a|b;c|d;"},
		{"a,b\r\nc,d\r\n", "a|b;c|d;"},
		{"a,b\r\nc,d", "a|b;c|d;"},
		{"a,b\r", "a|b;"},
		{",\n", "|;"},
		{"a,\n,b\n", "a|;|b;"},
		{"\n\na\n\n\r\nb\n", "a;b;"},
		{"\"a,b\",c\n", "a,b|c;"},
		{"\"a\"\"b\",c\n", "a\"b|c;"},
		{"\"\",\"\"\n", "|;"},
		{"\"\"\n", ";"},
		{"\"line\none\r\ntwo\",c\n", "line\none\r\ntwo|c;"},
		{"\"a\"\r\n\"b\"", "a;b;"},
		{"a\rb,c\n", "a\rb|c;"},
		{"\xef\xbb\xbf"
		 "a,b\n",
			"a|b;"},
		{"\xef\xbb\xbf\"a\",b\n", "a|b;"},
		{"\xef\xbb\xbf", ""},
		{"\xef\xbb\n", "\xef\xbb;"},
		{"工位,客户\n\"昆明,市\",a\n", "工位|客户;昆明,市|a;"},
		{"a\n\"b", "a;!a quoted field has no end"},
		{"a\n\"b\"c\n", "a;!text follows a closing quote"},
		{"a\nb\"c\n", "a;!a quote stands inside an unquoted field"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (unsigned step = 1; step < 6; step++) {
			char flat[256];
			csv_flatten(rows[i].text, strlen(rows[i].text), step, flat);
			assert_string_equal(flat, rows[i].flat);
		}
}

static void a_nul_is_refused(void **state)
{
	char flat[256];

	(void)state;
	csv_flatten("a,\0b\n", 5, 64, flat);
	assert_string_equal(flat, "!a NUL byte stands in a field");
	csv_flatten("\"a\0b\"\n", 6, 64, flat);
	assert_string_equal(flat, "!a NUL byte stands in a field");
}

static void too_many_fields_are_refused(void **state)
{
	char text[CSV_FIELDS_MAX + 2], flat[CSV_FIELDS_MAX + 128];

	(void)state;
	memset(text, ',', CSV_FIELDS_MAX);
	text[CSV_FIELDS_MAX] = '\n';
	text[CSV_FIELDS_MAX + 1] = '\0';
	csv_flatten(text, strlen(text), 64, flat);
	assert_string_equal(flat, "!the record has too many fields");
}

static void an_open_quote_ends_somewhere(void **state)
{
	size_t len = CSV_RECORD_MAX + 16;
	char *text = malloc(len), flat[256];

	(void)state;
	memset(text, 'a', len);
	text[0] = '"';
	csv_flatten(text, len, 65536, flat);
	assert_string_equal(flat, "!the record is too long (is a quote left open?)");
	free(text);
}

static void lines_are_counted(void **state)
{
	struct text_source source = {"a\n\n\"b\nc\"\nd\n", 11, 0, 64};
	static const unsigned long lines[] = {1, 3, 5};
	struct csv_reader *csv = malloc(sizeof *csv);

	(void)state;
	csv_init(csv, text_read, &source);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(csv_next(csv), CSV_RECORD);
		assert_int_equal(csv->line, lines[i]);
	}
	assert_int_equal(csv_next(csv), CSV_END);
	assert_int_equal(csv_next(csv), CSV_END);
	csv_fini(csv);
	free(csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_read),
		cmocka_unit_test(a_nul_is_refused),
		cmocka_unit_test(too_many_fields_are_refused),
		cmocka_unit_test(an_open_quote_ends_somewhere),
		cmocka_unit_test(lines_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
