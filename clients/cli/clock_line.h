/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_CLOCK_LINE_H
#define CLI_CLOCK_LINE_H

#include <stdint.h>

#define CLOCK_LINE_WIDTH 64

enum line_kind { LINE_COUNTED, LINE_IN_PART, LINE_CLOSED, LINE_STOPPED, LINE_KINDS, LINE_BLANK };

/* A stretch of a clock's time of which `counted` ms counted. */
struct line_piece {
	int64_t from, to;
	enum line_kind kind; /* of what counted, LINE_COUNTED or IN_PART, or of all of it */
	int64_t counted;
};

/* Where column i of a line over [from, to) begins; column CLOCK_LINE_WIDTH begins at `to`. */
int64_t clock_line_at(int64_t from, int64_t to, int i);

/* Each column shows what most of its time was; LINE_BLANK: none of the pieces. */
void clock_line_fill(const struct line_piece *pieces, int n, int64_t from, int64_t to,
	enum line_kind columns[CLOCK_LINE_WIDTH]);

void clock_line_print(int64_t from, int64_t to, const enum line_kind columns[CLOCK_LINE_WIDTH]);

#endif
