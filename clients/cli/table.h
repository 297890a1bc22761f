/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <libsmartcols/libsmartcols.h>
#include <stdbool.h>

#include "screen.h"
#include "text.h"

enum table_flag { TABLE_LEFT = 0, TABLE_RIGHT = 1, TABLE_ELASTIC = 2 /* cut where it must be */ };

struct table_col {
	enum text head;
	int flags;
};

struct libscols_table *table_new(const struct table_col *cols, int n_cols);
struct libscols_line *table_row(struct libscols_table *table);

/* Cells take any text and make it safe; NULL is an empty cell. */
void table_put(struct libscols_line *row, int col, const char *text, enum colour colour);
void table_putf(struct libscols_line *row, int col, enum colour colour, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Prints and frees; an empty table prints one calm line instead. */
void table_finish(struct libscols_table *table);

#endif
