/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_TESTS_CHINESE_FIXTURE_H
#define SL_TESTS_CHINESE_FIXTURE_H

#include <stdbool.h>

bool is_chinese(
	const char *text); /* some of it is: an English text left in its place is told apart */

#endif
