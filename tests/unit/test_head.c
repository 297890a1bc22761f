/* SPDX-License-Identifier: Apache-2.0 */
/* Shows the fields of an HTTP head as they come: orderly, odd, and made to mislead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/head.h"

static void the_language_wanted_most(void **state)
{
	static const struct {
		const char *field;
		enum lang lang;
	} rows[] = {
		{NULL, LANG_EN},
		{"", LANG_EN},
		{"zh", LANG_ZH_CN},
		{"ZH-cn", LANG_ZH_CN},
		{"zh-Hans-CN", LANG_ZH_CN},
		{"zhx", LANG_EN},
		{"en", LANG_EN},
		{"zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH_CN},
		{"en-GB, zh-CN;q=0.9", LANG_EN},
		{"en;q=0.2, zh;q=0.3", LANG_ZH_CN},
		{"en;q=0.301,zh;q=0.302", LANG_ZH_CN},
		{"zh;q=0, en;q=0.001", LANG_EN},
		{"zh;q=0", LANG_EN},
		{"zh ; q=0.5 , en ; q=0.4", LANG_ZH_CN},
		{"de, fr;q=0.9, zh;q=0.1", LANG_ZH_CN},
		{"*, zh;q=0.9", LANG_EN},
		{"zh, *", LANG_ZH_CN},
		{"zh;q=1.9, en", LANG_ZH_CN},
		{"zh;q=high, en;q=0.1", LANG_EN},
		{"zh;q=", LANG_EN},
		{"zh;q=0.", LANG_EN},
		{";;;,,,;q=1", LANG_EN},
		{"zh;level=1", LANG_EN},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(head_read_language(rows[i].field), rows[i].lang);
}

static void a_bearer_and_nothing_else(void **state)
{
	static const struct {
		const char *field, *token;
	} rows[] = {
		{"Bearer slt_1", "slt_1"},
		{"bearer slt_1", "slt_1"},
		{"BEARER    x", "x"},
		{NULL, NULL},
		{"", NULL},
		{"Bearer", NULL},
		{"Bearer ", NULL},
		{"Bearerslt_1", NULL},
		{"Basic eDp5", NULL},
		{"Bearer a b", NULL},
		{"Bearer a\x7f", NULL},
		{"Bearer \xe4\xbb\xa4", NULL},
		{" Bearer a", NULL},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		const char *token = head_read_bearer(rows[i].field);

		if (rows[i].token)
			assert_string_equal(token, rows[i].token);
		else
			assert_null(token);
	}
}

static void what_is_json(void **state)
{
	static const struct {
		const char *field;
		bool is_json;
	} rows[] = {
		{"application/json", true},
		{"Application/JSON", true},
		{"application/json;charset=utf-8", true},
		{"application/json ; charset=\"UTF-8\"", true},
		{"application/json; profile=x", true},
		{NULL, false},
		{"", false},
		{"text/plain", false},
		{"application/jsonp", false},
		{"application/json; charset=gbk", false},
		{"application/json, text/plain", false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(head_is_json(rows[i].field), rows[i].is_json);
}

static void which_etag_is_there(void **state)
{
	static const struct {
		const char *field;
		bool is_there;
	} rows[] = {
		{"\"abc\"", true},
		{"W/\"abc\"", true},
		{"\"x\", \"abc\"", true},
		{"*", true},
		{NULL, false},
		{"", false},
		{"abc", false},
		{"\"ab\"", false},
		{"\"abcd\"", false},
		{"\"abc", false},
		{"W/", false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(head_has_etag(rows[i].field, "\"abc\""), rows[i].is_there);
}

static void one_cookie_of_that_name(void **state)
{
	static const struct {
		const char *field;
		enum head_cookie found;
		const char *value;
	} rows[] = {
		{"s=1", COOKIE_GOOD, "1"},
		{"a=b; s=1; c=d", COOKIE_GOOD, "1"},
		{"a=b;s=1;c=d", COOKIE_GOOD, "1"},
		{" \ts=1 \t", COOKIE_GOOD, "1"},
		{"s=1;", COOKIE_GOOD, "1"},
		{";;; s=1 ;;", COOKIE_GOOD, "1"},
		{"s=a=b==", COOKIE_GOOD, "a=b=="},
		{"s=12345678", COOKIE_GOOD, "12345678"},
		{"ss=1; s=2; s-=3", COOKIE_GOOD, "2"},
		{"x=s=1", COOKIE_NONE, NULL},
		{"S=1", COOKIE_NONE, NULL},
		{"s", COOKIE_NONE, NULL},
		{"s =1", COOKIE_NONE, NULL},
		{"s1=1", COOKIE_NONE, NULL},
		{"=s=1", COOKIE_NONE, NULL},
		{"", COOKIE_NONE, NULL},
		{";", COOKIE_NONE, NULL},
		{NULL, COOKIE_NONE, NULL},
		{"s=", COOKIE_BAD, NULL},
		{"s= ", COOKIE_BAD, NULL},
		{"s=123456789", COOKIE_BAD, NULL},
		{"s=1; s=1", COOKIE_BAD, NULL},
		{"s=; s=1", COOKIE_BAD, NULL},
		{"s=1; s=", COOKIE_BAD, NULL},
		{"s=1,s=2", COOKIE_BAD, NULL},
		{"s=\"1\"", COOKIE_BAD, NULL},
		{"s=1 2", COOKIE_BAD, NULL},
		{"s=a\\b", COOKIE_BAD, NULL},
		{"s=\x7f", COOKIE_BAD, NULL},
		{"s=\xc3\xa9", COOKIE_BAD, NULL},
		{"s=\x01", COOKIE_BAD, NULL},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		char value[9];

		assert_int_equal(head_read_cookie(rows[i].field, "s", value, sizeof(value)), rows[i].found);
		if (rows[i].value)
			assert_string_equal(value, rows[i].value);
	}
}

static void who_had_it_asked(void **state)
{
	static const struct {
		const char *field;
		bool is_ours;
	} rows[] = {
		{NULL, true},
		{"same-origin", true},
		{"none", true},
		{"same-site", false},
		{"cross-site", false},
		{"", false},
		{"Same-Origin", false},
		{"same-origin,cross-site", false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(head_is_from_us(rows[i].field), rows[i].is_ours);
}

static void how_it_came_to_the_proxy(void **state)
{
	static const struct {
		const char *field;
		bool is_tls;
	} rows[] = {
		{"https", true},
		{"HTTPS", true},
		{" https , http", true},
		{"http, https", false},
		{"httpss", false},
		{"", false},
		{NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(head_came_by_tls(rows[i].field), rows[i].is_tls);
}

static void who_takes_gzip(void **state)
{
	static const struct {
		const char *field;
		bool takes;
	} rows[] = {
		{"gzip", true},
		{"deflate, GZIP;q=0.1, br", true},
		{"*", true},
		{"*;q=0, gzip", true},
		{"gzip;q=0, *", false},
		{"*, gzip;q=0", false},
		{"gzip;q=0", false},
		{"gzip;q=0.000", false},
		{"gzip;q=x", false},
		{"identity", false},
		{"gzipped", false},
		{"", false},
		{NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(head_takes_gzip(rows[i].field), rows[i].takes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_language_wanted_most),
		cmocka_unit_test(a_bearer_and_nothing_else),
		cmocka_unit_test(what_is_json),
		cmocka_unit_test(which_etag_is_there),
		cmocka_unit_test(one_cookie_of_that_name),
		cmocka_unit_test(who_had_it_asked),
		cmocka_unit_test(how_it_came_to_the_proxy),
		cmocka_unit_test(who_takes_gzip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
