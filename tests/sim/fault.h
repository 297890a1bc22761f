/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_FAULT_H
#define SIM_FAULT_H

struct faults;
struct session;

void fault_init(struct faults *f); /* how often in this life */
void fault_maybe(void);
void fault_end_session(struct session *s, const char *why); /* by the server */
void fault_mend(void); /* everything is set going again */

#endif
