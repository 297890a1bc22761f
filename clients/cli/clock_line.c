/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clock's time as one line of columns. Owns how it is drawn; never works out what counted.
 */
#include "clock_line.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "moment.h"
#include "screen.h"
#include "text.h"

static const struct {
	const char *mark;
	enum text name;
	enum colour colour;
} kinds[LINE_KINDS] = {
	[LINE_COUNTED] = {"█", TEXT_LINE_COUNTED, COLOUR_GOOD},
	[LINE_IN_PART] = {"▒", TEXT_LINE_IN_PART, COLOUR_GOOD},
	[LINE_CLOSED] = {"·", TEXT_LINE_CLOSED, COLOUR_DIM},
	[LINE_STOPPED] = {"░", TEXT_LINE_STOPPED, COLOUR_WARN},
};

int64_t clock_line_at(int64_t from, int64_t to, int i)
{
	int64_t length = to - from;
	return from + length / CLOCK_LINE_WIDTH * i + length % CLOCK_LINE_WIDTH * i / CLOCK_LINE_WIDTH;
}

static enum line_kind column_kind(
	const struct line_piece *pieces, int n, int64_t begin, int64_t end)
{
	int64_t time[LINE_KINDS] = {0};
	enum line_kind most = LINE_BLANK;
	for (int i = 0; i < n; i++) {
		const struct line_piece *p = &pieces[i];
		int64_t from = p->from > begin ? p->from : begin, to = p->to < end ? p->to : end;
		if (to <= from)
			continue;
		bool is_split = p->kind == LINE_COUNTED;
		/* What counted of a piece that a column cuts is taken to be spread evenly. */
		int64_t counted = is_split
			? (int64_t)((double)p->counted * (double)(to - from) / (double)(p->to - p->from))
			: to - from;
		time[p->kind] += counted;
		time[LINE_CLOSED] += to - from - counted;
	}
	for (int kind = 0; kind < LINE_KINDS; kind++)
		if (time[kind] > (most == LINE_BLANK ? 0 : time[most]))
			most = (enum line_kind)kind;
	return most;
}

void clock_line_fill(const struct line_piece *pieces, int n, int64_t from, int64_t to,
	enum line_kind columns[CLOCK_LINE_WIDTH])
{
	for (int i = 0; i < CLOCK_LINE_WIDTH; i++)
		columns[i] = column_kind(
			pieces, n, clock_line_at(from, to, i), clock_line_at(from, to, i + 1));
}

void clock_line_print(int64_t from, int64_t to, const enum line_kind columns[CLOCK_LINE_WIDTH])
{
	char begin[MOMENT_TEXT_MAX], end[MOMENT_TEXT_MAX];
	bool is_drawn[LINE_KINDS] = {false};
	moment_when(from, begin);
	moment_when(to, end);
	printf("  ");
	for (int i = 0; i < CLOCK_LINE_WIDTH; i++) {
		enum line_kind kind = columns[i];
		if (kind == LINE_BLANK) {
			putchar(' ');
			continue;
		}
		is_drawn[kind] = true;
		printf(
			"%s%s%s", screen_on(stdout, kinds[kind].colour), kinds[kind].mark, screen_off(stdout));
	}
	printf("\n  %-*s%s\n", CLOCK_LINE_WIDTH - (int)strlen(end), begin, end);
	for (int kind = 0; kind < LINE_KINDS; kind++)
		if (is_drawn[kind])
			printf("  %s %s", kinds[kind].mark, text_get(kinds[kind].name));
	printf("\n\n");
}
