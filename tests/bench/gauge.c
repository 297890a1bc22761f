/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the times that the clients who measure have kept. It never sends anything.
 */
#include "tests/bench/gauge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "base/die.h"

int64_t gauge_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

int gauge_dial(const char *path)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof(at.sun_path))
		die("%s: too long a path", path);
	strcpy(at.sun_path, path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0)
		die("%s: %s", path, strerror(errno));
	return fd;
}

void gauge_begin(struct gauge *g)
{
	if (!g->times_us)
		g->times_us = xcalloc(GAUGE_TIMES_MAX, sizeof(*g->times_us));
	g->n = 0;
	g->began_us = gauge_now_us();
}

void gauge_add(struct gauge *g, int64_t took_us)
{
	if (g->n < GAUGE_TIMES_MAX)
		g->times_us[g->n++] = took_us;
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void gauge_print(struct gauge *g)
{
	double seconds = (double)(gauge_now_us() - g->began_us) / 1e6;

	must(g->n > 0);
	qsort(g->times_us, g->n, sizeof(*g->times_us), by_time);
	printf("%.0f %lld %lld\n", (double)g->n / seconds, (long long)g->times_us[g->n / 2],
		(long long)g->times_us[g->n * 99 / 100]);
}
