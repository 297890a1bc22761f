/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <jansson.h>
#include <stdbool.h>

#define ARGS_FILE_MAX (1u << 20) /* KEY=@file: a request line is not longer anyway */
#define ARGS_WHY_MAX 256

/*
 * Puts one KEY=VALUE, KEY:=JSON or KEY=@file into `params`. VALUE becomes JSON when it parses as an
 * object, array, number, true, false or null, otherwise a string. A key stands once.
 */
bool args_put(json_t *params, const char *arg, char why[ARGS_WHY_MAX]);

/* VALUE by the same reading, a new reference. */
json_t *args_value(const char *text);

#endif
