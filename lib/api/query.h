/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_QUERY_H
#define SL_API_QUERY_H

#include "base/arena.h"

/* A call whose parameters came as fields of a URI's query: texts, decoded already. */
struct query_field {
	const char *name, *value;
};

/* As a line that decode_frame() takes, and judges: an unknown field, one twice, bad UTF-8. A parameter
 * that is a list has its items between commas. The call's id is its method. */
const char *query_spell_call(
	struct arena *a, const char *method, const struct query_field *fields, int n);

/* As such a line too: a body that is nothing but the parameters, whatever it is. */
const char *query_wrap_params(
	struct arena *a, const char *method, const char *params, size_t len, size_t *out_len);

#endif
