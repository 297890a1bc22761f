/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the border between structs and Postgres' binary format: members become arrays of parameters,
 * columns become members. It never sends anything and holds no SQL but the columns' names.
 */
#include "store/rows.h"

#include <endian.h>
#include <stddef.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "core/notice.h"
#include "core/order.h"
#include "core/org.h"
#include "store/fields.h"
#include "store/fields_org.h"

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, HASH_SIZE = 32 };

#define X(num, column, ptype, ctype, how, member, set) \
	{#column, FIELD_##how, offsetof(TABLE, member), (enum words)(set)},
#define ROW_TYPE(noun) \
	{ \
		noun##_fields, (int)N_OF(noun##_fields), sizeof(TABLE) \
	}

#define TABLE struct order
static const struct field order_fields[] = {ORDER_FIELDS(X)};
const struct row_type row_order = ROW_TYPE(order);
static const struct field order_stamp_fields[] = {ORDER_STAMP_FIELDS(X)};
const struct row_type row_order_stamp = ROW_TYPE(order_stamp);
static const struct field slip_fields[] = {SLIP_FIELDS(X)};
const struct row_type row_slip = ROW_TYPE(slip);
#undef TABLE
#define TABLE struct clock
static const struct field clock_fields[] = {CLOCK_FIELDS(X)};
const struct row_type row_clock = ROW_TYPE(clock);
#undef TABLE
#define TABLE struct task
static const struct field task_fields[] = {TASK_FIELDS(X)};
const struct row_type row_task = ROW_TYPE(task);
#undef TABLE
#define TABLE struct return_slip
static const struct field return_fields[] = {RETURN_FIELDS(X)};
const struct row_type row_return = ROW_TYPE(return );
#undef TABLE
#define TABLE struct alarm
static const struct field alarm_fields[] = {ALARM_FIELDS(X)};
const struct row_type row_alarm = ROW_TYPE(alarm);
#undef TABLE
#define TABLE struct happening
static const struct field history_fields[] = {HISTORY_FIELDS(X)};
const struct row_type row_history = ROW_TYPE(history);
#undef TABLE
#define TABLE struct clock_event
static const struct field clock_event_fields[] = {CLOCK_EVENT_FIELDS(X)};
const struct row_type row_clock_event = ROW_TYPE(clock_event);
#undef TABLE
#define TABLE struct feedback
static const struct field feedback_fields[] = {FEEDBACK_FIELDS(X)};
const struct row_type row_feedback = ROW_TYPE(feedback);
#undef TABLE
#define TABLE struct notice
static const struct field notice_fields[] = {NOTICE_FIELDS(X)};
const struct row_type row_notice = ROW_TYPE(notice);
static const struct field notice_seen_fields[] = {NOTICE_SEEN_FIELDS(X)};
const struct row_type row_notice_seen = ROW_TYPE(notice_seen);
#undef TABLE
#define TABLE struct unit
static const struct field unit_fields[] = {UNIT_FIELDS(X)};
const struct row_type row_unit = ROW_TYPE(unit);
#undef TABLE
#define TABLE struct station
static const struct field station_fields[] = {STATION_FIELDS(X)};
const struct row_type row_station = ROW_TYPE(station);
#undef TABLE
#define TABLE struct user
static const struct field user_fields[] = {USER_FIELDS(X)};
const struct row_type row_user = ROW_TYPE(user);
#undef TABLE
#define TABLE struct customer
static const struct field customer_fields[] = {CUSTOMER_FIELDS(X)};
const struct row_type row_customer = ROW_TYPE(customer);
#undef TABLE
#define TABLE struct token
static const struct field token_fields[] = {TOKEN_FIELDS(X)};
const struct row_type row_token = ROW_TYPE(token);
#undef TABLE
#define TABLE struct hold_reason
static const struct field hold_reason_fields[] = {HOLD_REASON_FIELDS(X)};
const struct row_type row_hold_reason = ROW_TYPE(hold_reason);
#undef TABLE
#define TABLE struct limit
static const struct field limit_fields[] = {LIMIT_FIELDS(X)};
const struct row_type row_limit = ROW_TYPE(limit);
#undef TABLE
#define TABLE struct ladder
static const struct field ladder_fields[] = {LADDER_FIELDS(X)};
const struct row_type row_ladder = ROW_TYPE(ladder);
#undef TABLE
#define TABLE struct step
static const struct field step_fields[] = {STEP_FIELDS(X)};
const struct row_type row_step = ROW_TYPE(step);
#undef TABLE
#define TABLE struct quota
static const struct field quota_fields[] = {QUOTA_FIELDS(X)};
const struct row_type row_quota = ROW_TYPE(quota);
#undef TABLE
#define TABLE struct on_time_target
static const struct field target_fields[] = {TARGET_FIELDS(X)};
const struct row_type row_target = ROW_TYPE(target);
#undef TABLE
#define TABLE struct route
static const struct field route_fields[] = {ROUTE_FIELDS(X)};
const struct row_type row_route = ROW_TYPE(route);
#undef TABLE
#define TABLE struct route_node
static const struct field node_fields[] = {NODE_FIELDS(X)};
const struct row_type row_node = ROW_TYPE(node);
#undef TABLE
#define TABLE struct calendar
static const struct field calendar_fields[] = {CALENDAR_FIELDS(X)};
const struct row_type row_calendar = ROW_TYPE(calendar);
#undef TABLE
#define TABLE struct working_day
static const struct field day_fields[] = {DAY_FIELDS(X)};
const struct row_type row_day = ROW_TYPE(day);
#undef TABLE
#define TABLE struct zone_shift
static const struct field shift_fields[] = {SHIFT_FIELDS(X)};
const struct row_type row_shift = ROW_TYPE(shift);
#undef TABLE
#define TABLE struct forecast
static const struct field forecast_fields[] = {FORECAST_FIELDS(X)};
const struct row_type row_forecast = ROW_TYPE(forecast);
#undef TABLE
#undef X

/* --- parameters ------------------------------------------------------------------------------- */

void params_init(struct params *p)
{
	*p = (struct params){0};
}

void params_fini(struct params *p)
{
	for (int i = 0; i < PARAMS_MAX; i++)
		buf_fini(&p->data[i]);
	p->n = 0;
}

void params_clear(struct params *p)
{
	p->n = 0;
}

static struct buf *params_next(struct params *p, bool is_null)
{
	must(p->n < PARAMS_MAX);
	struct buf *b = &p->data[p->n];

	p->is_null[p->n++] = is_null;
	buf_clear(b);
	return b;
}

static void put_32(struct buf *b, uint32_t v)
{
	v = htobe32(v);
	buf_put(b, &v, sizeof(v));
}

static void put_64(struct buf *b, uint64_t v)
{
	v = htobe64(v);
	buf_put(b, &v, sizeof(v));
}

void params_put_int(struct params *p, int64_t v)
{
	put_64(params_next(p, false), (uint64_t)v);
}

void params_put_at(struct params *p, int64_t at)
{
	struct buf *b = params_next(p, at == INSTANT_NONE);

	if (at != INSTANT_NONE)
		put_64(b, (uint64_t)at);
}

void params_put_bool(struct params *p, bool v)
{
	buf_put_char(params_next(p, false), v);
}

void params_put_text(struct params *p, const char *s)
{
	buf_put_str(params_next(p, !s), s ? s : "");
}

void params_put_word(struct params *p, enum words set, int word)
{
	params_put_text(p, word_name(set, word));
}

static struct buf *begin_array(struct params *p, Oid type, int n)
{
	struct buf *b = params_next(p, false);

	put_32(b, n > 0); /* dimensions */
	put_32(b, 1); /* there may be nulls */
	put_32(b, type);
	if (n > 0) {
		put_32(b, (uint32_t)n);
		put_32(b, 1); /* lower bound */
	}
	return b;
}

static void add_null(struct buf *b)
{
	put_32(b, UINT32_MAX);
}

static void add_64(struct buf *b, int64_t v)
{
	put_32(b, sizeof(v));
	put_64(b, (uint64_t)v);
}

static void add_bytes(struct buf *b, const void *data, size_t size)
{
	must(size <= INT32_MAX);
	put_32(b, (uint32_t)size);
	buf_put(b, data, size);
}

static void add_text(struct buf *b, const char *s)
{
	if (s)
		add_bytes(b, s, strlen(s));
	else
		add_null(b);
}

void params_begin_ints(struct params *p, int n)
{
	begin_array(p, OID_INT8, n);
}

void params_begin_texts(struct params *p, int n)
{
	begin_array(p, OID_TEXT, n);
}

void params_add_int(struct params *p, int64_t v)
{
	add_64(&p->data[p->n - 1], v);
}

void params_add_text(struct params *p, const char *s)
{
	add_text(&p->data[p->n - 1], s);
}

void names_spell(struct buf *b, const struct names *names)
{
	buf_put_char(b, '{');
	for (int i = 0; i < names->n; i++) {
		if (i)
			buf_put_char(b, ',');
		buf_put_char(b, '"');
		for (const char *s = names->at[i]; *s; s++) {
			if (*s == '"' || *s == '\\')
				buf_put_char(b, '\\');
			buf_put_char(b, *s);
		}
		buf_put_char(b, '"');
	}
	buf_put_char(b, '}');
}

static void add_names(struct buf *b, const struct names *names)
{
	uint32_t size;
	size_t at = b->len;

	put_32(b, 0); /* the length, known afterwards */
	names_spell(b, names);
	size = htobe32((uint32_t)(b->len - at - sizeof(size)));
	memcpy(b->data + at, &size, sizeof(size));
}

static Oid field_oid(enum field_type type)
{
	switch (type) {
	case FIELD_BIG:
	case FIELD_ID:
	case FIELD_AT:
	case FIELD_HOLD_AT:
	case FIELD_SPAN:
	case FIELD_INT:
	case FIELD_INT0:
	case FIELD_BITS: return OID_INT8;
	case FIELD_BOOL:
	case FIELD_BOOL0: return OID_BOOL;
	case FIELD_TEXT:
	case FIELD_WORD:
	case FIELD_TOLD:
	case FIELD_NAMES:
	case FIELD_NAMES0:
	case FIELD_HOURS: return OID_TEXT;
	case FIELD_HASH: return OID_BYTEA;
	}
	must(!"a field type");
	return 0;
}

static void add_unless(struct buf *b, int64_t v, int64_t none)
{
	if (v == none)
		add_null(b);
	else
		add_64(b, v);
}

static void add_bool(struct buf *b, bool v, bool is_null)
{
	if (is_null)
		add_null(b);
	else
		add_bytes(b, &(char){v}, 1);
}

static void add_hours(struct buf *b, const struct hours *h)
{
	struct arena a;

	arena_init(&a);
	add_text(b, hours_spell(&a, h));
	arena_fini(&a);
}

static void add_field(struct buf *b, const struct field *f, const void *at)
{
	switch (f->type) {
	case FIELD_BIG: add_64(b, *(const int64_t *)at); break;
	case FIELD_ID: add_unless(b, *(const int64_t *)at, 0); break;
	case FIELD_AT: add_unless(b, *(const int64_t *)at, INSTANT_NONE); break;
	case FIELD_HOLD_AT:
		add_unless(b, *(const int64_t *)at ? *(const int64_t *)at : INSTANT_NONE, INSTANT_NONE);
		break;
	case FIELD_SPAN: add_unless(b, *(const int64_t *)at, -1); break;
	case FIELD_INT: add_64(b, *(const int *)at); break;
	case FIELD_INT0: add_unless(b, *(const int *)at, 0); break;
	case FIELD_BITS: add_64(b, *(const unsigned *)at); break;
	case FIELD_BOOL: add_bool(b, *(const bool *)at, false); break;
	case FIELD_BOOL0: add_bool(b, true, !*(const bool *)at); break;
	case FIELD_TEXT: add_text(b, *(const char *const *)at); break;
	case FIELD_WORD:
	case FIELD_TOLD: add_text(b, word_name(f->words, (int)*(const unsigned *)at)); break;
	case FIELD_NAMES: add_names(b, at); break;
	case FIELD_NAMES0:
		if (((const struct names *)at)->n)
			add_names(b, at);
		else
			add_null(b);
		break;
	case FIELD_HASH: add_bytes(b, at, HASH_SIZE); break;
	case FIELD_HOURS: add_hours(b, at); break;
	}
}

size_t field_size(enum field_type type)
{
	switch (type) {
	case FIELD_BIG:
	case FIELD_ID:
	case FIELD_AT:
	case FIELD_HOLD_AT:
	case FIELD_SPAN: return sizeof(int64_t);
	case FIELD_INT:
	case FIELD_INT0: return sizeof(int);
	case FIELD_BITS:
	case FIELD_WORD:
	case FIELD_TOLD: return sizeof(unsigned);
	case FIELD_BOOL:
	case FIELD_BOOL0: return sizeof(bool);
	case FIELD_TEXT: return sizeof(const char *);
	case FIELD_NAMES:
	case FIELD_NAMES0: return sizeof(struct names);
	case FIELD_HASH: return HASH_SIZE;
	case FIELD_HOURS: return sizeof(struct hours);
	}
	die_assert(__FILE__, __LINE__, "type");
}

bool row_differs(const struct row_type *t, const void *a, const void *b)
{
	for (int i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (memcmp((const char *)a + f->offset, (const char *)b + f->offset, field_size(f->type)) !=
			0)
			return true;
	}
	return false;
}

void params_put_rows(struct params *p, const struct row_type *t, const void *const *rows, int n)
{
	for (int i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];
		struct buf *b = begin_array(p, field_oid(f->type), n);

		for (int k = 0; k < n; k++)
			add_field(b, f, (const char *)rows[k] + f->offset);
	}
}

/* --- results ------------------------------------------------------------------------------------ */

static uint32_t get_32(const char *at)
{
	uint32_t v;

	memcpy(&v, at, sizeof(v));
	return be32toh(v);
}

int64_t row_int(const PGresult *res, int row, int col, int64_t when_null)
{
	const char *at = PQgetvalue(res, row, col);
	uint16_t v16;
	uint64_t v64;

	if (PQgetisnull(res, row, col))
		return when_null;
	switch (PQgetlength(res, row, col)) {
	case 1: return *at;
	case 2: memcpy(&v16, at, sizeof(v16)); return (int16_t)be16toh(v16);
	case 4: return (int32_t)get_32(at);
	case 8: memcpy(&v64, at, sizeof(v64)); return (int64_t)be64toh(v64);
	}
	must(!"a whole number");
	return 0;
}

double row_real(const PGresult *res, int row, int col)
{
	int64_t bits = row_int(res, row, col, 0);
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

const char *row_text(struct arena *a, const PGresult *res, int row, int col)
{
	if (PQgetisnull(res, row, col))
		return NULL;
	return arena_strn(a, PQgetvalue(res, row, col), (size_t)PQgetlength(res, row, col));
}

/* Of what somebody wrote by hand: a null is no name, and other dimensions than one hold none. */
static struct names get_names(struct arena *a, const PGresult *res, int row, int col)
{
	struct names names = {0};
	const char *at = PQgetvalue(res, row, col), *end = at + PQgetlength(res, row, col);

	if (PQgetisnull(res, row, col) || get_32(at) != 1)
		return names;
	int n = (int)get_32(at + 12);

	names.at = arena_new_n(a, (size_t)n, const char *);
	at += 20;
	for (int i = 0; i < n && end - at >= 4; i++) {
		int32_t size = (int32_t)get_32(at);

		at += 4;
		if (size < 0)
			continue;
		must(size <= end - at);
		names.at[names.n++] = arena_strn(a, at, (size_t)size);
		at += size;
	}
	return names;
}

/* Written by hand, it may be anything: who cannot be told when it is open is closed. */
static void get_hours(struct arena *a, const char *text, struct hours *out)
{
	if (hours_read(a, text, out) && hours_check(out) == HOURS_OK)
		return;
	log_warn("a calendar's hours are taken for closed, because they are none: %s", text);
	*out = (struct hours){0};
}

static void get_field(
	struct arena *a, const struct field *f, const PGresult *res, int row, int col, void *at)
{
	switch (f->type) {
	case FIELD_BIG:
	case FIELD_ID: *(int64_t *)at = row_int(res, row, col, 0); break;
	case FIELD_AT:
	case FIELD_HOLD_AT: *(int64_t *)at = row_int(res, row, col, INSTANT_NONE); break;
	case FIELD_SPAN: *(int64_t *)at = row_int(res, row, col, -1); break;
	case FIELD_INT:
	case FIELD_INT0: *(int *)at = (int)row_int(res, row, col, 0); break;
	case FIELD_BITS: *(unsigned *)at = (unsigned)row_int(res, row, col, 0); break;
	case FIELD_BOOL:
	case FIELD_BOOL0: *(bool *)at = row_int(res, row, col, 0) != 0; break;
	case FIELD_TEXT: *(const char **)at = row_text(a, res, row, col); break;
	case FIELD_WORD:
	case FIELD_TOLD:
		*(unsigned *)at = 0;
		if (!PQgetisnull(res, row, col)) {
			*(unsigned *)at = (unsigned)word_value(f->words, PQgetvalue(res, row, col));
			/* The CHECK lists know no other word. */
			must(*(unsigned *)at != 0 || f->type == FIELD_TOLD);
		}
		break;
	case FIELD_NAMES:
	case FIELD_NAMES0: *(struct names *)at = get_names(a, res, row, col); break;
	case FIELD_HASH:
		must(PQgetlength(res, row, col) == HASH_SIZE);
		memcpy(at, PQgetvalue(res, row, col), HASH_SIZE);
		break;
	case FIELD_HOURS: get_hours(a, PQgetvalue(res, row, col), at); break;
	}
}

void row_get(
	struct arena *a, const struct row_type *t, const PGresult *res, int row, int first, void *out)
{
	must(PQnfields(res) >= first + t->n);
	for (int i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		/* Once a result is enough: the columns are the same for all its rows. */
		must(row > 0 || strcmp(PQfname(res, first + i), f->name) == 0);
		get_field(a, f, res, row, first + i, (char *)out + f->offset);
	}
}
