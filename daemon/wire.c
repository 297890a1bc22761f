/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns a connection's descriptor and the TLS over it, so that a session has one way to read and one
 * to write. It keeps no bytes of its own and never waits.
 */
#include "daemon/wire.h"

#include <errno.h>
#include <event2/buffer.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/die.h"
#include "daemon/tls.h"

enum { RECORD_SIZE = 16 * 1024 }; /* most of one TLS record */

void wire_init(struct wire *w, int fd, struct tls *tls)
{
	*w = (struct wire){.fd = fd, .ssl = tls ? tls_make(tls, fd) : NULL};
}

void wire_fini(struct wire *w)
{
	if (w->ssl) {
		ERR_clear_error();
		if (!w->is_broken && SSL_is_init_finished(w->ssl))
			(void)SSL_shutdown(w->ssl); /* one try: the peer may be gone */
		SSL_free(w->ssl);
	}
	close(w->fd);
}

static enum wire_said broken(struct wire *w)
{
	w->is_broken = true;
	return WIRE_BROKEN;
}

static enum wire_said plain_said(struct wire *w)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
		return WIRE_LATER;
	return broken(w);
}

/* An end without the peer's goodbye is no end: what stands before it may have been cut. */
static enum wire_said tls_said(struct wire *w, int result, bool *waits_for_other, int other)
{
	int said = SSL_get_error(w->ssl, result);

	*waits_for_other = said == other;
	if (said == SSL_ERROR_WANT_READ || said == SSL_ERROR_WANT_WRITE)
		return WIRE_LATER;
	if (said == SSL_ERROR_ZERO_RETURN)
		return WIRE_END;
	return broken(w);
}

enum wire_said wire_read(struct wire *w, void *bytes, size_t size, size_t *n)
{
	if (!w->ssl) {
		ssize_t got = recv(w->fd, bytes, size, 0);

		*n = got > 0 ? (size_t)got : 0;
		return got > 0 ? WIRE_SOME : got == 0 ? WIRE_END : plain_said(w);
	}
	*n = 0;
	w->read_waits_to_write = false;
	ERR_clear_error();
	int result = SSL_read_ex(w->ssl, bytes, size, n);
	if (result == 1)
		return WIRE_SOME;
	return tls_said(w, result, &w->read_waits_to_write, SSL_ERROR_WANT_WRITE);
}

enum wire_said wire_write(struct wire *w, struct evbuffer *bytes, size_t most, size_t *n)
{
	if (!w->ssl) {
		int put = evbuffer_write_atmost(bytes, w->fd, (ev_ssize_t)most);

		*n = put > 0 ? (size_t)put : 0;
		return put >= 0 ? WIRE_SOME : plain_said(w);
	}
	*n = 0;
	w->write_waits_to_read = false;
	ERR_clear_error();
	size_t size = most < RECORD_SIZE ? most : RECORD_SIZE;
	int result = SSL_write_ex(w->ssl, evbuffer_pullup(bytes, (ev_ssize_t)size), size, n);
	if (result != 1)
		return tls_said(w, result, &w->write_waits_to_read, SSL_ERROR_WANT_READ);
	must(evbuffer_drain(bytes, *n) == 0);
	return WIRE_SOME;
}

bool wire_is_open(const struct wire *w)
{
	return !w->ssl || SSL_is_init_finished(w->ssl);
}

bool wire_has_more(const struct wire *w)
{
	/* Not SSL_has_pending(): half a record is not more, and would be asked for again and again. */
	return w->ssl && !w->is_broken && SSL_pending(w->ssl) > 0;
}
