/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_STORE_VISIBLE_H
#define SL_STORE_VISIBLE_H

/* Which orders `o` the viewer may see (rules.md 21): parameters 1 .. 4 of everything found. */
#define VISIBLE \
	"($1::boolean or o.unit = $2::text or exists (select from task v" \
	" where v.order_id = o.id and v.station = any ($3::text[])))"
/* The viewer's name is used by some only; a parameter must be typed all the same. */
#define VIEWER " and ($4::text is null or true)"

#endif
