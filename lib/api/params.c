/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how a parameter of each type is checked and stored, as the rows of the command table say. It
 * never knows a method: what is wrong is told with the place and what would have been right.
 */
#include <limits.h>
#include <string.h>

#include "api/decode.h"
#include "api/scan.h"
#include "base/die.h"

enum {
	NAME_BYTES_MAX = 64,
	TEXT_BYTES_MAX = 4096,
	LIST_TEXT_BYTES_MAX = 512,
	LIST_MAX = 64,
	IDS_MAX = 200,
};

const char *place_spell(struct arena *a, const struct place_in *p)
{
	if (!p)
		return "";
	const char *up = place_spell(a, p->up);

	return p->key ? scan_join(a, up, p->key) : arena_fmt(a, "%s/%d", up, p->index);
}

static bool refuse_at(
	struct reading *r, const struct place_in *where, const char *en, const char *zh)
{
	*r->fail = (struct failure){
		.err = ERR_INVALID_PARAMS, .field = place_spell(r->arena, where), .en = en, .zh = zh};
	return false;
}

/* What the type asks for was not there. */
static bool refuse_wanted(struct reading *r, const struct place_in *where, const struct param *p)
{
	struct arena *a = r->arena;
	const char *name = p->name;

	return refuse_at(r, where, arena_fmt(a, "%s must be %s", name, param_wanted(a, p, LANG_EN)),
		arena_fmt(a, "%s 应为%s", name, param_wanted(a, p, LANG_ZH_CN)));
}

#define SLOT(base, p, type) ((type *)(void *)((char *)(base) + (p)->offset))
#define COUNT_SLOT(base, p, type) ((type *)(void *)((char *)(base) + (p)->count))

/* --- single values ------------------------------------------------------------------------- */

static bool is_within(const struct param *p, int64_t value)
{
	return (p->min == 0 && p->max == 0) || (value >= p->min && value <= p->max);
}

static bool integer_read(const struct param *p, const json_t *value, int64_t *out)
{
	*out = json_integer_value(value);
	return json_is_integer(value) && is_within(p, *out);
}

static bool millionths_read(const struct param *p, const json_t *value, int64_t *out)
{
	double v = json_number_value(value);

	if (!json_is_number(value) || v < -1e9 || v > 1e9)
		return false;
	*out = (int64_t)(v * 1e6 + (v < 0 ? -0.5 : 0.5));
	return is_within(p, *out);
}

static bool is_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= NAME_BYTES_MAX && s[0] != '.' && s[0] != '-' &&
		strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == n;
}

/* Control characters (C0 but line feed and tab, DEL, C1) have no business in a text for people. */
static bool is_printable(const char *s)
{
	for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
		if ((*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f)
			return false;
		if (*p == 0xc2 && p[1] < 0xa0)
			return false;
	}
	return true;
}

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t\n")] == '\0';
}

/* A text without NUL inside, or NULL. */
static const char *text_get(const json_t *value)
{
	const char *s = json_string_value(value);

	return s && strlen(s) == json_string_length(value) ? s : NULL;
}

static bool text_is_ok(const struct param *p, const char *s, size_t max)
{
	size_t n = s ? strlen(s) : 0;

	if (!s || n > max || n < (size_t)p->min || !is_printable(s))
		return false;
	return (p->flags & PARAM_MAY_BE_EMPTY) || !is_blank(s);
}

static int choice_find(const char *const *choices, const char *name)
{
	for (int i = 0; name && choices[i]; i++)
		if (strcmp(choices[i], name) == 0)
			return i;
	return -1;
}

/* The word as the table spells it (static storage), or NULL when it is none of the set. */
static const char *word_find(const struct param *p, const char *name)
{
	if (p->choices) {
		int i = choice_find(p->choices, name);

		return i < 0 ? NULL : p->choices[i];
	}
	int value = name ? word_value(p->words, name) : 0;

	return value ? word_name(p->words, value) : NULL;
}

static bool span_read(const struct param *p, const json_t *value, int64_t *out)
{
	const char *s = text_get(value);
	int64_t least = p->min == 0 && p->max == 0 ? 1 : p->min;
	int64_t most = p->max ? p->max : SPAN_MAX_MS;

	return s && read_span(s, out) && *out >= least && *out <= most;
}

/* No NUL in any text of a free-form value: the store could not hold it. */
static bool json_is_free_of_nul(const json_t *value)
{
	const char *key;
	json_t *v;
	size_t i;

	if (json_is_string(value))
		return text_get(value) != NULL;
	json_object_foreach((json_t *)value, key, v)
	{
		if (!json_is_free_of_nul(v))
			return false;
	}
	json_array_foreach(value, i, v)
	{
		if (!json_is_free_of_nul(v))
			return false;
	}
	return true;
}

/* Digits and nothing else, as a number; -1: something else. */
static int digits_read(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

static bool date_read(const json_t *value, int64_t *day)
{
	const char *s = text_get(value);

	if (!s || strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return false;
	int year = digits_read(s, 4), month = digits_read(s + 5, 2), of_month = digits_read(s + 8, 2);

	if (year < 0 || month < 0 || of_month < 0 || !date_is_valid(year, month, of_month))
		return false;
	*day = date_to_day(year, month, of_month);
	return true;
}

static bool month_read(const json_t *value, int64_t *out)
{
	const char *s = text_get(value);

	if (!s || strlen(s) != 7 || s[4] != '-')
		return false;
	int year = digits_read(s, 4), month = digits_read(s + 5, 2);

	*out = (int64_t)year * 12 + month - 1;
	return year > 0 && month >= 1 && month <= 12;
}

static bool clock_time_read(const json_t *value, int16_t *minutes)
{
	const char *s = text_get(value);

	if (!s || strlen(s) != 5 || s[2] != ':')
		return false;
	int hour = digits_read(s, 2), minute = digits_read(s + 3, 2);

	*minutes = (int16_t)(hour * 60 + minute);
	return hour >= 0 && minute >= 0 && minute < 60 && *minutes <= 24 * 60;
}

static bool hours_fill(struct reading *r, const json_t *value, struct hours *out)
{
	size_t n = json_array_size(value), i;
	json_t *item;

	if (!json_is_array(value) || n > CALENDAR_INTERVALS_MAX)
		return false;
	out->at = arena_new_n(r->arena, n, struct interval);
	out->n = (int)n;
	json_array_foreach(value, i, item)
	{
		if (json_array_size(item) != 2 ||
			!clock_time_read(json_array_get(item, 0), &out->at[i].from) ||
			!clock_time_read(json_array_get(item, 1), &out->at[i].to))
			return false;
	}
	return true;
}

static bool scalar_fill(struct reading *r, const struct param *p, const json_t *value, void *base)
{
	int64_t n;
	const char *s;

	switch (p->type) {
	case PARAM_ID:
		*SLOT(base, p, int64_t) = n = json_integer_value(value);
		return json_is_integer(value) && n >= 1;
	case PARAM_INT: return integer_read(p, value, SLOT(base, p, int64_t));
	case PARAM_SMALL:
		if (!integer_read(p, value, &n) || n < INT_MIN || n > INT_MAX)
			return false;
		*SLOT(base, p, int) = (int)n;
		return true;
	case PARAM_NUMBER: return millionths_read(p, value, SLOT(base, p, int64_t));
	case PARAM_BOOL:
		*SLOT(base, p, int) = json_is_true(value) ? GIVEN_TRUE : GIVEN_FALSE;
		return json_is_boolean(value);
	case PARAM_FLAG: *SLOT(base, p, bool) = json_is_true(value); return json_is_boolean(value);
	case PARAM_NAME:
	case PARAM_TEXT:
		s = text_get(value);
		*SLOT(base, p, const char *) = arena_str(r->arena, s);
		if (p->type == PARAM_NAME)
			return s && is_name(s);
		return text_is_ok(p, s, p->max ? (size_t)p->max : TEXT_BYTES_MAX);
	case PARAM_WORD:
		s = word_find(p, text_get(value));
		if (s && p->choices)
			*SLOT(base, p, const char *) = s;
		else if (s)
			*SLOT(base, p, int) = word_value(p->words, s);
		return s != NULL;
	case PARAM_INSTANT: s = text_get(value); return s && read_instant(s, SLOT(base, p, int64_t));
	case PARAM_SPAN: return span_read(p, value, SLOT(base, p, int64_t));
	case PARAM_SPAN_OR_NULL:
		*SLOT(base, p, int64_t) = -1;
		return json_is_null(value) || span_read(p, value, SLOT(base, p, int64_t));
	case PARAM_JSON_OBJECT:
	case PARAM_JSON_ARRAY:
		if (p->type == PARAM_JSON_OBJECT ? !json_is_object(value) : !json_is_array(value))
			return false;
		*SLOT(base, p, const char *) = json_text(r->arena, value, JSON_COMPACT);
		return json_is_free_of_nul(value);
	case PARAM_RAW:
		s = text_get(value);
		*SLOT(base, p, const char *) = arena_str(r->arena, s);
		return s && *s && strlen(s) <= (size_t)p->max;
	case PARAM_DATE: return date_read(value, SLOT(base, p, int64_t));
	case PARAM_MONTH: return month_read(value, SLOT(base, p, int64_t));
	case PARAM_HOURS: return hours_fill(r, value, SLOT(base, p, struct hours));
	case PARAM_NAMES:
	case PARAM_TEXTS:
	case PARAM_WORDS:
	case PARAM_IDS:
	case PARAM_OBJECT:
	case PARAM_ROWS:
	case PARAM_LINES:
	case PARAM_STEP_AT:
	case PARAM_STEP_AFTER:
	case PARAM_STEP_EVERY: break;
	}
	die_assert(__FILE__, __LINE__, p->name);
}

/* --- lists --------------------------------------------------------------------------------- */

static size_t list_max(const struct param *p)
{
	return p->max ? (size_t)p->max : p->type == PARAM_IDS ? IDS_MAX : LIST_MAX;
}

static const char *list_item(struct reading *r, const struct param *p, const json_t *value)
{
	const char *s = text_get(value);
	const struct param text = {.type = PARAM_TEXT};

	if (p->type == PARAM_WORDS)
		return word_find(p, s);
	if (p->type == PARAM_NAMES ? !s || !is_name(s) : !text_is_ok(&text, s, LIST_TEXT_BYTES_MAX))
		return NULL;
	return arena_str(r->arena, s);
}

static bool names_fill(struct reading *r, const struct param *p, const json_t *value,
	const struct place_in *where, void *base)
{
	struct names *out = SLOT(base, p, struct names);
	json_t *item;
	size_t i;

	if (!json_is_array(value) || json_array_size(value) > list_max(p) ||
		json_array_size(value) < (size_t)p->min)
		return refuse_wanted(r, where, p);
	out->at = arena_new_n(r->arena, json_array_size(value), const char *);
	json_array_foreach(value, i, item)
	{
		const struct place_in at = {.up = where, .index = (int)i};
		const char *s = list_item(r, p, item);

		if (!s)
			return refuse_wanted(r, &at, p);
		if (names_has(out, s))
			return refuse_at(r, &at, "this stands twice in the list", "列表中有重复项");
		out->at[out->n++] = s;
	}
	if (p->count)
		*COUNT_SLOT(base, p, int) = GIVEN_TRUE;
	return true;
}

static bool ids_fill(struct reading *r, const struct param *p, const json_t *value,
	const struct place_in *where, void *base)
{
	size_t n = json_array_size(value), i;
	json_t *item;

	if (!json_is_array(value) || n > list_max(p) || n < (size_t)p->min)
		return refuse_wanted(r, where, p);
	int64_t *ids = arena_new_n(r->arena, n, int64_t);
	json_array_foreach(value, i, item)
	{
		const struct place_in at = {.up = where, .index = (int)i};

		ids[i] = json_integer_value(item);
		if (!json_is_integer(item) || ids[i] < 1)
			return refuse_wanted(r, &at, p);
		for (size_t k = 0; k < i; k++)
			if (ids[k] == ids[i])
				return refuse_at(r, &at, "this stands twice in the list", "列表中有重复项");
	}
	*SLOT(base, p, int64_t *) = ids;
	*COUNT_SLOT(base, p, int) = (int)n;
	return true;
}

static bool rows_fill(struct reading *r, const struct param *p, const json_t *value,
	const struct place_in *where, void *base)
{
	size_t n = json_array_size(value), i;
	json_t *item;

	if (!json_is_array(value) || n > list_max(p) || n < (size_t)p->min)
		return refuse_wanted(r, where, p);
	char *rows = arena_array(r->arena, n, p->row->size);
	json_array_foreach(value, i, item)
	{
		const struct place_in at = {.up = where, .index = (int)i};

		if (!params_fill(r, p->row, item, &at, rows + i * p->row->size))
			return false;
	}
	*SLOT(base, p, void *) = rows;
	*COUNT_SLOT(base, p, int) = (int)n;
	return true;
}

/* [1, 10], [21, null] */
static bool lines_fill(const struct param *p, const json_t *value, void *base)
{
	const json_t *from = json_array_get(value, 0), *to = json_array_get(value, 1);
	int64_t first = json_integer_value(from), last = json_integer_value(to);

	if (!json_is_array(value) || json_array_size(value) != 2 || !json_is_integer(from) ||
		(!json_is_integer(to) && !json_is_null(to)))
		return false;
	*SLOT(base, p, int64_t) = first;
	*COUNT_SLOT(base, p, int64_t) = last;
	return first >= 1 && (json_is_null(to) || last >= first);
}

/* at, after, every: a step is at a share or after the breach, never both, and repeats in kind. */
static bool step_fill(struct reading *r, const struct param *p, const json_t *value,
	const struct place_in *where, void *base)
{
	int64_t *out = SLOT(base, p, int64_t);
	bool *is_after = COUNT_SLOT(base, p, bool);

	if (p->type == PARAM_STEP_EVERY)
		return *is_after ? span_read(p, value, out) || refuse_wanted(r, where, p)
						 : millionths_read(p, value, out) || refuse_wanted(r, where, p);
	if (p->type == PARAM_STEP_AT)
		return millionths_read(p, value, out) || refuse_wanted(r, where, p);
	if (*out != p->otherwise)
		return refuse_at(r, where, "a step is either at a share or after a span",
			"一级只能用 at（比例）或 after（时长）之一");
	*is_after = true;
	return span_read(p, value, out) || refuse_wanted(r, where, p);
}

/* --- a whole object ------------------------------------------------------------------------ */

static bool param_fill(struct reading *r, const struct param *p, const json_t *value,
	const struct place_in *where, void *base)
{
	switch (p->type) {
	case PARAM_NAMES:
	case PARAM_TEXTS:
	case PARAM_WORDS: return names_fill(r, p, value, where, base);
	case PARAM_IDS: return ids_fill(r, p, value, where, base);
	case PARAM_ROWS: return rows_fill(r, p, value, where, base);
	case PARAM_OBJECT: return params_fill(r, p->row, value, where, base);
	case PARAM_LINES: return lines_fill(p, value, base) || refuse_wanted(r, where, p);
	case PARAM_STEP_AT:
	case PARAM_STEP_AFTER:
	case PARAM_STEP_EVERY: return step_fill(r, p, value, where, base);
	case PARAM_ID:
	case PARAM_INT:
	case PARAM_SMALL:
	case PARAM_NUMBER:
	case PARAM_BOOL:
	case PARAM_FLAG:
	case PARAM_NAME:
	case PARAM_TEXT:
	case PARAM_WORD:
	case PARAM_INSTANT:
	case PARAM_SPAN:
	case PARAM_SPAN_OR_NULL:
	case PARAM_RAW:
	case PARAM_DATE:
	case PARAM_MONTH:
	case PARAM_HOURS:
	case PARAM_JSON_OBJECT:
	case PARAM_JSON_ARRAY: return scalar_fill(r, p, value, base) || refuse_wanted(r, where, p);
	}
	die_assert(__FILE__, __LINE__, p->name);
}

/* What stands in the struct when nothing was given. */
static void param_blank(const struct param *p, void *base)
{
	switch (p->type) {
	case PARAM_INT:
	case PARAM_NUMBER:
	case PARAM_SPAN:
	case PARAM_SPAN_OR_NULL:
	case PARAM_STEP_AT:
	case PARAM_STEP_EVERY: *SLOT(base, p, int64_t) = p->otherwise; break;
	case PARAM_SMALL:
	case PARAM_BOOL: *SLOT(base, p, int) = (int)p->otherwise; break;
	case PARAM_WORD:
		if (!p->choices)
			*SLOT(base, p, int) = (int)p->otherwise;
		break;
	case PARAM_NAME:
	case PARAM_TEXT: *SLOT(base, p, const char *) = p->otherwise_text; break;
	case PARAM_INSTANT: *SLOT(base, p, int64_t) = INSTANT_NONE; break;
	case PARAM_NAMES:
	case PARAM_TEXTS:
	case PARAM_WORDS:
		if (p->count)
			*COUNT_SLOT(base, p, int) = GIVEN_NOT;
		break;
	case PARAM_OBJECT:
		for (int i = 0; i < p->row->n; i++)
			param_blank(&p->row->at[i], base);
		break;
	case PARAM_ID:
	case PARAM_FLAG:
	case PARAM_IDS:
	case PARAM_JSON_OBJECT:
	case PARAM_JSON_ARRAY:
	case PARAM_ROWS:
	case PARAM_LINES:
	case PARAM_DATE:
	case PARAM_MONTH:
	case PARAM_HOURS:
	case PARAM_RAW:
	case PARAM_STEP_AFTER: break; /* zeroes say it */
	}
}

static bool keys_check(struct reading *r, const struct params *params, const json_t *object,
	const struct place_in *where)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value)
	{
		const struct place_in at = {.up = where, .key = key};
		int i = 0;

		while (i < params->n && strcmp(params->at[i].name, key) != 0)
			i++;
		if (i == params->n)
			return refuse_at(r, &at, "no such parameter; rpc.discover lists them",
				"没有此参数；rpc.discover 列出全部参数");
	}
	return true;
}

bool params_fill(struct reading *r, const struct params *params, const json_t *object,
	const struct place_in *where, void *out)
{
	if (!json_is_object(object))
		return refuse_at(r, where, "this must be an object", "此处应为对象");
	if (!keys_check(r, params, object, where))
		return false;
	for (int i = 0; i < params->n; i++) {
		const struct param *p = &params->at[i];
		const struct place_in at = {.up = where, .key = p->name};
		const json_t *value = json_object_get(object, p->name);

		param_blank(p, out);
		if (json_is_null(value) && (p->flags & PARAM_NULL_IS_ABSENT))
			continue;
		if (value ? !param_fill(r, p, value, &at, out) : (p->flags & PARAM_REQUIRED) != 0) {
			if (value)
				return false;
			return refuse_at(r, &at, arena_fmt(r->arena, "%s is missing", p->name),
				arena_fmt(r->arena, "缺少 %s", p->name));
		}
	}
	return !params->check || params->check(r->arena, out, r->fail) ||
		refuse_at(r, where, r->fail->en, r->fail->zh);
}
