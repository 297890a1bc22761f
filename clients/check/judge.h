/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHECK_JUDGE_H
#define CHECK_JUDGE_H

#include <stdio.h>

#include "check/limits.h"

/* The exit statuses of the Nagios plugin conventions. */
enum verdict { VERDICT_OK, VERDICT_WARNING, VERDICT_CRITICAL, VERDICT_UNKNOWN };

struct finding { /* what the daemon said */
	bool is_store_away;
	bool takes_no_changes; /* it is there, and refuses whatever changes something */
	bool is_counted; /* the alarms could be read, all of them; never while the store is away */
	char problem[256]; /* why not; "": unknown */
	bool has_more; /* there are, or may be, more alarms than these */
	struct {
		int64_t n, oldest_s;
	} alarms[SUBJECT_SEVERITIES];
	int64_t lag_ms;
	int64_t n_queued, queue_max; /* of the daemon's fuller queue */
	int64_t n_sessions;
};

const char *verdict_name(enum verdict v); /* "OK" */
/* A text of others, so that it can neither end the line nor begin the performance data. */
void verdict_put_text(FILE *out, const char *text);
/* Puts the whole line, performance data and line feed too. */
enum verdict finding_judge(const struct finding *f, const struct limits *warning,
	const struct limits *critical, FILE *out);

#endif
