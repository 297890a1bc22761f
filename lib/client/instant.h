/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_INSTANT_H
#define CLIENT_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Instants are ms since 1970 UTC, spans ms, as everywhere in the product. */
#define INSTANT_NONE INT64_MIN
#define INSTANT_TEXT_MAX 32
#define SPAN_TEXT_MAX 48

/*
 * ISO 8601: a date, or a date and a time joined by a T or a space, seconds and fractions and the
 * offset optional. No offset means UTC. Years 1 to 9999; fractions are cut to ms.
 */
bool instant_parse(const char *text, int64_t *at);

/* RFC 3339 with milliseconds, as the API wants it: 2026-03-06T16:00:00.000Z */
void instant_format(int64_t at, char text[INSTANT_TEXT_MAX]);

/* ISO 8601 span of weeks, days, hours, minutes, seconds (a leading minus allowed). */
bool span_parse(const char *text, int64_t *span);

/* Seconds, with as many decimals as are needed: 90, 0.5, 12.345 */
void span_format_seconds(int64_t span, char text[SPAN_TEXT_MAX]);

#endif
