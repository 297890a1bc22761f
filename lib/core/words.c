/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the look-up between the words of the API and our enums. It never knows what a word means.
 */
#include "words.h"

#include <string.h>

#include "base/die.h"

#define X(id, name) name,
static const char *const order_kinds[] = {NULL, ORDER_KINDS(X)};
static const char *const order_states[] = {NULL, ORDER_STATES(X)};
static const char *const task_states[] = {NULL, TASK_STATES(X)};
static const char *const return_states[] = {NULL, RETURN_STATES(X)};
static const char *const return_kinds[] = {NULL, RETURN_KINDS(X)};
static const char *const clock_kinds[] = {NULL, CLOCK_KINDS(X)};
static const char *const clock_states[] = {NULL, CLOCK_STATES(X)};
static const char *const clock_pauses[] = {NULL, CLOCK_PAUSES(X)};
static const char *const tiers[] = {NULL, TIERS(X)};
static const char *const severities[] = {NULL, SEVERITIES(X)};
static const char *const tells[] = {NULL, TELLS(X)};
static const char *const alarm_states[] = {NULL, ALARM_STATES(X)};
static const char *const resources[] = {NULL, RESOURCES(X)};
static const char *const answers[] = {NULL, ANSWERS(X)};
static const char *const purposes[] = {NULL, PURPOSES(X)};
static const char *const faults[] = {NULL, FAULTS(X)};
static const char *const sides[] = {NULL, SIDES(X)};
static const char *const forecast_states[] = {NULL, FORECAST_STATES(X)};
static const char *const unit_kinds[] = {NULL, UNIT_KINDS(X)};
static const char *const reviews[] = {NULL, REVIEWS(X)};
static const char *const roles[] = {NULL, ROLES(X)};
static const char *const clock_changes[] = {NULL, CLOCK_CHANGES(X)};
static const char *const notice_states[] = {NULL, NOTICE_STATES(X)};
#undef X

#define SET(id, list) [id] = {list, (int)N_OF(list)}
static const struct {
	const char *const *names;
	int n;
} sets[WORDS_N] = {
	SET(WORDS_ORDER_KIND, order_kinds),
	SET(WORDS_ORDER_STATE, order_states),
	SET(WORDS_TASK_STATE, task_states),
	SET(WORDS_RETURN_STATE, return_states),
	SET(WORDS_RETURN_KIND, return_kinds),
	SET(WORDS_CLOCK_KIND, clock_kinds),
	SET(WORDS_CLOCK_STATE, clock_states),
	SET(WORDS_CLOCK_PAUSE, clock_pauses),
	SET(WORDS_TIER, tiers),
	SET(WORDS_SEVERITY, severities),
	SET(WORDS_TELL, tells),
	SET(WORDS_ALARM_STATE, alarm_states),
	SET(WORDS_RESOURCE, resources),
	SET(WORDS_ANSWER, answers),
	SET(WORDS_PURPOSE, purposes),
	SET(WORDS_FAULT, faults),
	SET(WORDS_SIDE, sides),
	SET(WORDS_FORECAST_STATE, forecast_states),
	SET(WORDS_UNIT_KIND, unit_kinds),
	SET(WORDS_REVIEW, reviews),
	SET(WORDS_ROLE, roles),
	SET(WORDS_CLOCK_CHANGE, clock_changes),
	SET(WORDS_NOTICE_STATE, notice_states),
};

const char *word_name(enum words set, int value)
{
	must(set < WORDS_N && value >= 0 && value < sets[set].n);
	return sets[set].names[value];
}

int word_value(enum words set, const char *name)
{
	must(set < WORDS_N);
	for (int i = 1; name && i < sets[set].n; i++)
		if (strcmp(sets[set].names[i], name) == 0)
			return i;
	return 0;
}

int word_count(enum words set)
{
	must(set < WORDS_N);
	return sets[set].n - 1;
}
