/* SPDX-License-Identifier: Apache-2.0 */
/* Shows that a changed configuration is taken whole or not at all, and why not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/die.h"
#include "daemon/reload.h"

static char path[] = "/tmp/test_reload.XXXXXX";

static void write_file(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* A hook that refuses debug, and counts. */
struct hook {
	int n_checked, n_applied;
	enum log_level level;
};

static bool check(void *arg, const struct config *next, char *why, size_t size)
{
	struct hook *h = arg;

	h->n_checked++;
	if (next->log_level != LOG_LEVEL_DEBUG)
		return true;
	snprintf(why, size, "--log-level debug: not today");
	return false;
}

static void apply(void *arg, const struct config *now)
{
	struct hook *h = arg;

	h->n_applied++;
	h->level = now->log_level;
}

#define FIXED "store = dbname=x\nsocket = /tmp/s\nzone = UTC\n"

static void whole_or_not_at_all(void **state)
{
	static const struct {
		const char *file, *changed, *fixed, *why; /* why: a part of it; NULL: it is taken */
		enum log_level level;
	} rows[] = {
		{FIXED, "", NULL, NULL, LOG_LEVEL_INFO},
		{FIXED "log-level = error\n", "log-level", NULL, NULL, LOG_LEVEL_ERROR},
		{FIXED "log-level = error\n", "", NULL, NULL, LOG_LEVEL_ERROR},
		{"; only a comment, another order\nlog-level=warn\n" FIXED, "log-level", NULL, NULL,
			LOG_LEVEL_WARN},
		/* what is no configuration */
		{FIXED "log-level = loud\n", "", NULL, "--log-level loud: not one of", LOG_LEVEL_WARN},
		{FIXED "log-level = info\nno-such = 1\n", "", NULL, "no such option: --no-such",
			LOG_LEVEL_WARN},
		{FIXED "log-level = info\nnonsense\n", "", NULL, "not `name = value`", LOG_LEVEL_WARN},
		{"[x]\n" FIXED, "", NULL, "sections are not known", LOG_LEVEL_WARN},
		{"log-level = info\n", "", NULL, "say where the store is", LOG_LEVEL_WARN},
		{NULL, "", NULL, "cannot be read", LOG_LEVEL_WARN},
		/* what needs a restart, beside what does not */
		{"store = dbname=y\nsocket = /tmp/s\nzone = UTC\nlog-level = info\n", "store log-level",
			"store", "--store cannot change", LOG_LEVEL_WARN},
		{"store = dbname=x\nsocket = /tmp/t\nzone = UTC\nlog-level = warn\n", "socket", "socket",
			"--socket cannot change", LOG_LEVEL_WARN},
		{"store = dbname=x\nsocket = /tmp/s\nlog-level = warn\n", "zone", "zone",
			"--zone cannot change", LOG_LEVEL_WARN},
		{FIXED "virtual-clock = 2026-03-01T00:00:00.000Z\nlog-level = warn\n", "virtual-clock",
			"virtual-clock", "--virtual-clock cannot change", LOG_LEVEL_WARN},
		{FIXED "http = 127.0.0.1:0\nlog-level = warn\n", "http", "http", "--http cannot change",
			LOG_LEVEL_WARN},
		/* what a hook does not like */
		{FIXED "log-level = debug\n", "log-level", NULL, "not today", LOG_LEVEL_WARN},
		{FIXED, "log-level", NULL, NULL, LOG_LEVEL_INFO},
	};
	char program[] = "sliploopd", option[] = "--config", why[256];
	char *argv[] = {program, option, path, NULL};
	struct hook first = {.level = LOG_LEVEL_INFO}, last = first;
	struct reload_outcome o;
	struct config live;
	int n_taken = 0;

	(void)state;
	write_file(FIXED);
	assert_true(config_read(&live, 3, argv, why, sizeof(why)));
	struct reloader *r = reloader_new(&live, 3, argv);
	reloader_add(r, &(struct reload_hook){.apply = apply, .arg = &first});
	reloader_add(r, &(struct reload_hook){check, apply, &last});
	log_set_level(LOG_LEVEL_N); /* the refusals are meant */
	for (size_t i = 0; i < N_OF(rows); i++) {
		char changed[256] = "";

		if (rows[i].file)
			write_file(rows[i].file);
		else
			unlink(path);
		reloader_run(r, "test", &o);
		for (int c = 0; c < o.n_changed; c++) {
			strcat(changed, c ? " " : "");
			strcat(changed, o.changed[c]);
		}
		n_taken += o.is_taken;
		assert_int_equal(o.is_taken, rows[i].why == NULL);
		assert_string_equal(changed, rows[i].changed);
		if (rows[i].fixed)
			assert_string_equal(o.fixed, rows[i].fixed);
		else
			assert_null(o.fixed);
		if (rows[i].why)
			assert_non_null(strstr(o.why, rows[i].why));
		else
			assert_string_equal(o.why, "");
		assert_int_equal(live.log_level, rows[i].level);
		assert_int_equal(first.level, rows[i].level);
		assert_int_equal(last.level, rows[i].level);
		assert_int_equal(first.n_applied, n_taken);
		assert_int_equal(last.n_applied, n_taken);
		assert_string_equal(live.store, "dbname=x");
	}
	log_set_level(LOG_LEVEL_INFO);
	reloader_free(r);
}

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define THOUSAND HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED

/* Nothing of the file is passed over: the line that is refused is named, the first of several. */
static void every_line_counts(void **state)
{
	static const struct {
		const char *file, *store, *why; /* one of both */
	} rows[] = {
		{"store = a=" HUNDRED HUNDRED HUNDRED " z=b\n", "a=" HUNDRED HUNDRED HUNDRED " z=b", NULL},
		{"  store = b\n\tzone = UTC\n", "b", NULL},
		{"store = b", "b", NULL},
		{"# " THOUSAND THOUSAND THOUSAND THOUSAND "\nstore = b\r\n", "b", NULL},
		{"store = a\n\n  sslmode=verify-full\n", NULL, ", line 3: no such option: --sslmode"},
		{"store = a\n  verify-full\n", NULL, ", line 2: not `name = value`"},
		{"store = a\nzone = UTC\nstore = a\n", NULL, ", line 3: --store stands twice"},
		{"no-such = 1\nlog-level = loud\n", NULL, ", line 1: no such option"},
		{"nonsense\nno-such = 1\n", NULL, ", line 1: not"},
		{"store = a\n# " THOUSAND THOUSAND THOUSAND THOUSAND THOUSAND " zone = UTC\n", NULL,
			", line 2: longer than 4096 bytes"},
	};
	char program[] = "sliploopd", option[] = "--config", socket[] = "--socket", at[] = "/tmp/s",
		 why[512];
	char *argv[] = {program, option, path, socket, at, NULL};
	struct config c;

	(void)state;
	for (size_t i = 0; i < N_OF(rows); i++) {
		char wanted[256];

		write_file(rows[i].file);
		assert_int_equal(config_read(&c, 5, argv, why, sizeof(why)), rows[i].store != NULL);
		if (rows[i].store) {
			assert_string_equal(c.store, rows[i].store);
			continue;
		}
		snprintf(wanted, sizeof(wanted), "%s%s", path, rows[i].why);
		assert_int_equal(strncmp(why, wanted, strlen(wanted)), 0);
	}
}

/* The command line goes first, and a file may say the same once. */
static void a_file_says_it_once(void **state)
{
	char program[] = "sliploopd", option[] = "--config", store[] = "--store=mine", why[512];
	char *argv[] = {program, store, option, path, NULL};
	struct config c;

	(void)state;
	write_file("store = b\nsocket = /tmp/s\n");
	assert_true(config_read(&c, 4, argv, why, sizeof(why)));
	assert_string_equal(c.store, "mine");
}

/* A value that is refused is said again only where it cannot be a secret. */
static void a_store_is_never_said_again(void **state)
{
	char program[] = "sliploopd", store[] = "--store", value[CONFIG_TEXT_MAX + 1], why[4096];
	char *argv[] = {program, store, value, NULL};
	struct config c;

	(void)state;
	memset(value, 's', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	assert_false(config_read(&c, 3, argv, why, sizeof(why)));
	assert_null(strstr(why, "ss"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_or_not_at_all),
		cmocka_unit_test(every_line_counts),
		cmocka_unit_test(a_file_says_it_once),
		cmocka_unit_test(a_store_is_never_said_again),
	};
	int fd = mkstemp(path);

	must(fd >= 0);
	close(fd);
	int status = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return status;
}
