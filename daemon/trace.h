/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_TRACE_H
#define SL_DAEMON_TRACE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a call is known by from its arrival to its answer: error.data.trace and the field trace of
 * every log record about it. The caller's own where the door has a place for it (HTTP: X-Request-Id),
 * else PREFIX-COUNT in hexadecimal, whose prefix no other life of a daemon has.
 */
enum { TRACE_MAX = 64 };

struct traces {
	char prefix[9];
	uint64_t n;
};

void traces_init(struct traces *t);
const char *traces_next(struct traces *t, char out[TRACE_MAX + 1]);
bool trace_is_well_formed(const char *text); /* letters, digits, . _ -; at most TRACE_MAX */

#endif
