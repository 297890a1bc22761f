/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `sliploop replay` reads: a map, and a log by that map. The map stands before a line "--", the log
 * behind it. However the log comes in pieces, it is the same; every event's action leads somewhere.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "clients/cli/log_flow.h"
#include "clients/cli/log_read.h"
#include "feed.h"

struct source {
	const char *at;
	size_t n, step;
};

static int read_source(void *arg, char *buf, unsigned size)
{
	struct source *s = arg;
	size_t n = s->n < s->step ? s->n : s->step;

	n = n < size ? n : size;
	memcpy(buf, s->at, n);
	s->at += n;
	s->n -= n;
	return (int)n;
}

static bool read_log(
	struct log *log, const struct log_map *map, const char *text, size_t n, size_t step)
{
	static struct csv_reader csv;
	struct source source = {text, n, step};
	char why[LOG_WHY_MAX] = "";

	csv_init(&csv, read_source, &source);
	bool is_good = log_read(log, map, &csv, why);

	must(is_good || why[0]);
	csv_fini(&csv);
	return is_good;
}

static void check_flow(const struct log *log)
{
	struct log_case of_case = {0};

	for (size_t i = 0; i < log->n_events; i++) {
		const enum log_step *step = log_flow_steps(log->events[i].action, of_case.state);

		must(*step != STEP_END);
		for (; *step != STEP_END; step++) {
			(void)log_flow_method(&of_case, *step);
			log_flow_enter(&of_case, *step);
		}
		must(i == 0 || log->events[i - 1].at <= log->events[i].at);
		must(log->events[i].person < log->persons.n && log->events[i].station < log->stations.n);
	}
}

static void check_log(const struct log_map *map, const char *text, size_t n)
{
	struct log whole, cut;
	bool is_good = read_log(&whole, map, text, n, n + 1);

	must(read_log(&cut, map, text, n, 1 + n % 5) == is_good);
	must(whole.n_events == cut.n_events && whole.cases.n == cut.cases.n);
	for (size_t i = 0; i < whole.n_events; i++)
		must(whole.events[i].at == cut.events[i].at && whole.events[i].line == cut.events[i].line);
	if (is_good)
		check_flow(&whole);
	log_fini(&whole);
	log_fini(&cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "\n--\n";
	const char *text = (const char *)data, *end = size ? memmem(text, size, mark, 4) : NULL;
	size_t n = end ? (size_t)(end - text) : size;
	char why[LOG_WHY_MAX] = "";
	struct log_map map;

	if (!log_map_read(&map, feed_put_file(text, n), why))
		must(why[0]);
	else if (end)
		check_log(&map, end + 4, size - n - 4);
	log_map_fini(&map);
	return 0;
}
