/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where on its ladder an alarm stands, and how grave that is, as every view spells it. Owns nothing.
 */
#include "alarm_step.h"

#include <stdio.h>

#include "cli.h"
#include "client/instant.h"

const char *const alarm_severities[ALARM_SEVERITIES] = {"critical", "major", "minor", "warning"};

double alarm_step_share(const json_t *alarm)
{
	json_t *step = json_object_get(alarm, "step");
	return json_is_number(step) ? json_number_value(step) : -1;
}

void alarm_step_text(const json_t *alarm, char text[MOMENT_TEXT_MAX])
{
	double share = alarm_step_share(alarm);
	int64_t after = field_span(alarm, "step");
	char span[MOMENT_TEXT_MAX];
	*text = '\0';
	if (share >= 0) {
		/* Nine digits are all there are: a step is millionths of the limit, at most a hundredfold. */
		snprintf(text, MOMENT_TEXT_MAX, "%.9g %%", share * 100);
	} else if (after != INSTANT_NONE) {
		moment_span(after, span);
		snprintf(text, MOMENT_TEXT_MAX, "+ %.80s", span);
	}
}
