/** Each start looks for decisions that set a channel: a few among all that were ever made. */
export const sql = "CREATE INDEX journal_channels ON journal (command) WHERE command = 'channel.set'"
