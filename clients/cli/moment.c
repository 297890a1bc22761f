/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instants and spans as people read them. Owns the zone they are shown in; never asks what time it
 * is: the daemon's now comes from the caller.
 */
#include "moment.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/instant.h"
#include "text.h"

static char zone_shown[64] = "UTC";

void moment_zone_put(const char *zone)
{
	char path[128];
	size_t n = strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");
	/* An unknown name would silently mean UTC under a wrong label. */
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
	if (n == 0 || zone[n] != '\0' || n >= sizeof zone_shown || access(path, R_OK) != 0)
		zone = "UTC";
	snprintf(zone_shown, sizeof zone_shown, "%s", zone);
	setenv("TZ", zone, 1);
	tzset();
}

const char *moment_zone_get(void)
{
	return zone_shown;
}

static bool parts_of(int64_t at, struct tm *parts)
{
	time_t seconds = (time_t)(at / 1000 - (at % 1000 < 0));
	return localtime_r(&seconds, parts) != NULL;
}

void moment_when(int64_t at, char text[MOMENT_TEXT_MAX])
{
	struct tm parts;
	if (!parts_of(at, &parts) || strftime(text, MOMENT_TEXT_MAX, "%Y-%m-%d %H:%M", &parts) == 0)
		snprintf(text, MOMENT_TEXT_MAX, "-");
}

void moment_when_s(int64_t at, char text[MOMENT_TEXT_MAX])
{
	struct tm parts;
	if (!parts_of(at, &parts) || strftime(text, MOMENT_TEXT_MAX, "%Y-%m-%d %H:%M:%S", &parts) == 0)
		snprintf(text, MOMENT_TEXT_MAX, "-");
}

void moment_span(int64_t span, char text[MOMENT_TEXT_MAX])
{
	const char *sign = span < 0 ? "-" : "";
	int64_t seconds = (span < 0 ? -span : span) / 1000;
	int64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
	if (days >= 1)
		snprintf(text, MOMENT_TEXT_MAX, T(SPAN_DAYS), sign, (int)days, (int)(hours % 24));
	else if (hours >= 1)
		snprintf(text, MOMENT_TEXT_MAX, T(SPAN_HOURS), sign, (int)hours, (int)(minutes % 60));
	else if (minutes >= 1)
		snprintf(text, MOMENT_TEXT_MAX, T(SPAN_MINUTES), sign, (int)minutes);
	else
		snprintf(text, MOMENT_TEXT_MAX, T(SPAN_SECONDS), sign, (int)seconds);
}

void moment_span_exact(int64_t span, char text[MOMENT_TEXT_MAX])
{
	const char *sign = span < 0 ? "-" : "";
	int64_t ms = span < 0 ? -span : span;
	int64_t minutes = ms / 60000, rest = ms % 60000;
	size_t len = 0;
	*text = '\0';
	if (minutes >= 60)
		snprintf(
			text, MOMENT_TEXT_MAX, T(SPAN_HOURS), sign, (int)(minutes / 60), (int)(minutes % 60));
	else if (minutes > 0)
		snprintf(text, MOMENT_TEXT_MAX, T(SPAN_MINUTES), sign, (int)minutes);
	if (minutes > 0 && rest == 0)
		return;
	len = strlen(text);
	len += (size_t)snprintf(text + len, MOMENT_TEXT_MAX - len, "%s", minutes > 0 ? " " : sign);
	if (rest % 1000 == 0)
		snprintf(text + len, MOMENT_TEXT_MAX - len, T(SPAN_REST), (int)(rest / 1000));
	else
		snprintf(text + len, MOMENT_TEXT_MAX - len, T(SPAN_REST_MS), (int)(rest / 1000),
			(int)(rest % 1000));
}

void moment_left(int64_t left, char text[MOMENT_TEXT_MAX])
{
	char span[MOMENT_TEXT_MAX];
	moment_span(left < 0 ? -left : left, span);
	/* A span is far shorter than its buffer; the bound is for the compiler. */
	snprintf(text, MOMENT_TEXT_MAX, left < 0 ? T(LATE_BY) : T(TIME_LEFT), span);
}

static bool has_offset(const char *text)
{
	size_t len = strlen(text), of_date = strlen("2026-03-06");
	return len > of_date && strpbrk(text + of_date, "Zz+-") != NULL;
}

bool moment_parse(const char *text, int64_t *at)
{
	if (!instant_parse(text, at))
		return false;
	if (has_offset(text))
		return true;
	time_t as_utc = (time_t)(*at / 1000);
	struct tm parts;
	if (gmtime_r(&as_utc, &parts) == NULL)
		return false;
	parts.tm_isdst = -1;
	*at = (int64_t)mktime(&parts) * 1000 + *at % 1000;
	return true;
}
