/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON on stdout. Owns nothing; never writes a byte that could steer a terminal: what JSON leaves
 * raw (DEL, C1, bidirectional overrides) is escaped as JSON may.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"

/* U+0080..U+009F, U+2028..U+202E, U+2066..U+2069: they only ever stand inside strings. */
static int unsafe_length(const unsigned char *s, unsigned *point)
{
	if (s[0] == 0x7f) {
		*point = 0x7f;
		return 1;
	}
	if (s[0] == 0xc2 && s[1] >= 0x80 && s[1] <= 0x9f) {
		*point = s[1];
		return 2;
	}
	if (s[0] == 0xe2 && (s[1] == 0x80 || s[1] == 0x81)) {
		*point = 0x2000u | (unsigned)(s[1] & 1) << 6 | (s[2] & 0x3f);
		if ((*point >= 0x2028 && *point <= 0x202e) || (*point >= 0x2066 && *point <= 0x2069) ||
			*point == 0x200e || *point == 0x200f)
			return 3;
	}
	return 0;
}

void cli_print_json(const json_t *value, bool is_pretty)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | (is_pretty ? JSON_INDENT(2) : JSON_COMPACT));
	if (text == NULL)
		abort();
	for (const unsigned char *s = (const unsigned char *)text; *s != '\0';) {
		unsigned point;
		int n = unsafe_length(s, &point);
		if (n > 0)
			printf("\\u%04x", point);
		else
			putchar(*s);
		s += n > 0 ? n : 1;
	}
	putchar('\n');
	free(text);
}

enum cli_status cli_print_reply(const json_t *value)
{
	cli_print_json(value, false);
	return CLI_OK;
}
