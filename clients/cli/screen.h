/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum colour { COLOUR_NONE, COLOUR_GOOD, COLOUR_WARN, COLOUR_BAD, COLOUR_DIM, COLOUR_HEAD };

/* The locale, and whether each of stdout and stderr is a terminal that takes colours. */
void screen_init(void);
bool screen_is_terminal(FILE *out);

/* The escape sequence that begins a colour on `out`; "" where colours do not belong. */
const char *screen_on(FILE *out, enum colour colour);
const char *screen_off(FILE *out);
const char *screen_colour_name(enum colour colour); /* for libsmartcols; NULL for none */

/*
 * A copy in which nothing can steer a terminal: control characters, C1, DEL, line and paragraph
 * separators and bidirectional overrides stand as \xNN or \uNNNN. The caller frees it.
 */
char *screen_safe(const char *text);
void screen_put(FILE *out, const char *text); /* prints it safe */

/* Columns it takes on a terminal (a Chinese character takes two). */
int screen_width(const char *text);
void screen_pad(FILE *out, const char *text, int width); /* prints it safe, padded on the right */

#endif
