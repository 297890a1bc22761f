/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the daemon's counters. They only grow, live in memory and begin anew with the process; no
 * decision is ever made by them.
 */
#include "daemon/meter.h"

#include <stdlib.h>

#include "base/die.h"

const int64_t spread_bounds_us[SPREAD_BOUNDS] = {1000, 2500, 5000, 10000, 25000, 50000, 100000,
	250000, 500000, 1000000, 2500000, 5000000, 10000000, 30000000, 60000000};

void spread_add(struct spread *s, int64_t us)
{
	int i = 0;

	if (us < 0)
		us = 0;
	while (i < SPREAD_BOUNDS && us > spread_bounds_us[i])
		i++;
	s->n_at[i]++;
	s->n++;
	s->sum_us += us;
}

void spread_join(struct spread *s, const struct spread *other)
{
	for (int i = 0; i <= SPREAD_BOUNDS; i++)
		s->n_at[i] += other->n_at[i];
	s->n += other->n;
	s->sum_us += other->sum_us;
}

struct meter *meter_new(void)
{
	struct meter *m = xcalloc(1, sizeof(*m));

	m->methods = xcalloc((size_t)n_commands + 1, sizeof(*m->methods));
	return m;
}

void meter_free(struct meter *m)
{
	free(m->methods);
	free(m);
}

void meter_count_call(struct meter *m, const struct command *c, enum err err, int64_t took_us)
{
	struct meter_method *method = &m->methods[c ? command_index(c) : n_commands];

	method->n_by_class[err]++;
	spread_add(&method->took, took_us);
}

void meter_count_batch(struct meter *m, int n_calls, const struct spread *lags)
{
	m->n_batches++;
	m->n_batched += (uint64_t)n_calls;
	spread_join(&m->lags, lags);
}

void meter_count_poll(struct meter *m, bool is_kept)
{
	if (is_kept)
		m->n_polls_kept++;
	else
		m->n_polls_read++;
}

void meter_count_http(struct meter *m, int code)
{
	int i = 0;

	while (i < HTTP_CODES_MAX - 1 && m->http[i].code && m->http[i].code != code)
		i++;
	m->http[i].code = code;
	m->http[i].n++;
}
