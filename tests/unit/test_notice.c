/* SPDX-License-Identifier: Apache-2.0 */
/* Shows how addresses are spelt, what a step puts into the outbox, and how long failures wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core/notice.h"
#include "core_fixture.h"

static void what_is_an_address(void **state)
{
	static const struct {
		const char *text;
		bool is;
		enum notice_channel channel;
		const char *receiver;
	} rows[] = {
		{"mailto:r.one@crc.example", true, NOTICE_MAIL, "mail"},
		{"mailto:a+b@x", true, NOTICE_MAIL, "mail"},
		{"https://Hooks.Example/T0/b?c=d", true, NOTICE_WEBHOOK, "hooks.example"},
		{"http://[2001:db8::1]:8080/x", true, NOTICE_WEBHOOK, "[2001:db8::1]:8080"},
		{"https://h", true, NOTICE_WEBHOOK, "h"},
		{"https://h?x", true, NOTICE_WEBHOOK, "h"},
		{"mailto:", false, 0, NULL},
		{"mailto:@x", false, 0, NULL},
		{"mailto:a@", false, 0, NULL},
		{"mailto:a@b@c", false, 0, NULL},
		{"mailto:-f@x", false, 0, NULL},
		{"mailto:a@b,c@d", false, 0, NULL},
		{"mailto:a@b>\r\nRCPT TO:<c@d", false, 0, NULL},
		{"mailto:a b@c", false, 0, NULL},
		{"a@b", false, 0, NULL},
		{"https://", false, 0, NULL},
		{"https:///path", false, 0, NULL},
		{"https://:80/", false, 0, NULL},
		{"https://user:secret@h/", false, 0, NULL},
		{"https://h/\n", false, 0, NULL},
		{"ftp://h/", false, 0, NULL},
		{"file:///etc/passwd", false, 0, NULL},
		{"HTTPS://h/", false, 0, NULL},
		{"", false, 0, NULL},
	};
	char longest[NOTICE_ADDRESS_MAX + 2] = "https://h/";
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(rows); i++) {
		assert_int_equal(notice_is_address(rows[i].text), rows[i].is);
		if (!rows[i].is)
			continue;
		assert_int_equal(notice_get_channel(rows[i].text), rows[i].channel);
		assert_string_equal(notice_get_receiver(&a, rows[i].text), rows[i].receiver);
	}
	memset(longest + 10, 'x', NOTICE_ADDRESS_MAX - 10);
	assert_true(notice_is_address(longest));
	longest[NOTICE_ADDRESS_MAX] = 'x';
	assert_false(notice_is_address(longest));
	arena_fini(&a);
}

static void failures_wait_longer_and_longer(void **state)
{
	static const struct {
		int n;
		uint32_t dice;
		int64_t ms;
	} rows[] = {
		{1, 0, 1000},
		{2, 0, 2000},
		{5, 0, 16000},
		{7, 0, 60000},
		{1000, 0, 60000},
		{1, UINT32_MAX, 501},
		{1, UINT32_MAX / 2 + 1, 750},
		{7, UINT32_MAX, 30001},
	};

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++)
		assert_int_equal(notice_back_off(1000, 60000, rows[i].n, rows[i].dice), rows[i].ms);
}

static void notify(struct bench *b, const char *name, const char **addresses, int n)
{
	const struct user *u = org_get_user(b->org, name);
	struct request_user r = {.name = u->name,
		.title = u->title,
		.unit = u->unit,
		.stations = u->stations,
		.uid = -1,
		.absent_until = INSTANT_NONE};

	for (int i = 1; i <= word_count(WORDS_ROLE); i++)
		if (user_has(u, (enum role)i))
			names_add(&b->arena, &r.roles, word_name(WORDS_ROLE, i));
	r.notify = (struct names){addresses, n};
	assert_int_equal(bench_do(b, "root", decide_user_put, &r), ERR_NONE);
	for (const struct org_change *c = b->changes; c; c = c->next)
		org_put(b->org, c->noun, c->row);
}

static int count_notices(const struct order *o)
{
	int n = 0;

	for (const struct notice *e = o->notices; e; e = e->next)
		n++;
	return n;
}

static void a_step_tells_each_address_once(void **state)
{
	const char *both[] = {"mailto:o@x", "https://h/o"}, *one[] = {"mailto:m@x"};
	const char *const nodes[][3] = {{"fix", "line", NULL}};
	struct bench b;

	(void)state;
	bench_init(&b);
	notify(&b, "op.line", both, 2);
	notify(&b, "mgr.line", one, 1);
	bench_fault(&b, TIER_C);
	bench_dispatch(&b, nodes, 1);
	assert_int_equal(count_notices(b.order), 0);
	/* The accept clock's 90 % of 2 h tells the operators; only one of them has addresses. */
	bench_advance(&b, b.now_at + 108 * MINUTE);
	assert_int_equal(count_notices(b.order), 2);
	const struct notice *n = b.order->notices;
	assert_string_equal(n->to, "op.line");
	assert_int_equal(n->order, b.order->id);
	assert_int_equal(n->seq, b.order->happenings->seq);
	assert_int_equal(n->not_before, b.order->happenings->notify_at);
	bench_fini(&b);
}

static void several_missed_steps_tell_once_at_the_highest(void **state)
{
	const char *one[] = {"mailto:m@x"}, *other[] = {"mailto:o@x"};
	const char *const nodes[][3] = {{"fix", "line", NULL}};
	struct bench b;

	(void)state;
	bench_init(&b);
	notify(&b, "op.line", other, 1);
	notify(&b, "mgr.line", one, 1);
	bench_fault(&b, TIER_C);
	bench_dispatch(&b, nodes, 1);
	b.now_at += 125 * MINUTE; /* nobody woke at 90 % or at 100 % */
	struct request_text note = {.head = {.id = b.order->id, .if_version = -1}, .text = "late"};
	assert_int_equal(bench_do(&b, "disp", decide_note, &note), ERR_NONE);
	assert_int_equal(count_notices(b.order), 1);
	assert_string_equal(b.order->notices->to, "mgr.line");
	bench_fini(&b);
}

static void only_a_dead_one_is_sent_again(void **state)
{
	static const struct {
		enum notice_state state;
		enum err err;
	} rows[] = {
		{NOTICE_WAITING, ERR_WRONG_STATE}, {NOTICE_SENT, ERR_WRONG_STATE}, {NOTICE_DEAD, ERR_NONE}};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct notice n = {.state = rows[i].state, .tries = 3, .done_at = T0};
		struct decision d = {.arena = &a, .notice = &n};

		assert_int_equal(decide_notice_resend(&d, NULL), rows[i].err);
		assert_int_equal(n.tries, rows[i].err == ERR_NONE ? 0 : 3);
		if (rows[i].err == ERR_NONE)
			assert_int_equal(n.state, NOTICE_WAITING);
	}
	struct decision none = {.arena = &a};
	assert_int_equal(decide_notice_resend(&none, NULL), ERR_NOT_FOUND);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_an_address),
		cmocka_unit_test(failures_wait_longer_and_longer),
		cmocka_unit_test(a_step_tells_each_address_once),
		cmocka_unit_test(several_missed_steps_tell_once_at_the_highest),
		cmocka_unit_test(only_a_dead_one_is_sent_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
