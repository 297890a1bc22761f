/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_CORE_FIXTURE_H
#define SL_TESTS_CORE_FIXTURE_H

#include "core/decide.h"
#include "core/sla.h"

/*
 * A small carrier for tests of the core: two front units, stations in two areas, people of every
 * role, the limits and ladders of product.md for a few services. Decisions are carried out as the
 * engine does it: due steps first, then guard and command on a working copy.
 */
#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define T0 INT64_C(1772438400000) /* 2026-03-02T08:00:00Z */

struct bench {
	struct arena arena;
	struct org *org;
	struct id_pool ids;
	struct order *order, *cited;
	struct places places;
	struct failure fail; /* of the latest refusal */
	struct org_change *changes;
	int64_t now_at;
};

void bench_init(struct bench *b);
void bench_fini(struct bench *b);

/* The command as `who`; d's task, slip or alarm by id where the request names one. */
enum err bench_do(struct bench *b, const char *who, decide_fn *decide, const void *request);
enum err bench_do_task(
	struct bench *b, const char *who, const char *task, decide_fn *decide, const void *request);
void bench_advance(struct bench *b, int64_t to); /* fires each step at its own instant */

struct order *bench_fault(struct bench *b, enum tier tier); /* raised and submitted */
void bench_dispatch(
	struct bench *b, const char *const nodes[][3], int n); /* name, station, after */
enum err bench_complete(struct bench *b, const char *who, const char *task);
/* A confirmation of "Hotel", asked for and answered; no `valid_until` is INSTANT_NONE. */
struct order *bench_answer_confirmation(struct bench *b, enum tier tier, int64_t valid_until);

#endif
