/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_TELL_H
#define SL_CORE_TELL_H

#include "core/decide.h"

/* Whom a step of this clock tells: user names. Nobody there or all absent: the next up (rules.md 24),
 * and *whom becomes that. */
struct names tell_list(struct decision *d, const struct clock *c, enum tell *whom);
/* From when on they may be told: of tiers B and C a station's people when the station next opens,
 * everybody else at once (product.md, Ladders: what is recorded never waits). */
int64_t tell_get_notify_at(const struct decision *d, const struct clock *c, enum tell whom);
/* The station a clock is about; NULL: none. */
const char *tell_get_station(const struct order *o, const struct clock *c);
/* The first manager of that station who is there; NULL: none. */
const char *tell_get_manager(const struct decision *d, const char *station);

#endif
