/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instants and spans, by the daemon and by its client: what the daemon takes, the client takes for the
 * same, and what either writes is read as what was written.
 */
#include <string.h>

#include "api/command.h"
#include "base/die.h"
#include "client/instant.h"
#include "feed.h"

static void check_instant(const char *text)
{
	char spelt[INSTANT_TEXT], clients[INSTANT_TEXT_MAX];
	int64_t at, again;

	if (!read_instant(text, &at))
		return;
	must(instant_parse(text, &again) && again == at);
	must(read_instant(spell_instant(spelt, at), &again) && again == at);
	instant_format(at, clients);
	must(strcmp(clients, spelt) == 0);
}

static void check_span(const char *text)
{
	char spelt[SPAN_TEXT];
	int64_t ms, again;

	if (!read_span(text, &ms))
		return;
	must(ms >= 0 && ms <= SPAN_MAX_MS);
	must(span_parse(text, &again) && again == ms);
	must(read_span(spell_span(spelt, ms), &again) && again == ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	int64_t value;

	arena_init(&a);
	const char *text = arena_strn(&a, (const char *)data, size);

	check_instant(text);
	check_span(text);
	(void)instant_parse(text, &value);
	(void)span_parse(text, &value);
	arena_fini(&a);
	return 0;
}
