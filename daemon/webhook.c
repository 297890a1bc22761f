/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what makes a message a webhook: its headers, its signature and the secret behind that. It never
 * sends one and never says the secret to anybody.
 */
#include "daemon/webhook.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "api/notice.h"
#include "base/die.h"
#include "daemon/courier.h"

static const char prefix[] = "whsec_";

bool webhook_read_secret(struct webhook_secret *s, const char *text)
{
	size_t n = strlen(prefix);

	s->n = 0;
	return strncmp(text, prefix, n) == 0 &&
		sodium_base642bin(s->bytes, sizeof(s->bytes), text + n, strlen(text + n), NULL, &s->n, NULL,
			sodium_base64_VARIANT_ORIGINAL) == 0 &&
		s->n >= WEBHOOK_SECRET_MIN;
}

bool webhook_load_secrets(struct webhook_secrets *s, const char *path, char *why, size_t size)
{
	FILE *f = fopen(path, "re");
	char line[256];
	bool is_good = true;

	s->n = 0;
	if (!f) {
		snprintf(why, size, "--notice-secret-file %s cannot be read: %s", path, strerror(errno));
		return false;
	}
	while (is_good && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0])
			is_good = s->n < WEBHOOK_SECRETS_MAX && webhook_read_secret(&s->each[s->n++], line);
	}
	fclose(f);
	sodium_memzero(line, sizeof(line));
	if (is_good && s->n)
		return true;
	snprintf(why, size,
		"--notice-secret-file %s does not hold one to %d lines of whsec_ and the base64 of %d to %d bytes",
		path, WEBHOOK_SECRETS_MAX, WEBHOOK_SECRET_MIN, WEBHOOK_SECRET_MAX);
	return false;
}

const char *webhook_sign(struct arena *a, const struct webhook_secret *s, const char *id,
	int64_t timestamp_s, const char *body)
{
	const char *head = arena_fmt(a, "%s.%lld.", id, (long long)timestamp_s);
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char text[sodium_base64_ENCODED_LEN(sizeof(mac), sodium_base64_VARIANT_ORIGINAL)];
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, s->bytes, s->n);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)head, strlen(head));
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, strlen(body));
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_bin2base64(text, sizeof(text), mac, sizeof(mac), sodium_base64_VARIANT_ORIGINAL);
	sodium_memzero(&state, sizeof(state));
	return arena_fmt(a, "v1,%s", text);
}

void webhook_write(struct arena *a, const struct webhook_secrets *s, const char *id,
	const struct notice *first, int n, int64_t real_at, struct letter *out)
{
	int64_t timestamp_s = real_at / 1000;
	const char *signatures = "";

	out->url = first->address;
	out->body = encode_webhook(a, first, n, real_at);
	out->headers[0] = "content-type: application/json";
	out->headers[1] = arena_fmt(a, "webhook-id: %s", id);
	out->headers[2] = arena_fmt(a, "webhook-timestamp: %lld", (long long)timestamp_s);
	for (int i = 0; i < s->n; i++)
		signatures = arena_fmt(
			a, "%s %s", signatures, webhook_sign(a, &s->each[i], id, timestamp_s, out->body));
	out->headers[3] = arena_fmt(a, "webhook-signature:%s", signatures);
	out->headers[4] = "expect:"; /* nobody has to be asked whether a few kilobytes may come */
	out->n_headers = 5;
}
