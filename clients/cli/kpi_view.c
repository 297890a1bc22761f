/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of figures as a table. Owns nothing; computes nothing: the figures are the daemon's.
 */
#include "kpi_view.h"

#include <string.h>

#include "cli.h"
#include "moment.h"
#include "table.h"

enum figure_kind { FIGURE_COUNT, FIGURE_SHARE, FIGURE_SECONDS };

static const struct {
	const char *key;
	enum text head;
	enum figure_kind kind;
} figures[] = {
	{"orders", TEXT_KPI_ORDERS, FIGURE_COUNT},
	{"finished", TEXT_KPI_FINISHED, FIGURE_COUNT},
	{"missed", TEXT_KPI_MISSED, FIGURE_COUNT},
	{"on_time_rate", TEXT_KPI_ON_TIME, FIGURE_SHARE},
	{"target", TEXT_KPI_TARGET, FIGURE_SHARE},
	{"late_allowance", TEXT_KPI_ALLOWANCE, FIGURE_COUNT},
	{"short_by", TEXT_KPI_SHORT_BY, FIGURE_COUNT},
	{"mean_s", TEXT_KPI_MEAN, FIGURE_SECONDS},
	{"median_s", TEXT_KPI_MEDIAN, FIGURE_SECONDS},
	{"tasks", TEXT_KPI_TASKS, FIGURE_COUNT},
	{"reworked", TEXT_KPI_REWORKED, FIGURE_COUNT},
	{"rework_rate", TEXT_KPI_REWORK_RATE, FIGURE_SHARE},
	{"charged_s", TEXT_KPI_CHARGED, FIGURE_SECONDS},
};

#define N_FIGURES (sizeof figures / sizeof figures[0])
#define BY_MAX 8

static bool is_shown(const json_t *rows, const char *key)
{
	json_t *row;
	size_t i;
	json_array_foreach(rows, i, row) if (json_is_number(json_object_get(row, key))) return true;
	return false;
}

static void figure_put(struct libscols_line *line, int col, size_t f, const json_t *row)
{
	json_t *value = json_object_get(row, figures[f].key);
	char text[MOMENT_TEXT_MAX];
	if (!json_is_number(value))
		return;
	double number = json_number_value(value);
	switch (figures[f].kind) {
	case FIGURE_COUNT:
		table_putf(line, col,
			strcmp(figures[f].key, "short_by") == 0 && number > 0 ? COLOUR_BAD : COLOUR_NONE,
			"%lld", (long long)number);
		break;
	case FIGURE_SHARE: {
		json_t *target = json_object_get(row, "target");
		double wanted = json_is_number(target) ? json_number_value(target) : 0.98;
		bool is_rate = strcmp(figures[f].key, "on_time_rate") == 0;
		table_putf(line, col,
			!is_rate               ? COLOUR_NONE
				: number >= wanted ? COLOUR_GOOD
								   : COLOUR_BAD,
			"%.1f %%", number * 100);
		break;
	}
	case FIGURE_SECONDS:
		moment_span((int64_t)(number * 1000), text);
		table_put(line, col, text, COLOUR_NONE);
		break;
	}
}

/* A by field's heading: text the two languages share as a word of the API. */
static void by_put(struct libscols_line *line, int col, const json_t *row, const char *key)
{
	json_t *value = json_object_get(row, key);
	const char *text = json_string_value(value);
	bool is_word = strcmp(key, "kind") == 0 || strcmp(key, "scope") == 0;
	if (text != NULL)
		table_put(line, col, is_word ? text_word(text) : text, COLOUR_NONE);
	else
		table_put(line, col, "-", COLOUR_DIM);
}

static enum text by_head(const char *key)
{
	static const struct {
		const char *key;
		enum text head;
	} heads[] = {{"station", TEXT_STATION}, {"person", TEXT_PERSON}, {"unit", TEXT_UNIT},
		{"service", TEXT_SERVICE}, {"kind", TEXT_KIND}, {"tier", TEXT_TIER}, {"scope", TEXT_SCOPE},
		{"month", TEXT_MONTH}};
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		if (strcmp(heads[i].key, key) == 0)
			return heads[i].head;
	return TEXT_WHAT;
}

void kpi_view_table(const json_t *rows, const json_t *by)
{
	struct table_col cols[BY_MAX + N_FIGURES];
	const char *keys[BY_MAX];
	size_t shown[N_FIGURES];
	int n_by = 0, n_shown = 0;
	json_t *name, *row;
	size_t i;

	json_array_foreach(by, i, name) if (n_by < BY_MAX)
	{
		keys[n_by] = json_string_value(name);
		cols[n_by] = (struct table_col){by_head(keys[n_by]), 0};
		n_by++;
	}
	for (size_t f = 0; f < N_FIGURES; f++)
		if (is_shown(rows, figures[f].key)) {
			cols[n_by + n_shown] = (struct table_col){figures[f].head, TABLE_RIGHT};
			shown[n_shown++] = f;
		}
	struct libscols_table *table = table_new(cols, n_by + n_shown);
	json_array_foreach(rows, i, row)
	{
		struct libscols_line *line = table_row(table);
		for (int b = 0; b < n_by; b++)
			by_put(line, b, row, keys[b]);
		for (int f = 0; f < n_shown; f++)
			figure_put(line, n_by + f, shown[f], row);
	}
	table_finish(table);
}
