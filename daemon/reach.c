/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the question which addresses a stranger's webhook may make us connect to. It is asked about the
 * address at hand, never about a name: what a name stands for may change between two looks.
 */
#include "daemon/reach.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "base/die.h"

#define IP(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))

/* The IANA's special-purpose registry, and multicast. */
static const struct {
	uint32_t net;
	int bits;
} kept[] = {
	{IP(0, 0, 0, 0), 8}, {IP(10, 0, 0, 0), 8}, {IP(100, 64, 0, 0), 10}, {IP(127, 0, 0, 0), 8},
	{IP(169, 254, 0, 0), 16}, /* a cloud's own data among them */
	{IP(172, 16, 0, 0), 12}, {IP(192, 0, 0, 0), 24}, {IP(192, 0, 2, 0), 24},
	{IP(192, 31, 196, 0), 24}, {IP(192, 52, 193, 0), 24}, {IP(192, 88, 99, 0), 24},
	{IP(192, 168, 0, 0), 16}, {IP(192, 175, 48, 0), 24}, {IP(198, 18, 0, 0), 15},
	{IP(198, 51, 100, 0), 24}, {IP(203, 0, 113, 0), 24},
	{IP(224, 0, 0, 0), 3}, /* multicast, reserved, broadcast */
};

static bool is_public_v4(uint32_t ip)
{
	for (size_t i = 0; i < N_OF(kept); i++)
		if ((ip ^ kept[i].net) >> (32 - kept[i].bits) == 0)
			return false;
	return true;
}

static uint32_t v4_at(const uint8_t *p)
{
	return IP(p[0], p[1], p[2], p[3]);
}

static bool is_public_v6(const uint8_t *p)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	static const uint8_t nat64[12] = {0x00, 0x64, 0xff, 0x9b};

	if (memcmp(p, mapped, sizeof(mapped)) == 0 || memcmp(p, nat64, sizeof(nat64)) == 0)
		return is_public_v4(v4_at(p + 12));
	if (p[0] == 0x20 && p[1] == 0x02) /* 6to4 */
		return is_public_v4(v4_at(p + 2));
	if ((p[0] & 0xe0) != 0x20) /* only 2000::/3 is given out to anybody */
		return false;
	if (p[0] == 0x20 && p[1] == 0x01 && (p[2] & 0xfe) == 0) /* 2001::/23, Teredo among it */
		return false;
	if (p[0] == 0x20 && p[1] == 0x01 && p[2] == 0x0d && p[3] == 0xb8) /* documentation */
		return false;
	return !(p[0] == 0x3f && p[1] == 0xff && (p[2] & 0xf0) == 0); /* documentation too */
}

bool reach_is_public(const struct sockaddr *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address->sa_family == AF_INET) {
		memcpy(&v4, address, sizeof(v4));
		return is_public_v4(ntohl(v4.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		memcpy(&v6, address, sizeof(v6));
		return is_public_v6(v6.sin6_addr.s6_addr);
	}
	return false;
}
