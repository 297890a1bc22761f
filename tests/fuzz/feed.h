/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_FEED_H
#define SL_TESTS_FEED_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* What libFuzzer calls with each input; a property that does not hold ends the program by must(). */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The same bytes as a file, for readers that want a path. The path stays, the bytes are the last put. */
const char *feed_put_file(const void *bytes, size_t n);

/* Both languages' texts of whatever was refused. */
struct failure;
void feed_check_failure(const struct failure *f);
void feed_check_json(const char *text);

/* The input as a string of UTF-8: where it is none, question marks. */
const char *feed_make_utf8(struct arena *a, const uint8_t *data, size_t size);

/* The text up to the next line feed, as a string in the arena; NULL: the text is at its end. */
const char *feed_take_line(struct arena *a, const char **text, size_t *len);

#endif
