/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may be written to a terminal and how wide it comes out. Owns the choice of colours; never
 * lets a control character from data through.
 */
#include "screen.h"

#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#define ESCAPED_MAX 6 /* \uNNNN */

static bool is_coloured_out, is_coloured_err;

static const struct {
	const char *sequence, *name;
} colours[] = {
	[COLOUR_NONE] = {"", NULL},
	[COLOUR_GOOD] = {"\033[32m", "green"},
	[COLOUR_WARN] = {"\033[33m", "yellow"},
	[COLOUR_BAD] = {"\033[1;31m", "lightred"},
	[COLOUR_DIM] = {"\033[2m", "halfbright"},
	[COLOUR_HEAD] = {"\033[1m", "bold"},
};

void screen_init(void)
{
	/* Widths need a UTF-8 locale; the text is UTF-8 whatever the environment says. */
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	bool is_wanted = (no_color == NULL || *no_color == '\0') && term != NULL &&
		strcmp(term, "dumb") != 0;
	is_coloured_out = is_wanted && isatty(STDOUT_FILENO);
	is_coloured_err = is_wanted && isatty(STDERR_FILENO);
}

bool screen_is_terminal(FILE *out)
{
	return isatty(fileno(out));
}

const char *screen_on(FILE *out, enum colour colour)
{
	bool is_coloured = out == stderr ? is_coloured_err : is_coloured_out;
	return is_coloured ? colours[colour].sequence : "";
}

const char *screen_off(FILE *out)
{
	return (out == stderr ? is_coloured_err : is_coloured_out) ? "\033[0m" : "";
}

const char *screen_colour_name(enum colour colour)
{
	return is_coloured_out ? colours[colour].name : NULL;
}

/* One UTF-8 character: its length and code point; a byte that is none stands for itself. */
static size_t utf8_next(const char *text, uint32_t *point)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : s[0] >= 0xc2 ? 2 : 0;
	if (n > 1) {
		uint32_t value = s[0] & (0x7fu >> n);
		for (size_t i = 1; i < n; i++) {
			if ((s[i] & 0xc0) != 0x80) {
				n = 0;
				break;
			}
			value = value << 6 | (s[i] & 0x3f);
		}
		if (n > 0) {
			*point = value;
			return n;
		}
	}
	*point = n == 1 ? s[0] : 0xdc00u | s[0];
	return 1;
}

static bool is_unsafe(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x061c || point == 0x200e ||
		point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
		(point >= 0x2066 && point <= 0x2069) || point == 0xfeff ||
		(point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff;
}

char *screen_safe(const char *text)
{
	char *safe = malloc(strlen(text) * ESCAPED_MAX + 1);
	if (safe == NULL)
		abort();
	char *to = safe;
	while (*text != '\0') {
		uint32_t point;
		size_t n = utf8_next(text, &point);
		if (!is_unsafe(point)) {
			memcpy(to, text, n);
			to += n;
		} else if (point < 0x100) {
			to += sprintf(to, "\\x%02" PRIx32, point);
		} else if (point >= 0xdc00 && point <= 0xdfff) {
			to += sprintf(to, "\\x%02" PRIx32, point & 0xff);
		} else {
			to += sprintf(to, "\\u%04" PRIx32, point & 0xffff);
		}
		text += n;
	}
	*to = '\0';
	return safe;
}

void screen_put(FILE *out, const char *text)
{
	char *safe = screen_safe(text);
	fputs(safe, out);
	free(safe);
}

int screen_width(const char *text)
{
	int width = 0;
	while (*text != '\0') {
		uint32_t point;
		text += utf8_next(text, &point);
		int w = wcwidth((wchar_t)point);
		width += w > 0 ? w : 0;
	}
	return width;
}

void screen_pad(FILE *out, const char *text, int width)
{
	char *safe = screen_safe(text);
	int missing = width - screen_width(safe);
	fprintf(out, "%s%*s", safe, missing > 0 ? missing : 0, "");
	free(safe);
}
