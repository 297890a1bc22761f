/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_WHATIF_VIEW_H
#define CLI_WHATIF_VIEW_H

#include <jansson.h>
#include <stdbool.h>

/* A put's dry run or a recounted period as people read it; false: the reply is neither. */
bool whatif_view_is(const json_t *reply);
void whatif_view_print(const json_t *reply);

#endif
