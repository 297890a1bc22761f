/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what a call is known by. It never looks at the call.
 */
#include "daemon/trace.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void traces_init(struct traces *t)
{
	t->n = 0;
	snprintf(t->prefix, sizeof(t->prefix), "%08x", randombytes_random());
}

/* Every call pays for this: no printf. */
const char *traces_next(struct traces *t, char out[TRACE_MAX + 1])
{
	char digits[16], *at = stpcpy(out, t->prefix);
	int n = 0;

	*at++ = '-';
	for (uint64_t left = ++t->n; left; left >>= 4)
		digits[n++] = "0123456789abcdef"[left & 15];
	while (n)
		*at++ = digits[--n];
	*at = '\0';
	return out;
}

bool trace_is_well_formed(const char *text)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t n = strspn(text, allowed);

	return n > 0 && n <= TRACE_MAX && text[n] == '\0';
}
