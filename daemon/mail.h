/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_MAIL_H
#define SL_DAEMON_MAIL_H

#include "api/notice.h"

struct letter;

/* Writes the letter: one mail for all notices of the message, in the view's language. id is the
 * message's, the same at every try. */
void mail_write(const struct notice_view *v, const char *from, const char *id,
	const struct notice *first, int n, int64_t real_at, struct letter *out);

#endif
