/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_ROWS_H
#define SL_STORE_ROWS_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "core/words.h"

/* How a member of a struct lies in a column. What means "none" becomes null and comes back so. */
enum field_type {
	FIELD_BIG, /* int64_t */
	FIELD_ID, /* int64_t, 0: none */
	FIELD_AT, /* int64_t, INSTANT_NONE: none */
	FIELD_HOLD_AT, /* the same, 0 too: a struct hold all zero is none */
	FIELD_SPAN, /* int64_t, -1: none */
	FIELD_INT, /* int */
	FIELD_INT0, /* int, 0: none */
	FIELD_BITS, /* unsigned */
	FIELD_BOOL,
	FIELD_BOOL0, /* false is null: columns that are mostly empty */
	FIELD_TEXT, /* NULL: none */
	FIELD_WORD, /* an enum of words.h, 0: none */
	FIELD_TOLD, /* the same of what happened, which no CHECK looks at: a word that is none of ours is read as none */
	FIELD_NAMES, /* struct names as text[] */
	FIELD_NAMES0, /* the same, null when empty */
	FIELD_HASH, /* unsigned char[32] */
	FIELD_HOURS, /* struct hours as text */
};

struct field {
	const char *name; /* of the column */
	enum field_type type;
	size_t offset;
	enum words words;
};

size_t field_size(enum field_type type); /* of the member */

struct row_type {
	const struct field *fields; /* parameters and columns 2 .. */
	int n;
	size_t size;
};

extern const struct row_type row_order, row_order_stamp, row_slip, row_clock, row_task, row_return,
	row_alarm, row_history, row_clock_event, row_feedback, row_notice, row_notice_seen;
extern const struct row_type row_unit, row_station, row_user, row_customer, row_token,
	row_hold_reason, row_limit, row_ladder, row_step, row_quota, row_target, row_route, row_node,
	row_calendar, row_day, row_shift, row_forecast;

enum { PARAMS_MAX = 48 };

/* Parameters of one statement, all in binary format: nothing to quote, nothing to parse. */
struct params {
	int n;
	struct buf data[PARAMS_MAX];
	bool is_null[PARAMS_MAX];
};

void params_init(struct params *p);
void params_fini(struct params *p);
void params_clear(struct params *p);

void params_put_int(struct params *p, int64_t v);
void params_put_at(struct params *p, int64_t at); /* INSTANT_NONE: null */
void params_put_bool(struct params *p, bool v);
void params_put_text(struct params *p, const char *s); /* NULL: null */
void params_put_word(struct params *p, enum words set, int word); /* 0: null */

/* One array at a time: begun, filled, and the next parameter ends it. */
void params_begin_ints(struct params *p, int n);
void params_begin_texts(struct params *p, int n);
void params_add_int(struct params *p, int64_t v);
void params_add_text(struct params *p, const char *s);

/* One array a field, an element a row; rows of the type's struct. */
void params_put_rows(struct params *p, const struct row_type *t, const void *const *rows, int n);

/* Whether a field of the type differs; a text that was read again counts as another. */
bool row_differs(const struct row_type *t, const void *a, const void *b);

/* Columns `first` .. of a row into out, texts into the arena; ends `first` + t->n. */
void row_get(
	struct arena *a, const struct row_type *t, const PGresult *res, int row, int first, void *out);
int64_t row_int(const PGresult *res, int row, int col, int64_t when_null);
double row_real(const PGresult *res, int row, int col);
const char *row_text(struct arena *a, const PGresult *res, int row, int col); /* NULL: null */

/* {"a","b"}: how text[] is spelt inside a text parameter. */
struct names;
void names_spell(struct buf *b, const struct names *names);

#endif
