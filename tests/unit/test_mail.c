/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a mail as it leaves: headers that nothing can be slipped into, text in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sodium.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/courier.h"
#include "daemon/mail.h"

static struct notice sample(void)
{
	return (struct notice){.order = 42,
		.seq = 7,
		.to = "r.one",
		.address = "mailto:r.one@crc.example",
		.kind = KIND_FAULT,
		.order_state = ORDER_EXECUTING,
		.tier = TIER_A,
		.service = "pstn",
		.title = "a\r\n.\r\nRCPT TO:<evil@x>",
		.clock = CLOCK_TASK,
		.task = "line",
		.severity = SEVERITY_MAJOR,
		.due_at = 1772438400000};
}

static void mail_is_base64_behind_its_headers(void **state)
{
	struct notice n = sample();
	struct letter l = {0};
	struct arena a;
	char text[2048] = "";
	size_t len;

	(void)state;
	arena_init(&a);
	struct notice_view v = {.arena = &a, .lang = LANG_EN};
	mail_write(&v, "sliploop@crc.example", "msg_1", &n, 1, 1772812800000, &l);
	assert_string_equal(l.mail_from, "<sliploop@crc.example>");
	assert_string_equal(l.mail_to, "<r.one@crc.example>");
	assert_non_null(strstr(l.body, "Date: 06 Mar 2026 16:00:00 +0000\r\n"));
	assert_non_null(strstr(l.body, "Message-ID: <msg_1@crc.example>\r\n"));
	const char *body = strstr(l.body, "\r\n\r\n");
	assert_non_null(body);
	assert_null(strstr(l.body, "\r\n."));
	assert_null(strstr(l.body, "evil"));
	assert_string_equal(l.body + strlen(l.body) - 2, "\r\n");
	assert_int_equal(sodium_base642bin((unsigned char *)text, sizeof(text), body + 4,
						 strlen(body + 4), "\r\n", &len, NULL, sodium_base64_VARIANT_ORIGINAL),
		0);
	assert_non_null(strstr(text, "F-000042  major: task clock (line)\n"));
	assert_non_null(strstr(text, "alarm at: 2026-03-02 08:00 UTC\n"));
	arena_fini(&a);
}

static void words_never_end_within_a_character(void **state)
{
	struct notice many[3] = {sample(), sample(), sample()};
	struct zone_shift shanghai = {INT64_MIN, 8 * 3600000};
	struct letter l = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	struct notice_view v = {.arena = &a, .lang = LANG_ZH_CN, .shifts = &shanghai, .n_shifts = 1};
	many[0].next = &many[1], many[1].next = &many[2];
	many[1].severity = SEVERITY_CRITICAL;
	assert_string_equal(notice_subject(&v, many, 3), "[Sliploop] 3 条超时示警，最高级别：紧急");
	assert_non_null(strstr(notice_text(&v, many, 3), "示警时刻：2026-03-02 16:00\n"));
	mail_write(&v, "a@b", "msg_1", many, 3, 1772812800000, &l);
	const char *subject = strstr(l.body, "Subject: ");
	for (const char *word = strstr(subject, "=?UTF-8?B?"); word;
		 word = strstr(word, "=?UTF-8?B?")) {
		unsigned char bytes[64];
		size_t len, n_encoded;

		word += strlen("=?UTF-8?B?");
		n_encoded = strcspn(word, "?");
		assert_true(n_encoded <= 60);
		assert_int_equal(sodium_base642bin(bytes, sizeof(bytes), word, n_encoded, NULL, &len, NULL,
							 sodium_base64_VARIANT_ORIGINAL),
			0);
		assert_true((bytes[0] & 0xc0) != 0x80);
	}
	arena_fini(&a);
}

/* Whatever clock and severity: a word that lacks shows as (null), or not at all. */
static void every_alarm_is_told_in_both_languages(void **state)
{
	static const char *const zh[] = {"时限", "示警时刻", "客户"};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int clock = 1; clock <= word_count(WORDS_CLOCK_KIND); clock++)
		for (int severity = 1; severity <= word_count(WORDS_SEVERITY); severity++) {
			struct notice n = sample();
			struct notice_view en = {.arena = &a, .lang = LANG_EN},
							   cn = {.arena = &a, .lang = LANG_ZH_CN};

			n.clock = (enum clock_kind)clock;
			n.severity = (enum severity)severity;
			n.task = NULL;
			const char *subject = notice_subject(&cn, &n, 1), *text = notice_text(&cn, &n, 1);

			assert_null(strstr(subject, "(null)"));
			assert_null(strstr(notice_subject(&en, &n, 1), "(null)"));
			assert_non_null(
				strstr(notice_subject(&en, &n, 1), word_name(WORDS_SEVERITY, severity)));
			assert_int_equal(strspn(strrchr(subject, ' ') + 1, "abcdefghijklmnopqrstuvwxyz"), 0);
			for (size_t i = 0; i < N_OF(zh); i++)
				assert_non_null(strstr(text, zh[i]));
			assert_null(strstr(text, word_name(WORDS_SEVERITY, severity)));
		}
	arena_fini(&a);
}

/* The history is what somebody may have changed: a word of it that is none of ours is read as none. */
static void words_that_are_none_are_a_question_mark(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int lang = LANG_EN; lang <= LANG_ZH_CN; lang++) {
		struct notice many[2] = {sample(), sample()};
		struct notice_view v = {.arena = &a, .lang = (enum lang)lang};
		bool is_zh = lang == LANG_ZH_CN;

		for (int i = 0; i < 2; i++) {
			many[i].clock = CLOCK_KIND_ABSENT;
			many[i].severity = SEVERITY_ABSENT;
		}
		many[0].next = &many[1];
		assert_string_equal(notice_subject(&v, many, 1),
			is_zh ? "[Sliploop] F-000042 ?：?“line”时限" : "[Sliploop] F-000042 ?: ? clock (line)");
		assert_string_equal(notice_subject(&v, many, 2),
			is_zh ? "[Sliploop] 2 条超时示警，最高级别：?" : "[Sliploop] 2 alarms, the worst ?");
		assert_non_null(strstr(notice_text(&v, many, 2), is_zh ? " ?：?“line”" : " ?: ? clock"));
	}
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mail_is_base64_behind_its_headers),
		cmocka_unit_test(words_never_end_within_a_character),
		cmocka_unit_test(every_alarm_is_told_in_both_languages),
		cmocka_unit_test(words_that_are_none_are_a_question_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
