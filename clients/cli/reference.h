/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_REFERENCE_H
#define CLI_REFERENCE_H

#include <jansson.h>
#include <stdbool.h>

#define REFERENCE_NAME_MAX 64

enum reference_kind {
	REFERENCE_ID, /* @o17: what the answer saved under o17 is about */
	REFERENCE_ORDER, /* @o17.order: its order */
	REFERENCE_TASK, /* @o17.task.NAME: that order's task of this name */
	REFERENCE_RETURN, /* @o17.return: that order's latest return slip */
};

struct reference {
	enum reference_kind kind;
	char name[REFERENCE_NAME_MAX];
	const char *task; /* points into the text that was parsed */
};

/* False when the text is no well-formed reference. */
bool reference_parse(const char *text, struct reference *reference);

/* Answers the id a reference stands for, a new reference, or NULL when it cannot. */
typedef json_t *reference_find_fn(void *arg, const struct reference *reference);

/*
 * A copy of `value` in which every string that begins with @ is replaced by what `find` answers
 * (@@ stands for a plain @). NULL when a reference is malformed (*bad names it) or `find` failed.
 */
json_t *reference_replace(
	const json_t *value, reference_find_fn *find, void *arg, const char **bad);

#endif
