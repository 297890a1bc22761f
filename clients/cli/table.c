/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables on the screen, by libsmartcols. Owns a table from table_new to table_finish; never fetches
 * what stands in it.
 */
#include "table.h"

#include <stdarg.h>
#include <stdlib.h>

struct libscols_table *table_new(const struct table_col *cols, int n_cols)
{
	struct libscols_table *table = scols_new_table();
	if (table == NULL)
		abort();
	scols_table_enable_colors(table, screen_colour_name(COLOUR_GOOD) != NULL);
	scols_table_set_column_separator(table, "  ");
	scols_table_enable_noencoding(table, 1); /* cells are made safe here, not twice */
	if (!screen_is_terminal(stdout)) /* a file or a pipe gets every cell whole */
		scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	for (int i = 0; i < n_cols; i++) {
		int flags = (cols[i].flags & TABLE_RIGHT ? SCOLS_FL_RIGHT : 0) |
			(cols[i].flags & TABLE_ELASTIC ? SCOLS_FL_TRUNC : 0);
		struct libscols_column *column = scols_table_new_column(
			table, text_get(cols[i].head), 1, flags);
		const char *bold = screen_colour_name(COLOUR_HEAD);
		if (column == NULL)
			abort();
		if (bold != NULL)
			(void)scols_cell_set_color(scols_column_get_header(column), bold);
	}
	return table;
}

struct libscols_line *table_row(struct libscols_table *table)
{
	struct libscols_line *row = scols_table_new_line(table, NULL);
	if (row == NULL)
		abort();
	return row;
}

void table_put(struct libscols_line *row, int col, const char *text, enum colour colour)
{
	if (text == NULL)
		return;
	if (scols_line_refer_data(row, (size_t)col, screen_safe(text)) != 0)
		abort();
	const char *name = screen_colour_name(colour);
	if (name != NULL)
		(void)scols_cell_set_color(scols_line_get_cell(row, (size_t)col), name);
}

void table_putf(struct libscols_line *row, int col, enum colour colour, const char *fmt, ...)
{
	char *text;
	va_list ap;
	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	table_put(row, col, text, colour);
	free(text);
}

void table_finish(struct libscols_table *table)
{
	if (scols_table_is_empty(table))
		printf("  %s%s%s\n", screen_on(stdout, COLOUR_DIM), T(NONE), screen_off(stdout));
	else
		(void)scols_print_table(table);
	scols_unref_table(table);
}
