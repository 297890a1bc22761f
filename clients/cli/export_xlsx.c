/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports as a workbook, by libxlsxwriter. Owns how it looks; never fetches or computes a figure.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "export.h"
#include "screen.h"

enum { WIDTH_LEAST = 9, WIDTH_MOST = 60, WIDTH_FILTER = 3, SECONDS_A_DAY = 86400 };

struct sheet {
	const struct export_table *table;
	lxw_worksheet *sheet;
	lxw_format *head;
	lxw_format *formats[EXPORT_SECONDS + 1]; /* by enum export_kind; NULL: as it comes */
	lxw_error error; /* the first */
};

static void note(struct sheet *s, lxw_error error)
{
	if (s->error == LXW_NO_ERROR)
		s->error = error;
}

static void formats_make(struct sheet *s, lxw_workbook *book)
{
	static const char *const numbers[EXPORT_SECONDS + 1] = {
		[EXPORT_COUNT] = "#,##0",
		[EXPORT_NUMBER] = "0.00",
		[EXPORT_SHARE] = "0.0%",
		[EXPORT_SECONDS] = "[h]:mm",
	};
	s->head = workbook_add_format(book);
	format_set_bold(s->head);
	format_set_bottom(s->head, LXW_BORDER_THIN);
	for (int kind = 0; kind <= EXPORT_SECONDS; kind++)
		if (numbers[kind] != NULL) {
			s->formats[kind] = workbook_add_format(book);
			format_set_num_format(s->formats[kind], numbers[kind]);
		}
}

/* Texts are written as texts: a cell that begins with `=` is not a formula. Returns its width. */
static int cell_write(struct sheet *s, lxw_row_t row, lxw_col_t at, const json_t *value)
{
	enum export_kind kind = s->table->cols[at].kind;
	if (json_is_string(value)) {
		const char *text = json_string_value(value);
		if (kind == EXPORT_WORD)
			text = text_word(text);
		note(s, worksheet_write_string(s->sheet, row, at, text, NULL));
		return screen_width(text);
	}
	if (!json_is_number(value))
		return 0;
	double number = json_number_value(value);
	if (kind == EXPORT_SECONDS)
		number /= SECONDS_A_DAY;
	note(s, worksheet_write_number(s->sheet, row, at, number, s->formats[kind]));
	return WIDTH_LEAST;
}

static void column_write(struct sheet *s, lxw_col_t at)
{
	const struct export_column *col = &s->table->cols[at];
	const char *head = text_get(col->head);
	int width = screen_width(head) + WIDTH_FILTER;
	json_t *row;
	size_t i;
	note(s, worksheet_write_string(s->sheet, 0, at, head, s->head));
	json_array_foreach(s->table->rows, i, row)
	{
		int taken = cell_write(s, (lxw_row_t)i + 1, at, json_object_get(row, col->key)) + 1;
		width = taken > width ? taken : width;
	}
	width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
	note(s, worksheet_set_column(s->sheet, at, at, width, NULL));
}

/* The header and the texts that say what a row is about stay in sight. */
static void sheet_write(struct sheet *s)
{
	lxw_col_t n_texts = 0, n_cols = (lxw_col_t)s->table->n_cols;
	size_t n_rows = json_array_size(s->table->rows);
	while (n_texts < n_cols && s->table->cols[n_texts].kind <= EXPORT_WORD)
		n_texts++;
	if (n_rows >= LXW_ROW_MAX) {
		note(s, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
		return;
	}
	for (lxw_col_t at = 0; at < n_cols; at++)
		column_write(s, at);
	worksheet_freeze_panes(s->sheet, 1, n_texts);
	note(s, worksheet_autofilter(s->sheet, 0, 0, (lxw_row_t)n_rows, n_cols - 1));
}

bool export_xlsx(const struct export_table *table, const char *path, char why[EXPORT_WHY_MAX])
{
	/* The library tells about a file it cannot make on its own, and less clearly. */
	FILE *file = fopen(path, "we");
	if (file == NULL || fclose(file) != 0) {
		snprintf(why, EXPORT_WHY_MAX, "%s", strerror(errno));
		return false;
	}
	lxw_workbook *book = workbook_new(path);
	if (book == NULL)
		abort();
	struct sheet s = {
		.table = table, .sheet = workbook_add_worksheet(book, text_get(table->title))};
	if (s.sheet == NULL)
		abort();
	formats_make(&s, book);
	sheet_write(&s);
	note(&s, workbook_close(book));
	if (s.error != LXW_NO_ERROR)
		snprintf(why, EXPORT_WHY_MAX, "%s", lxw_strerror(s.error));
	return s.error == LXW_NO_ERROR;
}
