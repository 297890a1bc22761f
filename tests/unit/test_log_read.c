/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a log read through its map: columns, translations, the sequence of events, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "clients/cli/log_read.h"

static const char full_map[] =
	"{\"columns\": {\"case\": \"c\", \"activity\": \"a\", \"person\": \"p\", \"at\": \"t\","
	" \"tier\": \"l\", \"station\": \"s\"}, \"service\": \"software\","
	" \"tiers\": {\"1\": \"A\", \"*\": \"C\"}, \"limits\": {\"A\": \"P5D\"},"
	" \"actions\": {\"Take\": \"take\", \"*\": \"note\"}}";
static const char short_map[] =
	"{\"columns\": {\"case\": \"c\", \"activity\": \"a\", \"person\": \"p\", \"at\": \"t\"},"
	" \"service\": \"software\", \"tiers\": {\"*\": \"B\"}, \"limits\": {\"*\": \"P5D\"},"
	" \"actions\": {\"Take\": \"take\"}}";

static bool map_read(struct log_map *map, const char *text, char *why)
{
	char path[] = "/tmp/sliploop-map-XXXXXX";
	int fd = mkstemp(path);
	ssize_t n = write(fd, text, strlen(text));
	close(fd);
	bool is_read = n == (ssize_t)strlen(text) && log_map_read(map, path, why);
	unlink(path);
	return is_read;
}

struct text_source {
	const char *text;
};

static int text_read(void *source, char *buf, unsigned size)
{
	struct text_source *from = source;
	size_t n = strlen(from->text);
	n = n < size ? n : size;
	memcpy(buf, from->text, n);
	from->text += n;
	return (int)n;
}

static bool read_log(struct log *log, const char *map_text, const char *text, char *why)
{
	struct log_map map;
	assert_true(map_read(&map, map_text, why));
	struct text_source source = {text};
	struct csv_reader *csv = malloc(sizeof *csv);
	csv_init(csv, text_read, &source);
	bool is_read = log_read(log, &map, csv, why);
	csv_fini(csv);
	free(csv);
	log_map_fini(&map);
	return is_read;
}

static void events_stand_in_time(void **state)
{
	struct log log;
	char why[LOG_WHY_MAX] = "";

	(void)state;
	assert_true(read_log(&log, full_map,
		"c,a,p,t,l,s,more\n"
		"7,Take,1,2012-01-02 00:00:01,1,2,x\n"
		"7,Wait,2,2012-01-02 00:00:00.5,2,2,x\n"
		"8,\"Take\",1,2012-01-02T00:00:00.500Z,9,Sec A,x\n",
		why));
	assert_int_equal(log.n_events, 3);
	assert_int_equal(log.cases.n, 2);
	assert_string_equal(log.cases.at[0], "7");
	/* equal times in file order, and the last of the file before the first */
	assert_int_equal(log.events[0].row, 1);
	assert_int_equal(log.events[1].row, 2);
	assert_int_equal(log.events[2].row, 0);
	assert_int_equal(log.events[0].line, 3);
	assert_int_equal(log.events[0].action, LOG_NOTE);
	assert_int_equal(log.events[1].action, LOG_TAKE);
	assert_int_equal(log.events[0].tier, 'C');
	assert_int_equal(log.events[2].tier, 'A');
	assert_string_equal(log.stations.at[log.events[1].station], "section-sec-a");
	assert_string_equal(log.persons.at[log.events[0].person], "r-2");
	log_fini(&log);
}

static void absent_columns_are_one(void **state)
{
	struct log log;
	char why[LOG_WHY_MAX] = "";

	(void)state;
	assert_true(
		read_log(&log, short_map, "t,p,a,c\n2012-01-02,王,Take,1\n2012-01-03,李,Take,2\n", why));
	assert_int_equal(log.events[0].tier, 'B');
	assert_int_equal(log.stations.n, 1);
	assert_string_equal(log.stations.at[0], "section-all");
	assert_int_equal(log.persons.n, 2);
	assert_string_equal(log.persons.at[0], "r-e78e8b");
	log_fini(&log);
}

static void bad_logs_are_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"", "line 1: the log holds no events"},
		{"c,a,p,t\n", "line 2: the log holds no events"},
		{"c,a,p\n1,Take,1\n", "line 1: the log has no column \"t\""},
		{"c,a,p,t\n1,Take,1\n", "line 2: 3 fields where the head has 4"},
		{"c,a,p,t\n1,Take,1,today\n", "line 2: not an instant: \"today\""},
		{"c,a,p,t\n1,Fly,1,2012-01-02\n", "line 2: the map has no action for \"Fly\""},
		{"c,a,p,t\n1,Take,1,2012-01-02\n\"", "line 3: a quoted field has no end"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct log log;
		char why[LOG_WHY_MAX] = "";
		assert_false(read_log(&log, short_map, rows[i].text, why));
		assert_string_equal(why, rows[i].why);
		log_fini(&log);
	}
}

static void bad_maps_are_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"[]", "a JSON object is expected"},
		{"{}", "service is missing"},
		{"{\"service\": \"x\", \"columns\": {\"case\": \"c\"}}", "columns.activity is missing"},
		{"{\"service\": \"x\", \"columns\": {\"case\": \"c\", \"activity\": \"a\", \"person\":"
		 " \"p\", \"at\": \"t\"}, \"tiers\": {\"1\": \"D\"}}",
			"tiers.1: A, B or C is expected"},
		{"{\"service\": \"x\", \"columns\": {\"case\": \"c\", \"activity\": \"a\", \"person\":"
		 " \"p\", \"at\": \"t\"}, \"limits\": {\"A\": \"P1M\"}}",
			"limits.A: a span of a tier is expected"},
		{"{\"service\": \"x\", \"columns\": {\"case\": \"c\", \"activity\": \"a\", \"person\":"
		 " \"p\", \"at\": \"t\"}, \"actions\": {\"x\": \"fly\"}}",
			"actions.x: take, wait, resolve, close or note is expected"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct log_map map;
		char why[LOG_WHY_MAX] = "";
		assert_false(map_read(&map, rows[i].text, why));
		assert_string_equal(why, rows[i].why);
		log_map_fini(&map);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_stand_in_time),
		cmocka_unit_test(absent_columns_are_one),
		cmocka_unit_test(bad_logs_are_refused),
		cmocka_unit_test(bad_maps_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
