/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a play knows from the answers so far: saved names and the latest form of each order. Owns
 * both; never asks the daemon.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"

void ledger_init(struct ledger *ledger)
{
	*ledger = (struct ledger){
		.names = json_object(), .orders = json_object(), .shaping = json_object()};
}

void ledger_fini(struct ledger *ledger)
{
	json_decref(ledger->names);
	json_decref(ledger->orders);
	json_decref(ledger->shaping);
	free(ledger->saved);
}

size_t ledger_await(struct ledger *ledger, const char *name, unsigned long line)
{
	if (ledger->n_saved == ledger->cap) {
		ledger->cap = ledger->cap == 0 ? 256 : ledger->cap * 2;
		ledger->saved = realloc(ledger->saved, ledger->cap * sizeof ledger->saved[0]);
		if (ledger->saved == NULL)
			abort();
	}
	size_t index = ledger->n_saved++;
	ledger->saved[index] = (struct ledger_saved){.state = LEDGER_AWAITED, .line = line};
	json_object_set_new(ledger->names, name, json_integer((json_int_t)index));
	return index;
}

static void order_key(json_int_t order, char key[24])
{
	snprintf(key, 24, "%lld", (long long)order);
}

/* Answers may overtake one another: the highest version is the latest. */
void ledger_learn(struct ledger *ledger, json_t *result)
{
	json_t *order = json_object_get(result, "order");
	char key[24];
	if (!json_is_object(order))
		return;
	order_key(json_integer_value(json_object_get(order, "id")), key);
	json_t *known = json_object_get(ledger->orders, key);
	if (known == NULL ||
		json_integer_value(json_object_get(known, "version")) <=
			json_integer_value(json_object_get(order, "version")))
		json_object_set(ledger->orders, key, order);
}

static json_int_t id_of(const json_t *result, const char *noun)
{
	return json_integer_value(json_object_get(json_object_get(result, noun), "id"));
}

void ledger_save(struct ledger *ledger, size_t index, const json_t *result)
{
	static const char *const nouns[] = {"return", "task", "order", "alarm"};
	struct ledger_saved *saved = &ledger->saved[index];
	saved->order = id_of(result, "order");
	for (int i = 0; i < 4 && saved->id == 0; i++)
		saved->id = id_of(result, nouns[i]);
	if (saved->id == 0)
		saved->id = json_integer_value(json_object_get(result, "id"));
	saved->state = LEDGER_KNOWN;
}

void ledger_shaping_add(struct ledger *ledger, json_int_t order, int n)
{
	char key[24];
	order_key(order, key);
	json_int_t now = json_integer_value(json_object_get(ledger->shaping, key));
	json_object_set_new(ledger->shaping, key, json_integer(now + n));
}

bool ledger_is_shaping(const struct ledger *ledger, json_int_t order)
{
	char key[24];
	order_key(order, key);
	return json_integer_value(json_object_get(ledger->shaping, key)) > 0;
}

static json_int_t task_id(const json_t *order, const char *name)
{
	size_t i;
	json_t *task;
	json_array_foreach(
		json_object_get(order, "tasks"), i, task) if (strcmp(field_text(task, "name"), name) == 0 &&
		strcmp(field_text(task, "state"), "cancelled") !=
			0) return json_integer_value(json_object_get(task, "id"));
	return 0;
}

static json_int_t latest_return_id(const json_t *order)
{
	size_t i;
	json_t *slip;
	json_int_t latest = 0;
	json_array_foreach(json_object_get(order, "returns"), i, slip)
	{
		json_int_t id = json_integer_value(json_object_get(slip, "id"));
		latest = id > latest ? id : latest;
	}
	return latest;
}

json_int_t ledger_find(const struct ledger *ledger, const struct ledger_saved *saved,
	const struct reference *reference)
{
	char key[24];
	order_key(saved->order, key);
	const json_t *order = json_object_get(ledger->orders, key);
	switch (reference->kind) {
	case REFERENCE_ID: return saved->id;
	case REFERENCE_ORDER: return saved->order;
	case REFERENCE_TASK: return task_id(order, reference->task);
	case REFERENCE_RETURN: return latest_return_id(order);
	}
	return 0;
}
