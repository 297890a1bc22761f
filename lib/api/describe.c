/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns rpc.discover: an OpenRPC document made from the command table, and nothing but the table.
 * What a row does not say is not described.
 */
#include "api/commands.h"
#include "api/decode.h"
#include "api/encode.h"
#include "base/die.h"

static void put_params(struct out *o, const struct params *params);

static void put_enum(struct out *o, const struct param *p)
{
	out_put_text(o, "type", "string");
	out_key(o, "enum");
	out_open(o, '[');
	if (p->choices) {
		for (int i = 0; p->choices[i]; i++)
			out_text(o, p->choices[i]);
	} else {
		for (int i = 1; i <= word_count(p->words); i++)
			out_text(o, word_name(p->words, i));
	}
	out_close(o, ']');
}

static void put_number(struct out *o, const char *type, const struct param *p, double unit)
{
	out_put_text(o, "type", type);
	if (p->min == 0 && p->max == 0)
		return;
	out_put_real(o, "minimum", (double)p->min / unit);
	if (p->max < INT64_MAX)
		out_put_real(o, "maximum", (double)p->max / unit);
}

static void put_items(struct out *o, const struct param *p)
{
	out_put_text(o, "type", "array");
	if (p->min)
		out_put_int(o, "minItems", p->min);
	if (p->max)
		out_put_int(o, "maxItems", p->max);
	out_key(o, "items");
	out_open(o, '{');
	if (p->type == PARAM_ROWS)
		put_params(o, p->row);
	else if (p->type == PARAM_WORDS)
		put_enum(o, p);
	else
		out_put_text(o, "type", p->type == PARAM_IDS ? "integer" : "string");
	out_close(o, '}');
}

static void put_text(struct out *o, const struct param *p)
{
	out_put_text(o, "type", "string");
	if (p->max)
		out_put_int(o, "maxLength", p->max);
}

static void put_type(struct out *o, const struct param *p)
{
	switch (p->type) {
	case PARAM_ID:
		out_put_text(o, "type", "integer");
		out_put_int(o, "minimum", 1);
		return;
	case PARAM_INT:
	case PARAM_SMALL: put_number(o, "integer", p, 1); return;
	case PARAM_NUMBER:
	case PARAM_STEP_AT: put_number(o, "number", p, 1e6); return;
	case PARAM_BOOL:
	case PARAM_FLAG: out_put_text(o, "type", "boolean"); return;
	case PARAM_NAME:
		out_put_text(o, "type", "string");
		out_put_text(o, "pattern", "^[a-z0-9_][a-z0-9_.-]{0,63}$");
		return;
	case PARAM_TEXT:
	case PARAM_RAW: put_text(o, p); return;
	case PARAM_WORD: put_enum(o, p); return;
	case PARAM_INSTANT:
		out_put_text(o, "type", "string");
		out_put_text(o, "format", "date-time");
		return;
	case PARAM_SPAN:
	case PARAM_STEP_AFTER:
		out_put_text(o, "type", "string");
		out_put_text(o, "format", "duration");
		return;
	case PARAM_SPAN_OR_NULL:
		out_put_json(o, "type", "[\"string\",\"null\"]");
		out_put_text(o, "format", "duration");
		return;
	case PARAM_DATE:
		out_put_text(o, "type", "string");
		out_put_text(o, "format", "date");
		return;
	case PARAM_MONTH:
		out_put_text(o, "type", "string");
		out_put_text(o, "pattern", "^[0-9]{4}-[0-9]{2}$");
		return;
	case PARAM_HOURS:
		out_put_text(o, "type", "array");
		out_put_json(o, "items",
			"{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":2,\"maxItems\":2}");
		return;
	case PARAM_STEP_EVERY: out_put_json(o, "type", "[\"number\",\"string\"]"); return;
	case PARAM_LINES:
		out_put_text(o, "type", "array");
		out_put_json(o, "items", "{\"type\":[\"integer\",\"null\"]}");
		return;
	case PARAM_NAMES:
	case PARAM_TEXTS:
	case PARAM_WORDS:
	case PARAM_IDS:
	case PARAM_ROWS: put_items(o, p); return;
	case PARAM_JSON_OBJECT: out_put_text(o, "type", "object"); return;
	case PARAM_JSON_ARRAY: out_put_text(o, "type", "array"); return;
	case PARAM_OBJECT: put_params(o, p->row); return;
	}
	die_assert(__FILE__, __LINE__, p->name);
}

/* An object schema of a shape of parameters. */
static void put_params(struct out *o, const struct params *params)
{
	out_put_text(o, "type", "object");
	out_put_bool(o, "additionalProperties", false);
	out_key(o, "properties");
	out_open(o, '{');
	for (int i = 0; i < params->n; i++) {
		out_key(o, params->at[i].name);
		out_open(o, '{');
		put_type(o, &params->at[i]);
		if (params->at[i].doc)
			out_put_text(o, "description", params->at[i].doc);
		out_close(o, '}');
	}
	out_close(o, '}');
	out_key(o, "required");
	out_open(o, '[');
	for (int i = 0; i < params->n; i++)
		if (params->at[i].flags & PARAM_REQUIRED)
			out_text(o, params->at[i].name);
	out_close(o, ']');
}

static void put_param(struct out *o, const struct param *p)
{
	out_open(o, '{');
	out_put_text(o, "name", p->name);
	if (p->doc)
		out_put_text(o, "description", p->doc);
	out_put_bool(o, "required", (p->flags & PARAM_REQUIRED) != 0);
	out_key(o, "schema");
	out_open(o, '{');
	put_type(o, p);
	out_close(o, '}');
	out_close(o, '}');
}

/* --- results ------------------------------------------------------------------------------- */

/* The keys of a result, by shape; NULL ends them. */
static const char *const *result_keys(const struct command *c)
{
	static const char *const keys[][6] = {
		[SHAPE_ORDER] = {"order"},
		[SHAPE_TASK] = {"task", "order"},
		[SHAPE_RETURN] = {"return", "order"},
		[SHAPE_ALARM] = {"alarm"},
		[SHAPE_TOKEN] = {"id", "token", "user", "expires_at"},
		[SHAPE_FEEDBACK_READ] = {"items"},
		[SHAPE_NOTICE] = {"notice"},
		[SHAPE_ITEMS] = {"items", "next_cursor"},
		[SHAPE_CLOCK] = {"clock", "segments", "at"},
		[SHAPE_TABLE] = {"rows"},
		[SHAPE_LOOPS] = {"items", "broken", "next_cursor"},
		[SHAPE_SECONDS] = {"seconds"},
		[SHAPE_AT] = {"at"},
		[SHAPE_WATCH] = {"watch", "cursor", "found", "snapshot"},
		[SHAPE_PERIOD] = {"finished", "then", "now", "changed", "items"},
		[SHAPE_OWN] = {NULL},
	};
	static const char *const alarm_keys[] = {"items", "cursor", "next_cursor", NULL};

	return c->find == FIND_ALARMS ? alarm_keys : keys[c->shape];
}

static void put_result(struct out *o, const struct command *c)
{
	out_key(o, "result");
	out_open(o, '{');
	out_put_text(o, "name", "result");
	out_key(o, "schema");
	out_open(o, '{');
	out_put_text(o, "type", "object");
	out_key(o, "properties");
	out_open(o, '{');
	if (c->shape == SHAPE_CHANGE || c->shape == SHAPE_ONE) {
		out_put_json(o, org_noun_key(c->noun), "{\"type\":\"object\"}");
		if (c->fill & FILL_IMPORT)
			out_put_json(o, "events", "{\"type\":\"object\"}");
	} else if (c->shape == SHAPE_CHANGES) {
		out_put_json(o, org_noun_plural(c->noun), "{\"type\":\"array\"}");
	} else {
		for (const char *const *key = result_keys(c); *key; key++)
			out_put_json(o, *key, "{}");
	}
	out_close(o, '}');
	out_close(o, '}');
	out_close(o, '}');
}

/* --- who, from where, and how it may fail -------------------------------------------------- */

static void put_words(struct out *o, const char *key, enum words set, unsigned bits)
{
	out_key(o, key);
	out_open(o, '[');
	for (int i = 1; i <= word_count(set); i++)
		if (bits & BIT(i))
			out_text(o, word_name(set, i));
	out_close(o, ']');
}

static unsigned errors_of(const struct command *c)
{
	unsigned errors = c->errors | BIT(ERR_INVALID_PARAMS);

	if (c->roles)
		errors |= BIT(ERR_UNAUTHENTICATED);
	if (c->roles && c->roles != ROLES_ALL)
		errors |= BIT(ERR_FORBIDDEN);
	if (c->act == ACT_DECIDE)
		errors |= BIT(ERR_IDEMPOTENCY_MISMATCH) | BIT(ERR_UNKNOWN_OUTCOME);
	if (c->act == ACT_DECIDE || c->act == ACT_FIND || c->act == ACT_REPLAY ||
		c->act == ACT_ADVANCE || c->act == ACT_WATCH)
		errors |= BIT(ERR_OVERLOADED) | BIT(ERR_UNAVAILABLE);
	if (c->target != TARGET_NONE)
		errors |= BIT(ERR_NOT_FOUND);
	if (command_is_on_order(c))
		errors |= BIT(ERR_FORBIDDEN) | BIT(ERR_CONFLICT) | BIT(ERR_WRONG_STATE);
	return errors;
}

static void put_errors(struct out *o, const struct command *c)
{
	unsigned errors = errors_of(c);

	out_key(o, "errors");
	out_open(o, '[');
	for (int e = ERR_NONE + 1; e < ERR_N; e++) {
		if (!(errors & BIT(e)))
			continue;
		out_open(o, '{');
		out_put_int(o, "code", err_code((enum err)e));
		out_put_text(o, "message", err_text((enum err)e, LANG_EN));
		out_put_text(o, "x-class", err_class((enum err)e));
		out_close(o, '}');
	}
	out_close(o, ']');
}

static void put_method(struct out *o, const struct command *c)
{
	out_open(o, '{');
	out_put_text(o, "name", c->name);
	out_put_text(o, "summary", c->doc);
	out_put_text(o, "paramStructure", "by-name");
	out_key(o, "params");
	out_open(o, '[');
	for (int i = 0; i < c->params->n; i++)
		put_param(o, &c->params->at[i]);
	out_close(o, ']');
	put_result(o, c);
	put_errors(o, c);
	out_put_bool(o, "x-open", c->roles == 0);
	put_words(o, "x-roles", WORDS_ROLE, c->roles);
	if (c->guard.order_states)
		put_words(o, "x-states", WORDS_ORDER_STATE, c->guard.order_states);
	if (c->guard.task_states)
		put_words(o, "x-task-states", WORDS_TASK_STATE, c->guard.task_states);
	if (c->guard.return_states)
		put_words(o, "x-return-states", WORDS_RETURN_STATE, c->guard.return_states);
	if (c->act == ACT_DECIDE)
		out_put_bool(o, "x-while-held", c->guard.is_ok_while_held);
	out_close(o, '}');
}

const char *encode_discover(struct arena *a)
{
	struct out o;

	out_init(&o, a);
	out_open(&o, '{');
	out_put_text(&o, "openrpc", "1.2.6");
	out_key(&o, "info");
	out_open(&o, '{');
	out_put_text(&o, "title", "Sliploop");
	out_put_text(&o, "version", SLIPLOOP_VERSION);
	out_close(&o, '}');
	out_key(&o, "methods");
	out_open(&o, '[');
	for (int i = 0; i < n_commands; i++)
		put_method(&o, commands[i]);
	out_close(&o, ']');
	out_close(&o, '}');
	return out_finish(&o);
}
