/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_ARENA_FIXTURE_H
#define SL_TESTS_ARENA_FIXTURE_H

#include "base/arena.h"

/* An arena for each test; cmocka's fixtures open and empty it. */
extern struct arena arena;

int arena_setup(void **state);
int arena_teardown(void **state);

#endif
