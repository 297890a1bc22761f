/* SPDX-License-Identifier: Apache-2.0 */
/* Shows rules 8, 11-14, 17, 19 on the core alone: parallel tasks, returns, refusal, confirmation, quota. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core/flow.h"
#include "core_fixture.h"

static enum task_state state_of(struct bench *b, const char *task)
{
	return order_get_task_named(b->order, task)->state;
}

static void parallel_tasks_join(void **state)
{
	const char *const nodes[][3] = {
		{"a", "line", NULL}, {"b", "exchange", NULL}, {"c", "far", "a b"}};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, nodes, 3);
	assert_int_equal(state_of(&b, "a"), TASK_ISSUED);
	assert_int_equal(state_of(&b, "b"), TASK_ISSUED);
	assert_int_equal(state_of(&b, "c"), TASK_WAITING);
	assert_int_equal(
		order_get_clock(b.order, CLOCK_TASK, b.order->tasks[0].id)->limit_ms, 3 * HOUR);
	assert_int_equal(bench_complete(&b, "op.line", "a"), ERR_NONE);
	assert_int_equal(state_of(&b, "c"), TASK_WAITING);
	assert_int_equal(bench_complete(&b, "op.exch", "b"), ERR_NONE);
	assert_int_equal(state_of(&b, "c"), TASK_ISSUED);
	assert_int_equal(bench_complete(&b, "op.far", "c"), ERR_NONE);
	assert_int_equal(b.order->state, ORDER_AWAITING_SIGNATURE);
	assert_int_equal(b.order->finished_at, b.now_at);
	bench_fini(&b);
}

static int64_t raise_slip(struct bench *b, const char *who, const char *task, const char *to)
{
	struct request_return r = {.to = to, .text = "wrong pair", .kind = RETURN_ERROR};

	assert_int_equal(bench_do_task(b, who, task, decide_return, &r), ERR_NONE);
	return b->order->returns[b->order->n_returns - 1].id;
}

static void a_return_slip_goes_round(void **state)
{
	const char *const nodes[][3] = {{"a", "line", NULL}, {"b", "exchange", "a"}};
	struct request_text answer = {0};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, nodes, 2);
	assert_int_equal(bench_complete(&b, "op.line", "a"), ERR_NONE);
	bench_advance(&b, T0 + HOUR);
	answer.head.id = raise_slip(&b, "op.exch", "b", "a");
	struct clock *accept = order_get_clock(b.order, CLOCK_ACCEPT, b.order->tasks[1].id);
	assert_int_equal(accept->state, CLOCK_PAUSED);
	assert_int_equal(state_of(&b, "b"), TASK_WAITING);
	bench_advance(&b, T0 + 90 * MINUTE);
	assert_int_equal(bench_do(&b, "op.line", decide_return_accept, &answer), ERR_NONE);
	assert_int_equal(state_of(&b, "a"), TASK_ISSUED);
	assert_int_equal(order_get_task_named(b.order, "a")->rework, 1);
	assert_int_equal(order_get_clock(b.order, CLOCK_TASK, b.order->tasks[0].id)->generation, 2);
	bench_advance(&b, T0 + 2 * HOUR);
	assert_int_equal(bench_complete(&b, "op.line", "a"), ERR_NONE);
	struct return_slip *r = order_get_return(b.order, answer.head.id);
	assert_int_equal(r->state, RETURN_CLOSED);
	assert_string_equal(r->charged_to, "line");
	assert_int_equal(r->charged_ms, HOUR);
	assert_int_equal(state_of(&b, "b"), TASK_ISSUED);
	accept = order_get_clock(b.order, CLOCK_ACCEPT, b.order->tasks[1].id);
	assert_int_equal(accept->state, CLOCK_RUNNING);
	assert_int_equal(accept->generation, 1);
	bench_fini(&b);
}

static void an_overturned_slip_is_charged_to_its_raiser(void **state)
{
	const char *const nodes[][3] = {{"a", "line", NULL}, {"b", "exchange", "a"}};
	struct request_text dispute = {.text = "not ours"};
	struct request_rule ruling = {.upheld = GIVEN_FALSE, .reason = "tested fine"};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, nodes, 2);
	assert_int_equal(bench_complete(&b, "op.line", "a"), ERR_NONE);
	dispute.head.id = ruling.head.id = raise_slip(&b, "op.exch", "b", "a");
	bench_advance(&b, b.now_at + 10 * MINUTE);
	assert_int_equal(bench_do(&b, "op.line", decide_return_dispute, &dispute), ERR_NONE);
	assert_int_equal(order_get_clock(b.order, CLOCK_RETURN, dispute.head.id)->generation, 2);
	bench_advance(&b, b.now_at + 10 * MINUTE);
	assert_int_equal(bench_do(&b, "sup", decide_return_rule, &ruling), ERR_NONE);
	struct return_slip *r = order_get_return(b.order, ruling.head.id);
	assert_int_equal(r->state, RETURN_OVERTURNED);
	assert_string_equal(r->charged_to, "exchange");
	assert_int_equal(r->charged_ms, 20 * MINUTE);
	assert_int_equal(state_of(&b, "a"), TASK_DONE);
	assert_int_equal(state_of(&b, "b"), TASK_ISSUED);
	bench_fini(&b);
}

static void a_new_dispatch_answers_a_slip_against_the_crc(void **state)
{
	const char *const first[][3] = {{"a", "line", NULL}};
	const char *const second[][3] = {{"a", "line", NULL}, {"b", "far", NULL}};
	struct request_text answer = {0};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, first, 1);
	int64_t task = b.order->tasks[0].id;
	answer.head.id = raise_slip(&b, "op.line", "a", "crc");
	assert_int_equal(bench_do(&b, "disp", decide_return_accept, &answer), ERR_NONE);
	bench_dispatch(&b, second, 2);
	assert_int_equal(order_get_return(b.order, answer.head.id)->state, RETURN_CLOSED);
	assert_string_equal(order_get_return(b.order, answer.head.id)->charged_to, "crc");
	assert_int_equal(order_get_task_named(b.order, "a")->id, task);
	assert_int_equal(state_of(&b, "a"), TASK_ISSUED);
	assert_int_equal(state_of(&b, "b"), TASK_ISSUED);
	bench_fini(&b);
}

static void a_refused_signature_lets_the_clock_go_on(void **state)
{
	const char *const nodes[][3] = {{"a", "line", NULL}, {"b", "exchange", "a"}};
	struct request_sign refuse_it = {.accepted = GIVEN_FALSE, .by = "guest"};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_B);
	bench_dispatch(&b, nodes, 2);
	bench_advance(&b, T0 + 5 * HOUR);
	assert_int_equal(bench_complete(&b, "op.line", "a"), ERR_NONE);
	assert_int_equal(bench_complete(&b, "op.exch", "b"), ERR_NONE);
	bench_advance(&b, T0 + DAY);
	assert_int_equal(bench_do(&b, "am", decide_sign, &refuse_it), ERR_NONE);
	struct clock *c = order_get_clock(b.order, CLOCK_ORDER, 0);
	assert_int_equal(c->state, CLOCK_RUNNING);
	assert_int_equal(c->generation, 1);
	assert_int_equal(c->spent_ms, 5 * HOUR);
	assert_int_equal(b.order->finished_at, INSTANT_NONE);
	assert_int_equal(state_of(&b, "a"), TASK_DONE);
	assert_int_equal(state_of(&b, "b"), TASK_ISSUED);
	assert_int_equal(order_get_task_named(b.order, "b")->rework, 1);
	bench_advance(&b, T0 + DAY + HOUR + MINUTE);
	assert_true(clock_is_missed(c = order_get_clock(b.order, CLOCK_ORDER, 0), b.now_at));
	bench_fini(&b);
}

/* A confirmation answered, for "Hotel", and set as the one cited. */
static void answer_confirmation(struct bench *b, enum tier tier)
{
	b->cited = NULL;
	b->cited = bench_answer_confirmation(b, tier, INSTANT_NONE);
	assert_int_equal(b->cited->state, ORDER_AWAITING_ARCHIVE);
	b->order = NULL;
}

static enum err contact(struct bench *b, enum tier tier, const char *override, const char *who)
{
	struct request_create r = {.kind = KIND_CONTACT,
		.tier = tier,
		.service = "pstn",
		.unit = "key",
		.customer = "Hotel",
		.title = "two lines",
		.lines = 2,
		.purpose = PURPOSE_INSTALL,
		.needs_leader = GIVEN_NOT,
		.submit = GIVEN_TRUE,
		.confirmation = b->cited ? b->cited->id : 0,
		.override = override};

	return bench_do(b, who, decide_create, &r);
}

static void a_contact_slip_walks_through_the_department(void **state)
{
	struct request_confirm none = {.needs_leader = GIVEN_NOT};
	struct bench b;

	(void)state;
	bench_init(&b);
	assert_int_equal(contact(&b, TIER_B, NULL, "am"), ERR_CONFIRMATION_REQUIRED);
	answer_confirmation(&b, TIER_B);
	assert_int_equal(order_get_clock(b.cited, CLOCK_RESERVATION, 0)->limit_ms, 30 * DAY);
	assert_int_equal(contact(&b, TIER_B, NULL, "am"), ERR_NONE);
	assert_int_equal(b.order->state, ORDER_MANAGER_REVIEW);
	assert_int_equal(b.cited->used_by, b.order->id);
	assert_int_equal(order_get_clock(b.cited, CLOCK_RESERVATION, 0)->state, CLOCK_MET);
	assert_int_equal(bench_do(&b, "im", decide_confirm, &none), ERR_NONE);
	assert_int_equal(b.order->state, ORDER_CLERK_REVIEW);
	assert_int_equal(order_get_clock(b.order, CLOCK_APPROVAL, 0)->generation, 2);
	assert_int_equal(bench_do(&b, "clerk", decide_forward, &none), ERR_NONE);
	assert_int_equal(b.order->state, ORDER_AT_CRC);
	assert_int_equal(b.order->promised_at, T0 + 7 * DAY);
	b.order = NULL; /* another slip citing the same confirmation */
	assert_int_equal(contact(&b, TIER_B, NULL, "am"), ERR_CONFIRMATION_REQUIRED);
	bench_fini(&b);
}

static void an_answer_without_a_validity_ends_a_longer_one_after_thirty_days(void **state)
{
	struct task tasks[] = {
		{.state = TASK_DONE, .answer = ANSWER_AVAILABLE, .valid_until = T0 + 60 * DAY},
		{.state = TASK_DONE, .answer = ANSWER_NEEDS_BUILD, .valid_until = INSTANT_NONE},
	};
	struct order o = {.finished_at = T0, .tasks = tasks, .n_tasks = 2};
	int64_t valid_until;

	(void)state;
	assert_int_equal(flow_get_answer(&o, &valid_until), ANSWER_NEEDS_BUILD);
	assert_int_equal(valid_until, T0 + 30 * DAY);
	tasks[0].valid_until = T0 + 3 * DAY;
	flow_get_answer(&o, &valid_until);
	assert_int_equal(valid_until, T0 + 3 * DAY);
	o.n_tasks = 1;
	tasks[0].valid_until = T0 + 60 * DAY;
	flow_get_answer(&o, &valid_until);
	assert_int_equal(valid_until, T0 + 60 * DAY);
}

static void a_lapsed_confirmation_serves_nobody(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b);
	answer_confirmation(&b, TIER_B);
	b.now_at += 30 * DAY + 1;
	assert_int_equal(contact(&b, TIER_B, NULL, "am"), ERR_CONFIRMATION_LAPSED);
	bench_fini(&b);
}

static void the_second_tier_a_order_needs_an_override(void **state)
{
	struct request_text cancel = {.text = "not wanted"};
	struct bench b;

	(void)state;
	bench_init(&b); /* the fixture's quota is one a month */
	answer_confirmation(&b, TIER_A);
	assert_int_equal(contact(&b, TIER_A, NULL, "am"), ERR_NONE);
	struct order *first = b.order, *first_cited = b.cited;
	answer_confirmation(&b, TIER_A);
	assert_int_equal(contact(&b, TIER_A, NULL, "am"), ERR_QUOTA_EXCEEDED);
	assert_int_equal(contact(&b, TIER_A, "please", "am"), ERR_QUOTA_EXCEEDED);
	struct order *second_cited = b.cited;
	b.order = first;
	b.cited = first_cited;
	assert_int_equal(bench_do(&b, "am", decide_cancel, &cancel), ERR_NONE);
	assert_int_equal(b.cited->used_by, 0);
	assert_int_equal(order_get_clock(b.cited, CLOCK_RESERVATION, 0)->state, CLOCK_RUNNING);
	b.order = NULL;
	b.cited = second_cited;
	assert_int_equal(contact(&b, TIER_A, NULL, "am"), ERR_NONE);
	bench_fini(&b);
}

static void shares_follow_the_longest_path(void **state)
{
	const char *const nodes[][3] = {
		{"a", "line", NULL}, {"b", "exchange", "a"}, {"c", "far", "b"}, {"d", "line", NULL}};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_A);
	bench_dispatch(&b, nodes, 4);
	assert_int_equal(b.order->tasks[0].share_ppm, -3);
	assert_int_equal(b.order->tasks[3].share_ppm, 1000000);
	assert_int_equal(
		order_get_clock(b.order, CLOCK_TASK, b.order->tasks[0].id)->limit_ms, 40 * MINUTE);
	bench_fini(&b);
}

static void routes_that_cannot_be_are_refused(void **state)
{
	const struct {
		struct route_node nodes[3];
		int n;
		const char *field;
	} rows[] = {
		{{{"a", "nowhere", {0}, -1}}, 1, "/params/tasks/0/station"},
		{{{"a", "line", {0}, -1}, {"a", "far", {0}, -1}}, 2, "/params/tasks/1/name"},
		{{{"a", "line", {(const char *[]){"z"}, 1}, -1}}, 1, "/params/tasks/0/after"},
		{{{"a", "line", {(const char *[]){"b"}, 1}, -1},
			 {"b", "far", {(const char *[]){"a"}, 1}, -1}},
			2, "/params/tasks"},
		{{{"a", "line", {0}, 600000}, {"b", "far", {(const char *[]){"a"}, 1}, 500000}}, 2,
			"/params/tasks/1/share"},
	};
	struct bench b;

	(void)state;
	bench_init(&b);
	bench_fault(&b, TIER_A);
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct request_dispatch r = {
			.tasks = arena_copy(&b.arena, rows[i].nodes, sizeof(rows[i].nodes)),
			.n_tasks = rows[i].n};

		assert_int_equal(bench_do(&b, "disp", decide_dispatch, &r), ERR_BAD_ROUTE);
		assert_string_equal(b.fail.field, rows[i].field);
		assert_int_equal(b.order->state, ORDER_AT_CRC);
	}
	bench_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parallel_tasks_join),
		cmocka_unit_test(a_return_slip_goes_round),
		cmocka_unit_test(an_overturned_slip_is_charged_to_its_raiser),
		cmocka_unit_test(a_new_dispatch_answers_a_slip_against_the_crc),
		cmocka_unit_test(a_refused_signature_lets_the_clock_go_on),
		cmocka_unit_test(a_contact_slip_walks_through_the_department),
		cmocka_unit_test(an_answer_without_a_validity_ends_a_longer_one_after_thirty_days),
		cmocka_unit_test(a_lapsed_confirmation_serves_nobody),
		cmocka_unit_test(the_second_tier_a_order_needs_an_override),
		cmocka_unit_test(shares_follow_the_longest_path),
		cmocka_unit_test(routes_that_cannot_be_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
