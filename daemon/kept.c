/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns texts that many answers have in common, and the count of those who have one. It never changes a text.
 */
#include "daemon/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

struct kept *kept_new(const char *text)
{
	size_t len = strlen(text);
	struct kept *k = xmalloc(sizeof(*k) + len + 1);

	k->n_owners = 1;
	k->len = len;
	memcpy(k->text, text, len + 1);
	return k;
}

struct kept *kept_share(struct kept *k)
{
	k->n_owners++;
	return k;
}

void kept_drop(struct kept *k)
{
	if (k && --k->n_owners == 0)
		free(k);
}
