/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_SCAN_H
#define SL_API_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* A line of JSON measured as bytes, before any tree is built from it. */
enum scan_verdict { SCAN_OK, SCAN_EMPTY, SCAN_NUL, SCAN_TOO_DEEP, SCAN_TOO_MANY };

struct scan_limits {
	int depth, values, elements;
};

struct scan_slice {
	const char *at;
	size_t len;
};

struct scan {
	enum scan_verdict verdict;
	bool is_array; /* the line is an array, whose elements are: */
	bool is_torn; /* ... and it does not end as one */
	struct scan_slice *elements;
	int n_elements; /* all there are; only the first `limits.elements` are in the list */
};

void scan_measure(struct arena *a, const char *text, size_t len, const struct scan_limits *limits,
	struct scan *out);

/* JSON pointer to the key or value of the byte at `pos`; best effort in broken text. */
const char *scan_pointer(struct arena *a, const char *text, size_t len, size_t pos);

/* Appends a key to a pointer, escaped as RFC 6901 has it. */
const char *scan_join(struct arena *a, const char *pointer, const char *key);

#endif
