-- SPDX-License-Identifier: Apache-2.0
-- People log in by a password: argon2id, as libsodium spells it, with its salt and its limits.

alter table app_user add column password text check (password like '$argon2id$%');
