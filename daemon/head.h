/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_HEAD_H
#define SL_DAEMON_HEAD_H

#include <stdbool.h>

#include "base/err.h"

/* Fields of an HTTP request's head, as texts (RFC 9110). NULL: the field is not there. */
enum lang head_read_language(const char *accept_language); /* en unless zh is wanted more */
/* The token of `Bearer TOKEN`; NULL: that is not what stands there. */
const char *head_read_bearer(const char *authorization);
bool head_is_json(const char *content_type); /* application/json, in UTF-8 if it says so */
bool head_has_etag(const char *if_none_match, const char *etag); /* etag with its quotes */

#endif
