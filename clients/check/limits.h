/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECK_LIMITS_H
#define CHECK_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is watched: alarms by severity, mildest first, and the daemon itself. */
enum subject {
	SUBJECT_WARNING,
	SUBJECT_MINOR,
	SUBJECT_MAJOR,
	SUBJECT_CRITICAL,
	SUBJECT_SEVERITIES, /* how many severities there are */
	SUBJECT_LAG = SUBJECT_SEVERITIES, /* of timers */
	SUBJECT_QUEUE,
	SUBJECT_N
};

enum { LIMIT_NONE = -1 };
#define LIMIT_SECONDS_MAX (36525LL * 86400)

/* From where on each is too much: seconds, the queue in percent of its room; LIMIT_NONE: never. */
struct limits {
	int64_t from[SUBJECT_N];
};

const char *subject_name(enum subject s); /* "major", "lag" */
bool subject_find(const char *name, size_t len, enum subject *s);
/* "major:10m,critical:0,lag:30s,queue:50%"; what is not named has no limit. False with why. */
bool limits_parse(struct limits *l, const char *text, char *why, size_t size);

#endif
