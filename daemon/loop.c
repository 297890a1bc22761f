/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns libevent's base and is the only reader of a clock in the daemon: a monotonic one. Instants
 * come from the store; what passes between them is measured here. It never knows what happens when.
 */
#include "daemon/loop.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"

enum { DESCRIPTORS = 65536 };

/* What libevent has to say goes where everything is said, one escaped line a record. */
static void on_word(int severity, const char *text)
{
	if (severity >= EVENT_LOG_ERR)
		log_error("libevent: %s", text);
	else if (severity == EVENT_LOG_WARN)
		log_warn("libevent: %s", text);
}

/* Every connection is a descriptor, and the soft limit a leftover of select(). */
static void raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= DESCRIPTORS)
		return;
	limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		log_warn("no more than the usual descriptors: %s", strerror(errno));
}

bool loop_has_spare_descriptors(void)
{
	int fds[LOOP_SPARE], n = 0;

	while (n < LOOP_SPARE && (fds[n] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		n++;
	for (int i = 0; i < n; i++)
		close(fds[i]);
	return n == LOOP_SPARE;
}

void loop_init(struct event_loop *l)
{
	struct event_config *config;

	/* libevent checks no more than half of its own allocations. */
	event_set_mem_functions(xmalloc, xrealloc, free);
	raise_descriptors();
	event_set_log_callback(on_word);
	config = event_config_new();

	if (!config)
		die("libevent: no configuration");
	event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
	l->base = event_base_new_with_config(config);
	event_config_free(config);
	if (!l->base)
		die("libevent: no event base");
}

void loop_fini(struct event_loop *l)
{
	event_base_free(l->base);
	l->base = NULL;
}

void loop_run(struct event_loop *l)
{
	if (event_base_loop(l->base, EVLOOP_NO_EXIT_ON_EMPTY) < 0)
		die("libevent: the loop failed");
}

void loop_stop(struct event_loop *l)
{
	event_base_loopbreak(l->base);
}

int64_t loop_now_us(void)
{
	struct timespec now;

	must(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t loop_now_ms(void)
{
	return loop_now_us() / 1000;
}

int64_t loop_wall_ms(void)
{
	struct timespec now;

	must(clock_gettime(CLOCK_REALTIME, &now) == 0);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void loop_pause_ms(int64_t ms)
{
	struct timespec span = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	while (nanosleep(&span, &span) != 0)
		continue;
}
