/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_SCENARIO_H
#define CLI_SCENARIO_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define SCENARIO_LINES_MAX 1000000
#define SCENARIO_WHY_MAX 512

/* One line that says something; the texts belong to `object`. */
struct scenario_line {
	unsigned long number; /* in the file, from 1 */
	int64_t at; /* INSTANT_NONE: whenever it is by then */
	const char *as; /* NULL: who started the play */
	const char *method; /* NULL: only an instant or a note */
	const char *save, *expect, *note;
	json_t *params; /* borrowed; NULL: none */
	json_t *object;
};

struct scenario {
	struct scenario_line *lines;
	size_t n_lines, cap;
};

/* Reads and checks the whole file before anything is done with it. */
bool scenario_read(struct scenario *scenario, FILE *file, char why[SCENARIO_WHY_MAX]);
void scenario_fini(struct scenario *scenario);

#endif
