/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_HAPPEN_H
#define SL_CORE_HAPPEN_H

#include "core/decide.h"

/*
 * What is written down. A decision begins with happen(); the clock events and feedback slips that
 * follow belong to it. The first of a command raises the order's version (rules.md 27).
 */
struct happening *happen(struct decision *d, const char *what);
/* The same without raising the version: alarms and their steps. */
struct happening *happen_quietly(struct decision *d, const char *what);
void happen_touch(struct decision *d); /* raises the version, once a command */

void happen_clock(
	struct decision *d, const struct clock *c, enum clock_change change, const char *rule);
/* A feedback slip to the originator; nobody to tell: none. */
void happen_feedback(struct decision *d, const char *what, const char *text);

int64_t id_take(struct id_pool *ids, enum id_kind kind);

#endif
