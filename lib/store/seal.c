/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the history's seal in the store: sealing, on the connection of the notices, beside whatever the batches
 * do; and reading seals and the rows they are about. It never judges whether one fits the other.
 */
#include "store/seal.h"

#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"

/* --- sealing ------------------------------------------------------------------------------------ */

struct seal_job {
	struct call_job call;
	struct sealing *sealing;
};

static void get_hash(unsigned char hash[SEAL_HASH], const PGresult *res, int row, int col)
{
	must(PQgetlength(res, row, col) == SEAL_HASH); /* the schema says so */
	memcpy(hash, PQgetvalue(res, row, col), SEAL_HASH);
}

static void seal_take(struct job *j, enum statement what, const PGresult *res)
{
	struct sealing *s = ((struct seal_job *)j)->sealing;

	if (PQntuples(res) != 1)
		return; /* nothing was sealed */
	if (what == ST_SEAL) {
		s->n = (int)row_int(res, 0, 0, 0);
		return;
	}
	s->head.number = row_int(res, 0, 0, 0);
	s->head.n_rows = row_int(res, 0, 1, 0);
	get_hash(s->head.hash, res, 0, 2);
	s->next_id = row_int(res, 0, 3, 0);
	snprintf(s->held_by, sizeof(s->held_by), "%s", PQgetvalue(res, 0, 4));
}

void store_seal(struct store *s, struct sealing *sealing, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_NOTICE];
	struct seal_job *j = xcalloc(1, sizeof(*j));

	*sealing = (struct sealing){0};
	j->call = (struct call_job){{.take = seal_take, .end = call_end}, s, done, arg};
	j->sealing = sealing;
	if (!call_begin(s, CHANNEL_NOTICE, &j->call))
		return;
	params_clear(&s->params);
	params_put_int(&s->params, SEAL_ROWS_MAX);
	conn_send(c, ST_SEAL, &s->params);
	conn_send(c, ST_READ_SEAL_STATE, NULL);
	conn_end(c);
}

/* --- reading ------------------------------------------------------------------------------------- */

struct read_job {
	struct call_job call;
	struct seal_page *seals; /* what is asked for: one of the three */
	struct sealed_page *rows;
	int64_t *count;
};

static void take_seals(struct seal_page *page, const PGresult *res)
{
	page->n = PQntuples(res);
	page->seals = arena_new_n(page->arena, (size_t)page->n, struct seal);
	for (int i = 0; i < page->n; i++) {
		struct seal *s = &page->seals[i];
		size_t size = (size_t)PQgetlength(res, i, 5);

		s->head.number = row_int(res, i, 0, 0);
		s->head.n_rows = row_int(res, i, 1, 0);
		get_hash(s->head.hash, res, i, 2);
		s->upto = (struct seal_place){row_text(page->arena, res, i, 3), row_int(res, i, 4, 0)};
		s->entries = arena_copy(page->arena, PQgetvalue(res, i, 5), size);
		s->n = (int)(size / SEAL_ENTRY);
		s->sealed_at = row_int(res, i, 6, 0);
	}
}

static void take_rows(struct sealed_page *page, const PGresult *res)
{
	page->n = PQntuples(res);
	page->rows = arena_new_n(page->arena, (size_t)page->n, struct sealed_row);
	for (int i = 0; i < page->n; i++)
		page->rows[i] = (struct sealed_row){row_int(res, i, 0, 0), row_int(res, i, 1, 0),
			row_int(res, i, 2, 0), row_text(page->arena, res, i, 3)};
}

static void read_take(struct job *j, enum statement what, const PGresult *res)
{
	struct read_job *r = (struct read_job *)j;

	(void)what;
	if (r->seals)
		take_seals(r->seals, res);
	else if (r->rows)
		take_rows(r->rows, res);
	else
		*r->count = row_int(res, 0, 0, 0);
}

static void ask(
	struct store *s, const struct read_job *job, enum statement what, store_done *done, void *arg)
{
	struct conn *c = &s->conns[CHANNEL_READ];
	struct read_job *j = xcalloc(1, sizeof(*j));

	*j = *job;
	j->call = (struct call_job){{.take = read_take, .end = call_end}, s, done, arg};
	if (!call_begin(s, CHANNEL_READ, &j->call))
		return;
	conn_send(c, what, &s->params);
	conn_end(c);
}

static void put_place(struct params *p, const struct seal_place *place)
{
	params_put_text(p, place->xid);
	params_put_int(p, place->id);
}

void store_read_seals(
	struct store *s, int64_t after, int max, struct seal_page *page, store_done *done, void *arg)
{
	params_clear(&s->params);
	params_put_int(&s->params, after);
	params_put_int(&s->params, max);
	ask(s, &(struct read_job){.seals = page}, ST_READ_SEALS, done, arg);
}

void store_read_sealed(struct store *s, const struct seal_place *after,
	const struct seal_place *upto, int max, struct sealed_page *page, store_done *done, void *arg)
{
	params_clear(&s->params);
	put_place(&s->params, after);
	put_place(&s->params, upto);
	params_put_int(&s->params, max);
	ask(s, &(struct read_job){.rows = page}, ST_READ_SEALED, done, arg);
}

void store_find_sealed(
	struct store *s, int64_t id, struct sealed_page *page, store_done *done, void *arg)
{
	params_clear(&s->params);
	params_put_int(&s->params, id);
	ask(s, &(struct read_job){.rows = page}, ST_FIND_SEALED, done, arg);
}

void store_count_unsealed(
	struct store *s, const struct seal_place *after, int64_t *n, store_done *done, void *arg)
{
	params_clear(&s->params);
	put_place(&s->params, after);
	ask(s, &(struct read_job){.count = n}, ST_COUNT_UNSEALED, done, arg);
}
