/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the one arena of a test whose values all live as long as it does. It never checks anything. */
#include "arena_fixture.h"

struct arena arena;

int arena_setup(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

int arena_teardown(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}
