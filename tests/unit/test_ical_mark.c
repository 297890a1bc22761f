/* SPDX-License-Identifier: Apache-2.0 */
/* The words by which an event says that its day is worked, and those that only look like them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/ical.h"

static const struct {
	const char *text;
	bool opens;
} word_rows[] = {
	{"春节（班）", true},
	{"国庆节 补班", true},
	{"国庆节假期补班", true},
	{"国庆节(班)", true},
	{"班", true},
	{"调休上班", true},
	{"需上班", true},
	{"休（调休，周六上班）", true},
	{"春節（補班）", true},
	{"国庆补课", true},
	{"调休工作日", true},
	{"元旦 休", false},
	{"国庆节", false},
	{"调休", false},
	{"调休放假", false},
	{"国庆节放假", false},
	{"假", false},
	{"放假（不上班）", false},
	{"无需上班", false},
	{"不用上班，补班另行通知", true},
	{"台风停班", false},
	{"国庆值班", false},
	{"航班", false},
	{"非工作日", false},
	{"", false},
	{"Spring Festival (make-up workday)", true},
	{"Working day instead of Oct 8", true},
	{"WORKDAY", true},
	{"Special work day", true},
	{"Makeup work", true},
	{"make up working Saturday", true},
	{"Spring Festival make-up day", true},
	{"National Day (make-up)", true},
	{"National Day make-up holiday", false},
	{"Make up day off", false},
	{"Make-up", false},
	{"National Day", false},
	{"Non-working day", false},
	{"non working day", false},
	{"Not a working day", false},
	{"no workday, then a workday", true},
	{"Network day", false},
	{"International Workers' Day", false},
	{"Labour Day", false},
};

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(word_rows); i++)
		if (ical_text_opens(word_rows[i].text) != word_rows[i].opens)
			fail_msg("\"%s\" should%s open", word_rows[i].text, word_rows[i].opens ? "" : " not");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_words)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
