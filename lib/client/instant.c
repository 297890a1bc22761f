/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instants and spans as text, both ways. Owns nothing; never asks what time it is and knows no
 * time zone but UTC.
 */
#include "instant.h"

#include <inttypes.h>
#include <stdio.h>

#define DAY_MS INT64_C(86400000)

/* Days since 1970-01-01 of a civil date (proleptic Gregorian), by eras of 400 years. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t of_era = days - era * 146097;
	int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
	int64_t shifted = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = years + era * 400 + (*month <= 2);
}

static int days_in_month(int64_t year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && is_leap ? 29 : days[month - 1];
}

/* Exactly n digits; moves *p past them. */
static bool take_digits(const char **p, int n, int *value)
{
	*value = 0;
	for (; n > 0; n--, (*p)++) {
		if (**p < '0' || **p > '9')
			return false;
		*value = *value * 10 + (**p - '0');
	}
	return true;
}

static bool take_char(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

/* A fraction's digits as ms: the first three count, the rest are cut. */
static bool take_fraction(const char **p, int *ms)
{
	int weight = 100;
	if (**p < '0' || **p > '9')
		return false;
	for (*ms = 0; **p >= '0' && **p <= '9'; (*p)++, weight /= 10)
		*ms += (**p - '0') * weight;
	return true;
}

static bool take_offset(const char **p, int64_t *offset_ms)
{
	*offset_ms = 0;
	if (**p == '\0' || take_char(p, 'Z') || take_char(p, 'z'))
		return true;
	int sign = **p == '-' ? -1 : 1;
	int hours, minutes = 0;
	if (!take_char(p, '+') && !take_char(p, '-'))
		return false;
	if (!take_digits(p, 2, &hours))
		return false;
	if ((take_char(p, ':') || **p != '\0') && !take_digits(p, 2, &minutes))
		return false;
	*offset_ms = sign * (hours * 60 + minutes) * INT64_C(60000);
	return hours <= 23 && minutes <= 59;
}

bool instant_parse(const char *text, int64_t *at)
{
	const char *p = text;
	int year, month, day, hour = 0, minute = 0, second = 0, ms = 0;
	int64_t offset = 0;

	if (!take_digits(&p, 4, &year) || !take_char(&p, '-') || !take_digits(&p, 2, &month) ||
		!take_char(&p, '-') || !take_digits(&p, 2, &day))
		return false;
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return false;
	if (take_char(&p, 'T') || take_char(&p, 't') || take_char(&p, ' ')) {
		if (!take_digits(&p, 2, &hour) || !take_char(&p, ':') || !take_digits(&p, 2, &minute))
			return false;
		if (take_char(&p, ':') && !take_digits(&p, 2, &second))
			return false;
		if ((take_char(&p, '.') || take_char(&p, ',')) && !take_fraction(&p, &ms))
			return false;
		if (!take_offset(&p, &offset))
			return false;
	}
	if (*p != '\0' || hour > 23 || minute > 59 || second > 59)
		return false;
	*at = days_from_civil(year, month, day) * DAY_MS + hour * INT64_C(3600000) +
		minute * INT64_C(60000) + second * INT64_C(1000) + ms - offset;
	return true;
}

void instant_format(int64_t at, char text[INSTANT_TEXT_MAX])
{
	int64_t days = at / DAY_MS;
	int64_t of_day = at % DAY_MS;
	if (of_day < 0) {
		of_day += DAY_MS;
		days--;
	}
	int64_t year;
	int month, day;
	civil_from_days(days, &year, &month, &day);
	snprintf(text, INSTANT_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)(year % 10000),
		month, day, (int)(of_day / 3600000), (int)(of_day / 60000 % 60), (int)(of_day / 1000 % 60),
		(int)(of_day % 1000));
}

/* One "12H" or "0.5S" part: its number as whole and ms fraction, and its letter. */
static bool take_part(const char **p, int64_t *whole, int *fraction, char *letter)
{
	*whole = 0;
	*fraction = 0;
	if (**p < '0' || **p > '9')
		return false;
	for (; **p >= '0' && **p <= '9'; (*p)++) {
		if (*whole > INT64_C(100000000000))
			return false;
		*whole = *whole * 10 + (**p - '0');
	}
	bool has_fraction = take_char(p, '.') || take_char(p, ',');
	if (has_fraction && !take_fraction(p, fraction))
		return false;
	*letter = **p;
	if (*letter != '\0')
		(*p)++;
	return !has_fraction || *letter == 'S';
}

static int64_t part_unit(char letter, bool is_time)
{
	switch (letter) {
	case 'W': return is_time ? 0 : 7 * DAY_MS;
	case 'D': return is_time ? 0 : DAY_MS;
	case 'H': return is_time ? 3600000 : 0;
	case 'M': return is_time ? 60000 : 0; /* months have no length */
	case 'S': return is_time ? 1000 : 0;
	}
	return 0;
}

bool span_parse(const char *text, int64_t *span)
{
	const char *p = text;
	bool is_negative = take_char(&p, '-');
	bool is_time = false;
	int64_t sum = 0, last_unit = INT64_MAX;

	if (!take_char(&p, 'P') || *p == '\0')
		return false;
	while (*p != '\0') {
		if (!is_time && take_char(&p, 'T')) {
			is_time = true;
			if (*p == '\0')
				return false;
			continue;
		}
		int64_t whole;
		int fraction;
		char letter;
		if (!take_part(&p, &whole, &fraction, &letter))
			return false;
		int64_t unit = part_unit(letter, is_time);
		int64_t add, total;
		if (unit == 0 || unit >= last_unit || __builtin_mul_overflow(whole, unit, &add) ||
			__builtin_add_overflow(sum, add + fraction, &total))
			return false;
		sum = total;
		last_unit = unit;
	}
	*span = is_negative ? -sum : sum;
	return last_unit != INT64_MAX;
}

void span_format_seconds(int64_t span, char text[SPAN_TEXT_MAX])
{
	const char *sign = span < 0 ? "-" : "";
	uint64_t ms = span < 0 ? -(uint64_t)span : (uint64_t)span;
	int n = snprintf(text, SPAN_TEXT_MAX, "%s%" PRIu64 ".%03d", sign, ms / 1000, (int)(ms % 1000));
	while (text[n - 1] == '0')
		text[--n] = '\0';
	if (text[n - 1] == '.')
		text[n - 1] = '\0';
}
