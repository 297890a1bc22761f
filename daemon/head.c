/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the reading of the few fields of a request's head that the HTTP door goes by. It never knows
 * the request they stand in.
 */
#include "daemon/head.h"

#include <string.h>
#include <strings.h>

#define BLANK " \t"

static const char *skip_blank(const char *s)
{
	return s + strspn(s, BLANK);
}

/* One of a list's parts, without the blanks round it; false: there are no more. */
static bool next_part(const char **list, char separator, const char **part, size_t *len)
{
	const char *s = *list, *end;

	if (!s)
		return false;
	end = strchr(s, separator);
	*list = end ? end + 1 : NULL;
	if (!end)
		end = s + strlen(s);
	s = skip_blank(s);
	while (end > s && strchr(BLANK, end[-1]))
		end--;
	*part = s;
	*len = end > s ? (size_t)(end - s) : 0;
	return true;
}

static bool is_word(const char *part, size_t len, const char *word)
{
	return len == strlen(word) && strncasecmp(part, word, len) == 0;
}

/* --- Accept-Language, and other lists with weights ------------------------------------------------ */

/* q=0.8 in thousandths; what is not a weight counts as 0, so that it chooses nothing. */
static int read_weight(const char *part, size_t len)
{
	int weight, scale = 100;

	if (len < 3 || strncasecmp(part, "q=", 2) != 0 || (part[2] != '0' && part[2] != '1'))
		return 0;
	weight = (part[2] - '0') * 1000;
	for (size_t i = 4; len > 4 && part[3] == '.' && i < len && scale; i++, scale /= 10) {
		if (part[i] < '0' || part[i] > '9')
			return 0;
		weight += (part[i] - '0') * scale;
	}
	return weight > 1000 ? 1000 : weight;
}

struct item {
	const char *at;
	size_t len;
	int weight; /* in thousandths */
};

/* false: there are no more. */
static bool next_item(const char **list, struct item *out)
{
	const char *item, *weighed;
	size_t len;

	if (!next_part(list, ',', &item, &len))
		return false;
	weighed = memchr(item, ';', len);
	*out = (struct item){item, weighed ? (size_t)(weighed - item) : len, 1000};
	while (out->len > 0 && strchr(BLANK, item[out->len - 1]))
		out->len--;
	if (weighed) {
		const char *q = skip_blank(weighed + 1);

		out->weight = q < item + len ? read_weight(q, (size_t)(item + len - q)) : 0;
	}
	return true;
}

static bool is_language(const char *range, size_t len, const char *language)
{
	size_t n = strlen(language);

	return len >= n && strncasecmp(range, language, n) == 0 && (len == n || range[n] == '-');
}

enum lang head_read_language(const char *accept_language)
{
	enum lang best = LANG_EN;
	struct item item;
	int highest = 0;

	while (next_item(&accept_language, &item)) {
		bool is_zh = is_language(item.at, item.len, "zh");

		if (item.weight <= highest ||
			!(is_zh || is_language(item.at, item.len, "en") || is_word(item.at, item.len, "*")))
			continue;
		highest = item.weight;
		best = is_zh ? LANG_ZH_CN : LANG_EN;
	}
	return best;
}

/* --- the others ---------------------------------------------------------------------------------- */

const char *head_read_bearer(const char *authorization)
{
	static const char scheme[] = "Bearer ";
	const char *token;

	if (!authorization || strncasecmp(authorization, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	token = skip_blank(authorization + sizeof(scheme) - 1);
	for (const char *s = token; *s; s++)
		if (*s <= ' ' || *s > '~')
			return NULL;
	return token[0] ? token : NULL;
}

bool head_is_json(const char *content_type)
{
	const char *part;
	size_t len;

	if (!content_type || !next_part(&content_type, ';', &part, &len) ||
		!is_word(part, len, "application/json"))
		return false;
	while (next_part(&content_type, ';', &part, &len))
		if (len >= 8 && strncasecmp(part, "charset=", 8) == 0 &&
			!is_word(part, len, "charset=utf-8") && !is_word(part, len, "charset=\"utf-8\""))
			return false;
	return true;
}

static bool is_cookie_value(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("\",;\\", s[i]))
			return false;
	return len > 0;
}

/* One that stands twice was set by somebody else too: neither is believed. */
enum head_cookie head_read_cookie(const char *cookie, const char *name, char *out, size_t size)
{
	enum head_cookie found = COOKIE_NONE;
	size_t len, n_name = strlen(name);
	const char *part;

	while (next_part(&cookie, ';', &part, &len)) {
		if (len <= n_name || part[n_name] != '=' || strncmp(part, name, n_name) != 0)
			continue;
		part += n_name + 1;
		len -= n_name + 1;
		if (found != COOKIE_NONE || len >= size || !is_cookie_value(part, len))
			return COOKIE_BAD;
		memcpy(out, part, len);
		out[len] = '\0';
		found = COOKIE_GOOD;
	}
	return found;
}

bool head_is_from_us(const char *sec_fetch_site)
{
	return !sec_fetch_site || strcmp(sec_fetch_site, "same-origin") == 0 ||
		strcmp(sec_fetch_site, "none") == 0;
}

bool head_came_by_tls(const char *x_forwarded_proto)
{
	const char *part;
	size_t len;

	return next_part(&x_forwarded_proto, ',', &part, &len) && is_word(part, len, "https");
}

bool head_takes_gzip(const char *accept_encoding)
{
	bool is_named = false, is_taken = false;
	struct item item;

	while (next_item(&accept_encoding, &item)) {
		bool is_gzip = is_word(item.at, item.len, "gzip");

		if (!is_gzip && (is_named || !is_word(item.at, item.len, "*")))
			continue;
		is_named |= is_gzip;
		is_taken = item.weight > 0;
	}
	return is_taken;
}

bool head_has_etag(const char *if_none_match, const char *etag)
{
	const char *part;
	size_t len;

	while (next_part(&if_none_match, ',', &part, &len)) {
		if (len > 2 && strncmp(part, "W/", 2) == 0) {
			part += 2;
			len -= 2;
		}
		if ((len == 1 && part[0] == '*') || (len == strlen(etag) && strncmp(part, etag, len) == 0))
			return true;
	}
	return false;
}
