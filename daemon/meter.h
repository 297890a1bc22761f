/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_METER_H
#define SL_DAEMON_METER_H

#include <stdbool.h>
#include <stdint.h>

#include "api/command.h"
#include "base/err.h"

/* What the daemon counts of itself since it started; read by whoever shows it. */
enum { SPREAD_BOUNDS = 15 };
extern const int64_t spread_bounds_us[SPREAD_BOUNDS];

struct spread { /* how many spans were at most so long */
	uint64_t n_at[SPREAD_BOUNDS + 1]; /* within each bound and above the one before; last: longer */
	uint64_t n;
	int64_t sum_us;
};
void spread_add(struct spread *s, int64_t us);
void spread_join(struct spread *s, const struct spread *other);

struct meter_method {
	uint64_t n_by_class[ERR_N]; /* ERR_NONE: it was answered with a result */
	struct spread took;
};

enum { HTTP_CODES_MAX = 32 };

struct meter {
	struct meter_method *methods; /* as in commands; the last one: no method was recognised */
	struct spread lags; /* of steps: from the due instant to their firing */
	uint64_t n_batches, n_batched; /* committed batches, the calls in them */
	uint64_t n_polls_kept, n_polls_read; /* alarm.list, from memory and from the store */
	struct {
		int code;
		uint64_t n;
	} http[HTTP_CODES_MAX]; /* answers of the HTTP door, code 0: not used yet */
};

struct meter *meter_new(void);
void meter_free(struct meter *m);
/* command NULL: none was recognised. */
void meter_count_call(struct meter *m, const struct command *c, enum err err, int64_t took_us);
void meter_count_batch(struct meter *m, int n_calls, const struct spread *lags);
void meter_count_poll(struct meter *m, bool is_kept);
void meter_count_http(struct meter *m, int code);

#endif
