/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_RELOAD_H
#define SL_DAEMON_RELOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/config.h"

/*
 * SIGHUP and system.reload: the command line and the --config file are read once more and taken
 * whole or refused whole. Whoever goes by an option that may change adds a hook.
 */
enum { RELOAD_HOOKS_MAX = 8, RELOAD_WHY_MAX = 512 };

struct reload_hook {
	/* NULL: anything config_read() takes is good. False with why: nothing is taken, by anybody. It
	 * may keep what it made of next until apply() or the next check(). */
	bool (*check)(void *arg, const struct config *next, char *why, size_t size);
	void (*apply)(void *arg, const struct config *now); /* must do: there is no way back */
	void *arg;
};

struct reload_outcome {
	bool is_taken;
	const char *changed[CONFIG_OPTIONS_MAX]; /* names of options */
	int n_changed;
	const char *fixed; /* refused for this one: it needs a restart; NULL: for another reason */
	char why[RELOAD_WHY_MAX]; /* one line for people, naming the option; "" when taken */
};

struct reloader;
/* live: as read at the start; changed when a reload is taken. */
struct reloader *reloader_new(struct config *live, int argc, char **argv);
void reloader_free(struct reloader *r);
void reloader_add(struct reloader *r, const struct reload_hook *hook);
/* Says in the log what came of it; who: for the log. */
void reloader_run(struct reloader *r, const char *who, struct reload_outcome *out);

#endif
