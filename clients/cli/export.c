/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports as tables, on the screen or as CSV. Owns how a cell is written; never fetches or computes
 * a figure: they are the daemon's.
 */
#include "export.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "moment.h"
#include "table.h"

static bool is_text(const struct export_column *col)
{
	return col->kind == EXPORT_TEXT || col->kind == EXPORT_WORD;
}

/* --- the screen ---------------------------------------------------------------------------- */

static void screen_text(
	struct libscols_line *line, int at, const struct export_column *col, const json_t *value)
{
	const char *text = json_string_value(value);
	if (text == NULL)
		table_put(line, at, "-", COLOUR_DIM);
	else
		table_put(line, at, col->kind == EXPORT_WORD ? text_word(text) : text, COLOUR_NONE);
}

static enum colour screen_colour(const struct export_column *col, const json_t *row, double number)
{
	const json_t *least = col->least != NULL ? json_object_get(row, col->least) : NULL;
	if (json_is_number(least))
		return number >= json_number_value(least) ? COLOUR_GOOD : COLOUR_BAD;
	return col->is_bad && number > 0 ? COLOUR_BAD : COLOUR_NONE;
}

static void screen_number(
	struct libscols_line *line, int at, const struct export_column *col, const json_t *row)
{
	const json_t *value = json_object_get(row, col->key);
	char text[MOMENT_TEXT_MAX] = "";
	if (!json_is_number(value))
		return;
	double number = json_number_value(value);
	switch (col->kind) {
	case EXPORT_COUNT: snprintf(text, sizeof text, "%lld", (long long)number); break;
	case EXPORT_NUMBER: snprintf(text, sizeof text, "%.2f", number); break;
	case EXPORT_SHARE: snprintf(text, sizeof text, "%.1f %%", number * 100); break;
	case EXPORT_SECONDS: moment_span((int64_t)(number * 1000), text); break;
	case EXPORT_TEXT:
	case EXPORT_WORD: return;
	}
	table_put(line, at, text, screen_colour(col, row, number));
}

static bool has_number(const json_t *rows, const char *key)
{
	json_t *row;
	size_t i;
	json_array_foreach(rows, i, row) if (json_is_number(json_object_get(row, key))) return true;
	return false;
}

static bool screen_block(const struct export_table *table, unsigned block, bool is_first)
{
	struct table_col heads[EXPORT_COLS_MAX];
	const struct export_column *cols[EXPORT_COLS_MAX];
	int n = 0, n_figures = 0;
	json_t *row;
	size_t i;
	for (int k = 0; k < table->n_cols && n < EXPORT_COLS_MAX; k++) {
		const struct export_column *col = &table->cols[k];
		bool is_figure = !is_text(col) && (col->block & block) && has_number(table->rows, col->key);
		if (!is_figure && !is_text(col))
			continue;
		n_figures += is_figure;
		cols[n] = col;
		heads[n++] = (struct table_col){col->head, is_figure ? TABLE_RIGHT : TABLE_LEFT};
	}
	/* A report without a row says so once. */
	if (n_figures == 0 && !(is_first && json_array_size(table->rows) == 0))
		return false;
	if (!is_first)
		putchar('\n');
	struct libscols_table *shown = table_new(heads, n);
	json_array_foreach(table->rows, i, row)
	{
		struct libscols_line *line = table_row(shown);
		for (int k = 0; k < n; k++)
			if (is_text(cols[k]))
				screen_text(line, k, cols[k], json_object_get(row, cols[k]->key));
			else
				screen_number(line, k, cols[k], row);
	}
	table_finish(shown);
	return true;
}

void export_screen(const struct export_table *table, unsigned blocks)
{
	bool is_first = true;
	for (unsigned block = 1; block != 0 && block <= blocks; block <<= 1)
		if ((blocks & block) && screen_block(table, block, is_first))
			is_first = false;
}

/* --- CSV ----------------------------------------------------------------------------------- */

static void csv_text(FILE *out, const char *text)
{
	/* A spreadsheet takes a cell that begins like this for a formula, quoted or not. */
	bool is_formula = *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;
	bool is_quoted = strpbrk(text, "\",\r\n") != NULL;
	if (is_quoted)
		putc('"', out);
	if (is_formula)
		putc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	if (is_quoted)
		putc('"', out);
}

static void csv_cell(FILE *out, const struct export_column *col, const json_t *value)
{
	double number = json_number_value(value);
	if (json_is_string(value))
		csv_text(out,
			col->kind == EXPORT_WORD ? text_word(json_string_value(value))
									 : json_string_value(value));
	else if (json_is_integer(value))
		fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_real(value) && (col->kind == EXPORT_SECONDS || number == floor(number)))
		fprintf(out, "%.0f", number);
	else if (json_is_real(value))
		fprintf(out, "%.10g", number);
}

void export_csv(const struct export_table *table, FILE *out)
{
	json_t *row;
	size_t i;
	fputs("\xef\xbb\xbf", out);
	for (int k = 0; k < table->n_cols; k++) {
		char head[128];
		snprintf(head, sizeof head, table->cols[k].kind == EXPORT_SECONDS ? T(CSV_SECONDS) : "%s",
			text_get(table->cols[k].head));
		fputs(k > 0 ? "," : "", out);
		csv_text(out, head);
	}
	fputs("\r\n", out);
	json_array_foreach(table->rows, i, row)
	{
		for (int k = 0; k < table->n_cols; k++) {
			fputs(k > 0 ? "," : "", out);
			csv_cell(out, &table->cols[k], json_object_get(row, table->cols[k].key));
		}
		fputs("\r\n", out);
	}
}

/* --- what was asked for -------------------------------------------------------------------- */

/* Where --csv goes: "" is the standard output; NULL: it was not asked for. */
static const char *csv_path(const struct cmd_args *args)
{
	const json_t *csv = json_object_get(args->params, "csv");
	const char *path = json_is_string(csv) ? json_string_value(csv)
		: csv == NULL                      ? NULL
		: args->n_words > 0                ? args->words[0]
										   : "";
	return path != NULL && strcmp(path, "-") == 0 ? "" : path;
}

bool export_is_used_well(struct cli *cli, const struct cmd_args *args)
{
	const json_t *csv = json_object_get(args->params, "csv");
	bool has_xlsx = *field_text(args->params, "xlsx") != '\0';
	if (args->n_words > (json_is_true(csv) ? 1 : 0) || (csv != NULL && has_xlsx) ||
		(!has_xlsx && json_object_get(args->params, "xlsx") != NULL)) {
		cli_usage(cli, "%s", T(EXPORT_ONE));
		return false;
	}
	return true;
}

static enum cli_status reply_csv(
	struct cli *cli, const struct export_table *table, const char *path)
{
	FILE *out = *path != '\0' ? fopen(path, "we") : stdout;
	bool is_written = false;
	if (out != NULL) {
		export_csv(table, out);
		is_written = !ferror(out);
	}
	if (out == stdout) /* main looks at it */
		return cli->status;
	if (out != NULL && fclose(out) != 0)
		is_written = false;
	if (!is_written) {
		cli_complain("%s: %s: %s", T(OUTPUT_FAILED), path, strerror(errno));
		cli->status = CLI_REFUSED;
	}
	return cli->status;
}

enum cli_status export_reply(struct cli *cli, const struct cmd_args *args, const json_t *reply,
	const struct export_table *table)
{
	const char *csv = csv_path(args), *xlsx = field_text(args->params, "xlsx");
	char why[EXPORT_WHY_MAX];
	if (csv != NULL)
		return reply_csv(cli, table, csv);
	if (*xlsx != '\0') {
		if (!export_xlsx(table, xlsx, why)) {
			cli_complain("%s: %s: %s", T(OUTPUT_FAILED), xlsx, why);
			cli->status = CLI_REFUSED;
		}
		return cli->status;
	}
	if (cli->is_json)
		return cli_print_reply(reply);
	export_screen(table, ~0u);
	return cli->status;
}
