/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the counting of open orders for monitoring. It has a connection of its own, so that it may take
 * its time: nobody's call stands behind it.
 */
#include "base/die.h"
#include "store/inside.h"

struct tally_job {
	struct call_job call;
	struct tally *tally;
};

static void tally_take(struct job *j, enum statement what, const PGresult *res)
{
	struct tally *t = ((struct tally_job *)j)->tally;

	must(what == ST_TALLY);
	for (int i = 0; i < PQntuples(res); i++) {
		int tier = word_value(WORDS_TIER, PQgetvalue(res, i, 0));

		t->open[tier] = row_int(res, i, 1, 0);
		t->overdue[tier] = row_int(res, i, 2, 0);
	}
}

void store_tally(struct store *s, struct tally *tally, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_COUNT];
	struct tally_job *t = xcalloc(1, sizeof(*t));

	*tally = (struct tally){{0}, {0}};
	t->call = (struct call_job){{.take = tally_take, .end = call_end}, s, done, arg};
	t->tally = tally;
	if (!call_begin(s, CHANNEL_COUNT, &t->call))
		return;
	conn_send(c, ST_TALLY, NULL);
	conn_end(c);
}
