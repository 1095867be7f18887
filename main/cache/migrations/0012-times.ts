/**
 * Times that no calendar shows, which a clock set to an absurd moment left behind: `Date` throws at them, and one such row
 * ended whatever judged many. What the workspace lived through lies in 1970–9999; data of a source may be older.
 * Messages that were put off beyond that are looked at again now. The journal stays as it was written: hashes cover it.
 */
const LAST = 253402300799999
const FIRST = -62135596800000

const LIVED: Record<string, readonly string[]> = {
  stream: ['newest_at', 'synced_at', 'error_at'],
  source: ['next_at', 'retry_at'],
  quarantine: ['at'],
  account: ['updated_at'],
  suppression: ['at'],
  due: ['at'],
  signal: ['fired_at', 'cleared_at', 'began_at'],
  issue: ['opened_at', 'band_until', 'due_at', 'closed_at', 'snoozed_until'],
  intervention: ['exposed_at', 'window_ends_at', 'recalled_at', 'wake_at', 'ended_at'],
  outbox: ['queued_at', 'sent_at'],
  attempt: ['started_at', 'ended_at'],
  outcome: ['window_ends_at', 'contacted_at', 'metric_met_at', 'churned_at', 'judged_at'],
  step: ['at', 'ended_at'],
  approval: ['asked_at', 'answered_at'],
  unsent: ['at'],
  consent: ['at'],
  resolution: ['applied_at', 'judged_at'],
  autopilot: ['changed_at', 'stopped_at'],
  merge_proposal: ['at', 'answered_at'],
  merge: ['at', 'undone_at'],
  verdict: ['at'],
  incident: ['began_at', 'found_at', 'last_at', 'closed_at'],
  incident_issue: ['began_at'],
  model: ['trained_at'],
}
const OBSERVED: Record<string, readonly string[]> = {
  account: ['signed_up_at', 'renews_at', 'churned_at'],
  event: ['at'],
  object: ['opened_at', 'closed_at', 'due_at', 'state_since'],
  object_state: ['since', 'until'],
}

// A row that would become another one's double keeps its time: screens show the nearest that they can.
const bounded = (tables: Record<string, readonly string[]>, first: number) =>
  Object.entries(tables).flatMap(([table, columns]) =>
    columns.map(
      column => `UPDATE OR IGNORE ${table} SET ${column} = min(max(${column}, ${first}), ${LAST})
        WHERE ${column} < ${first} OR ${column} > ${LAST};`,
    ),
  )

export const sql = `
UPDATE outbox SET not_before = 0 WHERE not_before < 0 OR not_before > ${LAST};
${bounded(LIVED, 0).join('\n')}
${bounded(OBSERVED, FIRST).join('\n')}
UPDATE setting SET value = '{"mode":"real"}' WHERE key = 'clock'
  AND (json_extract(value, '$.at') NOT BETWEEN 0 AND ${LAST} OR abs(json_extract(value, '$.offset')) > ${LAST});
UPDATE setting SET value = json_set(value,
    '$.frequencyCap.days', min(ifnull(json_extract(value, '$.frequencyCap.days'), 7), 3650),
    '$.recentContactDays', min(ifnull(json_extract(value, '$.recentContactDays'), 3), 3650),
    '$.undoSeconds', min(ifnull(json_extract(value, '$.undoSeconds'), 10), 86400))
  WHERE key = 'guardrails' AND (json_extract(value, '$.frequencyCap.days') > 3650
    OR json_extract(value, '$.recentContactDays') > 3650 OR json_extract(value, '$.undoSeconds') > 86400);
`
