/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that every text exists in both languages and that both are the same format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <stdio.h>

#include "clients/cli/text.h"
#include "clients/cli/words.h"

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
		if (strcmp(en, zh) != 0 || *texts[i].en == '\0' || *texts[i].zh == '\0')
			fail_msg("%s: \"%s\" and \"%s\"", texts[i].id, en, zh);
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
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(words[i], words[j]) == 0)
				fail_msg("%s stands twice", words[i]);
	assert_string_equal(text_word("awaiting_signature"), "awaiting signature");
	text_lang_put(TEXT_LANG_ZH);
	assert_string_equal(text_word("awaiting_signature"), "待签收");
	assert_string_equal(text_word("no_such_word"), "no_such_word");
	assert_string_equal(T(LATE_BY), "已超时 %s");
	text_lang_put(TEXT_LANG_EN);
	assert_string_equal(T(LATE_BY), "late by %s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_languages_take_the_same),
		cmocka_unit_test(languages_are_found),
		cmocka_unit_test(words_are_translated_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
