/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how instants (RFC 3339) and spans (ISO 8601) are spelt and read. Only arithmetic on the
 * proleptic Gregorian calendar in UTC: it never asks for the time and knows no time zone.
 */
#include <string.h>

#include "api/command.h"

enum { MS_SECOND = 1000, MS_MINUTE = 60000, MS_HOUR = 3600000, MS_DAY = 86400000 };

/* 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: four digits of year, no more, no fewer. */
#define INSTANT_FIRST (-62135596800000LL)
#define INSTANT_LAST 253402300799999LL

/* Days since 1970-01-01 of a date; months count from March so that the leap day comes last. */
static int64_t days_of(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int *year, int *month, int *day)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t of_era = days - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;

	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(y + era * 400 + (*month <= 2));
}

static void put_digits(char *at, int n, int value)
{
	while (n-- > 0) {
		at[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

const char *spell_instant(char out[INSTANT_TEXT], int64_t at)
{
	int year, month, day;

	if (at < INSTANT_FIRST)
		at = INSTANT_FIRST;
	if (at > INSTANT_LAST)
		at = INSTANT_LAST; /* a due instant may lie past the last year that can be written */
	int64_t days = (at - INSTANT_FIRST) / MS_DAY + INSTANT_FIRST / MS_DAY;
	int ms = (int)((at - INSTANT_FIRST) % MS_DAY);

	date_of(days, &year, &month, &day);
	memcpy(out, "0000-00-00T00:00:00.000Z", INSTANT_TEXT);
	put_digits(out, 4, year);
	put_digits(out + 5, 2, month);
	put_digits(out + 8, 2, day);
	put_digits(out + 11, 2, ms / MS_HOUR);
	put_digits(out + 14, 2, ms / MS_MINUTE % 60);
	put_digits(out + 17, 2, ms / MS_SECOND % 60);
	put_digits(out + 20, 3, ms % MS_SECOND);
	return out;
}

/* Takes exactly n digits. */
static bool take_digits(const char **text, int n, int *value)
{
	*value = 0;
	for (int i = 0; i < n; i++) {
		char c = **text;

		if (c < '0' || c > '9')
			return false;
		*value = *value * 10 + (c - '0');
		(*text)++;
	}
	return true;
}

static bool take_char(const char **text, char c, char or_else)
{
	if (**text != c && **text != or_else)
		return false;
	(*text)++;
	return true;
}

/* ".5" -> 500; digits after the third are cut. Nothing there is 0. */
static bool take_fraction(const char **text, int *ms)
{
	int weight = 100;

	*ms = 0;
	if (**text != '.')
		return true;
	(*text)++;
	if (**text < '0' || **text > '9')
		return false;
	for (; **text >= '0' && **text <= '9'; (*text)++) {
		*ms += (**text - '0') * weight;
		weight /= 10;
	}
	return true;
}

static bool take_date(const char **text, int64_t *days)
{
	static const char n_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day;

	if (!take_digits(text, 4, &year) || !take_char(text, '-', '-') ||
		!take_digits(text, 2, &month) || !take_char(text, '-', '-') || !take_digits(text, 2, &day))
		return false;
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > n_days[month - 1])
		return false;
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	if (month == 2 && day == 29 && !is_leap)
		return false;
	*days = days_of(year, month, day);
	return true;
}

static bool take_offset(const char **text, int *minutes)
{
	int sign = **text == '-' ? -1 : 1, hour, minute;

	*minutes = 0;
	if (take_char(text, 'Z', 'z'))
		return true;
	if (!take_char(text, '+', '-') || !take_digits(text, 2, &hour) || !take_char(text, ':', ':') ||
		!take_digits(text, 2, &minute))
		return false;
	*minutes = sign * (hour * 60 + minute);
	return hour < 24 && minute < 60;
}

bool read_instant(const char *text, int64_t *at)
{
	int64_t days;
	int hour, minute, second, ms, offset;

	if (!take_date(&text, &days) || !take_char(&text, 'T', 't') || !take_digits(&text, 2, &hour) ||
		!take_char(&text, ':', ':') || !take_digits(&text, 2, &minute) ||
		!take_char(&text, ':', ':') || !take_digits(&text, 2, &second) ||
		!take_fraction(&text, &ms) || !take_offset(&text, &offset) || *text)
		return false;
	if (hour > 23 || minute > 59 || second > 59) /* a leap second has no place in our count */
		return false;
	int64_t sum = days * MS_DAY + (int64_t)hour * MS_HOUR + (minute - offset) * MS_MINUTE +
		second * MS_SECOND + ms;
	if (sum < INSTANT_FIRST || sum > INSTANT_LAST)
		return false;
	*at = sum;
	return true;
}

static char *put_number(char *at, int64_t value)
{
	char digits[20];
	int n = 0;

	do {
		digits[n++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	while (n > 0)
		*at++ = digits[--n];
	return at;
}

static char *put_seconds(char *at, int ms)
{
	at = put_number(at, ms / MS_SECOND);
	if (ms % MS_SECOND) {
		*at++ = '.';
		put_digits(at, 3, ms % MS_SECOND);
		at += 3;
		while (at[-1] == '0')
			at--;
	}
	*at++ = 'S';
	return at;
}

const char *spell_span(char out[SPAN_TEXT], int64_t ms)
{
	char *at = out;

	if (ms < 0)
		*at++ = '-';
	uint64_t left = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
	int64_t days = (int64_t)(left / MS_DAY);
	int rest = (int)(left % MS_DAY);

	*at++ = 'P';
	if (days) {
		at = put_number(at, days);
		*at++ = 'D';
	}
	if (rest || !days)
		*at++ = 'T';
	if (rest / MS_HOUR) {
		at = put_number(at, rest / MS_HOUR);
		*at++ = 'H';
	}
	if (rest % MS_HOUR / MS_MINUTE) {
		at = put_number(at, rest % MS_HOUR / MS_MINUTE);
		*at++ = 'M';
	}
	if (rest % MS_MINUTE || (!rest && !days))
		at = put_seconds(at, rest % MS_MINUTE);
	*at = '\0';
	return out;
}

/* A number of some unit, in ms; false when it is too large to be a span at all. */
static bool take_count(const char **text, int64_t *n)
{
	if (**text < '0' || **text > '9')
		return false;
	for (*n = 0; **text >= '0' && **text <= '9'; (*text)++) {
		*n = *n * 10 + (**text - '0');
		if (*n > SPAN_MAX_MS)
			return false;
	}
	return true;
}

/* The components after T, each at most once and in this order. */
static bool take_time(const char **text, int64_t *ms)
{
	static const struct {
		char letter;
		int64_t unit;
	} units[] = {{'H', MS_HOUR}, {'M', MS_MINUTE}, {'S', MS_SECOND}};
	size_t next = 0;
	int64_t n;
	int fraction;

	while (**text) {
		if (!take_count(text, &n))
			return false;
		bool has_fraction = **text == '.';
		if (!take_fraction(text, &fraction))
			return false;
		while (next < N_OF(units) && units[next].letter != **text)
			next++;
		if (next == N_OF(units) || (has_fraction && units[next].letter != 'S'))
			return false;
		(*text)++;
		if (n > SPAN_MAX_MS / units[next].unit)
			return false;
		*ms += n * units[next++].unit + fraction;
	}
	return next > 0;
}

bool read_span(const char *text, int64_t *ms)
{
	int64_t sum = 0, n;

	if (*text++ != 'P')
		return false;
	if (*text != 'T') {
		if (!take_count(&text, &n) || n > SPAN_MAX_MS / MS_DAY)
			return false;
		if (*text == 'W') { /* weeks stand alone */
			sum = n * 7 * MS_DAY;
			if (text[1] || sum > SPAN_MAX_MS)
				return false;
			*ms = sum;
			return true;
		}
		if (*text++ != 'D')
			return false;
		sum = n * MS_DAY;
	}
	if (*text == 'T') {
		text++;
		if (!take_time(&text, &sum))
			return false;
	}
	if (*text || sum > SPAN_MAX_MS)
		return false;
	*ms = sum;
	return true;
}
