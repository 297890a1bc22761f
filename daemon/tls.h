/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_TLS_H
#define SL_DAEMON_TLS_H

struct tls;
struct ssl_st;

/* Our certificate and what we speak: TLS 1.2 or newer. Dies with a clear line when it cannot. */
struct tls *tls_new(const char *cert_path, const char *key_path);
void tls_free(struct tls *t);
struct ssl_st *tls_make(
	struct tls *t, int fd); /* the server's side of a connection; SSL_free() it */

#endif
