/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_ADDRESS_H
#define SL_DAEMON_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* HOST:PORT as people write it, the host as a number or `localhost`; names are never looked up. */
struct address {
	struct sockaddr_storage at;
	socklen_t len;
};

enum { ADDRESS_TEXT = 64 };

bool address_read(struct address *a, const char *text);
bool address_is_loopback(const struct address *a);
/* Who it is, without the port; of IPv6 the /64 that one subscriber has. */
const char *address_spell_source(const struct address *a, char out[ADDRESS_TEXT]);
const char *address_spell(const struct address *a, char out[ADDRESS_TEXT]); /* [::1]:8080 */

#endif
