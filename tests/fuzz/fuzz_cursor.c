/* SPDX-License-Identifier: Apache-2.0 */
/* Cursors as a client may send them back: what one is read as is written as one that is read the same. */
#include <string.h>

#include "base/die.h"
#include "feed.h"
#include "store/inside.h"

static const char store_id[] = "0123456789abcdef0123456789abcdef";

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void check_page(struct arena *a, const char *text)
{
	int64_t last, again;

	for (enum find what = FIND_NOTHING; what <= FIND_NOTICES; what++) {
		if (!cursor_read_page(text, what, &last))
			continue;
		must(last >= 0);
		must(cursor_read_page(cursor_of_page(a, what, last), what, &again) && again == last);
	}
}

static void check_change(struct arena *a, const char *text)
{
	struct change_cursor c, again;

	if (!cursor_read_change(a, store_id, text, &c))
		return;
	const char *spelt = cursor_of_change(a, store_id, &c);

	must(spelt && strlen(spelt) <= CURSOR_MAX);
	must(cursor_read_change(a, store_id, spelt, &again));
	must(again.xid == c.xid && again.id == c.id && !again.upto == !c.upto);
	/* One too long to be given out is cut to one that may repeat: none of ours is. */
	if (strlen(text) <= CURSOR_MAX)
		must(is_same(again.since, c.since) && is_same(again.upto, c.upto));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;

	arena_init(&a);
	const char *text = arena_strn(&a, (const char *)data, size);

	check_page(&a, text);
	check_change(&a, text);
	arena_fini(&a);
	return 0;
}
