/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader of RFC 4180 records: quoted fields with doubled quotes and line breaks inside, CRLF or
 * LF ends, a byte order mark at the start skipped, empty lines skipped. Owns the record's bytes;
 * never knows what a column means.
 */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

#define END_OF_INPUT (-1)
#define READ_FAILED (-2)

void csv_init(struct csv_reader *csv, csv_read_fn *read, void *source)
{
	memset(csv, 0, sizeof *csv);
	csv->read = read;
	csv->source = source;
	csv->line_now = 1;
}

void csv_fini(struct csv_reader *csv)
{
	free(csv->bytes);
}

static int peek_byte(struct csv_reader *csv)
{
	if (csv->chunk_at == csv->chunk_len) {
		if (csv->is_ended)
			return END_OF_INPUT;
		int n = csv->read(csv->source, csv->chunk, sizeof csv->chunk);
		if (n < 0)
			return READ_FAILED;
		csv->is_ended = n == 0;
		csv->chunk_at = 0;
		csv->chunk_len = (unsigned)n;
		if (n == 0)
			return END_OF_INPUT;
	}
	return (unsigned char)csv->chunk[csv->chunk_at];
}

static int next_byte(struct csv_reader *csv)
{
	int c = peek_byte(csv);
	if (c >= 0)
		csv->chunk_at++;
	if (c == '\n')
		csv->line_now++;
	return c;
}

static bool fail(struct csv_reader *csv, const char *why)
{
	csv->why = why;
	return false;
}

static bool put_byte(struct csv_reader *csv, char c)
{
	if (csv->len == csv->cap) {
		if (csv->len >= CSV_RECORD_MAX)
			return fail(csv, T(CSV_TOO_LONG));
		size_t cap = csv->cap == 0 ? 1024 : csv->cap * 2;
		char *bytes = realloc(csv->bytes, cap);
		if (bytes == NULL)
			return fail(csv, T(OUT_OF_MEMORY));
		csv->bytes = bytes;
		csv->cap = cap;
	}
	csv->bytes[csv->len++] = c;
	return true;
}

static bool is_line_end(struct csv_reader *csv, int c)
{
	return c == '\n' || (c == '\r' && (peek_byte(csv) == '\n' || peek_byte(csv) == END_OF_INPUT));
}

/* The rest of a quoted field; the byte after its closing quote goes to *after. */
static bool quoted_rest(struct csv_reader *csv, int *after)
{
	for (;;) {
		int c = next_byte(csv);
		if (c == READ_FAILED)
			return fail(csv, T(READ_NO_FURTHER));
		if (c == END_OF_INPUT)
			return fail(csv, T(CSV_NO_END));
		if (c == '"') {
			c = next_byte(csv);
			if (c != '"') {
				*after = c;
				return true;
			}
		}
		if (c == '\0')
			return fail(csv, T(CSV_NUL));
		if (!put_byte(csv, (char)c))
			return false;
	}
}

/* Reads one field that begins with byte c; *end gets the byte that ended it. */
static bool field_read(struct csv_reader *csv, int c, int *end)
{
	if (csv->n_fields == CSV_FIELDS_MAX)
		return fail(csv, T(CSV_FIELDS));
	csv->starts[csv->n_fields++] = csv->len;
	bool is_quoted = c == '"';
	if (is_quoted && !quoted_rest(csv, &c))
		return false;
	while (c != ',' && c >= 0 && !is_line_end(csv, c)) {
		if (is_quoted)
			return fail(csv, T(CSV_AFTER_QUOTE));
		if (c == '"')
			return fail(csv, T(CSV_INSIDE));
		if (c == '\0')
			return fail(csv, T(CSV_NUL));
		if (!put_byte(csv, (char)c))
			return false;
		c = next_byte(csv);
	}
	if (c == '\r')
		(void)next_byte(csv); /* the \n, or nothing at the end of the file */
	if (c == READ_FAILED)
		return fail(csv, T(READ_NO_FURTHER));
	*end = c;
	return put_byte(csv, '\0');
}

/* A byte order mark, however few bytes come at once. A failure to read is met again by the next reader. */
static void skip_mark(struct csv_reader *csv)
{
	static const char mark[] = {'\xef', '\xbb', '\xbf'};
	int n = 1;

	while (csv->chunk_len < sizeof mark && n > 0) {
		n = csv->read(
			csv->source, csv->chunk + csv->chunk_len, (unsigned)sizeof csv->chunk - csv->chunk_len);
		csv->chunk_len += n > 0 ? (unsigned)n : 0;
	}
	csv->is_ended = n == 0;
	if (csv->chunk_len >= sizeof mark && memcmp(csv->chunk, mark, sizeof mark) == 0)
		csv->chunk_at = sizeof mark;
}

static int first_byte(struct csv_reader *csv)
{
	if (!csv->is_started) {
		csv->is_started = true;
		skip_mark(csv);
	}
	for (;;) {
		csv->line = csv->line_now;
		int c = next_byte(csv);
		if (c < 0 || !is_line_end(csv, c))
			return c;
		if (c == '\r')
			(void)next_byte(csv);
	}
}

enum csv_result csv_next(struct csv_reader *csv)
{
	csv->len = 0;
	csv->n_fields = 0;
	int c = first_byte(csv);
	if (c == END_OF_INPUT)
		return CSV_END;
	if (c == READ_FAILED) {
		csv->why = T(READ_NO_FURTHER);
		return CSV_BAD;
	}
	int end = 0;
	for (;;) {
		if (!field_read(csv, c, &end))
			return CSV_BAD;
		if (end != ',')
			break;
		c = next_byte(csv);
	}
	for (int i = 0; i < csv->n_fields; i++)
		csv->fields[i] = csv->bytes + csv->starts[i];
	return CSV_RECORD;
}
