/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the one table of outages. It never finds out that there is one.
 */
#include "base/outage.h"

#include "base/die.h"

static const struct {
	const char *name;
	int64_t retry_ms;
	const char *text[2], *advice[2];
} rows[OUTAGE_N] = {[OUTAGE_NONE] = {"none", 0, {"", ""}, {"", ""}},
#define X(id, name, retry_ms, en, zh, en_advice, zh_advice) \
	[OUTAGE_##id] = {name, retry_ms, {en, zh}, {en_advice, zh_advice}},
	OUTAGE_TABLE(X)
#undef X
};

const char *outage_name(enum outage o)
{
	must(o < OUTAGE_N);
	return rows[o].name;
}

int64_t outage_retry_ms(enum outage o)
{
	must(o < OUTAGE_N);
	return rows[o].retry_ms;
}

const char *outage_text(enum outage o, enum lang lang)
{
	must(o < OUTAGE_N);
	return rows[o].text[lang];
}

const char *outage_advice(enum outage o, enum lang lang)
{
	must(o < OUTAGE_N);
	return rows[o].advice[lang];
}
