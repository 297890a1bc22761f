/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_RECORD_FIXTURE_H
#define SL_TESTS_RECORD_FIXTURE_H

#include "core_fixture.h"

/*
 * Orders that have lived: each scene leaves b->order with its whole record, as the store hands it out.
 */
struct scene {
	const char *name;
	void (*play)(struct bench *b);
};
extern const struct scene scenes[];
extern const int n_scenes;

/* Held, returned, reworked, refused and signed: something of everything, some of it missed. */
void scene_whole(struct bench *b);
/* Executing, with a policy applied by another calendar, alarms standing and acknowledged. */
void scene_running(struct bench *b);

#endif
