/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_MOMENT_H
#define CLI_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#define MOMENT_TEXT_MAX 96

/* The zone instants are shown in (an IANA name); UTC when it is not known here. */
void moment_zone_put(const char *zone);
const char *moment_zone_get(void);

void moment_when(int64_t at, char text[MOMENT_TEXT_MAX]); /* 2026-03-06 16:00 */
void moment_when_s(int64_t at, char text[MOMENT_TEXT_MAX]); /* 2026-03-06 16:00:31 */
void moment_span(int64_t span, char text[MOMENT_TEXT_MAX]); /* 2 h 05 min */
/* Nothing of it left out, so that it can be added up: 66 h 00 min, 5 min 30 s, 0.250 s */
void moment_span_exact(int64_t span, char text[MOMENT_TEXT_MAX]);
/* "2 h 05 min left", "late by 35 min" */
void moment_left(int64_t left, char text[MOMENT_TEXT_MAX]);

/* An instant as people write it: without an offset it is meant in the zone shown. */
bool moment_parse(const char *text, int64_t *at);

#endif
