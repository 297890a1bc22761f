/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_VIEWER_H
#define SL_DAEMON_VIEWER_H

#include "core/found.h"
#include "core/org.h"

/* What a user may see (rules.md 21), copied: the organisation may change while the store looks. */
bool user_sees_all(const struct user *who);
void viewer_fill(struct viewer *v, struct arena *a, const struct user *who);

#endif
