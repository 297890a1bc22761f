/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The alarms of a drive, read by following the change cursor taken at its start. Owns the cursor's
 * way; never counts.
 */
#include "feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEED_PAGE 200

/* Hands on the alarms of one page that were not seen before. */
static void page_take(json_t *seen, const json_t *items, feed_alarm_fn *fn, void *arg)
{
	size_t i;
	json_t *alarm;
	json_array_foreach(items, i, alarm)
	{
		char key[24];
		snprintf(
			key, sizeof key, "%lld", (long long)json_integer_value(json_object_get(alarm, "id")));
		if (json_object_get(seen, key) != NULL)
			continue;
		json_object_set_new(seen, key, json_true());
		fn(arg, alarm);
	}
}

bool feed_follow(struct drive *drive, feed_alarm_fn *fn, void *arg)
{
	json_t *seen = json_object();
	char *cursor = strdup(drive->feed_cursor);
	bool is_over = false, is_good = drive_rest(drive);
	while (is_good && !is_over) {
		json_t *page = cli_call(
			drive->cli, "alarm.list", json_pack("{s:s,s:i}", "since", cursor, "limit", FEED_PAGE));
		is_good = page != NULL;
		json_t *items = json_object_get(page, "items");
		const char *next = field_text(page, "cursor");
		page_take(seen, items, fn, arg);
		is_over = json_array_size(items) == 0;
		char *moved = strdup(next);
		free(cursor);
		cursor = moved;
		json_decref(page);
	}
	free(cursor);
	json_decref(seen);
	return is_good;
}
