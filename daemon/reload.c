/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns taking a changed configuration while the daemon runs, whole or not at all. What an option
 * means is known to those who added a hook. It never restarts anything.
 */
#include "daemon/reload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"

struct reloader {
	struct config *live;
	int argc;
	char **argv;
	struct reload_hook hooks[RELOAD_HOOKS_MAX];
	int n_hooks;
};

static void apply_log_level(void *arg, const struct config *now)
{
	(void)arg;
	log_set_level(now->log_level);
}

struct reloader *reloader_new(struct config *live, int argc, char **argv)
{
	struct reloader *r = xcalloc(1, sizeof(*r));

	*r = (struct reloader){.live = live, .argc = argc, .argv = argv};
	reloader_add(r, &(struct reload_hook){.apply = apply_log_level});
	return r;
}

void reloader_free(struct reloader *r)
{
	free(r);
}

void reloader_add(struct reloader *r, const struct reload_hook *hook)
{
	must(r->n_hooks < RELOAD_HOOKS_MAX && hook->apply);
	r->hooks[r->n_hooks++] = *hook;
}

static bool is_acceptable(struct reloader *r, const struct config *next, struct reload_outcome *out)
{
	if (out->fixed) {
		snprintf(out->why, sizeof(out->why),
			"--%s cannot change while the daemon runs: restart it for that", out->fixed);
		return false;
	}
	for (int i = 0; i < r->n_hooks; i++)
		if (r->hooks[i].check &&
			!r->hooks[i].check(r->hooks[i].arg, next, out->why, sizeof(out->why)))
			return false;
	return true;
}

static void log_outcome(const struct reload_outcome *out, const char *who)
{
	const struct log_field by = {"by", who};
	struct buf names;

	if (!out->is_taken) {
		log_about(LOG_LEVEL_ERROR, &by, 1,
			"the configuration is refused and nothing of it taken: %s", out->why);
		return;
	}
	buf_init(&names);
	for (int i = 0; i < out->n_changed; i++)
		buf_put_fmt(&names, "%s--%s", i ? ", " : "", out->changed[i]);
	log_about(LOG_LEVEL_INFO, &by, 1, "the configuration was read again; changed: %s",
		out->n_changed ? names.data : "nothing");
	buf_fini(&names);
}

void reloader_run(struct reloader *r, const char *who, struct reload_outcome *out)
{
	struct config next;

	*out = (struct reload_outcome){0};
	if (config_read(&next, r->argc, r->argv, out->why, sizeof(out->why))) {
		out->n_changed = config_compare(r->live, &next, out->changed, &out->fixed);
		out->is_taken = is_acceptable(r, &next, out);
	}
	if (out->is_taken) {
		*r->live = next;
		for (int i = 0; i < r->n_hooks; i++)
			r->hooks[i].apply(r->hooks[i].arg, r->live);
	}
	log_outcome(out, who);
}
