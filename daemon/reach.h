/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_REACH_H
#define SL_DAEMON_REACH_H

#include <stdbool.h>

struct sockaddr;

/* Whether the address is one of the public internet: not this machine's, not a private network's, not
 * one kept for something else. Addresses that carry an IPv4 one inside count as that one. */
bool reach_is_public(const struct sockaddr *address);

#endif
