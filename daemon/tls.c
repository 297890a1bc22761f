/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns our certificate, its key and the choice of what TLS we speak. It never touches a connection's
 * bytes (wire.c) and never asks for a password.
 */
#include "daemon/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

struct tls {
	SSL_CTX *context;
};

/* The first reason is the nearest to what a person can mend; the later ones say what came of it. */
static const char *reason(void)
{
	unsigned long code = ERR_peek_error();
	const char *text = NULL;

	if (ERR_SYSTEM_ERROR(code))
		text = strerror(ERR_GET_REASON(code));
	else if (code)
		text = ERR_reason_error_string(code);
	return text ? text : "for no reason that OpenSSL gives";
}

static int no_password(char *out, int size, int is_writing, void *arg)
{
	(void)out, (void)size, (void)is_writing, (void)arg;
	return -1;
}

/* Sessions are not resumed: nothing is kept of a connection that ended. */
static void choose(SSL_CTX *c)
{
	must(SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION) == 1);
	must(SSL_CTX_set_cipher_list(c, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1);
	SSL_CTX_set_options(c,
		SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
			SSL_OP_NO_TICKET);
	must(SSL_CTX_set_num_tickets(c, 0) == 1);
	SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
	/* An idle connection keeps no buffers; what waits to be sent may move meanwhile. */
	SSL_CTX_set_mode(c,
		SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
			SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_verify(c, SSL_VERIFY_NONE, NULL);
}

struct tls *tls_new(const char *cert_path, const char *key_path, char *why, size_t size)
{
	struct tls *t = xcalloc(1, sizeof(*t));

	ERR_clear_error();
	t->context = SSL_CTX_new(TLS_server_method());
	if (!t->context)
		die("TLS does not start: %s", reason());
	choose(t->context);
	SSL_CTX_set_default_passwd_cb(t->context, no_password);
	if (SSL_CTX_use_certificate_chain_file(t->context, cert_path) != 1)
		snprintf(why, size, "--tls-cert %s: %s", cert_path, reason());
	else if (SSL_CTX_use_PrivateKey_file(t->context, key_path, SSL_FILETYPE_PEM) != 1)
		snprintf(why, size, "--tls-key %s: %s", key_path, reason());
	else if (SSL_CTX_check_private_key(t->context) != 1)
		snprintf(why, size, "--tls-key %s is not the key of %s: %s", key_path, cert_path, reason());
	else
		return t;
	ERR_clear_error(); /* else the next connection would be blamed for it */
	tls_free(t);
	return NULL;
}

void tls_replace(struct tls *t, struct tls *next)
{
	SSL_CTX *context = t->context;

	t->context = next->context;
	next->context = context;
}

void tls_free(struct tls *t)
{
	if (!t)
		return;
	SSL_CTX_free(t->context);
	free(t);
}

struct ssl_st *tls_make(struct tls *t, int fd)
{
	SSL *ssl = SSL_new(t->context);

	must(ssl && SSL_set_fd(ssl, fd) == 1);
	SSL_set_accept_state(ssl);
	return ssl;
}
