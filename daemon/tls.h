/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_TLS_H
#define SL_DAEMON_TLS_H

#include <stddef.h>

struct tls;
struct ssl_st;

/* Our certificate and what we speak: TLS 1.2 or newer. NULL, and why: it cannot be. */
struct tls *tls_new(const char *cert_path, const char *key_path, char *why, size_t size);
/* What next has, for connections to come; those that are open keep what they began with. */
void tls_replace(struct tls *t, struct tls *next);
void tls_free(struct tls *t);
struct ssl_st *tls_make(
	struct tls *t, int fd); /* the server's side of a connection; SSL_free() it */

#endif
