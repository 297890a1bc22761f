/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_FOUND_H
#define SL_API_FOUND_H

#include "api/command.h"
#include "core/found.h"

/* What a reading method answers: encodes what the store found, by the command's shape and find.
 * NULL: nothing was found where one thing was asked for (not_found). */
const char *encode_found(const struct view *v, const struct command *c,
	const struct request_find *request, const struct found *found);

/* Overdue alarms for those who only speak HTTP: the same alarms as the API's; both texts depend on
 * nothing but what was found, so that they are the same as long as that is. */
const char *encode_overdue(struct arena *a, const struct found *found);
const char *encode_overdue_csv(struct arena *a, const struct found *found);

#endif
