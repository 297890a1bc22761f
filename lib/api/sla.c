/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the reading of sla.json: the limits, quotas, targets, ladders and hold reasons that a new
 * store begins with, by the same rows as the puts. It never looks for the file.
 */
#include <string.h>

#include "api/decode.h"
#include "api/rows.h"

struct seeding {
	struct reading r;
	struct org_change *head, **tail;
};

static void change_put(struct seeding *s, enum org_noun noun, const void *row, size_t size)
{
	struct org_change *c = arena_new(s->r.arena, struct org_change);

	c->noun = noun;
	c->row = arena_copy(s->r.arena, row, size);
	*s->tail = c;
	s->tail = &c->next;
}

static void limit_put(struct seeding *s, void *row, int64_t id)
{
	struct limit *l = row;

	l->id = id;
	l->from_version = 1;
	change_put(s, ORG_LIMIT, l, sizeof(*l));
}

static void quota_put(struct seeding *s, void *row, int64_t id)
{
	struct quota *q = row;

	q->id = id;
	change_put(s, ORG_QUOTA, q, sizeof(*q));
}

static void target_put(struct seeding *s, void *row, int64_t id)
{
	struct on_time_target *t = row;

	t->id = id;
	change_put(s, ORG_TARGET, t, sizeof(*t));
}

static void hold_reason_put(struct seeding *s, void *row, int64_t id)
{
	const struct request_hold_reason *r = row;
	const struct hold_reason h = {
		.name = r->name,
		.en = r->en,
		.zh = r->zh,
		.stops_clock = r->stops_clock == GIVEN_TRUE,
	};

	(void)id;
	change_put(s, ORG_HOLD_REASON, &h, sizeof(h));
}

static void ladder_put(struct seeding *s, void *row, int64_t id)
{
	const struct request_ladder *r = row;
	const struct ladder l = {
		.id = id,
		.tier = (enum tier)r->tier,
		.clock = (enum clock_kind)r->clock,
		.steps = r->steps,
		.n_steps = r->n_steps,
		.from_version = 1,
	};

	change_put(s, ORG_LADDER, &l, sizeof(l));
}

static const struct {
	const char *key;
	const struct params *row;
	void (*put)(struct seeding *s, void *row, int64_t id);
} parts[] = {
	{"limits", &object_limit, limit_put},
	{"quotas", &object_quota, quota_put},
	{"targets", &object_target, target_put},
	{"hold_reasons", &object_hold_reason, hold_reason_put},
	{"ladders", &object_ladder, ladder_put},
};

static bool part_read(struct seeding *s, const json_t *root, size_t part)
{
	const struct place_in in = {.key = parts[part].key};
	const json_t *rows = json_object_get(root, parts[part].key);
	json_t *item;
	size_t i;

	if (!json_is_array(rows)) {
		*s->r.fail = (struct failure){.err = ERR_INVALID_PARAMS,
			.field = place_spell(s->r.arena, &in),
			.en = "a list is missing"};
		return false;
	}
	json_array_foreach(rows, i, item)
	{
		const struct place_in at = {.up = &in, .index = (int)i};
		void *row = arena_alloc(s->r.arena, parts[part].row->size);

		if (!params_fill(&s->r, parts[part].row, item, &at, row))
			return false;
		parts[part].put(s, row, (int64_t)i + 1);
	}
	return true;
}

struct org_change *decode_sla(struct arena *a, const char *json, const char **why)
{
	struct failure fail = {0};
	struct seeding s = {.r = {.arena = a, .fail = &fail}};
	json_error_t error;
	json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, &error);
	bool is_ok = json_is_object(root);

	s.tail = &s.head;
	*why = NULL;
	if (!is_ok)
		*why = arena_fmt(a, "line %d: %s", error.line, root ? "not an object" : error.text);
	for (size_t i = 0; is_ok && i < N_OF(parts); i++)
		is_ok = part_read(&s, root, i);
	if (fail.err != ERR_NONE)
		*why = arena_fmt(a, "%s: %s", fail.field, fail.en);
	json_decref(root);
	return is_ok ? s.head : NULL;
}
