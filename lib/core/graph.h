/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_GRAPH_H
#define SL_CORE_GRAPH_H

#include "core/decide.h"

/*
 * The graph of a route or of tasks listed by hand. Checks it (names, stations, what waits for what,
 * no cycle, no path above 1) and fills in the shares left out (rules.md 8). `done` names nodes
 * outside the list that may be waited for; `field` is the parameter for the error's pointer.
 */
enum err graph_check(struct decision *d, struct route_node *nodes, int n, const struct names *done,
	const char *field) MUST_CHECK;

#endif
