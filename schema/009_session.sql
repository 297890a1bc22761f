-- SPDX-License-Identifier: Apache-2.0
-- A session of the console is a token that its user opened for himself.

-- null: the token was issued, it is no session; -1: by his password; else the token he came with, which
-- outlives it in no way.
alter table token add column opened_with bigint check (opened_with = -1 or opened_with > 0);
