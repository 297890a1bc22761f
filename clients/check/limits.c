/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the spelling of thresholds. It never knows what was measured.
 */
#include "check/limits.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const names[SUBJECT_N] = {
	"warning", "minor", "major", "critical", "lag", "queue"};

const char *subject_name(enum subject s)
{
	return names[s];
}

bool subject_find(const char *name, size_t len, enum subject *s)
{
	for (int i = 0; i < SUBJECT_N; i++) {
		if (strlen(names[i]) != len || strncmp(names[i], name, len) != 0)
			continue;
		*s = (enum subject)i;
		return true;
	}
	return false;
}

/* Seconds for a unit of time, 1 for none; 0: there is no such unit. */
static int64_t unit_seconds(const char *unit, size_t len)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};

	if (len == 0)
		return 1;
	for (size_t i = 0; len == 1 && i < sizeof(units) / sizeof(units[0]); i++)
		if (unit[0] == units[i].unit)
			return units[i].seconds;
	return 0;
}

static bool value_parse(enum subject s, const char *text, size_t len, int64_t *value)
{
	size_t digits = 0;
	int64_t n = 0;

	for (; digits < len && isdigit((unsigned char)text[digits]); digits++) {
		n = n * 10 + (text[digits] - '0');
		if (n > LIMIT_SECONDS_MAX)
			return false;
	}
	const char *unit = text + digits;
	size_t n_unit = len - digits;

	if (digits == 0)
		return false;
	if (s == SUBJECT_QUEUE) {
		*value = n;
		return n >= 1 && n <= 100 && (n_unit == 0 || (n_unit == 1 && unit[0] == '%'));
	}
	int64_t seconds = unit_seconds(unit, n_unit);
	*value = n * seconds;
	return seconds && *value <= LIMIT_SECONDS_MAX;
}

static bool item_parse(struct limits *l, const char *item, size_t len, char *why, size_t size)
{
	const char *colon = memchr(item, ':', len);
	size_t n_name = colon ? (size_t)(colon - item) : len;
	enum subject s;

	if (!subject_find(item, n_name, &s)) {
		snprintf(why, size,
			"\"%.*s\": no such thing; there are warning, minor, major, critical, lag and queue",
			(int)n_name, item);
		return false;
	}
	if (l->from[s] != LIMIT_NONE) {
		snprintf(why, size, "%s is there twice", names[s]);
		return false;
	}
	if (!colon || !value_parse(s, colon + 1, len - n_name - 1, &l->from[s])) {
		snprintf(why, size, "\"%.*s\": %s", (int)len, item,
			s == SUBJECT_QUEUE ? "wants a share of 1 to 100 percent, such as queue:50%"
							   : "wants an age such as 90, 30s, 10m, 2h or 1d");
		return false;
	}
	return true;
}

bool limits_parse(struct limits *l, const char *text, char *why, size_t size)
{
	for (int i = 0; i < SUBJECT_N; i++)
		l->from[i] = LIMIT_NONE;
	if (text[0] == '\0')
		return true;
	for (;;) {
		size_t len = strcspn(text, ",");

		if (!item_parse(l, text, len, why, size))
			return false;
		if (text[len] == '\0')
			return true;
		text += len + 1;
	}
}
