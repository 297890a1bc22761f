/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the spelling of a query's fields as a call. It never judges one: that is decode.c's, by the row. */
#include "api/query.h"

#include <string.h>

#include "api/command.h"
#include "api/out.h"
#include "api/params.h"

static bool is_list(const struct command *c, const char *name)
{
	for (int i = 0; i < c->params->n; i++) {
		const struct param *p = &c->params->at[i];

		if (strcmp(p->name, name) == 0)
			return p->type == PARAM_WORDS || p->type == PARAM_NAMES || p->type == PARAM_TEXTS;
	}
	return false;
}

static void put_list(struct out *o, const char *items)
{
	size_t len;

	out_open(o, '[');
	for (; *items; items += len + (items[len] == ',')) {
		len = strcspn(items, ",");
		out_text(o, arena_strn(o->arena, items, len));
	}
	out_close(o, ']');
}

const char *query_spell_call(
	struct arena *a, const char *method, const struct query_field *fields, int n)
{
	const struct command *c = command_get(method);
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_text(&o, "jsonrpc", "2.0");
	out_put_text(&o, "id", method);
	out_put_text(&o, "method", method);
	out_key(&o, "params");
	out_open(&o, '{');
	for (int i = 0; i < n; i++) {
		out_key_text(&o, fields[i].name);
		if (is_list(c, fields[i].name))
			put_list(&o, fields[i].value);
		else
			out_text(&o, fields[i].value);
	}
	out_close(&o, '}');
	out_close(&o, '}');
	return out_finish(&o);
}

/* Every key that a call may have stands there already, and none may stand twice: whatever else the text may be,
 * it is no other call. */
const char *query_wrap_params(
	struct arena *a, const char *method, const char *params, size_t len, size_t *out_len)
{
	const char *head = arena_fmt(
		a, "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":", method, method);
	size_t n = strlen(head);
	char *text = arena_alloc(a, n + len + 1);

	memcpy(text, head, n);
	memcpy(text + n, params, len);
	text[n + len] = '}';
	*out_len = n + len + 1;
	return text;
}
