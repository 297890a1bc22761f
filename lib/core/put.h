/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_PUT_H
#define SL_CORE_PUT_H

#include "core/decide.h"

/* What the puts of the organisation and of the policy share. */
void put_row(struct decision *d, enum org_noun noun, const void *row, size_t size);
int64_t put_next_id(
	const struct decision *d, enum org_noun noun); /* for rows that begin with an id */
enum err put_check_calendar(struct decision *d, const char *calendar, const char *field) MUST_CHECK;

#endif
