/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the making and hashing of tokens, and the reading of secrets that lie in files. A token is 32 random
 * bytes, so a plain hash of it is enough: there is nothing to guess. It never keeps the text of one.
 */
#include "daemon/secret.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/die.h"

enum { TOKEN_BYTES = 32 };
static const char prefix[] = "slt_"; /* lets a person and a secret scanner know what it is */

const char *secret_make(struct arena *a, unsigned char hash[32])
{
	unsigned char bytes[TOKEN_BYTES];
	char hex[TOKEN_BYTES * 2 + 1];

	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
	const char *text = arena_fmt(a, "%s%s", prefix, hex);
	secret_hash(text, hash);
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(hex, sizeof(hex));
	return text;
}

void secret_hash(const char *text, unsigned char hash[32])
{
	must(crypto_generichash(hash, 32, (const unsigned char *)text, strlen(text), NULL, 0) == 0);
}

bool secret_read_line(char *out, size_t size, const char *path)
{
	FILE *f = fopen(path, "re");

	if (!f || !fgets(out, (int)size, f))
		out[0] = '\0';
	if (f)
		fclose(f);
	out[strcspn(out, "\r\n")] = '\0';
	return out[0] != '\0';
}

const char *secret_spell_csrf(char out[SECRET_CSRF], const char *token)
{
	/* Another key than the stored hash has, which is none: neither can be made of the other. */
	static const unsigned char domain[] = "sliploop console csrf 1";
	unsigned char hash[SECRET_CSRF / 2];

	must(crypto_generichash(hash, sizeof(hash), (const unsigned char *)token, strlen(token), domain,
			 sizeof(domain) - 1) == 0);
	return sodium_bin2hex(out, SECRET_CSRF, hash, sizeof(hash));
}

bool secret_is_csrf(const char *given, const char *token)
{
	char wanted[SECRET_CSRF];

	secret_spell_csrf(wanted, token);
	return given && strlen(given) == SECRET_CSRF - 1 &&
		sodium_memcmp(given, wanted, SECRET_CSRF - 1) == 0;
}
