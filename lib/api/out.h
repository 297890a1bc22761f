/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_OUT_H
#define SL_API_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/order.h"

/*
 * JSON written straight into an arena: no tree, no second copy. Commas take care of themselves.
 * Texts are valid UTF-8; NULL is written as null. Whoever writes closes what he opened.
 */
struct out {
	struct arena *arena;
	char *data;
	size_t len, size;
};

void out_init(struct out *o, struct arena *a);
const char *out_finish(struct out *o); /* NUL-terminated */

void out_open(struct out *o, char bracket); /* '{' or '[' */
void out_close(struct out *o, char bracket); /* '}' or ']' */
void out_key(struct out *o, const char *key); /* ours: nothing in it to escape */
void out_key_text(struct out *o, const char *key); /* somebody else's */

void out_text(struct out *o, const char *s);
void out_int(struct out *o, int64_t v);
void out_real(struct out *o, double v); /* always finite; at most six decimals */
void out_bool(struct out *o, bool v);
void out_null(struct out *o);
void out_json(struct out *o, const char *json); /* a value already written */
void out_instant(struct out *o, int64_t at); /* INSTANT_NONE: null */
void out_span(struct out *o, int64_t ms);
void out_names(struct out *o, const struct names *list);

/* A key with its value. */
void out_put_text(struct out *o, const char *key, const char *s);
void out_put_int(struct out *o, const char *key, int64_t v);
void out_put_id(struct out *o, const char *key, int64_t id); /* 0: null */
void out_put_real(struct out *o, const char *key, double v);
void out_put_bool(struct out *o, const char *key, bool v);
void out_put_instant(struct out *o, const char *key, int64_t at);
void out_put_span(struct out *o, const char *key, int64_t ms);
void out_put_names(struct out *o, const char *key, const struct names *list);
void out_put_word(struct out *o, const char *key, enum words set, int value); /* absent: null */
void out_put_json(struct out *o, const char *key, const char *json); /* NULL: null */

#endif
