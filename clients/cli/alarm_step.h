/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_ALARM_STEP_H
#define CLI_ALARM_STEP_H

#include <jansson.h>

#include "moment.h"

/* The severities of alarms, the worst first. */
#define ALARM_SEVERITIES 4
extern const char *const alarm_severities[ALARM_SEVERITIES];

/* The share of the limit its step stands at; -1 when it stands at a span after the breach. */
double alarm_step_share(const json_t *alarm);

/* "12.5 %" of the limit, "+ 30 min" after the breach, "" where the alarm says neither. */
void alarm_step_text(const json_t *alarm, char text[MOMENT_TEXT_MAX]);

#endif
