/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_PLACES_H
#define SL_CORE_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Places taken in tier-A quotas, as loaded; decisions count in it, the store saves it. */
struct quota_use {
	int64_t quota, month, used;
	bool is_dirty;
};

/* Lines counted in agreed quantities (rules.md 18), likewise; saved as what was added. */
struct agreed_use {
	const char *unit, *service;
	int64_t month, used, added;
};

struct places { /* of a month, of which there are only so many */
	struct quota_use *quotas;
	int n_quotas;
	struct agreed_use *agreed;
	int n_agreed;
};

/* Where it is counted; begun at 0 where nothing has been. Good until the next get of the same kind. */
struct quota_use *places_get_quota(struct places *p, struct arena *a, int64_t quota, int64_t month);
struct agreed_use *places_get_agreed(
	struct places *p, struct arena *a, const char *unit, const char *service, int64_t month);
struct places places_copy(struct arena *a, const struct places *p);

#endif
