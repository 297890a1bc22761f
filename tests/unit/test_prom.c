/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the daemon's counters and how they are spelt for Prometheus: escapes, buckets, seconds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/meter.h"
#include "daemon/prom.h"

static void check_text(struct buf *b, const char *wanted)
{
	assert_string_equal(b->data, wanted);
	buf_clear(b);
}

static void what_is_escaped(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b);
	prom_put_family(&b, "x_total", "counter", "a \"b\" \\ c\nd");
	check_text(&b, "# HELP x_total a \"b\" \\\\ c\\nd\n# TYPE x_total counter\n");
	prom_put_count(&b, "x_total", (struct prom_label){"m", "a\"b\\c\nd\xe7\xba\xbf"},
		(struct prom_label){"n", ""}, UINT64_MAX);
	check_text(&b, "x_total{m=\"a\\\"b\\\\c\\nd\xe7\xba\xbf\",n=\"\"} 18446744073709551615\n");
	prom_put_count(&b, "x_total", PROM_NO_LABEL, PROM_NO_LABEL, 0);
	check_text(&b, "x_total 0\n");
	prom_put_value(&b, "x", (struct prom_label){"tier", "A"}, -1);
	check_text(&b, "x{tier=\"A\"} -1\n");
	buf_fini(&b);
}

static void seconds_are_whole_or_exact(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {{0, "s 0\n"}, {1, "s 0.001\n"}, {1500, "s 1.5\n"}, {60000, "s 60\n"},
		{100010, "s 100.01\n"}};
	struct buf b;

	(void)state;
	buf_init(&b);
	for (size_t i = 0; i < N_OF(rows); i++) {
		prom_put_seconds(&b, "s", rows[i].ms);
		check_text(&b, rows[i].text);
	}
	buf_fini(&b);
}

/* Each span in the first bucket whose bound it does not pass. */
static void where_a_span_belongs(void **state)
{
	(void)state;
	for (int i = 0; i <= SPREAD_BOUNDS; i++) {
		struct spread s = {.n = 0};
		int64_t low = i ? spread_bounds_us[i - 1] + 1 : 0;

		spread_add(&s, low);
		assert_int_equal(s.n_at[i], 1);
		if (i < SPREAD_BOUNDS) {
			spread_add(&s, spread_bounds_us[i]);
			assert_int_equal(s.n_at[i], 2);
			assert_true(low <= spread_bounds_us[i]);
		}
	}
	struct spread s = {.n = 0};

	spread_add(&s, -5);
	assert_int_equal(s.n_at[0], 1);
	assert_int_equal(s.sum_us, 0);
}

static void buckets_are_cumulative(void **state)
{
	struct spread s = {.n = 0}, more = {.n = 0};
	struct buf b;

	(void)state;
	buf_init(&b);
	spread_add(&s, 1000);
	spread_add(&s, 2000);
	spread_add(&more, 61000000);
	spread_join(&s, &more);
	prom_put_spread(&b, "d_seconds", (struct prom_label){"method", "a"}, &s);
	assert_non_null(strstr(b.data,
		"d_seconds_bucket{method=\"a\",le=\"0.001\"} 1\n"
		"d_seconds_bucket{method=\"a\",le=\"0.0025\"} 2\n"));
	assert_non_null(strstr(b.data,
		"d_seconds_bucket{method=\"a\",le=\"60\"} 2\n"
		"d_seconds_bucket{method=\"a\",le=\"+Inf\"} 3\n"
		"d_seconds_sum{method=\"a\"} 61.003\n"
		"d_seconds_count{method=\"a\"} 3\n"));
	buf_clear(&b);
	prom_put_spread(&b, "d_seconds", PROM_NO_LABEL, &s);
	assert_non_null(strstr(b.data, "d_seconds_bucket{le=\"+Inf\"} 3\nd_seconds_sum 61.003\n"));
	buf_fini(&b);
}

static void counts_of_calls_and_answers(void **state)
{
	struct meter *m = meter_new();
	const struct command *ping = command_get("system.ping");

	(void)state;
	meter_count_call(m, ping, ERR_NONE, 10);
	meter_count_call(m, ping, ERR_OVERLOADED, 20);
	meter_count_call(m, NULL, ERR_PARSE, 30);
	assert_int_equal(m->methods[command_index(ping)].n_by_class[ERR_NONE], 1);
	assert_int_equal(m->methods[command_index(ping)].n_by_class[ERR_OVERLOADED], 1);
	assert_int_equal(m->methods[command_index(ping)].took.sum_us, 30);
	assert_int_equal(m->methods[n_commands].n_by_class[ERR_PARSE], 1);
	/* More statuses than there is room for end in the last place: nothing is written behind it. */
	for (int code = 100; code < 100 + 2 * HTTP_CODES_MAX; code++)
		meter_count_http(m, code);
	meter_count_http(m, 100);
	assert_int_equal(m->http[0].code, 100);
	assert_int_equal(m->http[0].n, 2);
	assert_int_equal(m->http[HTTP_CODES_MAX - 1].n, HTTP_CODES_MAX + 1);
	meter_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_escaped),
		cmocka_unit_test(seconds_are_whole_or_exact),
		cmocka_unit_test(where_a_span_belongs),
		cmocka_unit_test(buckets_are_cumulative),
		cmocka_unit_test(counts_of_calls_and_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
