/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_MONTHS_H
#define SL_STORE_MONTHS_H

/* Months as statements count them: of the carrier's zone, which is parameter 7 of every report. */
/* clang-format off */
#define LOCAL(at) "(to_timestamp((" at ")::float8 / 1000) at time zone $7::text)"
#define MONTH(at) "to_char(" LOCAL(at) ", 'YYYY-MM')"
/* Months since the year 0, as orders.quota_month, quota_use and forecast count them. */
#define MONTH_NO(at) \
	"(extract(year from " LOCAL(at) ") * 12 + extract(month from " LOCAL(at) ") - 1)::bigint"
#define MONTH_BEGINS(no) \
	"(extract(epoch from make_timestamp((" no " / 12)::int, (" no " % 12 + 1)::int, 1, 0, 0, 0)" \
	" at time zone $7::text) * 1000)::bigint"
#define MONTH_TEXT(no) \
	"to_char(make_date((" no " / 12)::int, (" no " % 12 + 1)::int, 1), 'YYYY-MM')"
/* clang-format on */

#endif
