/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of the program in the language that was chosen. Owns that choice; never formats.
 */
#include "text.h"

#include <stdio.h>
#include <string.h>

#include "docs.h"
#include "words.h"

static enum text_lang lang_chosen = TEXT_LANG_EN;

static const char *const texts[TEXT_N][2] = {
#define X(id, en, zh) [TEXT_##id] = {en, zh},
	TEXTS(X)
#undef X
};

struct pair {
	const char *english, *zh; /* english NULL: the last */
};

#define X(english, zh) {english, zh},
static const struct pair words[] = {WORDS(X){NULL, NULL}};
static const struct pair rules[] = {RULES(X){NULL, NULL}};
static const struct pair docs[] = {DOCS(X){NULL, NULL}};
#undef X

void text_lang_put(enum text_lang lang)
{
	lang_chosen = lang;
}

const char *text_lang_name(void)
{
	return lang_chosen == TEXT_LANG_ZH ? "zh-CN" : "en";
}

bool text_lang_find(const char *name, enum text_lang *lang)
{
	size_t len = strcspn(name, "_-.@");
	if (len == 2 && strncasecmp(name, "zh", 2) == 0)
		*lang = TEXT_LANG_ZH;
	else if ((len == 2 && strncasecmp(name, "en", 2) == 0) || strcmp(name, "C") == 0 ||
		strncmp(name, "C.", 2) == 0 || strcmp(name, "POSIX") == 0)
		*lang = TEXT_LANG_EN;
	else
		return false;
	return true;
}

const char *text_get(enum text id)
{
	return texts[id][lang_chosen];
}

const char *text_translate(const char *english, enum text id)
{
	return lang_chosen == TEXT_LANG_EN ? english : texts[id][lang_chosen];
}

/* What is in no pair stays as it came. */
static const char *find_zh(const struct pair *p, const char *english)
{
	while (p->english != NULL && strcmp(p->english, english) != 0)
		p++;
	return p->english != NULL ? p->zh : english;
}

const char *text_doc(const char *doc)
{
	return lang_chosen == TEXT_LANG_ZH ? find_zh(docs, doc) : doc;
}

const char *text_word(const char *word)
{
	if (lang_chosen == TEXT_LANG_ZH)
		return find_zh(words, word);
	/* Several words may stand in one line: each keeps its buffer for a while. */
	static char shown[8][64];
	static unsigned turn;
	if (strchr(word, '_') == NULL || strlen(word) >= sizeof shown[0])
		return word;
	char *text = shown[turn++ % 8];
	snprintf(text, sizeof shown[0], "%s", word);
	for (char *p = text; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return text;
}

/* Is it this rule, but for what stands in the star's place? That goes into what. */
static bool rule_is(const char *rule, size_t len, const char *pattern, char *what, size_t size)
{
	size_t before = strcspn(pattern, "*");
	const char *after = pattern[before] != '\0' ? pattern + before + 1 : pattern + before;
	size_t n_after = strlen(after), n_fixed = before + n_after;
	bool is_open = pattern[before] != '\0';

	if (len < n_fixed || (!is_open && len != n_fixed) || strncmp(rule, pattern, before) != 0 ||
		strncmp(rule + len - n_after, after, n_after) != 0)
		return false;
	snprintf(what, size, "%.*s", (int)(len - n_fixed), rule + before);
	return true;
}

void text_rule(const char *rule, char *out, size_t size)
{
	const char *source = strstr(rule, " (rules.md");
	size_t len = source != NULL ? (size_t)(source - rule) : strlen(rule);
	char what[64];

	snprintf(out, size, "%s", rule);
	if (lang_chosen != TEXT_LANG_ZH)
		return;
	for (const struct pair *p = rules; p->english != NULL; p++) {
		const char *zh = p->zh;
		int before = (int)strcspn(zh, "*");

		if (!rule_is(rule, len, p->english, what, sizeof what))
			continue;
		snprintf(out, size, "%.*s%s%s%s", before, zh, text_word(what),
			zh[before] != '\0' ? zh + before + 1 : "", rule + len);
		return;
	}
}
