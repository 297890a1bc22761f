/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_DECODE_H
#define SL_API_DECODE_H

#include <jansson.h>

#include "api/command.h"

/* Inside lib/api only: decoding JSON values by the rows of the table. */

/* Where in the request a value stands: turned into a JSON pointer only when it is refused. */
struct place_in {
	const struct place_in *up; /* NULL: the request itself */
	const char *key; /* NULL: an element of an array */
	int index;
};

struct reading {
	struct arena *arena;
	struct failure *fail;
};

const char *place_spell(struct arena *a, const struct place_in *p);

/* Fills *out (params->size bytes) from a JSON object; false: refused, and why is in r->fail. */
bool params_fill(struct reading *r, const struct params *params, const json_t *object,
	const struct place_in *where, void *out);
/* "one of A, B, C": what a parameter of this kind must be, in words. */
const char *param_wanted(struct arena *a, const struct param *p, enum lang lang);
/* Compact text of a JSON value in the arena. */
const char *json_text(struct arena *a, const json_t *value, size_t flags);

#endif
