/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_WIRE_H
#define SL_DAEMON_WIRE_H

#include <stdbool.h>
#include <stddef.h>

struct evbuffer;
struct tls;
struct ssl_st;

/* A connection's bytes, plain or by TLS, over a descriptor that never blocks. */
struct wire {
	int fd;
	struct ssl_st *ssl; /* NULL: plain */
	bool read_waits_to_write; /* TLS must write before it can read on */
	bool write_waits_to_read;
	bool is_broken;
};

enum wire_said { WIRE_SOME, WIRE_LATER, WIRE_END, WIRE_BROKEN };

void wire_init(struct wire *w, int fd, struct tls *tls); /* takes fd; tls NULL: plain */
void wire_fini(struct wire *w); /* says goodbye where that is usual */
enum wire_said wire_read(struct wire *w, void *bytes, size_t size, size_t *n)
	__attribute__((warn_unused_result));
/* From the front of bytes, which loses what was written. */
enum wire_said wire_write(struct wire *w, struct evbuffer *bytes, size_t most, size_t *n)
	__attribute__((warn_unused_result));
bool wire_is_open(const struct wire *w); /* hands are shaken */
bool wire_has_more(const struct wire *w); /* bytes that no poll will tell of */

#endif
