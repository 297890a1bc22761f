/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "texts.h"

enum text_lang { TEXT_LANG_EN, TEXT_LANG_ZH };

enum text {
#define X(id, en, zh) TEXT_##id,
	TEXTS(X)
#undef X
		TEXT_N
};

/* The language of everything this program says by itself; English until put. */
void text_lang_put(enum text_lang lang);
bool text_lang_find(const char *name, enum text_lang *lang); /* "en", "zh-CN", "zh_CN.UTF-8" */
const char *text_lang_name(void); /* as the API has it */

const char *text_get(enum text id);

/* T(ID): the text in the chosen language. The compiler checks formats against the English one. */
#define X(id, en, zh) static const char text_en_##id[] = en;
TEXTS(X)
#undef X
const char *text_translate(const char *english, enum text id) __attribute__((format_arg(1)));
#define T(id) text_translate(text_en_##id, TEXT_##id)

/* A word of the API (a state, a kind, a role) as people read it; unknown ones as they came. */
const char *text_word(const char *word);
/* A rule of clock.explain likewise, "hold: no_access (rules.md 10)"; cut where there is no more room. */
void text_rule(const char *rule, char *out, size_t size);
/* What rpc.discover says of a method or a parameter; unknown ones as they came. */
const char *text_doc(const char *doc);

#endif
