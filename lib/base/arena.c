/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the memory of one request or one batch: blocks that only grow and are freed together.
 * It never frees a single allocation and never hands out uninitialised bytes.
 */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"

enum { BLOCK_SIZE = 8 * 1024, ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	_Alignas(ALIGN) unsigned char data[];
};

void arena_init(struct arena *a)
{
	a->head = NULL;
	a->used = 0;
}

void arena_fini(struct arena *a)
{
	struct arena_block *b = a->head;

	while (b) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
	arena_init(a);
}

void *arena_raw(struct arena *a, size_t size)
{
	struct arena_block *b = a->head;
	size_t need;

	must(size <= SIZE_MAX / 2);
	need = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (!b || b->size - b->used < need) {
		/* Blocks double, so that an arena of n bytes costs O(log n) allocations. */
		size_t want = b ? b->size * 2 : BLOCK_SIZE;

		if (want > 1024 * 1024)
			want = 1024 * 1024;
		if (want < need)
			want = need;
		b = xmalloc(sizeof(*b) + want);
		b->size = want;
		b->used = 0;
		b->next = a->head;
		a->head = b;
	}
	void *p = b->data + b->used;
	b->used += need;
	a->used += need;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_raw(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		die("out of memory (%zu x %zu bytes)", n, size);
	return arena_alloc(a, bytes);
}

void *arena_copy(struct arena *a, const void *p, size_t size)
{
	void *copy = arena_raw(a, size);

	return size ? memcpy(copy, p, size) : copy;
}

char *arena_strn(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_raw(a, n + 1);

	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *arena_str(struct arena *a, const char *s)
{
	return s ? arena_strn(a, s, strlen(s)) : NULL;
}

char *arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_list again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	must(n >= 0);
	char *s = arena_raw(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return s;
}
