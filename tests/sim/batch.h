/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_BATCH_H
#define SIM_BATCH_H

#include "job.h"

void job_take_wants(struct job *j, const struct batch_wants *wants);
void job_take_save(struct job *j, const struct batch_save *save);
void job_fill_batch(struct job *j); /* what was found, into the daemon's batch and ids */
bool job_misses_cited(
	const struct job *j); /* a confirmation that an order cites is not among them */
void job_fill_org(struct job *j, bool is_whole); /* not whole: the reading broke midway */

#endif
