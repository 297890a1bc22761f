/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* A bar on a terminal's stderr, else a line now and then. */
struct progress {
	const char *label;
	unsigned long total;
	int64_t started_ms, shown_ms;
	bool is_terminal, is_shown;
};

void progress_start(struct progress *progress, const char *label, unsigned long total);
/* Says where it stands, seldom enough to cost nothing; `extra` may be NULL. */
void progress_show(struct progress *progress, unsigned long done, const char *extra);
void progress_finish(struct progress *progress); /* takes the bar away */
int64_t progress_elapsed_ms(const struct progress *progress);

#endif
