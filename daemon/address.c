/* SPDX-License-Identifier: Apache-2.0 */
/* Owns the spelling of the addresses that doors listen at. It opens nothing and asks no name server. */
#include "daemon/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_port(const char *text, in_port_t *port)
{
	char *end;
	long n;

	if (text[0] < '0' || text[0] > '9')
		return false;
	n = strtol(text, &end, 10);
	if (*end != '\0' || n > 65535)
		return false;
	*port = htons((uint16_t)n);
	return true;
}

static void put_v4(struct address *a, struct in_addr host, in_port_t port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&a->at;

	v4->sin_family = AF_INET;
	v4->sin_addr = host;
	v4->sin_port = port;
	a->len = sizeof(*v4);
}

static void put_v6(struct address *a, struct in6_addr host, in_port_t port)
{
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&a->at;

	v6->sin6_family = AF_INET6;
	v6->sin6_addr = host;
	v6->sin6_port = port;
	a->len = sizeof(*v6);
}

bool address_read(struct address *a, const char *text)
{
	const char *colon = strrchr(text, ':');
	char host[INET6_ADDRSTRLEN + 2];
	struct in_addr v4;
	struct in6_addr v6;
	in_port_t port;

	memset(a, 0, sizeof(*a));
	if (!colon || colon == text || (size_t)(colon - text) >= sizeof(host))
		return false;
	if (!read_port(colon + 1, &port))
		return false;
	snprintf(host, sizeof(host), "%.*s", (int)(colon - text), text);
	if (host[0] == '[') {
		char *end = strchr(host, ']');

		if (!end || end[1] != '\0')
			return false;
		*end = '\0';
		if (inet_pton(AF_INET6, host + 1, &v6) != 1)
			return false;
		put_v6(a, v6, port);
		return true;
	}
	if (inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &v4) != 1)
		return false;
	put_v4(a, v4, port);
	return true;
}

bool address_is_loopback(const struct address *a)
{
	if (a->at.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)&a->at;

		return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
	}
	return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)&a->at)->sin6_addr);
}

const char *address_spell(const struct address *a, char out[ADDRESS_TEXT])
{
	char host[INET6_ADDRSTRLEN];

	if (a->at.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)&a->at;

		inet_ntop(AF_INET, &v4->sin_addr, host, sizeof(host));
		snprintf(out, ADDRESS_TEXT, "%s:%u", host, ntohs(v4->sin_port));
	} else {
		const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&a->at;

		inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof(host));
		snprintf(out, ADDRESS_TEXT, "[%s]:%u", host, ntohs(v6->sin6_port));
	}
	return out;
}

const char *address_spell_source(const struct address *a, char out[ADDRESS_TEXT])
{
	char host[INET6_ADDRSTRLEN];
	struct in6_addr v6;

	if (a->at.ss_family == AF_INET)
		return inet_ntop(
			AF_INET, &((const struct sockaddr_in *)&a->at)->sin_addr, out, ADDRESS_TEXT);
	v6 = ((const struct sockaddr_in6 *)&a->at)->sin6_addr;
	if (IN6_IS_ADDR_V4MAPPED(&v6))
		return inet_ntop(AF_INET, &v6.s6_addr[12], out, ADDRESS_TEXT);
	memset(&v6.s6_addr[8], 0, 8);
	snprintf(out, ADDRESS_TEXT, "%s/64", inet_ntop(AF_INET6, &v6, host, sizeof(host)));
	return out;
}
