/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_FEED_H
#define CLI_FEED_H

#include "drive.h"

typedef void feed_alarm_fn(void *arg, const json_t *alarm);

/* Every alarm raised since the drive began, each once, as it is now, asked by the admin. */
bool feed_follow(struct drive *drive, feed_alarm_fn *fn, void *arg);

#endif
