/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_PROM_H
#define SL_DAEMON_PROM_H

#include "base/buf.h"
#include "daemon/meter.h"

/* Prometheus' text format, one line at a time: a family first, then its samples. */
struct prom_label {
	const char *name, *value; /* name NULL: no label */
};

void prom_put_family(struct buf *b, const char *name, const char *type, const char *help);
void prom_put_count(struct buf *b, const char *name, struct prom_label first,
	struct prom_label second, uint64_t value);
void prom_put_value(struct buf *b, const char *name, struct prom_label label, int64_t value);
void prom_put_seconds(struct buf *b, const char *name, int64_t ms);
void prom_put_spread(
	struct buf *b, const char *name, struct prom_label label, const struct spread *s);

#define PROM_NO_LABEL ((struct prom_label){NULL, NULL})

#endif
