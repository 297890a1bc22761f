/* SPDX-License-Identifier: Apache-2.0 */
/* iCalendar text as dated days: what closes, what opens, what is passed over, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "arena_fixture.h"
#include "api/ical.h"
#include "base/buf.h"

/* "2026-10-01 - 2026-10-10 + 2026-10-11 09:00-12:00,13:00-17:00": closed, open, open with hours. */
static const char *days_spell(const struct ical_found *found)
{
	char *text = arena_str(&arena, "");

	for (int i = 0; i < found->n_days; i++) {
		const struct imported_day *day = &found->days[i];
		time_t at = (time_t)day->day * 86400;
		struct tm tm;
		char date[32];

		gmtime_r(&at, &tm);
		strftime(date, sizeof date, "%Y-%m-%d", &tm);
		text = arena_fmt(&arena, "%s%s%s %s", text, i > 0 ? " " : "", date,
			day->has_hours     ? ""
				: day->is_open ? "+"
							   : "-");
		assert_true(day->is_open || !day->has_hours);
		assert_int_equal(day->has_hours, day->hours.n > 0);
		for (int k = 0; k < day->hours.n; k++) {
			const struct interval *at_k = &day->hours.at[k];

			text = arena_fmt(&arena, "%s%s%02d:%02d-%02d:%02d", text, k > 0 ? "," : "",
				at_k->from / 60, at_k->from % 60, at_k->to / 60, at_k->to % 60);
		}
	}
	return text;
}

static const char *spell(const char *text, const char *zone)
{
	struct ical_found found;
	struct failure fail;

	if (!ical_read(&arena, text, zone, &found, &fail)) {
		assert_int_equal(fail.err, ERR_BAD_CALENDAR);
		return fail.en;
	}
	return days_spell(&found);
}

#define CALENDAR(body) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" body "END:VCALENDAR\r\n"
#define EVENT(body) "BEGIN:VEVENT\r\n" body "END:VEVENT\r\n"
#define DAY(date) "DTSTART;VALUE=DATE:" date "\r\n"
#define SHANGHAI(from, to) \
	"DTSTART;TZID=Asia/Shanghai:" from "\r\nDTEND;TZID=Asia/Shanghai:" to "\r\n"
#define OPENS "SUMMARY:补班\r\n"
#define UID "UID:1\r\n"

/* --- days ---------------------------------------------------------------------------------- */

static const struct {
	const char *zone, *text, *days; /* zone NULL: Asia/Shanghai */
} day_rows[] = {
	/* one day, an exclusive end, a duration, an end that is no later */
	{NULL, CALENDAR(EVENT(DAY("20261001"))), "2026-10-01 -"},
	{NULL, CALENDAR(EVENT("DTSTART:20261001\r\n")), "2026-10-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20261230") "DTEND;VALUE=DATE:20270102\r\n")),
		"2026-12-30 - 2026-12-31 - 2027-01-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20280228") "DURATION:P2D\r\n")), "2028-02-28 - 2028-02-29 -"},
	{NULL, CALENDAR(EVENT(DAY("20261001") "DURATION:PT24H\r\n")), "2026-10-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20261001") "DTEND;VALUE=DATE:20261001\r\n")), "2026-10-01 -"},
	{NULL, CALENDAR(""), ""},
	/* sorted, each once, open over closed whatever the order, hours over none */
	{NULL, CALENDAR(EVENT(DAY("20261002")) EVENT(DAY("20261001") "DURATION:P2D\r\n")),
		"2026-10-01 - 2026-10-02 -"},
	{NULL, CALENDAR(EVENT(DAY("20261001")) EVENT(DAY("20261001") OPENS)), "2026-10-01 +"},
	{NULL, CALENDAR(EVENT(DAY("20261001") OPENS) EVENT(DAY("20261001"))), "2026-10-01 +"},
	{NULL,
		CALENDAR(EVENT(DAY("20261010") OPENS)
				EVENT(OPENS SHANGHAI("20261010T090000", "20261010T170000"))),
		"2026-10-10 09:00-17:00"},
	{NULL, CALENDAR(EVENT(DAY("20261010") "CATEGORIES:Holiday,Make-up workday\r\n")),
		"2026-10-10 +"},
	{NULL, CALENDAR(EVENT(DAY("20261010") "CATEGORIES:make-up\\, not yet,day\r\n")),
		"2026-10-10 -"},
	/* hours: zones, midnight, nights, joined */
	{NULL, CALENDAR(EVENT(OPENS "DTSTART:20261010T010000Z\r\nDURATION:PT8H30M\r\n")),
		"2026-10-10 09:00-17:30"},
	{NULL, CALENDAR(EVENT(OPENS "DTSTART:20261009T160000Z\r\nDTEND:20261010T160000Z\r\n")),
		"2026-10-10 00:00-24:00"},
	{NULL, CALENDAR(EVENT(OPENS "DTSTART:20261010T090000\r\nDTEND:20261010T173000\r\n")),
		"2026-10-10 09:00-17:30"},
	{NULL, CALENDAR(EVENT(OPENS SHANGHAI("20261010T220000", "20261011T060000"))),
		"2026-10-10 22:00-06:00"},
	{NULL, CALENDAR(EVENT(OPENS SHANGHAI("20261010T130000", "20261011T000000"))),
		"2026-10-10 13:00-24:00"},
	{NULL, CALENDAR(EVENT(OPENS SHANGHAI("20261010T000000", "20261010T235959"))),
		"2026-10-10 00:00-24:00"},
	{NULL,
		CALENDAR(EVENT(OPENS SHANGHAI("20261010T133000", "20261010T173000"))
				EVENT(OPENS SHANGHAI("20261010T090000", "20261010T120000"))
					EVENT(OPENS SHANGHAI("20261010T110000", "20261010T123000"))
						EVENT(OPENS SHANGHAI("20261010T173000", "20261010T180000"))),
		"2026-10-10 09:00-12:30,13:30-18:00"},
	{"Europe/Berlin",
		CALENDAR(EVENT(OPENS "DTSTART;TZID=America/New_York:20260314T200000\r\nDURATION:PT2H\r\n")),
		"2026-03-15 01:00-03:00"},
	{"Europe/Berlin", CALENDAR(EVENT(OPENS "DTSTART:20500715T060000Z\r\nDURATION:PT1H\r\n")),
		"2050-07-15 08:00-09:00"},
	{"America/New_York", CALENDAR(EVENT(OPENS "DTSTART:20450115T150000Z\r\nDURATION:PT1H\r\n")),
		"2045-01-15 10:00-11:00"},
	{"Asia/Kathmandu", CALENDAR(EVENT(OPENS SHANGHAI("20261010T000000", "20261010T010000"))),
		"2026-10-09 21:45-22:45"},
	{"UTC", CALENDAR(EVENT(OPENS SHANGHAI("20261010T090000", "20261010T170000"))),
		"2026-10-10 01:00-09:00"},
	{NULL,
		CALENDAR(EVENT(OPENS "DTSTART;TZID=\"/maker.org/1/Asia/Tokyo\":20261010T100000\r\n"
							 "DURATION:PT1H\r\n")),
		"2026-10-10 09:00-10:00"},
	/* a nightly opening over a change of clocks keeps its hours on the wall */
	{"Europe/Berlin",
		CALENDAR(EVENT(OPENS "DTSTART;TZID=Europe/Berlin:20261024T220000\r\n"
							 "DTEND;TZID=Europe/Berlin:20261025T060000\r\n"
							 "RRULE:FREQ=DAILY;COUNT=2\r\n")),
		"2026-10-24 22:00-06:00 2026-10-25 22:00-06:00"},
	/* passed over */
	{NULL, CALENDAR(EVENT("SUMMARY:meeting\r\nDTSTART:20261010T010000Z\r\nRRULE:FREQ=X\r\n")), ""},
	{NULL, CALENDAR(EVENT(DAY("20261001") "STATUS:CANCELLED\r\n")), ""},
	{NULL, CALENDAR("METHOD:CANCEL\r\n" EVENT(DAY("20261001"))) CALENDAR(EVENT(DAY("20261002"))),
		"2026-10-02 -"},
	{NULL, CALENDAR(EVENT(DAY("19991231") "DURATION:P2D\r\n")), "2000-01-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20601231") "DURATION:P2D\r\n")), "2060-12-31 -"},
	{NULL, CALENDAR(EVENT(DAY("19990101")) EVENT(DAY("20610101"))), ""},
	{NULL,
		CALENDAR("BEGIN:VTODO\r\nDTSTART:nonsense\r\nthis is no line\r\nEND:VTODO\r\n"
				 "BEGIN:VJOURNAL\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VJOURNAL\r\n" EVENT(DAY(
					 "20261001") "BEGIN:VALARM\r\nDTSTART:x\r\nSUMMARY:补班\r\nEND:VALARM\r\n")),
		"2026-10-01 -"},
	/* recurrence */
	{NULL, CALENDAR(EVENT(DAY("20590101") "RRULE:FREQ=YEARLY\r\n")), "2059-01-01 - 2060-01-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20281001") "RRULE:FREQ=YEARLY;INTERVAL=16\r\n")),
		"2028-10-01 - 2044-10-01 - 2060-10-01 -"},
	{NULL, CALENDAR(EVENT(DAY("19491001") "RRULE:FREQ=YEARLY;UNTIL=20011001\r\n")),
		"2000-10-01 - 2001-10-01 -"},
	{NULL, CALENDAR(EVENT(DAY("19491001") "RRULE:FREQ=YEARLY;COUNT=53\r\n")),
		"2000-10-01 - 2001-10-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20260101") "RRULE:FREQ=YEARLY;UNTIL=20270101T000000Z\r\n")),
		"2026-01-01 - 2027-01-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20260101") "RRULE:FREQ=YEARLY;UNTIL=20261231T160000Z\r\n")),
		"2026-01-01 - 2027-01-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20260101") "RRULE:FREQ=YEARLY;UNTIL=20251231\r\n")), "2026-01-01 -"},
	{NULL, CALENDAR(EVENT(DAY("20261126") "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2\r\n")),
		"2026-11-26 - 2027-11-25 -"},
	{NULL, CALENDAR(EVENT(DAY("20260101") "RRULE:FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3\r\n")),
		"2026-01-01 - 2026-01-15 - 2026-02-15 -"},
	{NULL, CALENDAR(EVENT(DAY("20260120") "RRULE:FREQ=YEARLY;BYMONTHDAY=31;COUNT=3\r\n")),
		"2026-01-20 - 2026-01-31 - 2026-03-31 -"},
	{NULL, CALENDAR(EVENT(DAY("20191225") "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;COUNT=3\r\n")),
		"2019-12-25 - 2019-12-29 - 2020-01-19 -"},
	{NULL, CALENDAR(EVENT(DAY("20260107") "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260113\r\n")),
		"2026-01-07 - 2026-01-12 -"},
	{NULL, CALENDAR(EVENT(DAY("20261001") "DURATION:P2D\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")),
		"2026-10-01 - 2026-10-02 - 2026-10-08 - 2026-10-09 -"},
	{NULL,
		CALENDAR(EVENT(DAY("20261001") "RDATE;VALUE=DATE:20261003,20261005\r\nRDATE:20261007\r\n")),
		"2026-10-01 - 2026-10-03 - 2026-10-05 - 2026-10-07 -"},
	{NULL,
		CALENDAR(EVENT(OPENS SHANGHAI("20261010T090000", "20261010T120000") "RDATE;VALUE=PERIOD:"
																			"20261011T010000Z/PT2H,"
																			"20261012T010000Z/"
																			"20261012T040000Z\r\n"
																			"RDATE;VALUE=DATE:"
																			"20261013\r\n")),
		"2026-10-10 09:00-12:00 2026-10-11 09:00-11:00 2026-10-12 09:00-12:00 "
		"2026-10-13 09:00-12:00"},
	/* EXDATE in every dress */
	{NULL,
		CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=DAILY;COUNT=6\r\nEXDATE;VALUE=DATE:20261001\r\n"
									   "EXDATE:20261002,20261003T000000\r\n"
									   "EXDATE:20261003T160000Z\r\n"
									   "EXDATE;TZID=Europe/Berlin:20261005T000000\r\n")),
		"2026-10-06 -"},
	{NULL,
		CALENDAR(EVENT(OPENS SHANGHAI("20261010T090000",
			"20261010T120000") "RRULE:FREQ=DAILY;COUNT=5\r\nEXDATE:20261010T010000Z,20261011T090001Z\r\n"
							   "EXDATE;TZID=Asia/Shanghai:20261012T090000\r\nEXDATE;VALUE=DATE:20261013\r\n")),
		"2026-10-11 09:00-12:00 2026-10-14 09:00-12:00"},
	/* overrides: moved, cancelled, before their series, without one, in another calendar */
	{NULL,
		CALENDAR(EVENT(UID DAY("20261001") "RRULE:FREQ=DAILY;COUNT=3\r\n")
				EVENT(UID "RECURRENCE-ID;VALUE=DATE:20261002\r\n" DAY("20261012"))),
		"2026-10-01 - 2026-10-03 - 2026-10-12 -"},
	{NULL,
		CALENDAR(EVENT(UID "RECURRENCE-ID:20261001T160000Z\r\nSTATUS:cancelled\r\n" DAY(
			"20261002"))) CALENDAR(EVENT(UID DAY("20261001") "RRULE:FREQ=DAILY;COUNT=3\r\n")),
		"2026-10-01 - 2026-10-03 -"},
	{NULL,
		CALENDAR(EVENT(UID OPENS DAY("20261001") "RRULE:FREQ=DAILY;COUNT=2\r\n")
				EVENT(UID "RECURRENCE-ID;VALUE=DATE:20261002\r\n" DAY("20261012"))),
		"2026-10-01 + 2026-10-12 +"},
	{NULL,
		CALENDAR(EVENT(UID OPENS DAY("20261001") "RRULE:FREQ=DAILY;COUNT=2\r\n")
				EVENT(UID "SUMMARY:休\r\nRECURRENCE-ID;VALUE=DATE:20261002\r\n" DAY("20261002"))),
		"2026-10-01 + 2026-10-02 -"},
	{NULL, CALENDAR(EVENT(UID "RECURRENCE-ID;VALUE=DATE:20261002\r\n" DAY("20261012"))),
		"2026-10-12 -"},
	{NULL, CALENDAR(EVENT(DAY("20261001")) EVENT("RECURRENCE-ID:20261001\r\n" DAY("20261012"))),
		"2026-10-01 - 2026-10-12 -"},
	/* namesakes: the higher SEQUENCE, or both */
	{NULL,
		CALENDAR(EVENT(UID "SEQUENCE:2\r\n" DAY("20261004"))
				EVENT(UID "SEQUENCE:1\r\n" DAY("20261003")) EVENT(DAY("20261005"))),
		"2026-10-04 - 2026-10-05 -"},
	{NULL, CALENDAR(EVENT(UID DAY("20261004")) EVENT(UID DAY("20261003"))),
		"2026-10-03 - 2026-10-04 -"},
	/* lines: LF, CR, a BOM, folds through a character, blank lines, odd case, quoted parameters */
	{NULL,
		"\xEF\xBB\xBF"
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001\nEND:VEVENT\nEND:VCALENDAR",
		"2026-10-01 -"},
	{NULL, "BEGIN:VCALENDAR\rBEGIN:VEVENT\rDTSTART:20261001\rEND:VEVENT\rEND:VCALENDAR\r",
		"2026-10-01 -"},
	{NULL,
		"\r\n\r\nbegin:vcalendar\r\nBegin:Vevent\r\nDt\r\n Start;Value=\"DA\r\n\tTE\":2026\r\n 1001 "
		"\r\nsummary;X-A=\"a;b:c\";language=zh:补\xE7\r\n \x8F\xAD\r\n\r\nend:vevent\r\nEND:VCALENDAR",
		"2026-10-01 +"},
};

static void test_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(day_rows); i++) {
		const char *got = spell(
			day_rows[i].text, day_rows[i].zone ? day_rows[i].zone : "Asia/Shanghai");

		if (strcmp(got, day_rows[i].days) != 0)
			fail_msg("%s\ngave   %s\nwanted %s", day_rows[i].text, got, day_rows[i].days);
	}
}

/* --- refused ------------------------------------------------------------------------------- */

static const struct {
	const char *text, *en, *zh; /* parts of the sentences */
} refused_rows[] = {
	{"", "line 1: this is not iCalendar text", "第 1 行：不是 iCalendar 文本"},
	{"hello", "line 1: this is not iCalendar text", "第 1 行"},
	{"{\"vcalendar\": []}", "line 1: this is not iCalendar text", "第 1 行"},
	{"BEGIN:VCARD\nEND:VCARD\n", "line 1: this is not iCalendar text", "第 1 行"},
	{"BEGIN:VEVENT\nDTSTART:20261001\nEND:VEVENT\n", "line 1: this is not iCalendar", "第 1 行"},
	{CALENDAR("") "tail", "line 4: this is not iCalendar text", "第 4 行"},
	{"BEGIN:VCALENDAR\n", "line 1: what begins here never ends", "第 1 行：此处开始的内容没有结束"},
	{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001\n", "line 2: what begins here", "第 2 行"},
	{"BEGIN:VCALENDAR\nEND:VEVENT\n", "line 2: an END without its BEGIN", "第 2 行：END"},
	{CALENDAR(EVENT("SUMMARY:国庆节\r\n")), "the event \"国庆节\" (line 3) has no DTSTART",
		"事件“国庆节”（第 3 行）没有 DTSTART"},
	{CALENDAR(EVENT("UID:abc\r\n")), "the event \"abc\" (line 3) has no DTSTART", "“abc”"},
	{CALENDAR(EVENT("DTSTART:\r\n")), "line 4: \"\" is no date", "第 4 行：“”不是"},
	{CALENDAR(EVENT("DTSTART:20261301\r\n")), "line 4: \"20261301\" is no date", "第 4 行"},
	{CALENDAR(EVENT("DTSTART:20260229\r\n")), "is no date", "不是"},
	{CALENDAR(EVENT("DTSTART:2026-10-01\r\n")), "is no date", "不是"},
	{CALENDAR(EVENT("DTSTART:20261001T0900\r\n")), "is no date", "不是"},
	{CALENDAR(EVENT("DTSTART:20261001T240000\r\n")), "is no date", "不是"},
	{CALENDAR(EVENT("DTSTART:+2026 1 1\r\n")), "is no date", "不是"},
	{CALENDAR(EVENT("DTSTART:00010101\r\n")), "is no date or time from 1903 to 2499",
		"1903 至 2499"},
	{CALENDAR(EVENT(DAY("20261001") DAY("20261002"))), "line 5: a second DTSTART", "第 5 行"},
	{CALENDAR(EVENT(DAY("20261001") "no colon here\r\n")), "line 5: not a line of iCal", "第 5 行"},
	{CALENDAR(EVENT(DAY("20261001") "SUMMARY;X=\"a:b\r\n")), "line 5: not a line", "第 5 行"},
	{CALENDAR(EVENT(DAY("20261001") "DURATION:soon\r\n")), "line 5: no duration", "第 5 行"},
	{CALENDAR(EVENT(DAY("20261001") "DURATION:P4294967295W\r\n")), "line 5: a duration of cent",
		"数百"},
	{CALENDAR(EVENT(DAY("20261001") "DURATION:-P1D\r\n")), "line 5: no duration", "第 5 行"},
	{CALENDAR(EVENT(DAY("20261001") "DURATION:PT5H\r\n")), "not of whole days", "不是整天"},
	{CALENDAR(EVENT(DAY("20261002") "DTEND;VALUE=DATE:20261001\r\n")), "ends before it starts",
		"早于"},
	{CALENDAR(EVENT(DAY("20261002") "DTEND:20261003T000000Z\r\n")), "starts at a date and ends",
		"时刻"},
	{CALENDAR(EVENT("SUMMARY:元旦\r\n" DAY("20261001") "RRULE:FREQ=SOMETIMES\r\n")),
		"the event \"元旦\" (line 3) has an RRULE (line 6) that cannot be read",
		"事件“元旦”（第 3 行）的 RRULE（第 6 行）无法解读"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:\r\n")), "cannot be read", "无法解读"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=YEARLY;COUNT=0\r\n")), "cannot be read", "无法"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=YEARLY;UNTIL=20269999\r\n")), "cannot be", "无法"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=YEARLY;INTERVAL=65537\r\n")), "cannot be", "无法"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20271001\r\n")), "cannot be",
		"无法"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=HOURLY;COUNT=2\r\n")), "repeats within a day",
		"一天"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:RSCALE=CHINESE;FREQ=YEARLY\r\n")), "RSCALE", "RSCALE"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n")),
		"names no date", "不产生任何日期"},
	{CALENDAR(EVENT(DAY("20261001") "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30\r\n")),
		"names no date", "不产生任何日期"},
	{CALENDAR(EVENT(DAY("20261001") "EXRULE:FREQ=YEARLY\r\n")), "line 5: EXRULE", "EXRULE"},
	{CALENDAR(EVENT(DAY("20261001") "RDATE:20261002,x\r\n")), "line 5: \"x\" is no date",
		"第 5 行"},
	{CALENDAR(EVENT(DAY("20261001") "RECURRENCE-ID;RANGE=THISANDFUTURE:20261002\r\n")), "RANGE",
		"RANGE"},
	{CALENDAR(EVENT(OPENS "DTSTART;TZID=Asia/Nowhere:20261001T090000\r\nDURATION:PT1H\r\n")),
		"is in the zone \"Asia/Nowhere\"", "Asia/Nowhere"},
	{CALENDAR(EVENT(OPENS "DTSTART;TZID=../../../etc/passwd:20261001T090000\r\n")), "no zone known",
		"无法识别"},
	{CALENDAR(EVENT(OPENS "DTSTART:20261001T090000Z\r\n")), "opens a day but has no length",
		"时长"},
	{CALENDAR(EVENT(OPENS SHANGHAI("20261010T090000", "20261011T090000"))), "longer than a day",
		"超过一天"},
	{CALENDAR(EVENT(OPENS SHANGHAI("20261010T080000", "20261010T120000"))
			 EVENT(OPENS SHANGHAI("20261010T110000", "20261011T103000"))),
		"2026-10-10 is opened for longer than a day", "2026-10-10 开启的时段超过一天"},
	{CALENDAR(EVENT(DAY("20260101") "RRULE:FREQ=DAILY\r\n")), "more than 4096 dated days", "4096"},
	{CALENDAR(EVENT(DAY("20260101") "DTEND;VALUE=DATE:24990101\r\n")), "more than 4096", "4096"},
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(refused_rows); i++) {
		struct ical_found found;
		struct failure fail;

		if (ical_read(&arena, refused_rows[i].text, "Asia/Shanghai", &found, &fail))
			fail_msg("%s\nwas read as %s", refused_rows[i].text, days_spell(&found));
		assert_int_equal(fail.err, ERR_BAD_CALENDAR);
		assert_string_equal(fail.field, "/params/ics");
		if (!strstr(fail.en, refused_rows[i].en) || !strstr(fail.zh, refused_rows[i].zh))
			fail_msg("%s\nsaid %s / %s", refused_rows[i].text, fail.en, fail.zh);
	}
}

static void test_zone_refused(void **state)
{
	static const char *const zones[] = {"", "Asia/Nowhere", "Asia", "../Asia/Shanghai",
		"/etc/passwd", "zone.tab", "leapseconds", "Asia//Shanghai/.."};
	struct ical_found found;
	struct failure fail;

	(void)state;
	for (size_t i = 0; i < N_OF(zones); i++) {
		if (ical_read(&arena, CALENDAR(""), zones[i], &found, &fail))
			fail_msg("\"%s\" was taken", zones[i]);
		assert_string_equal(fail.field, "/params/zone");
	}
}

/* --- bounds -------------------------------------------------------------------------------- */

static const char *repeat(const char *head, const char *body, int n, const char *tail)
{
	struct buf b;
	const char *text;

	buf_init(&b);
	buf_put_str(&b, head);
	for (int i = 0; i < n; i++)
		buf_put_str(&b, body);
	buf_put_str(&b, tail);
	text = arena_str(&arena, b.data);
	buf_fini(&b);
	return text;
}

#define HEAD "BEGIN:VCALENDAR\n"
#define TAIL "END:VCALENDAR\n"
#define PLAIN "BEGIN:VEVENT\nDTSTART:20261001\nEND:VEVENT\n"
#define DAILY "BEGIN:VEVENT\nDTSTART:20261001\nRRULE:FREQ=DAILY;COUNT=4000\nEND:VEVENT\n"
#define LAST "BEGIN:VEVENT\nDTSTART:20601202\nRRULE:FREQ=YEARLY;BYYEARDAY=1\nEND:VEVENT\n"
#define WEEKLY "BEGIN:VEVENT\nDTSTART:20261001\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n"

static const struct {
	const char *head, *body;
	int n;
	const char *tail, *wanted;
} bound_rows[] = {
	{HEAD, PLAIN, ICAL_EVENTS_MAX, TAIL, "2026-10-01 -"},
	{HEAD, PLAIN, ICAL_EVENTS_MAX + 1, TAIL, "more than 8192 events"},
	{HEAD, WEEKLY, ICAL_RULES_MAX, TAIL, "2026-10-01 - 2026-10-08 -"},
	{HEAD, WEEKLY, ICAL_RULES_MAX + 1, TAIL, "more than 512 recurring events"},
	{HEAD, DAILY, ICAL_RULES_MAX, TAIL, "the text asks for too many repetitions"},
	{HEAD, LAST, 5, TAIL, "the text asks for too many repetitions"},
	{HEAD, LAST, 2, TAIL, "2060-12-02 -"},
	{HEAD, "BEGIN:X\n", 100, TAIL, "too deep in one another"},
	{HEAD, "X-LONG:", ICAL_TEXT_MAX / 7, TAIL, "the text is longer than 1 MiB"},
	{HEAD "X-LONG:", "abcdefg", ICAL_TEXT_MAX / 8, "\n" PLAIN TAIL, "2026-10-01 -"},
	{HEAD "BEGIN:VEVENT\nDTSTART:20261001\nEXDATE:20261001", ",20261001", 100000,
		"\nEND:VEVENT\n" TAIL, ""},
	{HEAD "BEGIN:VEVENT\nDTSTART:20261001\nRDATE:20261001", ",20261003", 700, "\nEND:VEVENT\n" TAIL,
		"2026-10-01 - 2026-10-03 -"},
	/* lists longer than libical has room for */
	{HEAD "BEGIN:VEVENT\nDTSTART:20261001\nRRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=1", ",1", 385,
		"\nEND:VEVENT\n" TAIL, "cannot be read"},
	{HEAD "BEGIN:VEVENT\nDTSTART:20261001\nRRULE:FREQ=YEARLY;BYMONTH=1", ",1", 13,
		"\nEND:VEVENT\n" TAIL, "20"},
};

static void test_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(bound_rows); i++) {
		const char *text = repeat(
			bound_rows[i].head, bound_rows[i].body, bound_rows[i].n, bound_rows[i].tail);
		const char *got = spell(text, "Asia/Shanghai");

		if (!strstr(got, bound_rows[i].wanted) || (*got != '\0') != (*bound_rows[i].wanted != '\0'))
			fail_msg("row %zu gave %.200s", i, got);
	}
}

/* --- counts -------------------------------------------------------------------------------- */

static void test_counts(void **state)
{
	static const int wanted[ICAL_PASS_N] = {[ICAL_PASS_TIMED] = 2,
		[ICAL_PASS_CANCELLED] = 1,
		[ICAL_PASS_SUPERSEDED] = 1,
		[ICAL_PASS_NO_DATE] = 2};
	struct ical_found found;
	struct failure fail;

	(void)state;
	assert_true(ical_read(&arena,
		CALENDAR(EVENT("SUMMARY:例会\r\nDTSTART:20261010T010000Z\r\n")
				EVENT("DTSTART:20261011T010000Z\r\n")
					EVENT("SUMMARY:off\r\nSTATUS:CANCELLED\r\n" DAY("20261001")) EVENT(UID DAY(
						"20261001")) EVENT(UID "SEQUENCE:1\r\nSUMMARY:new\r\n" DAY("20261002"))
						EVENT("SUMMARY:old\r\n" DAY("19990101"))
							EVENT("SUMMARY:old\r\nEXDATE:20261001\r\n" DAY("20261001"))),
		"Asia/Shanghai", &found, &fail));
	assert_int_equal(found.n_taken, 1);
	assert_int_equal(found.n_passed, 6);
	for (int i = 0; i < ICAL_PASS_N; i++) {
		assert_int_equal(found.passed[i].n, wanted[i]);
	}
	assert_non_null(strstr(encode_ical_events(&arena, &found, LANG_EN),
		"{\"taken\":1,\"passed\":[{\"events\":2,\"first\":\"例会\",\"why\":\"timed"));
	assert_non_null(strstr(encode_ical_events(&arena, &found, LANG_ZH_CN), "\"why\":\"已取消\""));
	const char *zh = encode_ical_events(&arena, &found, LANG_ZH_CN);
	assert_null(strstr(zh, "\"why\":null"));
	for (const char *why = strstr(zh, "\"why\":\""); why; why = strstr(why + 1, "\"why\":\""))
		assert_true(
			(unsigned char)why[strlen("\"why\":\"")] >= 0x80 || strncmp(why + 7, "2000", 4) == 0);
	assert_string_equal(found.passed[ICAL_PASS_TIMED].first, "例会");
	assert_string_equal(found.passed[ICAL_PASS_CANCELLED].first, "off");
	assert_string_equal(found.passed[ICAL_PASS_SUPERSEDED].first, "");
	assert_string_equal(found.passed[ICAL_PASS_NO_DATE].first, "old");
}

/* --- China's public calendar of 2026 ------------------------------------------------------- */

static const char *file_read(const char *path)
{
	static char text[64 * 1024];
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = '\0';
	return text;
}

static void test_china_2026(void **state)
{
	struct ical_found found;
	struct failure fail;

	(void)state;
	if (!ical_read(&arena, file_read(TESTS_DIR "/lib/cn-2026.ics"), "Asia/Shanghai", &found, &fail))
		fail_msg("%s", fail.en);
	assert_string_equal(days_spell(&found),
		"2026-01-01 - 2026-01-02 - 2026-01-03 - 2026-01-04 + "
		"2026-02-14 + 2026-02-15 - 2026-02-16 - 2026-02-17 - 2026-02-18 - 2026-02-19 - "
		"2026-02-20 - 2026-02-21 - 2026-02-22 - 2026-02-23 - 2026-02-28 + "
		"2026-04-04 - 2026-04-05 - 2026-04-06 - "
		"2026-05-01 - 2026-05-02 - 2026-05-03 - 2026-05-04 - 2026-05-05 - 2026-05-09 + "
		"2026-06-19 - 2026-06-20 - 2026-06-21 - "
		"2026-09-20 + 2026-09-25 - 2026-09-26 - 2026-09-27 - "
		"2026-10-01 - 2026-10-02 - 2026-10-03 - 2026-10-04 - 2026-10-05 - 2026-10-06 - "
		"2026-10-07 - 2026-10-10 09:00-17:30 2027-01-01 - 2028-01-01 -");
	assert_int_equal(found.n_taken, 13);
	assert_int_equal(found.n_passed, 1);
}

/* Cut off anywhere it is refused, but for the line break at its end; with a byte spoilt anywhere it
 * is read or refused. Neither ever crashes or leaks: the sanitizers look on. */
static void test_cut_and_spoilt(void **state)
{
	const char *whole = file_read(TESTS_DIR "/lib/cn-2026.ics");
	size_t n = strlen(whole);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct ical_found found;
		struct failure fail;
		struct arena a;
		char *text = malloc(n + 1);

		arena_init(&a);
		memcpy(text, whole, i);
		text[i] = '\0';
		if (ical_read(&a, text, "Asia/Shanghai", &found, &fail) != (i == n - 1))
			fail_msg("cut at byte %zu", i);
		memcpy(text, whole, n + 1);
		text[i] = i % 3 == 0 ? ':' : i % 3 == 1 ? '\n' : (char)(i % 127 + 1);
		if (!ical_read(&a, text, "Asia/Shanghai", &found, &fail))
			assert_true(fail.en && fail.zh);
		free(text);
		arena_fini(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_days, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_refused, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_zone_refused, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_bounds, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_counts, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_china_2026, arena_setup, arena_teardown),
		cmocka_unit_test_setup_teardown(test_cut_and_spoilt, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
