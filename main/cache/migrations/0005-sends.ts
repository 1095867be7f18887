/** The frequency cap counts messages to a person on every channel and address, so they are found by account. */
export const sql = `
CREATE INDEX outbox_account ON outbox (account_id, sent_at);
`
