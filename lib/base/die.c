/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the two ways this program ends early: the machine failed us (die) and we failed
 * ourselves (must). It never returns and never tries to recover.
 */
#include "die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

_Noreturn void die(const char *fmt, ...)
{
	char text[LOG_RECORD_MAX], line[LOG_RECORD_MAX];
	va_list ap;

	fflush(stdout);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_escape(line, sizeof(line), text);
	fprintf(stderr, "%ssliploop: %s\n", log_goes_to_journal() ? "<2>" : "", line);
	exit(71);
}

_Noreturn void die_assert(const char *file, int line, const char *what)
{
	fprintf(stderr, "sliploop: bug at %s:%d: %s does not hold\n", file, line, what);
	abort();
}

void *xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		die("out of memory (%zu bytes)", n);
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		die("out of memory (%zu x %zu bytes)", n, size);
	return p;
}

void *xrealloc(void *old, size_t n)
{
	void *p = realloc(old, n ? n : 1);

	if (!p)
		die("out of memory (%zu bytes)", n);
	return p;
}

char *xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xmalloc(n), s, n);
}

void xreserve(size_t n)
{
	char *volatile p = xmalloc(n); /* or the compiler finds that nothing is done with it */

	free(p);
}
