/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the words by which an event says that its day is a make-up working day (the rule stands in
 * ical.h). It looks at one text at a time and knows nothing of dates.
 */
#include "api/ical.h"

#include <ctype.h>
#include <string.h>

static bool stands_behind(const char *text, const char *at, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(at - text) >= n && strncasecmp(at - n, word, n) == 0;
}

static bool stands_behind_any(const char *text, const char *at, const char *const *words)
{
	for (; *words; words++)
		if (stands_behind(text, at, *words))
			return true;
	return false;
}

/* The word somewhere in the text, but not right behind one of those that undo it. */
static bool holds_chinese(const char *text, const char *word, const char *const *undone_by)
{
	for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
		if (!stands_behind_any(text, at, undone_by))
			return true;
	return false;
}

static bool opens_chinese(const char *text)
{
	static const char *const no_shift[] = {"不上", "不用上", "不需上", "无需上", "無需上", "不必上",
		"免上", "停", "值", "下", "航", NULL};
	static const char *const no_day[] = {"非", NULL};
	static const char *const nothing[] = {NULL};

	return holds_chinese(text, "班", no_shift) || holds_chinese(text, "工作日", no_day) ||
		holds_chinese(text, "补课", nothing) || holds_chinese(text, "補課", nothing);
}

/* The words in any case where a word begins, and ends too if is_whole. From `text` itself on. */
static const char *english_find(
	const char *text, const char *from, const char *words, bool is_whole)
{
	size_t n = strlen(words);

	for (const char *at = from; *at; at++)
		if (strncasecmp(at, words, n) == 0 && (at == text || !isalnum((unsigned char)at[-1])) &&
			(!is_whole || !isalnum((unsigned char)at[n])))
			return at;
	return NULL;
}

static bool holds_english(const char *text, const char *const *words, bool is_whole)
{
	for (; *words; words++)
		if (english_find(text, text, *words, is_whole))
			return true;
	return false;
}

static bool names_working_day(const char *text)
{
	static const char *const days[] = {"working day", "work day", "workday", NULL};
	static const char *const undone_by[] = {"non-", "non ", "not ", "not a ", "no ", NULL};

	for (const char *const *day = days; *day; day++)
		for (const char *at = text; (at = english_find(text, at, *day, false)); at++)
			if (!stands_behind_any(text, at, undone_by))
				return true;
	return false;
}

static bool opens_english(const char *text)
{
	static const char *const make_up[] = {"make-up", "makeup", "make up", NULL};
	static const char *const work[] = {"work", "working", NULL};
	static const char *const day[] = {"day", "days", NULL};
	static const char *const rest[] = {
		"holiday", "holidays", "off", "vacation", "leave", "rest", NULL};

	if (names_working_day(text))
		return true;
	return holds_english(text, make_up, false) &&
		(holds_english(text, work, true) ||
			(holds_english(text, day, true) && !holds_english(text, rest, true)));
}

bool ical_text_opens(const char *text)
{
	return opens_chinese(text) || opens_english(text);
}
