/** Who began a ticket: one that an agent, an integration or a vacation notice opened is no contact of the customer. */
export const sql = `
-- customer, agent, automatic, unsure (looks automatic, nothing proves it); null where nobody said: a customer.
ALTER TABLE object ADD COLUMN author TEXT;
-- What a person answered where it was unsure. No sync takes that back.
ALTER TABLE object ADD COLUMN author_judged TEXT;
CREATE INDEX object_unsure ON object (account_id) WHERE author = 'unsure' AND author_judged IS NULL;
`
