/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Progress of long work on stderr. Owns one line of the terminal while it lasts; never writes to
 * stdout.
 */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "screen.h"
#include "text.h"

#define BAR_WIDTH 30
#define BAR_EVERY_MS 100
#define LINE_EVERY_MS 2000

static int64_t monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

void progress_start(struct progress *progress, const char *label, unsigned long total)
{
	*progress = (struct progress){.label = label,
		.total = total > 0 ? total : 1,
		.started_ms = monotonic_ms(),
		.is_terminal = screen_is_terminal(stderr)};
	progress->shown_ms = progress->started_ms;
}

int64_t progress_elapsed_ms(const struct progress *progress)
{
	return monotonic_ms() - progress->started_ms;
}

static void bar_show(
	const struct progress *progress, int percent, int64_t left_s, const char *extra)
{
	char bar[BAR_WIDTH * 3 + 1] = "";
	int full = percent * BAR_WIDTH / 100;
	for (int i = 0; i < BAR_WIDTH; i++)
		strcat(bar, i < full ? "█" : "░");
	char line[512];
	snprintf(line, sizeof line, "%s %s%s%s %3d %%  ", progress->label,
		screen_on(stderr, COLOUR_GOOD), bar, screen_off(stderr), percent);
	fprintf(stderr, "\r\033[K%s", line);
	if (percent < 100)
		fprintf(stderr, T(SECONDS_LEFT), (int)left_s);
	fprintf(stderr, "  %s", extra);
}

void progress_show(struct progress *progress, unsigned long done, const char *extra)
{
	int64_t now = monotonic_ms();
	if (now - progress->shown_ms < (progress->is_terminal ? BAR_EVERY_MS : LINE_EVERY_MS))
		return;
	progress->shown_ms = now;
	progress->is_shown = true;
	int percent = (int)(done * 100 / progress->total);
	int64_t elapsed = now - progress->started_ms;
	int64_t left_s = done > 0 ? elapsed * (int64_t)(progress->total - done) / (int64_t)done / 1000
							  : 0;
	if (extra == NULL)
		extra = "";
	if (progress->is_terminal)
		bar_show(progress, percent, left_s, extra);
	else
		fprintf(stderr, "%s %d %% (%lu/%lu) %s\n", progress->label, percent, done, progress->total,
			extra);
	fflush(stderr);
}

void progress_finish(struct progress *progress)
{
	if (progress->is_terminal && progress->is_shown)
		fputs("\r\033[K", stderr);
	fflush(stderr);
}
