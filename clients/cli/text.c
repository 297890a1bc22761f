/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of the program in the language that was chosen. Owns that choice; never formats.
 */
#include "text.h"

#include <stdio.h>
#include <string.h>

#include "words.h"

static enum text_lang lang_chosen = TEXT_LANG_EN;

static const char *const texts[TEXT_N][2] = {
#define X(id, en, zh) [TEXT_##id] = {en, zh},
	TEXTS(X)
#undef X
};

static const struct {
	const char *word, *zh;
} words[] = {
#define X(word, zh) {word, zh},
	WORDS(X)
#undef X
};

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

const char *text_word(const char *word)
{
	if (lang_chosen == TEXT_LANG_ZH) {
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (strcmp(words[i].word, word) == 0)
				return words[i].zh;
		return word;
	}
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
