/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_BASE_ARENA_H
#define SL_BASE_ARENA_H

#include <stddef.h>

/* Memory that is freed whole. One for each request, one for each batch. */
struct arena_block;
struct arena {
	struct arena_block *head;
	size_t used; /* bytes handed out, for bounds and figures */
};

void arena_init(struct arena *a);
void arena_fini(struct arena *a);

/* Zeroed memory aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_raw(struct arena *a, size_t size); /* not zeroed: for what is written whole at once */
void *arena_array(struct arena *a, size_t n, size_t size); /* dies on overflow */
void *arena_copy(struct arena *a, const void *p, size_t size);
char *arena_str(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strn(struct arena *a, const char *s, size_t n);
char *arena_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_new_n(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

#endif
