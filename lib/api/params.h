/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_PARAMS_H
#define SL_API_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/decide.h"
#include "core/words.h"

/* A parameter is a row of data: what may stand there, and where it goes in the request's struct. */
enum param_type {
	PARAM_ID, /* int64_t, 1 or more */
	PARAM_INT, /* int64_t within [min, max] */
	PARAM_SMALL, /* int within [min, max] */
	PARAM_NUMBER, /* int64_t in millionths, from a JSON number within [min, max] millionths */
	PARAM_BOOL, /* int (enum given) */
	PARAM_FLAG, /* bool, false unless given */
	PARAM_NAME, /* const char *, lower_snake with dots and dashes, 1 .. 64 bytes */
	PARAM_TEXT, /* const char *, min .. max bytes, no control characters but \n and \t */
	PARAM_WORD, /* int, one of a set of words; const char * when `choices` are given */
	PARAM_INSTANT, /* int64_t ms, RFC 3339 with any offset */
	PARAM_SPAN, /* int64_t ms, ISO 8601; years and months are refused */
	PARAM_SPAN_OR_NULL, /* null becomes -1 */
	PARAM_NAMES, /* struct names, each a PARAM_NAME; at most max */
	PARAM_TEXTS, /* struct names, each a text of at most 512 bytes */
	PARAM_WORDS, /* struct names, each one of a set of words or of `choices` */
	PARAM_IDS, /* int64_t * and their count (int) at `count` */
	PARAM_JSON_OBJECT, /* const char *: compact text of any object */
	PARAM_JSON_ARRAY,
	PARAM_OBJECT, /* an object whose keys, `row`, are laid into the same struct */
	PARAM_ROWS, /* array of objects: pointer at offset, int at `count`, each of `row` */
	PARAM_LINES, /* [from, to or null]: int64_t at offset and at `count`; no `to` is 0 */
	PARAM_STEP_AT, /* a ladder step's share: int64_t millionths at offset, bool at `count` */
	PARAM_STEP_AFTER, /* or its span after the breach: ms at the same offset, bool made true */
	PARAM_STEP_EVERY, /* share or span, as the step's own */
	PARAM_DATE, /* "2026-10-01": int64_t, days since 1970-01-01 */
	PARAM_MONTH, /* "2026-10": int64_t, year * 12 + month - 1 */
	PARAM_HOURS, /* [["09:00", "12:00"], ...]: struct hours */
	PARAM_RAW, /* const char *, 1 .. max bytes as they came: a file of another format */
};

enum {
	PARAM_REQUIRED = 1,
	PARAM_MAY_BE_EMPTY = 2,
	PARAM_NULL_IS_ABSENT = 4,
	PARAM_SECRET = 8 /* never kept with an idempotency_key */
};

struct param {
	const char *name;
	enum param_type type;
	size_t offset;
	unsigned flags;
	int64_t min, max; /* of numbers, lengths, counts; 0, 0: the type's own */
	int64_t otherwise; /* the value of a number, word, span or yes/no not given */
	const char *otherwise_text; /* of a name or text not given */
	enum words words; /* PARAM_WORD, PARAM_WORDS */
	const char *const *choices; /* or these, ended by NULL */
	size_t count; /* see the types; of NAMES, TEXTS, WORDS: an enum given, or 0 */
	const struct params *row; /* PARAM_ROWS, PARAM_OBJECT */
	const char *doc;
};

struct params { /* a shape of parameters: for a method, or for the objects of an array */
	size_t size; /* of the struct it fills */
	const struct param *at;
	int n;
	const void *blank; /* that struct with nothing given; NULL: zeroes. Then each param's own */
	/* What no single parameter shows; false: en and zh are set. NULL: nothing more to check. */
	bool (*check)(struct arena *a, const void *filled, struct failure *fail);
};

#endif
