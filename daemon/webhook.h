/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_WEBHOOK_H
#define SL_DAEMON_WEBHOOK_H

#include <stddef.h>

#include "base/arena.h"
#include "core/notice.h"

struct courier;
struct letter;

/* Webhooks as www.standardwebhooks.com has them. */
enum { WEBHOOK_SECRET_MIN = 24, WEBHOOK_SECRET_MAX = 64 };

struct webhook_secret {
	unsigned char bytes[WEBHOOK_SECRET_MAX];
	size_t n; /* 0: there is none */
};

/* "whsec_" and base64 of 24 to 64 bytes; false: it is not that. */
bool webhook_read_secret(struct webhook_secret *s, const char *text);
/* From the file's first line; dies with a sentence when there is none. */
void webhook_load_secret(struct webhook_secret *s, const char *path);

/* "v1,BASE64": HMAC-SHA-256 over id.timestamp.body */
const char *webhook_sign(struct arena *a, const struct webhook_secret *s, const char *id,
	int64_t timestamp_s, const char *body);

/* Writes the letter: body, signed headers. id is the message's, the same at every try. */
void webhook_write(struct arena *a, const struct webhook_secret *s, const char *id,
	const struct notice *first, int n, int64_t real_at, struct letter *out);

#endif
