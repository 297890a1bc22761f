/* SPDX-License-Identifier: Apache-2.0 */
/* Shows reports as CSV and as a workbook: ugly cells whole, no cell a formula, numbers as numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "clients/cli/csv.h"
#include "clients/cli/export.h"
#include "clients/cli/screen.h"

static const struct export_column cols[] = {
	EXPORT_COLUMN("station", STATION, TEXT, ),
	EXPORT_COLUMN("kind", KIND, WORD, ),
	EXPORT_COLUMN("n", COUNT, COUNT, .block = 1),
	EXPORT_COLUMN("rate", KPI_ON_TIME, SHARE, .block = 1),
	EXPORT_COLUMN("mean_s", KPI_MEAN, SECONDS, .block = 2),
	EXPORT_COLUMN("grade", KPI_GRADE_TIME, NUMBER, .block = 2),
};

static const char rows_text[] =
	"[{\"station\": \"=1+1\", \"kind\": \"fault\", \"n\": 3, \"rate\": 0.5, \"mean_s\": 5400.0,"
	"  \"grade\": 4.25},"
	" {\"station\": \"-5 but text\", \"kind\": null, \"n\": 0, \"rate\": null, \"mean_s\": null},"
	" {\"station\": \"中文，“引号”\", \"kind\": \"contact\", \"n\": 1234567, \"rate\": 1,"
	"  \"mean_s\": 100000.75, \"grade\": 5},"
	" {\"station\": \"say \\\"hi\\\"\\r\\nsecond, line\", \"n\": -7, \"rate\": 0.33333333333333331},"
	" {\"station\": \"+SUM(A1)\"}, {\"station\": \"@cmd\"}, {\"station\": \"\\t=1\"},"
	" {\"station\": \"\\r=1\"}, {\"station\": \"\"}, {\"station\": \"<&>\\u0001\"}]";

static json_t *rows;
static struct export_table table = {cols, 6, NULL, TEXT_KPI_TITLE};

static int rows_load(void **state)
{
	(void)state;
	screen_init();
	rows = json_loads(rows_text, 0, NULL);
	table.rows = rows;
	return rows == NULL;
}

static int rows_free(void **state)
{
	(void)state;
	json_decref(rows);
	return 0;
}

static char *csv_of(const struct export_table *what, size_t *len)
{
	char *text;
	FILE *out = open_memstream(&text, len);
	assert_non_null(out);
	export_csv(what, out);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void csv_is_as_written(void **state)
{
	size_t len;
	char *text;
	(void)state;
	text_lang_put(TEXT_LANG_EN);
	text = csv_of(&table, &len);
	assert_string_equal(text,
		"\xef\xbb\xbfSTATION,KIND,COUNT,ON TIME,MEAN (s),\"GRADE, TIME\"\r\n"
		"'=1+1,fault,3,0.5,5400,4.25\r\n"
		"'-5 but text,,0,,,\r\n"
		"中文，“引号”,contact,1234567,1,100001,5\r\n"
		"\"say \"\"hi\"\"\r\nsecond, line\",,-7,0.3333333333,,\r\n"
		"'+SUM(A1),,,,,\r\n"
		"'@cmd,,,,,\r\n"
		"'\t=1,,,,,\r\n"
		"\"'\r=1\",,,,,\r\n"
		",,,,,\r\n"
		"<&>\x01,,,,,\r\n");
	free(text);
}

static void headings_and_words_follow_the_language(void **state)
{
	struct export_table none = {cols, 6, json_array(), TEXT_KPI_TITLE};
	size_t len;
	char *text;
	(void)state;
	text_lang_put(TEXT_LANG_ZH);
	text = csv_of(&none, &len);
	assert_string_equal(text, "\xef\xbb\xbf工位,类别,次数,及时率,平均时长（秒）,时效评分\r\n");
	free(text);
	text = csv_of(&table, &len);
	assert_non_null(strstr(text, "\r\n'=1+1,障碍申告单,3,0.5,5400,4.25\r\n"));
	free(text);
	text_lang_put(TEXT_LANG_EN);
	json_decref((json_t *)none.rows);
}

struct text_source {
	const char *text;
	size_t left;
};

static int text_read(void *source, char *buf, unsigned size)
{
	struct text_source *from = source;
	size_t n = from->left < size ? from->left : size;
	memcpy(buf, from->text, n);
	from->text += n;
	from->left -= n;
	return (int)n;
}

/* Our own reader takes it back, record by record, and finds the texts whole. */
static void csv_reads_back(void **state)
{
	size_t len;
	char *text = csv_of(&table, &len);
	struct text_source source = {text, len};
	struct csv_reader *csv = malloc(sizeof *csv);
	int n = 0;
	(void)state;
	csv_init(csv, text_read, &source);
	while (csv_next(csv) == CSV_RECORD) {
		assert_int_equal(csv->n_fields, 6);
		if (n == 0)
			assert_string_equal(csv->fields[0], "STATION");
		if (n == 4)
			assert_string_equal(csv->fields[0], "say \"hi\"\r\nsecond, line");
		n++;
	}
	assert_null(csv->why);
	assert_int_equal(n, 11);
	csv_fini(csv);
	free(csv);
	free(text);
}

/* --- the workbook, taken apart by Python's zipfile ---------------------------------------------- */

static char dir[] = "/tmp/sliploop-export-XXXXXX";

static char *part_of(const char *name)
{
	char path[256];
	char *text = calloc(1, 1 << 16);
	snprintf(path, sizeof path, "%s/book/%s", dir, name);
	FILE *file = fopen(path, "re");
	if (file == NULL)
		fail_msg("no %s", path);
	assert_true(fread(text, 1, (1 << 16) - 1, file) > 0);
	fclose(file);
	return text;
}

static void has(const char *part, const char *const *wanted)
{
	char *text = part_of(part);
	for (; *wanted != NULL; wanted++)
		if (strstr(text, *wanted) == NULL)
			fail_msg("%s lacks %s: %s", part, *wanted, text);
	free(text);
}

static void workbook_reads_back(void **state)
{
	/* Row 2 is the first of ours; s= are formats; 5400 s are 0.0625 days; t="s" is a text. */
	static const char *const sheet[] = {"<pane xSplit=\"2\" ySplit=\"1\"", "state=\"frozen\"",
		"<c r=\"A2\" t=\"s\">", "<c r=\"C2\" s=\"2\"><v>3</v>", "<c r=\"D2\" s=\"3\"><v>0.5</v>",
		"<c r=\"E2\" s=\"4\"><v>0.0625</v>", "<c r=\"F2\" s=\"5\"><v>4.25</v>",
		"<c r=\"C5\" s=\"2\"><v>-7</v>", "<autoFilter ref=\"A1:F11\"/>", "<c r=\"A1\" s=\"1\"",
		NULL};
	static const char *const strings[] = {"<t>=1+1</t>", "<t>-5 but text</t>",
		"<t>中文，“引号”</t>", "say \"hi\"", "<t>+SUM(A1)</t>", "&lt;&amp;&gt;_x0001_",
		"<t>fault</t>", NULL};
	static const char *const styles[] = {
		"formatCode=\"[h]:mm\"", "formatCode=\"0.0%\"", "<b/>", NULL};
	static const char *const book[] = {"<sheet name=\"Figures\"", NULL};
	char path[64], command[256], why[EXPORT_WHY_MAX];
	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/a.xlsx", dir);
	if (!export_xlsx(&table, path, why))
		fail_msg("%s", why);
	snprintf(command, sizeof command, "python3 -m zipfile -e %s %s/book", path, dir);
	assert_int_equal(system(command), 0);
	has("xl/worksheets/sheet1.xml", sheet);
	has("xl/sharedStrings.xml", strings);
	has("xl/styles.xml", styles);
	has("xl/workbook.xml", book);
	char *text = part_of("xl/worksheets/sheet1.xml");
	assert_null(strstr(text, "<f>")); /* no formula anywhere */
	free(text);
	snprintf(command, sizeof command, "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

static void a_place_that_cannot_be_written_is_told(void **state)
{
	char why[EXPORT_WHY_MAX] = "";
	(void)state;
	assert_false(export_xlsx(&table, "/nowhere/at/all.xlsx", why));
	assert_string_equal(why, "No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_as_written),
		cmocka_unit_test(headings_and_words_follow_the_language),
		cmocka_unit_test(csv_reads_back),
		cmocka_unit_test(workbook_reads_back),
		cmocka_unit_test(a_place_that_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, rows_load, rows_free);
}
