/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_CHECK_H
#define SL_CORE_CHECK_H

#include "core/verify.h"

/*
 * Inside verify only: one stored thing against the same one rebuilt. What differs becomes a sentence
 * that names the order, what it is of ("clock order, generation 1"; NULL: the order) and both values.
 */
struct check {
	struct verify *v;
	struct arena *page;
	const struct order *order; /* NULL: of all of them */
};

void check_say(const struct check *k, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void check_at(
	const struct check *k, const char *of, const char *what, int64_t stored, int64_t rebuilt);
void check_span(
	const struct check *k, const char *of, const char *what, int64_t stored, int64_t rebuilt);
void check_count(
	const struct check *k, const char *of, const char *what, int64_t stored, int64_t rebuilt);
void check_yes(const struct check *k, const char *of, const char *what, bool stored, bool rebuilt);
void check_word(const struct check *k, const char *of, const char *what, enum words set, int stored,
	int rebuilt);
void check_text(const struct check *k, const char *of, const char *what, const char *stored,
	const char *rebuilt);

const char *check_spell_at(struct arena *a, int64_t at); /* "none" for INSTANT_NONE */
const char *check_spell_month(struct arena *a, int64_t month); /* "2026-03" */
/* "task line", "return 7", "order": whose clock, step or alarm it is. */
const char *check_spell_clock(
	const struct check *k, enum clock_kind clock, int64_t ref, int generation);

/* The parts of verify_order (verify_record.c): rebuilt is NULL where the record cannot be played. */
void check_history(const struct check *k);
void check_record(const struct check *k, struct order *rebuilt);
/* What the order adds to the sums (verify_sums.c). */
void check_add_sums(const struct check *k, const struct order *rebuilt);

#endif
