/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "cli.h"
#include "text.h"

#define EXPORT_WHY_MAX 256
#define EXPORT_COLS_MAX 64

enum export_kind {
	EXPORT_TEXT,
	EXPORT_WORD, /* of the API: shown in the language */
	EXPORT_COUNT,
	EXPORT_NUMBER,
	EXPORT_SHARE, /* 0.98 is 98 % */
	EXPORT_SECONDS,
};

/* A column of a report that is answered as {"rows": [{key: value, ...}, ...]}. */
struct export_column {
	const char *key;
	enum text head;
	enum export_kind kind;
	unsigned block; /* a bit: which table of the screen it stands in; texts stand in each */
	const char *least; /* the key of what its value should reach; NULL: nothing */
	bool is_bad; /* anything above 0 is */
};

#define EXPORT_COLUMN(key_, head_, kind_, ...) \
	{ \
		.key = key_, .head = TEXT_##head_, .kind = EXPORT_##kind_, __VA_ARGS__ \
	}

/* One description for the screen, CSV and XLSX. */
struct export_table {
	const struct export_column *cols;
	int n_cols;
	const json_t *rows;
	enum text title;
};

/* On the screen: a table for each of `blocks` that has a figure in it. */
void export_screen(const struct export_table *table, unsigned blocks);

/* RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8; no cell is a formula. */
void export_csv(const struct export_table *table, FILE *out);

bool export_xlsx(const struct export_table *table, const char *path, char why[EXPORT_WHY_MAX]);

/* For a verb's row: it takes `--csv [FILE]` and `--xlsx FILE`, and one word, which is --csv's. */
#define EXPORT_FLAGS " csv "
#define EXPORT_OPTIONS "csv xlsx "
#define EXPORT_USAGE "[--csv [FILE] | --xlsx FILE]"
bool export_is_used_well(struct cli *cli, const struct cmd_args *args);

/* The report as it was asked for: --csv, --xlsx, --json, else on the screen. */
enum cli_status export_reply(struct cli *cli, const struct cmd_args *args, const json_t *reply,
	const struct export_table *table);

#endif
