/* SPDX-License-Identifier: Apache-2.0 */
/* The command table as data: whole, in order, and within the structs it fills (rules.md 20, 22). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/command.h"
#include "base/die.h"

static void test_names_are_in_order_and_found(void **state)
{
	(void)state;
	assert_null(commands[n_commands]);
	for (int i = 0; i < n_commands; i++) {
		if (i > 0 && strcmp(commands[i - 1]->name, commands[i]->name) >= 0)
			fail_msg("%s stands before %s", commands[i - 1]->name, commands[i]->name);
		assert_ptr_equal(command_get(commands[i]->name), commands[i]);
		assert_int_equal(command_index(commands[i]), i);
	}
	assert_null(command_get(""));
	assert_null(command_get("order"));
	assert_null(command_get("order.dance"));
	assert_null(command_get("order.get "));
	assert_null(command_get("zzz"));
}

static size_t size_of(const struct param *p)
{
	switch (p->type) {
	case PARAM_ID:
	case PARAM_INT:
	case PARAM_NUMBER:
	case PARAM_INSTANT:
	case PARAM_SPAN:
	case PARAM_SPAN_OR_NULL:
	case PARAM_LINES:
	case PARAM_STEP_AT:
	case PARAM_STEP_AFTER:
	case PARAM_STEP_EVERY:
	case PARAM_DATE:
	case PARAM_MONTH: return sizeof(int64_t);
	case PARAM_SMALL:
	case PARAM_BOOL: return sizeof(int);
	case PARAM_WORD: return p->choices ? sizeof(char *) : sizeof(int);
	case PARAM_FLAG: return sizeof(bool);
	case PARAM_NAME:
	case PARAM_TEXT:
	case PARAM_RAW:
	case PARAM_JSON_OBJECT:
	case PARAM_JSON_ARRAY:
	case PARAM_IDS:
	case PARAM_ROWS: return sizeof(char *);
	case PARAM_NAMES:
	case PARAM_TEXTS:
	case PARAM_WORDS: return sizeof(struct names);
	case PARAM_HOURS: return sizeof(struct hours);
	case PARAM_OBJECT: return 0;
	}
	return SIZE_MAX;
}

static void check_params(const char *name, const struct params *params, int depth)
{
	assert_non_null(params);
	assert_true(depth < 4);
	for (int i = 0; i < params->n; i++) {
		const struct param *p = &params->at[i];
		bool is_list = p->type == PARAM_ROWS || p->type == PARAM_IDS;

		if (p->offset + size_of(p) > params->size)
			fail_msg("%s: %s lies outside its struct", name, p->name);
		if (p->count + sizeof(bool) > params->size)
			fail_msg("%s: the count of %s lies outside its struct", name, p->name);
		if ((is_list || p->type == PARAM_LINES) && p->count == 0)
			fail_msg("%s: %s has no place for its count", name, p->name);
		if (p->min > p->max && p->max != 0)
			fail_msg("%s: %s has no value within its bounds", name, p->name);
		for (int k = 0; k < i; k++)
			if (strcmp(params->at[k].name, p->name) == 0)
				fail_msg("%s: %s stands twice", name, p->name);
		if (p->type == PARAM_ROWS || p->type == PARAM_OBJECT)
			check_params(name, p->row, depth + 1);
		if (p->type == PARAM_OBJECT)
			assert_true(p->row->size == params->size);
	}
}

static void test_params_lie_within_their_structs(void **state)
{
	(void)state;
	for (int i = 0; i < n_commands; i++) {
		check_params(commands[i]->name, commands[i]->params, 0);
		assert_true(commands[i]->params->size >= sizeof(struct request));
	}
}

static const struct param *param_of(const struct command *c, const char *name)
{
	for (int i = 0; i < c->params->n; i++)
		if (strcmp(c->params->at[i].name, name) == 0)
			return &c->params->at[i];
	return NULL;
}

static void test_what_changes_something_can_be_repeated(void **state)
{
	(void)state;
	for (int i = 0; i < n_commands; i++) {
		const struct command *c = commands[i];
		bool is_on_order = command_is_on_order(c);

		/* rule 26: over all changing methods; session, time and reading take none */
		assert_int_equal(param_of(c, "idempotency_key") != NULL, c->act == ACT_DECIDE);
		assert_int_equal(param_of(c, "if_version") != NULL, is_on_order);
		assert_int_equal(c->decide != NULL, c->act == ACT_DECIDE);
		if (is_on_order)
			assert_non_null(param_of(c, "id"));
		if (c->act != ACT_DECIDE)
			assert_int_equal(c->target, TARGET_NONE);
	}
}

static void test_rows_are_whole(void **state)
{
	(void)state;
	for (int i = 0; i < n_commands; i++) {
		const struct command *c = commands[i];

		assert_non_null(c->doc);
		assert_true(c->doc[strlen(c->doc) - 1] == '.');
		assert_int_equal(c->find != FIND_NOTHING, c->act == ACT_FIND || c->act == ACT_HEALTH);
		if (c->target == TARGET_TASK && c->act == ACT_DECIDE)
			assert_true(c->guard.task_states && c->guard.order_states == BIT(ORDER_EXECUTING));
		if (c->target == TARGET_RETURN && c->act == ACT_DECIDE)
			assert_true(c->guard.return_states && c->guard.order_states == BIT(ORDER_EXECUTING));
		if (c->act == ACT_DECIDE)
			assert_true(c->roles != 0 && (c->roles != ROLES_ALL || (c->fill & FILL_PASSWORD)));
		if (c->roles)
			assert_true(c->roles & BIT(ROLE_ADMIN)); /* rule 23 */
		if (c->guard.order_states == 0 && c->target == TARGET_ORDER)
			assert_string_equal(c->name, "order.note");
	}
}

/* A row for each command on an order: from which states, and while held (rules 10-16, 22). */
static void test_states_and_hold(void **state)
{
	enum {
		D = BIT(ORDER_DRAFT),
		R = BIT(ORDER_MANAGER_REVIEW) | BIT(ORDER_LEADER_REVIEW) | BIT(ORDER_CLERK_REVIEW),
		C = BIT(ORDER_AT_CRC),
		X = BIT(ORDER_EXECUTING),
		S = BIT(ORDER_AWAITING_SIGNATURE),
		A = BIT(ORDER_AWAITING_ARCHIVE),
	};
	static const struct {
		const char *name;
		unsigned states;
		bool is_ok_while_held;
	} rows[] = {
		{"order.amend", D | R | C | X | S, true},
		{"order.approve", BIT(ORDER_LEADER_REVIEW), false},
		{"order.archive", A, false},
		{"order.assign", D | R | C | X | S | A, false},
		{"order.authorise_grading", D | R | C | X | S | A, false},
		{"order.cancel", D | R | C | X | S, true},
		{"order.confirm", BIT(ORDER_MANAGER_REVIEW), false},
		{"order.dispatch", C | X, false},
		{"order.forward", BIT(ORDER_CLERK_REVIEW), false},
		{"order.hold", X, false},
		{"order.note", 0, true},
		{"order.resolve_major", D | R | C | X | S | A, false},
		{"order.resume", X, true},
		{"order.retier", D | R | C | X, true},
		{"order.send_back", R | C, false},
		{"order.sign", S, false},
		{"order.submit", D, false},
	};
	size_t n = 0;

	(void)state;
	for (int i = 0; i < n_commands; i++)
		n += commands[i]->act == ACT_DECIDE && commands[i]->target == TARGET_ORDER;
	assert_int_equal(n, N_OF(rows));
	for (size_t i = 0; i < N_OF(rows); i++) {
		const struct command *c = command_get(rows[i].name);

		assert_non_null(c);
		if (c->guard.order_states != rows[i].states ||
			c->guard.is_ok_while_held != rows[i].is_ok_while_held)
			fail_msg("%s is allowed elsewhere", c->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_in_order_and_found),
		cmocka_unit_test(test_params_lie_within_their_structs),
		cmocka_unit_test(test_what_changes_something_can_be_repeated),
		cmocka_unit_test(test_rows_are_whole),
		cmocka_unit_test(test_states_and_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
