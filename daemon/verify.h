/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_VERIFY_H
#define SL_DAEMON_VERIFY_H

struct config;

/* sliploopd verify: 0 no difference, 1 differences (they are printed), 2 it could not be done. store: by what --store
 * is reached, NULL: there is none. */
int verify_store(const struct config *config, const char *store);

#endif
