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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_language_wanted_most),
		cmocka_unit_test(a_bearer_and_nothing_else),
		cmocka_unit_test(what_is_json),
		cmocka_unit_test(which_etag_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
