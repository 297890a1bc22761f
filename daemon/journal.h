/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_JOURNAL_H
#define SL_DAEMON_JOURNAL_H

/* Where our stderr goes to the journal, records go there with their fields: SLIPLOOP_TRACE=... */
void journal_open(void);

#endif
