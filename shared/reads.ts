/** Every table of the cache. A test holds the list to the schema. */
export const TABLES = [
  'account',
  'account_key',
  'approval',
  'attempt',
  'autopilot',
  'consent',
  'contact',
  'dirty',
  'due',
  'event',
  'held_back',
  'identity',
  'incident',
  'incident_issue',
  'intervention',
  'issue',
  'issue_count',
  'journal',
  'merge',
  'merge_proposal',
  'model',
  'object',
  'object_state',
  'outbox',
  'outcome',
  'playbook',
  'playbook_version',
  'quarantine',
  'resolution',
  'setting',
  'signal',
  'source',
  'stay_quantile',
  'step',
  'stream',
  'stream_kind',
  'suppression',
  'trigger',
  'unsent',
  'verdict',
] as const

/** What answers are made of besides tables: work in progress, which is kept in memory, and the keychain. */
export const BESIDE_TABLES = ['task', 'secret'] as const

/** What an answer may be made of, as the engine announces it once it has changed. */
export type Read = (typeof TABLES)[number] | (typeof BESIDE_TABLES)[number]
