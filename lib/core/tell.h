/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_TELL_H
#define SL_CORE_TELL_H

#include "core/decide.h"

/* Whom a step of this clock tells: user names. Nobody there or all absent: the next up (rules.md 24). */
struct names tell_list(struct decision *d, const struct clock *c, enum tell whom);
/* The station a clock is about; NULL: none. */
const char *tell_get_station(const struct order *o, const struct clock *c);
/* The first manager of that station who is there; NULL: none. */
const char *tell_get_manager(const struct decision *d, const char *station);

#endif
