/** What happens to a row that belongs to somebody who is erased: it goes, or these columns get these values (SQL). */
export type Fate = 'removed' | Readonly<Record<string, string>>

/** What happens where a text names somebody who is erased, although the row belongs to somebody else. */
export type Mention = 'replaced' | 'row removed' | 'set to null'

/** Where personal data lie in one table. Conditions may use `@account`, `@contact`, `@addresses` (JSON list), `@now`. */
export interface Place {
  table: string
  /** In words, as a person reads what will go. */
  what: string
  key?: readonly string[]
  /** Finds the rows of an account. */
  ofAccount?: string
  /** Finds the rows of a contact. */
  ofContact?: string
  fate: Fate
  /** Columns whose text may name anybody. */
  mentions?: Readonly<Record<string, Mention>>
  /** Columns of text that name nobody outside of the rows above, and why. */
  plain?: Readonly<Record<string, string>>
}

const OURS = 'ids and words of Forestall'
const COLLEAGUE = 'a colleague, not a customer'
const OF_RUN = (condition: string) => `intervention_id IN (SELECT id FROM intervention WHERE ${condition})`
const OF_OUTBOX = (condition: string) => `outbox_id IN (SELECT id FROM outbox WHERE ${condition})`
const BY_ACCOUNT = 'account_id = @account'
const TO_CONTACT = `(lane IN (SELECT value FROM json_each(@addresses)) OR ${OF_RUN('contact_id = @contact')})`
// What is left of a no is a hash, which is written before.
const SUPPRESSED = 'address IN (SELECT value FROM json_each(@addresses))'
const NO_EVIDENCE = `'{"figures":[],"eventIds":[]}'`
const NO_PAYLOAD = `iif(kind = 'action',
  json_object('type', 'action', 'key', key, 'action', channel, 'title', 'Erased', 'target', '', 'values', json('{}')),
  json_object('type', 'message', 'key', key, 'to', json_object('name', NULL, 'address', ''), 'subject', 'Erased',
    'text', '', 'html', ''))`

/**
 * Where personal data lie, in the order in which they go: what hangs on a row before the row. An account's own row, its
 * issues and what was done about them stay as empty shells, because the comparison of the arms counts them.
 */
export const PLACES: readonly Place[] = [
  {
    table: 'attempt',
    what: 'answers of mail servers',
    key: ['outbox_id', 'n'],
    ofAccount: OF_OUTBOX(BY_ACCOUNT),
    ofContact: OF_OUTBOX(TO_CONTACT),
    fate: { detail: 'NULL' },
    mentions: { detail: 'replaced' },
    plain: { ending: OURS },
  },
  {
    table: 'approval',
    what: 'approvals',
    key: ['outbox_id'],
    ofAccount: OF_OUTBOX(BY_ACCOUNT),
    ofContact: OF_OUTBOX(TO_CONTACT),
    fate: { reasons: "'[]'", note: 'NULL' },
    mentions: { reasons: 'replaced', note: 'replaced' },
    plain: { asked_by: COLLEAGUE, answer: OURS, answered_by: COLLEAGUE },
  },
  {
    table: 'resolution',
    what: 'fixes',
    key: ['outbox_id'],
    ofAccount: BY_ACCOUNT,
    ofContact: OF_RUN('contact_id = @contact'),
    fate: {
      target: "''",
      params: "'{}'",
      evidence_before: "'[]'",
      evidence_after: "iif(evidence_after IS NULL, NULL, '[]')",
    },
    mentions: { target: 'replaced', params: 'replaced', evidence_before: 'replaced', evidence_after: 'replaced' },
    plain: { intervention_id: OURS, action: OURS, verdict: OURS },
  },
  {
    table: 'unsent',
    what: 'messages that were not sent',
    ofAccount: BY_ACCOUNT,
    ofContact: `(lower(recipient) IN (SELECT value FROM json_each(@addresses)) OR ${OF_RUN('contact_id = @contact')})`,
    fate: { recipient: 'NULL', because: "'[]'" },
    mentions: { recipient: 'set to null', because: 'replaced' },
    plain: { stage: OURS, ended: OURS, intervention_id: OURS, playbook_id: OURS, channel: OURS, actor: COLLEAGUE },
  },
  {
    table: 'verdict',
    what: 'checks before sending',
    key: ['intervention_id', 'at', 'stage'],
    ofAccount: OF_RUN(BY_ACCOUNT),
    ofContact: OF_RUN('contact_id = @contact'),
    fate: { answers: "'[]'" },
    mentions: { answers: 'replaced' },
    plain: { intervention_id: OURS, stage: OURS },
  },
  {
    table: 'step',
    what: 'steps and notes',
    key: ['intervention_id', 'n'],
    ofAccount: OF_RUN(BY_ACCOUNT),
    ofContact: OF_RUN('contact_id = @contact'),
    fate: { detail: "'{}'", state: "iif(state = 'open', 'stopped', state)", ended_at: 'ifnull(ended_at, @now)' },
    mentions: { detail: 'replaced' },
    plain: { intervention_id: OURS, kind: OURS },
  },
  {
    table: 'outbox',
    what: 'messages and fixes',
    ofAccount: BY_ACCOUNT,
    ofContact: TO_CONTACT,
    fate: {
      lane: "'erased'",
      recipient: "''",
      payload: NO_PAYLOAD,
      overrides: "'[]'",
      why: 'NULL',
      provider_id: 'NULL',
      state: "iif(state IN ('sent', 'refused'), state, 'cancelled')",
    },
    mentions: { payload: 'replaced', overrides: 'replaced', why: 'replaced', provider_id: 'replaced' },
    plain: { key: OURS, intervention_id: OURS, channel: OURS, kind: OURS, recipient: OURS, lane: OURS },
  },
  {
    table: 'intervention',
    what: 'interventions',
    key: ['id'],
    ofAccount: BY_ACCOUNT,
    ofContact: 'contact_id = @contact',
    fate: {
      contact_id: 'NULL',
      state: "'done'",
      wake_at: 'NULL',
      ended_at: 'ifnull(ended_at, @now)',
      ended_because: "ifnull(ended_because, 'erased')",
    },
    plain: {
      ...{
        id: OURS,
        trigger_id: OURS,
        playbook_id: OURS,
        arm: OURS,
        started_by: COLLEAGUE,
        origin: OURS,
        batch_id: OURS,
      },
    },
    mentions: { ended_because: 'replaced' },
  },
  {
    table: 'signal',
    what: 'evidence of signals',
    ofAccount: BY_ACCOUNT,
    fate: { evidence: NO_EVIDENCE, cause: 'NULL', dimension: 'NULL', cleared_at: 'ifnull(cleared_at, @now)' },
    mentions: { evidence: 'replaced' },
    plain: { trigger_id: OURS, cause: 'one value that many accounts share', dimension: OURS },
  },
  {
    table: 'issue',
    what: 'issues',
    ofAccount: BY_ACCOUNT,
    fate: {
      uid: "'erased/' || id",
      title: "'Erased'",
      factors: "'[]'",
      value_basis: "''",
      state: "'closed'",
      closed_at: 'ifnull(closed_at, @now)',
      closed_because: "ifnull(closed_because, 'erased')",
      snoozed_until: 'NULL',
    },
    mentions: { title: 'replaced', factors: 'replaced' },
    plain: {
      ...{ uid: 'the name of its account', category: OURS, state: OURS, closed_because: OURS, playbook_id: OURS },
      ...{ currency: OURS, claimed_by: COLLEAGUE, value_basis: OURS },
    },
  },
  {
    table: 'consent',
    what: 'consent by topic',
    key: ['contact_id', 'topic'],
    ofAccount: 'contact_id IN (SELECT id FROM contact WHERE account_id = @account)',
    ofContact: 'contact_id = @contact',
    fate: 'removed',
    plain: { topic: OURS },
  },
  {
    table: 'object_state',
    what: 'states of records',
    key: ['object_id', 'since'],
    ofAccount: 'object_id IN (SELECT id FROM object WHERE account_id = @account)',
    fate: 'removed',
    plain: { state: 'the word of a system for a state' },
  },
  {
    table: 'object',
    what: 'tickets, orders and other records',
    ofAccount: BY_ACCOUNT,
    fate: 'removed',
    mentions: { properties: 'replaced' },
    plain: {
      ...{ kind: OURS, external_id: 'the id of a record', state: 'the word of a system for a state', currency: OURS },
      ...{ lane: 'the word of a system for a queue', author: OURS, author_judged: OURS },
    },
  },
  {
    table: 'event',
    what: 'events',
    ofAccount: BY_ACCOUNT,
    fate: 'removed',
    mentions: { properties: 'replaced' },
    plain: { stream: OURS, external_id: 'the id of a record', kind: OURS },
  },
  {
    table: 'contact',
    what: 'contacts',
    ofAccount: BY_ACCOUNT,
    ofContact: 'id = @contact',
    fate: 'removed',
    mentions: { properties: 'replaced' },
    plain: {
      ...{ external_id: 'the id of another person', name: 'the name of another person', locale: OURS },
      ...{ email: 'the address of another person', time_zone: OURS },
    },
  },
  {
    table: 'identity',
    what: 'what accounts are recognised by',
    key: ['kind', 'value', 'account_id', 'source_id'],
    ofAccount: BY_ACCOUNT,
    fate: 'removed',
    mentions: { value: 'row removed' },
    plain: { kind: OURS },
  },
  {
    table: 'merge_proposal',
    what: 'proposed merges',
    key: ['a', 'b'],
    ofAccount: '(a = @account OR b = @account)',
    fate: 'removed',
    mentions: { value: 'replaced' },
    plain: { rule: OURS, state: OURS, answered_by: COLLEAGUE },
  },
  {
    table: 'merge',
    what: 'merges',
    key: ['id'],
    ofAccount: '(into_id = @account OR from_id = @account)',
    fate: 'removed',
    plain: { id: OURS, rule: OURS, by: COLLEAGUE, moved: OURS },
  },
  {
    table: 'account_key',
    what: 'ids at sources',
    key: ['source_id', 'external_id'],
    ofAccount: BY_ACCOUNT,
    fate: 'removed',
    plain: { external_id: 'the id of another account' },
  },
  { table: 'due', what: 'looks to come', key: ['account_id'], ofAccount: BY_ACCOUNT, fate: 'removed' },
  { table: 'dirty', what: 'looks to come', key: ['account_id'], ofAccount: BY_ACCOUNT, fate: 'removed' },
  {
    table: 'account',
    what: 'fields of the account',
    ofAccount: 'id = @account',
    fate: {
      ...{ uid: "'erased:' || id", name: "'Erased'", plan: 'NULL', country: 'NULL', time_zone: 'NULL', owner: 'NULL' },
      ...{ signed_up_at: 'NULL', renews_at: 'NULL', churned_at: 'NULL', mrr_minor: 'NULL', currency: 'NULL' },
      ...{ properties: "'{}'", domain: 'NULL', email: 'NULL', external_ref: 'NULL', own: 'NULL' },
      // Every list and evaluation leaves out what stands for itself no more; nobody stands for a shell but the shell.
      merged_into: 'id',
    },
    mentions: { properties: 'replaced', own: 'replaced', email: 'set to null', external_ref: 'replaced' },
    plain: {
      ...{ uid: 'the name of another account', name: 'the name of another account', plan: OURS, country: OURS },
      ...{ time_zone: OURS, owner: COLLEAGUE, currency: OURS, domain: 'the domain of another account' },
    },
  },
  {
    table: 'quarantine',
    what: 'rows in quarantine',
    fate: 'removed',
    mentions: { raw: 'row removed', reason: 'row removed' },
    plain: { stream: OURS, column_name: OURS, fingerprint: 'a hash' },
  },
  {
    table: 'stream',
    what: 'reports on columns',
    key: ['source_id', 'name'],
    fate: {},
    mentions: { cursor: 'set to null', error: 'set to null', backfill: 'set to null', report: 'set to null' },
    plain: { name: OURS },
  },
  {
    table: 'source',
    what: 'messages of sources',
    fate: {},
    mentions: { error: 'replaced' },
    plain: { slug: OURS, kind: OURS, name: OURS, config: 'settings that a colleague wrote' },
  },
  {
    table: 'autopilot',
    what: 'reasons of autopilot',
    key: ['trigger_id'],
    fate: {},
    mentions: { stopped_because: 'replaced' },
    plain: { trigger_id: OURS, changed_by: COLLEAGUE },
  },
  {
    table: 'setting',
    what: 'settings',
    key: ['key'],
    fate: {},
    mentions: { value: 'replaced' },
    plain: { key: OURS },
  },
  {
    table: 'suppression',
    what: 'suppressed addresses',
    key: ['address'],
    ofAccount: SUPPRESSED,
    ofContact: SUPPRESSED,
    fate: 'removed',
    mentions: { reason: 'replaced' },
    plain: { address: 'the address of another person' },
  },
]

/** Tables of text that name no customer, and why. The journal has a way of its own (`journal-rows.ts`). */
export const NAMELESS: Readonly<Record<string, string>> = {
  erasure: 'keyed hashes, and what to look for until an erasure has ended',
  held_back: OURS,
  incident: 'one value that many accounts share',
  issue_count: 'numbers',
  journal: 'rows that name a person keep hashes in place of the text, under a seal',
  model: 'numbers by trigger',
  outcome: 'what a colleague judged',
  playbook: 'what a colleague wrote for everybody',
  playbook_version: 'what a colleague wrote for everybody',
  stay_quantile: 'numbers by state',
  stream_kind: OURS,
  tombstone: 'keyed hashes',
  trigger: 'what a colleague wrote for everybody',
}
