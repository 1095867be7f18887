import type Database from 'better-sqlite3'

/**
 * What a table follows from, and how it is made again. Counts are kept by triggers one row at a time, so one that was
 * copied beside rows that were lost would be wrong for good.
 */
const COUNTS: Record<string, string> = {
  outbox_count: 'INSERT INTO outbox_count SELECT state, count(*) FROM outbox GROUP BY state',
  quarantine_count:
    'INSERT INTO quarantine_count SELECT source_id, stream, count(*) FROM quarantine GROUP BY source_id, stream',
  incident_account: `INSERT INTO incident_account SELECT m.incident_id, i.account_id, count(*) FROM incident_issue m
    JOIN issue i ON i.id = m.issue_id WHERE m.taken_out = 0 GROUP BY 1, 2`,
  incident_size: `INSERT INTO incident_size SELECT m.incident_id, count(DISTINCT i.account_id), sum(i.state = 'open')
    FROM incident_issue m JOIN issue i ON i.id = m.issue_id WHERE m.taken_out = 0 GROUP BY 1`,
  issue_count: `INSERT INTO issue_count SELECT state, category, band, ifnull(claimed_by, ''), count(*) FROM issue
    GROUP BY state, category, band, ifnull(claimed_by, '')`,
  signal_count: `INSERT INTO signal_count SELECT trigger_id, sum(cleared_at IS NULL OR cleared_at >= fired_at),
    sum(cleared_at IS NULL) FROM signal GROUP BY trigger_id`,
}

/** Moments and lists of what is to be looked at: where some were lost, everything is looked at once. */
const LOOKED_AT: Record<string, string> = {
  due: 'INSERT OR IGNORE INTO dirty SELECT id FROM account',
  dirty: 'INSERT OR IGNORE INTO dirty SELECT id FROM account',
  issue_due: "INSERT OR IGNORE INTO issue_due SELECT id, 0 FROM issue WHERE state <> 'closed'",
  outcome_due: `INSERT OR IGNORE INTO outcome_due SELECT o.intervention_id, 0 FROM outcome o
    JOIN intervention i ON i.id = o.intervention_id WHERE i.recalled_at IS NULL`,
  ticket_untold: "INSERT OR IGNORE INTO ticket_untold SELECT id FROM object WHERE kind = 'ticket'",
}

/** Makes again what follows from the rows that were saved. `lost`: the tables that may lack rows. */
export function makeDerived(db: Database.Database, lost: readonly string[]): void {
  const has = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").pluck()
  for (const [table, sql] of Object.entries(COUNTS)) if (has.get(table)) db.exec(`DELETE FROM "${table}"; ${sql}`)
  for (const [table, sql] of Object.entries(LOOKED_AT)) if (lost.includes(table) && has.get(table)) db.exec(sql)
}
