/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how an address of user.notify is spelt, and what a step puts into the outbox: for each person
 * told, each of his addresses. It never sends anything and does not know whether it ever will be.
 */
#include "core/notice.h"

#include <string.h>

#include "base/die.h"

static const char mailto[] = "mailto:", http[] = "http://", https[] = "https://";

static const char *after(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

/* What would end a line, a header or an address where it is put among others. */
static bool is_clean(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("<>\"\\,;`{}|^", *p))
			return false;
	return true;
}

static bool is_mailbox(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at != text && at[1] != '\0' && !strchr(at + 1, '@') && text[0] != '-';
}

/* The host of an http address, with its port where it names one. */
static const char *authority(const char *address, size_t *len)
{
	const char *rest = after(address, https);

	if (!rest)
		rest = after(address, http);
	*len = rest ? strcspn(rest, "/?#") : 0;
	return rest;
}

static bool is_authority(const char *host, size_t len)
{
	if (len == 0 || len >= NOTICE_RECEIVER_MAX - 8 || host[0] == ':')
		return false;
	for (size_t i = 0; i < len; i++)
		if (host[i] ==
			'@') /* a password in an address would be read by everybody who lists users */
			return false;
	return true;
}

bool notice_is_address(const char *address)
{
	const char *mailbox = after(address, mailto), *host;
	size_t len;

	if (strlen(address) > NOTICE_ADDRESS_MAX || !is_clean(address))
		return false;
	if (mailbox)
		return is_mailbox(mailbox);
	host = authority(address, &len);
	return host && is_authority(host, len);
}

enum notice_channel notice_get_channel(const char *address)
{
	return after(address, mailto) ? NOTICE_MAIL : NOTICE_WEBHOOK;
}

const char *notice_get_receiver(struct arena *a, const char *address)
{
	size_t len;
	const char *host = authority(address, &len);

	if (!host)
		return "mail";
	char *receiver = arena_fmt(a, "%.*s", (int)len, host);
	for (char *p = receiver; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return receiver;
}

const char *notice_key(struct arena *a, const struct notice *n)
{
	return arena_fmt(
		a, "%s/%lld/%s", order_number_of(a, n->kind, n->order), (long long)n->seq, n->to);
}

void notice_tell(struct decision *d, const struct happening *step)
{
	for (int i = 0; i < step->told.n; i++) {
		const struct user *u = org_get_user(d->org, step->told.at[i]);

		for (int k = 0; u && k < u->notify.n; k++) {
			struct notice *n;

			/* A store from before addresses were checked may hold others. */
			if (!notice_is_address(u->notify.at[k]))
				continue;
			n = arena_new(d->arena, struct notice);
			n->order = d->order->id;
			n->seq = step->seq;
			n->to = arena_str(d->arena, u->name);
			n->address = arena_str(d->arena, u->notify.at[k]);
			n->receiver = notice_get_receiver(d->arena, n->address);
			n->not_before = step->notify_at;
			n->next = d->order->notices;
			d->order->notices = n;
		}
	}
}

int64_t notice_back_off(int64_t base_ms, int64_t max_ms, int n, uint32_t dice)
{
	int64_t ms = base_ms;

	for (int i = 1; i < n && ms < max_ms; i++)
		ms *= 2;
	if (ms > max_ms)
		ms = max_ms;
	/* Between the half and the whole of it. */
	return ms - (int64_t)(((uint64_t)ms / 2 * dice) >> 32);
}
