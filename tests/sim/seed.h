/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SIM_SEED_H
#define SIM_SEED_H

#include "core/org.h"

struct db;
void seed_put(struct db *db); /* the rows a store of the simulator begins with */
void seed_set_months(struct org *g);

#define SEED_AT INT64_C(1772697600000) /* 2026-03-05T08:00:00Z: every life begins then */

#endif
