/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what Postgres' error codes mean to the daemon: try again, away, or refused for good. One table,
 * the longest match wins: a class of two letters stands for all its codes.
 */
#include "store/sqlstate.h"

#include <string.h>

#include "base/die.h"

static const struct {
	const char *state;
	enum store_outcome outcome;
	const char *words;
	enum outage outage;
} states[] = {
	{"23505", STORE_RETRY, "someone else wrote the same first", OUTAGE_NONE},
	{"40001", STORE_RETRY, "two transactions could not both be", OUTAGE_NONE},
	{"40P01", STORE_RETRY, "deadlock", OUTAGE_NONE},
	{"55P03", STORE_RETRY, "a lock was not to be had in time", OUTAGE_NONE},
	{"0A000", STORE_RETRY, "a prepared statement is out of date", OUTAGE_NONE},
	{"26000", STORE_RETRY, "a prepared statement is gone", OUTAGE_NONE},
	{"57014", STORE_AWAY, "the store took too long", OUTAGE_NONE},
	{"57P0", STORE_AWAY, "the database server is stopping or starting", OUTAGE_NONE},
	{"25P03", STORE_AWAY, "the transaction stood idle too long", OUTAGE_NONE},
	{"25006", STORE_REFUSED, "the database is read-only", OUTAGE_READ_ONLY},
	{"53100", STORE_REFUSED, "the disk under the database is full", OUTAGE_FULL},
	{"42501", STORE_REFUSED, "the database role lacks a right", OUTAGE_NONE},
	{"42P01", STORE_REFUSED, "a table is missing: run sliploopd migrate", OUTAGE_NONE},
	{"23", STORE_BAD_ROW, "a constraint of the store refuses a row: this is a bug of ours",
		OUTAGE_NONE},
	{"28", STORE_REFUSED, "the database does not let us in", OUTAGE_NONE},
	{"3D000", STORE_REFUSED, "there is no such database", OUTAGE_NONE},
	{"08", STORE_AWAY, "the connection to the database broke", OUTAGE_NONE},
	{"53", STORE_AWAY, "the database server is short of something", OUTAGE_NONE},
	{"58", STORE_AWAY, "the database server had a system error", OUTAGE_NONE},
};

static int find(const char *state)
{
	int best = -1;
	size_t longest = 0;

	for (size_t i = 0; state && i < N_OF(states); i++) {
		size_t n = strlen(states[i].state);

		if (n > longest && strncmp(state, states[i].state, n) == 0) {
			best = (int)i;
			longest = n;
		}
	}
	return best;
}

enum store_outcome sqlstate_outcome(const char *state)
{
	int i = find(state);

	return i < 0 ? STORE_REFUSED : states[i].outcome;
}

const char *sqlstate_words(const char *state)
{
	int i = find(state);

	return i < 0 ? NULL : states[i].words;
}

enum outage sqlstate_outage(const char *state)
{
	int i = find(state);

	return i < 0 ? OUTAGE_NONE : states[i].outage;
}

bool sqlstate_is_stale(const char *state)
{
	return state && (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0);
}
