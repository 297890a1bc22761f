/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints every statement the store can send, with the channels it is prepared on and those it is sent to first of
 * all, as numbers whose bits are enum store_channel: fields end with a unit separator, statements with a record
 * separator. Owns nothing.
 */
#include <stdio.h>

#include "store/statements.h"

int main(void)
{
	for (int i = 0; i < ST_N; i++)
		printf("%s\x1f%u\x1f%u\x1f%s\x1e", statements[i].name, statements[i].prepared,
			statements[i].at_start, statements[i].text);
	return 0;
}
