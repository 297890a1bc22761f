/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what a row is: which members of which struct the store keeps, taken from the very lists that the
 * real store's statements are made of. What is in no column is lost here as it is there.
 */
#include "rows.h"

#include <string.h>

#include "base/die.h"
#include "store/fields.h"

enum how { HOW_8, HOW_4, HOW_1, HOW_TEXT, HOW_NAMES };
struct column {
	enum how how;
	size_t offset;
};

enum {
	IS_BIG = HOW_8,
	IS_ID = HOW_8,
	IS_AT = HOW_8,
	IS_HOLD_AT = HOW_8,
	IS_SPAN = HOW_8,
	IS_INT = HOW_4,
	IS_INT0 = HOW_4,
	IS_WORD = HOW_4,
	IS_TOLD = HOW_4,
	IS_BOOL = HOW_1,
	IS_BOOL0 = HOW_1,
	IS_TEXT = HOW_TEXT,
	IS_NAMES = HOW_NAMES,
	IS_NAMES0 = HOW_NAMES
};

#define OF(struct_, how_, member) {(enum how)IS_##how_, offsetof(struct struct_, member)},
#define OF_ORDER(num, column, ptype, ctype, how, member, words) OF(order, how, member)
#define OF_CLOCK(num, column, ptype, ctype, how, member, words) OF(clock, how, member)
#define OF_TASK(num, column, ptype, ctype, how, member, words) OF(task, how, member)
#define OF_RETURN(num, column, ptype, ctype, how, member, words) OF(return_slip, how, member)
#define OF_ALARM(num, column, ptype, ctype, how, member, words) OF(alarm, how, member)
#define OF_HISTORY(num, column, ptype, ctype, how, member, words) OF(happening, how, member)
#define OF_EVENT(num, column, ptype, ctype, how, member, words) OF(clock_event, how, member)
#define OF_FEEDBACK(num, column, ptype, ctype, how, member, words) OF(feedback, how, member)

static const struct column of_orders[] = {ORDER_FIELDS(OF_ORDER)};
static const struct column of_stamp[] = {ORDER_STAMP_FIELDS(OF_ORDER)};
static const struct column of_slip[] = {SLIP_FIELDS(OF_ORDER)};
static const struct column of_clock[] = {CLOCK_FIELDS(OF_CLOCK)};
static const struct column of_task[] = {TASK_FIELDS(OF_TASK)};
static const struct column of_return[] = {RETURN_FIELDS(OF_RETURN)};
static const struct column of_alarm[] = {ALARM_FIELDS(OF_ALARM)};
static const struct column of_history[] = {HISTORY_FIELDS(OF_HISTORY)};
static const struct column of_event[] = {CLOCK_EVENT_FIELDS(OF_EVENT)};
static const struct column of_feedback[] = {FEEDBACK_FIELDS(OF_FEEDBACK)};

static bool is_same_clock(const void *a, const void *b)
{
	const struct clock *x = a, *y = b;

	return x->kind == y->kind && x->ref == y->ref && x->generation == y->generation;
}

#define SAME_BY_ID(type) \
	static bool is_same_##type(const void *a, const void *b) \
	{ \
		return ((const struct type *)a)->id == ((const struct type *)b)->id; \
	}
SAME_BY_ID(task)
SAME_BY_ID(return_slip)
SAME_BY_ID(alarm)

#define TYPE(name, of, struct_, ...) \
	{ \
		name, of, N_OF(of), sizeof(struct struct_), __VA_ARGS__ \
	}
#define ROWS(member) offsetof(struct order, member), offsetof(struct order, n_##member)
const struct table_type tables[TABLE_N] = {
	[TABLE_ORDERS] = TYPE("orders", of_orders, order, 0, 0, NULL),
	[TABLE_STAMP] = TYPE("stamp", of_stamp, order, 0, 0, NULL),
	[TABLE_SLIP] = TYPE("slip", of_slip, order, 0, 0, NULL),
	[TABLE_CLOCK] = TYPE("clock", of_clock, clock, ROWS(clocks), is_same_clock),
	[TABLE_TASK] = TYPE("task", of_task, task, ROWS(tasks), is_same_task),
	[TABLE_RETURN] = TYPE(
		"return_slip", of_return, return_slip, ROWS(returns), is_same_return_slip),
	[TABLE_ALARM] = TYPE("alarm", of_alarm, alarm, ROWS(alarms), is_same_alarm),
	[TABLE_HISTORY] = TYPE("history", of_history, happening, 0, 0, NULL),
	[TABLE_CLOCK_EVENT] = TYPE("clock_event", of_event, clock_event, 0, 0, NULL),
	[TABLE_FEEDBACK] = TYPE("feedback", of_feedback, feedback, 0, 0, NULL),
};

struct interned {
	struct interned *next;
	uint32_t hash;
	char text[];
};

static uint32_t hash_of(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

const char *texts_keep(struct texts *t, const char *s)
{
	if (!s)
		return NULL;
	uint32_t h = hash_of(s);
	struct interned **bucket = &t->buckets[h % N_OF(t->buckets)];

	for (struct interned *i = *bucket; i; i = i->next)
		if (i->hash == h && strcmp(i->text, s) == 0)
			return i->text;
	size_t n = strlen(s) + 1;
	struct interned *i = arena_alloc(t->arena, sizeof(*i) + n);

	i->hash = h;
	memcpy(i->text, s, n);
	i->next = *bucket;
	*bucket = i;
	return i->text;
}

static const char *copy_text(struct texts *texts, struct arena *a, const char *s)
{
	return texts ? texts_keep(texts, s) : arena_str(a, s);
}

static void copy_names(
	struct names *to, const struct names *from, struct texts *texts, struct arena *a)
{
	const char **at = from->n ? arena_new_n(texts ? texts->arena : a, (size_t)from->n, const char *)
							  : NULL;

	for (int i = 0; i < from->n; i++)
		at[i] = copy_text(texts, a, from->at[i]);
	*to = (struct names){at, from->n};
}

void row_copy(
	enum table table, void *to, const void *from, struct texts *texts, struct arena *arena)
{
	const struct table_type *t = &tables[table];

	for (int i = 0; i < t->n; i++) {
		void *out = (char *)to + t->columns[i].offset;
		const void *in = (const char *)from + t->columns[i].offset;

		switch (t->columns[i].how) {
		case HOW_8: memcpy(out, in, 8); break;
		case HOW_4: memcpy(out, in, 4); break;
		case HOW_1: memcpy(out, in, 1); break;
		case HOW_TEXT:
			*(const char **)out = copy_text(texts, arena, *(const char *const *)in);
			break;
		case HOW_NAMES: copy_names(out, in, texts, arena); break;
		}
	}
}

bool row_differs(enum table table, const void *a, const void *b)
{
	static const size_t sizes[] = {[HOW_8] = 8,
		[HOW_4] = 4,
		[HOW_1] = 1,
		[HOW_TEXT] = sizeof(char *),
		[HOW_NAMES] = sizeof(struct names)};
	const struct table_type *t = &tables[table];

	for (int i = 0; i < t->n; i++) {
		size_t at = t->columns[i].offset;

		if (memcmp((const char *)a + at, (const char *)b + at, sizes[t->columns[i].how]) != 0)
			return true;
	}
	return false;
}

void order_put_row(struct order *o, enum table table, const void *row, struct arena *a, int *size)
{
	const struct table_type *t = &tables[table];
	char **at = (char **)((char *)o + t->at);
	int *n = (int *)((char *)o + t->n_at);

	for (int i = 0; i < *n; i++)
		if (t->is_same(*at + (size_t)i * t->size, row)) {
			memcpy(*at + (size_t)i * t->size, row, t->size);
			return;
		}
	if (*n == *size) {
		char *grown;

		*size = *size ? *size * 2 : 4;
		grown = arena_array(a, (size_t)*size, t->size);
		if (*n)
			memcpy(grown, *at, (size_t)*n * t->size);
		*at = grown;
	}
	memcpy(*at + (size_t)(*n)++ * t->size, row, t->size);
}

bool step_is_same(const struct happening *a, const struct happening *b)
{
	return strcmp(a->what, "step") == 0 && strcmp(b->what, "step") == 0 && a->clock == b->clock &&
		a->ref == b->ref && a->generation == b->generation && a->limit_rev == b->limit_rev &&
		a->step_is_after == b->step_is_after && a->step == b->step && a->repeat == b->repeat;
}
