/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the one table of error classes. It never decides that something failed.
 */
#include "err.h"

#include "die.h"

static const struct {
	const char *name;
	int code;
	bool is_retriable;
	const char *text[2];
} rows[] = {[ERR_NONE] = {"none", 0, false, {"", ""}},
#define X(id, name, code, retriable, en, zh) [ERR_##id] = {name, code, retriable, {en, zh}},
	ERR_TABLE(X)
#undef X
};

const char *err_class(enum err e)
{
	must(e < ERR_N);
	return rows[e].name;
}

int err_code(enum err e)
{
	must(e < ERR_N);
	return rows[e].code;
}

bool err_is_retriable(enum err e)
{
	must(e < ERR_N);
	return rows[e].is_retriable;
}

const char *err_text(enum err e, enum lang lang)
{
	must(e < ERR_N);
	return rows[e].text[lang];
}
