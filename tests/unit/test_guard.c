/* SPDX-License-Identifier: Apache-2.0 */
/* Shows rules 21-23: who sees an order and whose act it is, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core_fixture.h"

static void who_sees_what(void **state)
{
	static const struct {
		const char *who;
		bool before, after; /* the dispatch to station "line" */
	} rows[] = {
		{"am", true, true},
		{"am2", true, true},
		{"leader", true, true},
		{"other", false, false},
		{"disp", true, true},
		{"sup", true, true},
		{"mon", true, true},
		{"op.line", false, true},
		{"mgr.line", false, true},
		{"op.exch", false, false},
		{"root", true, true},
	};
	const char *const one[][3] = {{"fix", "line", NULL}};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(
			order_is_visible(b.order, org_get_user(b.org, rows[i].who)), rows[i].before);
	bench_dispatch(&b, one, 1);
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(
			order_is_visible(b.order, org_get_user(b.org, rows[i].who)), rows[i].after);
	bench_fini(&b);
}

static void whose_act_it_is(void **state)
{
	static const struct {
		enum owner owner;
		const char *yes, *no;
	} rows[] = {
		{OWNER_ANY, "mon", NULL},
		{OWNER_NOT_MONITOR, "op.line", "mon"},
		{OWNER_SLIP, "am", "am2"},
		{OWNER_SLIP, "leader", "sup"},
		{OWNER_SLIP_SUPERVISOR, "sup", "disp"},
		{OWNER_INDUSTRY_MANAGER, "im", "am"},
		{OWNER_LEADER, "leader", "im"},
		{OWNER_CLERK, "clerk", "leader"},
		{OWNER_CRC, "disp", "op.line"},
		{OWNER_CRC_OR_MANAGER, "mgr.line", "mgr.exch"},
		{OWNER_LEADER_OR_SUPERVISOR, "sup", "disp"},
		{OWNER_SUPERVISOR, "sup", "disp"},
		{OWNER_SIGNER, "disp", "am2"},
		{OWNER_ARCHIVER, "am", "disp"},
		{OWNER_STATION, "op.line", "op.exch"},
		{OWNER_STATION_MANAGER, "mgr.line", "op.line"},
		{OWNER_STATION, "root", "disp"},
	};
	const char *const one[][3] = {{"fix", "line", NULL}};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, one, 1);
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct guard g = {.owner = rows[i].owner};
		struct decision d = {.arena = &b.arena,
			.org = b.org,
			.order = b.order,
			.task = &b.order->tasks[0],
			.actor = org_get_user(b.org, rows[i].yes)};

		assert_int_equal(guard_check_owner(&d, &g), ERR_NONE);
		if (!rows[i].no)
			continue;
		d.actor = org_get_user(b.org, rows[i].no);
		assert_int_equal(guard_check_owner(&d, &g), ERR_FORBIDDEN);
	}
	bench_fini(&b);
}

static void stale_versions_and_wrong_states_are_said(void **state)
{
	struct guard g = {.order_states = BIT(ORDER_EXECUTING)};
	struct request_text hold = {.text = "no_access"};
	const char *const one[][3] = {{"fix", "line", NULL}};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	struct decision d = {.arena = &b.arena, .org = b.org, .order = b.order};
	assert_int_equal(guard_check_version(&d, b.order->version - 1), ERR_CONFLICT);
	assert_int_equal(d.fail.version, b.order->version);
	assert_int_equal(guard_check_version(&d, b.order->version), ERR_NONE);
	assert_int_equal(guard_check_version(&d, -1), ERR_NONE);
	assert_int_equal(guard_check_state(&d, &g), ERR_WRONG_STATE);
	assert_string_equal(d.fail.state, "at_crc");
	bench_dispatch(&b, one, 1);
	assert_int_equal(bench_do(&b, "disp", decide_hold, &hold), ERR_NONE);
	d.order = b.order;
	assert_int_equal(guard_check_state(&d, &g), ERR_WRONG_STATE);
	g.is_ok_while_held = true;
	assert_int_equal(guard_check_state(&d, &g), ERR_NONE);
	bench_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_sees_what),
		cmocka_unit_test(whose_act_it_is),
		cmocka_unit_test(stale_versions_and_wrong_states_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
