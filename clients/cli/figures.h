/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_FIGURES_H
#define CLI_FIGURES_H

#include "drive.h"

/* What a play came to, from its first instant to now, by the daemon's own reports. */
enum cli_status figures_print(struct drive *drive, int64_t from);

#endif
