/** The orders in which the desk lists open issues: an index for each, so that a page of the list needs no sort. */
const open = (name: string, key: string) =>
  `CREATE INDEX issue_by_${name} ON issue (state, ${key}, id) WHERE state = 'open';`

export const sql = [
  open('risk', 'risk DESC'),
  open('treatability', 'treatability DESC'),
  open('value', 'value_minor DESC'),
  // What has no deadline comes after everything that has one.
  open('deadline', 'coalesce(due_at, 9007199254740991)'),
  open('minutes', 'minutes'),
  open('age', 'opened_at'),
].join('\n')
