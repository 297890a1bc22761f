/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what makes a message a webhook: its headers, its signature and the secret behind that. It never
 * sends one and never says the secret to anybody.
 */
#include "daemon/webhook.h"

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

void webhook_load_secret(struct webhook_secret *s, const char *path)
{
	char line[256] = "";
	FILE *f = fopen(path, "re");

	if (!f)
		die("the notice-secret-file %s cannot be read", path);
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	bool is_secret = webhook_read_secret(s, line);
	sodium_memzero(line, sizeof(line));
	if (!is_secret)
		die("the notice-secret-file %s does not hold whsec_ and the base64 of %d to %d bytes", path,
			WEBHOOK_SECRET_MIN, WEBHOOK_SECRET_MAX);
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

void webhook_write(struct arena *a, const struct webhook_secret *s, const char *id,
	const struct notice *first, int n, int64_t real_at, struct letter *out)
{
	int64_t timestamp_s = real_at / 1000;

	out->url = first->address;
	out->body = encode_webhook(a, first, n, real_at);
	out->headers[0] = "content-type: application/json";
	out->headers[1] = arena_fmt(a, "webhook-id: %s", id);
	out->headers[2] = arena_fmt(a, "webhook-timestamp: %lld", (long long)timestamp_s);
	out->headers[3] = arena_fmt(
		a, "webhook-signature: %s", webhook_sign(a, s, id, timestamp_s, out->body));
	out->headers[4] = "expect:"; /* nobody has to be asked whether a few kilobytes may come */
	out->n_headers = 5;
}
