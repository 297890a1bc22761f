/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns libevent's base and is the only reader of a clock in the daemon: a monotonic one. Instants
 * come from the store; what passes between them is measured here. It never knows what happens when.
 */
#include "daemon/loop.h"

#include <event2/event.h>
#include <time.h>

#include "base/die.h"

void loop_init(struct event_loop *l)
{
	struct event_config *config = event_config_new();

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

void loop_pause_ms(int64_t ms)
{
	struct timespec span = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	while (nanosleep(&span, &span) != 0)
		continue;
}
