/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iCalendar text into dated days. Days come out by date, each once, within the years that are read, and
 * open hours lie within the day; the length of the input chooses the calendar's zone.
 */
#include <string.h>

#include "api/ical.h"
#include "feed.h"

static const char *const zones[] = {"Asia/Shanghai", "America/New_York", "UTC", "Asia/Kathmandu"};

/* They are hours as a calendar has them, and are kept as text. */
static void check_hours(struct arena *a, const struct hours *h)
{
	struct hours kept;

	must(hours_check(h) == HOURS_OK);
	must(hours_read(a, hours_spell(a, h), &kept) && kept.n == h->n);
	for (int i = 0; i < h->n; i++)
		must(kept.at[i].from == h->at[i].from && kept.at[i].to == h->at[i].to);
}

static void check_days(struct arena *a, const struct ical_found *found)
{
	must(found->n_days >= 0 && found->n_days <= CALENDAR_DAYS_MAX);
	for (int i = 0; i < found->n_days; i++) {
		const struct imported_day *day = &found->days[i];

		must(i == 0 || found->days[i - 1].day < day->day);
		must(
			day->day >= (ICAL_YEAR_FIRST - 1970) * 365 && day->day < (ICAL_YEAR_LAST - 1969) * 366);
		must(day->is_open || !day->has_hours);
		must(day->has_hours == (day->hours.n > 0));
		check_hours(a, &day->hours);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct failure fail = {0};
	struct ical_found found;
	struct arena a;

	arena_init(&a);
	const char *text = feed_make_utf8(&a, data, size); /* decoded from JSON it is */

	if (ical_read(&a, text, zones[size % N_OF(zones)], &found, &fail)) {
		check_days(&a, &found);
		feed_check_json(encode_ical_events(&a, &found, LANG_EN));
		feed_check_json(encode_ical_events(&a, &found, LANG_ZH_CN));
	} else {
		must(fail.err == ERR_BAD_CALENDAR);
		feed_check_failure(&fail);
	}
	arena_fini(&a);
	return 0;
}
