/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_CHECK_H
#define SIM_CHECK_H

#include "job.h"
#include "traffic.h"

struct node;
struct session;

/* The invariants (README.md lists them); one that does not hold ends the program. */
void check_before_commit(const struct session *s, const struct job *j);
void check_commit(const struct job *j);
void check_answer(const struct sending *sent, const char *text);
void check_node(struct node *n); /* after each thing it did */
void check_due(int64_t late_ms); /* no step has been due for longer */
void check_moves(void); /* no policy is on its way to open orders */
void check_end(void); /* of a life: whole orders, told again from their history */

#endif
