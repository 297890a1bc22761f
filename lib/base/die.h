/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_BASE_DIE_H
#define SL_BASE_DIE_H

#include <stddef.h>

/* The machine failed us: say it once on stderr and end with status 71 (EX_OSERR). */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Our own bug: say where and abort. On in release too. */
_Noreturn void die_assert(const char *file, int line, const char *what);
#define must(x) ((x) ? (void)0 : die_assert(__FILE__, __LINE__, #x))

/* Allocation ends in one place: these never return NULL. */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);
/* Before a library that does not look at what it was given: so much is there, or we end here. */
void xreserve(size_t n);

#define MUST_CHECK __attribute__((warn_unused_result))
#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

#endif
