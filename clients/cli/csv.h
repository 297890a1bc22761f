/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_CSV_H
#define CLI_CSV_H

#include <stdbool.h>
#include <stddef.h>

#define CSV_FIELDS_MAX 256
#define CSV_RECORD_MAX (1u << 20)

/* Where bytes come from: returns how many were put into buf, 0 at the end, -1 on failure. */
typedef int csv_read_fn(void *source, char *buf, unsigned size);

/* A record being read; fields point into the reader and hold until the next record. */
struct csv_reader {
	csv_read_fn *read;
	void *source;
	char chunk[1 << 16];
	unsigned chunk_len, chunk_at;
	bool is_started, is_ended;
	char *bytes; /* the record's fields, each ended by NUL */
	size_t len, cap;
	size_t starts[CSV_FIELDS_MAX];
	const char *fields[CSV_FIELDS_MAX];
	int n_fields;
	unsigned long line; /* line where the record began, from 1 */
	unsigned long line_now;
	const char *why; /* set when csv_next answers CSV_BAD */
};

enum csv_result { CSV_RECORD, CSV_END, CSV_BAD };

void csv_init(struct csv_reader *csv, csv_read_fn *read, void *source);
void csv_fini(struct csv_reader *csv);
enum csv_result csv_next(struct csv_reader *csv);

#endif
