/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_SQLSTATE_H
#define SL_STORE_SQLSTATE_H

#include <stdbool.h>

#include "base/outage.h"
#include "store/store.h"

/* What an error of the server means to us. NULL or unknown: refused. */
enum store_outcome sqlstate_outcome(const char *state);
/* In plain words, NULL where the server's own say it best. */
const char *sqlstate_words(const char *state);
/* What people see of it, where it is more than one call's trouble. */
enum outage sqlstate_outage(const char *state);
/* The connection's prepared statements are no longer what we think: connect anew. */
bool sqlstate_is_stale(const char *state);

#endif
