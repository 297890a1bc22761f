/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that every text exists in both languages and that both are the same format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>

#include "api/command.h"
#include "core/words.h"
#include "clients/cli/text.h"
#include "clients/cli/words.h"
#include "chinese_fixture.h"

/* The conversions of a format, one after the other: "%s%02d" -> "sd". */
static void conversions(const char *format, char *found)
{
	for (const char *p = format; *p != '\0'; p++) {
		if (*p != '%')
			continue;
		p += 1 + strspn(p + 1, "-+ #0123456789.");
		while (strchr("lzhjq", *p) != NULL && *p != '\0')
			*found++ = *p++;
		if (*p != '%')
			*found++ = *p;
	}
	*found = '\0';
}

static void both_languages_take_the_same(void **state)
{
	static const struct {
		const char *id, *en, *zh;
	} texts[] = {
#define X(id, en, zh) {#id, en, zh},
		TEXTS(X)
#undef X
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char en[64], zh[64];
		conversions(texts[i].en, en);
		conversions(texts[i].zh, zh);
		if (strcmp(en, zh) != 0 || *texts[i].en == '\0' || !is_chinese(texts[i].zh))
			fail_msg("%s: \"%s\" and \"%s\"", texts[i].id, texts[i].en, texts[i].zh);
	}
}

static void languages_are_found(void **state)
{
	static const struct {
		const char *name;
		int lang; /* -1: none of ours */
	} rows[] = {
		{"en", TEXT_LANG_EN},
		{"zh-CN", TEXT_LANG_ZH},
		{"zh", TEXT_LANG_ZH},
		{"zh_CN.UTF-8", TEXT_LANG_ZH},
		{"en_GB", TEXT_LANG_EN},
		{"C", TEXT_LANG_EN},
		{"C.UTF-8", TEXT_LANG_EN},
		{"POSIX", TEXT_LANG_EN},
		{"de_DE.UTF-8", -1},
		{"", -1},
		{"zhx", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		enum text_lang lang;
		assert_int_equal(text_lang_find(rows[i].name, &lang), rows[i].lang >= 0);
		if (rows[i].lang >= 0)
			assert_int_equal(lang, rows[i].lang);
	}
}

static void words_are_translated_once(void **state)
{
	static const char *const words[] = {
#define X(word, zh) word,
		WORDS(X)
#undef X
	};

	(void)state;
	text_lang_put(TEXT_LANG_ZH);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		assert_true(is_chinese(text_word(words[i])));
		for (size_t j = 0; j < i; j++)
			if (strcmp(words[i], words[j]) == 0)
				fail_msg("%s stands twice", words[i]);
	}
	text_lang_put(TEXT_LANG_EN);
	assert_string_equal(text_word("awaiting_signature"), "awaiting signature");
	text_lang_put(TEXT_LANG_ZH);
	assert_string_equal(text_word("awaiting_signature"), "待签收");
	assert_string_equal(text_word("no_such_word"), "no_such_word");
	assert_string_equal(T(LATE_BY), "已超时 %s");
	text_lang_put(TEXT_LANG_EN);
	assert_string_equal(T(LATE_BY), "late by %s");
}

/* What rows of the history are about is no closed set: tests/layers.sh sees to those. */
static void every_word_of_the_product_is_there_in_chinese(void **state)
{
	(void)state;
	text_lang_put(TEXT_LANG_ZH);
	for (enum words set = 0; set < WORDS_N; set++)
		for (int value = 1; set != WORDS_TIER && value <= word_count(set); value++)
			if (!is_chinese(text_word(word_name(set, value))))
				fail_msg("%s has no Chinese", word_name(set, value));
	text_lang_put(TEXT_LANG_EN);
}

static void rules_are_translated_around_what_differs(void **state)
{
	static const struct {
		const char *rule, *zh;
	} rows[] = {
		{"return slip raised (rules.md 11)", "提出返单 (rules.md 11)"},
		{"return slip raised", "提出返单"},
		{"hold: no_access (rules.md 10)", "挂起：无法进场 (rules.md 10)"},
		{"hold: a reason of ours (rules.md 10)", "挂起：a reason of ours (rules.md 10)"},
		{"policy 12 applied (rules.md 4, 9)", "套用政策版本 12 (rules.md 4, 9)"},
		{"tier B -> A (rules.md 16)", "等级 B -> A (rules.md 16)"},
		{"signature refused: the clock goes on (rules.md 14)", "拒签：时钟继续 (rules.md 14)"},
		{"no such rule (rules.md 99)", "no such rule (rules.md 99)"},
		{"", ""},
	};
	char out[256], cut[12];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		text_lang_put(TEXT_LANG_EN);
		text_rule(rows[i].rule, out, sizeof out);
		assert_string_equal(out, rows[i].rule);
		text_lang_put(TEXT_LANG_ZH);
		text_rule(rows[i].rule, out, sizeof out);
		assert_string_equal(out, rows[i].zh);
		text_rule(rows[i].rule, cut, sizeof cut);
		assert_true(strlen(cut) < sizeof cut);
	}
	text_lang_put(TEXT_LANG_EN);
}

static void expect_chinese(const json_t *of, const char *key)
{
	const char *doc = json_string_value(json_object_get(of, key));

	if (doc != NULL && !is_chinese(text_doc(doc)))
		fail_msg("no Chinese in clients/cli/docs.h for: %s", doc);
}

/* Of what `sliploop help` shows. */
static void every_method_is_described_in_chinese(void **state)
{
	struct arena arena;
	size_t i, k;
	json_t *method, *param;

	(void)state;
	arena_init(&arena);
	json_t *all = json_loads(encode_discover(&arena), 0, NULL);
	assert_true(json_array_size(json_object_get(all, "methods")) > 50);
	text_lang_put(TEXT_LANG_ZH);
	json_array_foreach(json_object_get(all, "methods"), i, method)
	{
		expect_chinese(method, "summary");
		json_array_foreach(json_object_get(method, "params"), k, param)
		{
			expect_chinese(param, "description");
			expect_chinese(json_object_get(param, "schema"), "description");
		}
	}
	text_lang_put(TEXT_LANG_EN);
	assert_string_equal(text_doc("An alarm."), "An alarm.");
	json_decref(all);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_languages_take_the_same),
		cmocka_unit_test(languages_are_found),
		cmocka_unit_test(words_are_translated_once),
		cmocka_unit_test(every_word_of_the_product_is_there_in_chinese),
		cmocka_unit_test(rules_are_translated_around_what_differs),
		cmocka_unit_test(every_method_is_described_in_chinese),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
