/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_HEAD_H
#define SL_DAEMON_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Fields of an HTTP request's head, as texts (RFC 9110). NULL: the field is not there. */
enum lang head_read_language(const char *accept_language); /* en unless zh is wanted more */
/* The token of `Bearer TOKEN`; NULL: that is not what stands there. */
const char *head_read_bearer(const char *authorization);
bool head_is_json(const char *content_type); /* application/json, in UTF-8 if it says so */
/* The value of the cookie of that name into out. Bad: it stands twice, is empty, longer than size - 1 or has
 * a byte that no value has (RFC 6265). */
enum head_cookie { COOKIE_NONE, COOKIE_BAD, COOKIE_GOOD };
enum head_cookie head_read_cookie(const char *cookie, const char *name, char *out, size_t size);
/* By Sec-Fetch-Site: a page of ours asks, or a person, or no browser we know. */
bool head_is_from_us(const char *sec_fetch_site);
bool head_came_by_tls(
	const char *x_forwarded_proto); /* as far as the proxy nearest to the client */
bool head_takes_gzip(const char *accept_encoding);
bool head_has_etag(const char *if_none_match, const char *etag); /* etag with its quotes */

#endif
