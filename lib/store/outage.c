/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the looking after a store that nobody would notice otherwise: whether its schema still is ours, what its
 * clock says, and whether what was refused may be tried again. It never decides what people are told.
 */
#include "base/die.h"
#include "store/inside.h"

struct check_job {
	struct call_job call;
	struct store_check *check;
};

static void check_take(struct job *j, enum statement what, const PGresult *res)
{
	struct store *s = ((struct check_job *)j)->call.store;
	int64_t ours = 0;

	(void)what;
	((struct check_job *)j)->check->real_at = row_int(res, 0, 0, 0);
	for (const struct schema_file *f = schema_files; f->number; f++)
		ours = f->number;
	for (int i = 0; row_int(res, 0, 1, 0) > ours && i < CHANNEL_N; i++)
		if (conn_is_ready(&s->conns[i]))
			conn_break(&s->conns[i], OUTAGE_SCHEMA_NEWER,
				"the store's schema is newer than this program knows");
}

void store_check(struct store *s, struct store_check *check, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_NOTICE];
	struct check_job *j = xcalloc(1, sizeof(*j));

	j->call = (struct call_job){{.take = check_take, .end = call_end}, s, done, arg};
	j->check = check;
	if (!call_begin(s, CHANNEL_NOTICE, &j->call))
		return;
	conn_send(c, ST_CHECK, NULL);
	conn_end(c);
}

static void probe_end(struct job *j, enum store_outcome outcome)
{
	if (outcome == STORE_OK)
		((struct call_job *)j)->store->writing = OUTAGE_NONE;
	call_end(j, outcome);
}

void store_probe(struct store *s, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_NOTICE];
	struct call_job *call = xcalloc(1, sizeof(*call));

	*call = (struct call_job){{.end = probe_end}, s, done, arg};
	if (!call_begin(s, CHANNEL_NOTICE, call))
		return;
	conn_send(c, ST_BEGIN, NULL);
	conn_send(c, ST_PROBE, NULL);
	conn_end(c);
	/* Refused or not, it is left before whatever is asked next. */
	conn_send_alone(c, ST_ROLLBACK);
}
