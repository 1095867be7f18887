/**
 * One spelling of addresses, made by `plain_address` (`shared/person/address.ts`): composed letters, domains in the ASCII of
 * DNS. What was stored in another one would be missed by suppression, caps and the recognition of accounts.
 */
export const sql = `
UPDATE OR IGNORE suppression SET address = plain_address(address)
  WHERE address COLLATE BINARY <> plain_address(address);
DELETE FROM suppression WHERE address COLLATE BINARY <> plain_address(address);
UPDATE outbox SET lane = plain_address(lane), recipient = plain_address(recipient)
  WHERE kind = 'message' AND (lane <> plain_address(lane) OR recipient <> plain_address(recipient));
UPDATE OR IGNORE identity SET value = substr(plain_address('@' || value), 2)
  WHERE kind = 'domain' AND value <> substr(plain_address('@' || value), 2);
UPDATE OR IGNORE identity SET value = plain_address(value) WHERE kind = 'email' AND value <> plain_address(value);
DELETE FROM identity WHERE (kind = 'email' AND value <> plain_address(value))
  OR (kind = 'domain' AND value <> substr(plain_address('@' || value), 2));
`
