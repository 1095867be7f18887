import { COLLEAGUE, OURS, type Place } from './place.ts'

// What is left of a no is a hash, which is written before.
const SUPPRESSED = 'address IN (SELECT value FROM json_each(@addresses))'

/** What belongs to nobody and may name anybody, and the list of those who said no. */
export const BESIDE_PLACES: readonly Place[] = [
  {
    table: 'advice',
    what: 'decisions about playbooks',
    fate: {},
    mentions: { reason: 'replaced' },
    plain: {
      ...{ id: OURS, playbook_id: OURS, advice: OURS, answer: OURS, segment: 'a group of accounts' },
      ...{ figures: 'numbers', found: 'numbers', decided_by: COLLEAGUE, looked_by: COLLEAGUE },
    },
  },
  {
    table: 'trigger_decision',
    what: 'decisions about triggers',
    fate: {},
    mentions: { reason: 'replaced' },
    plain: {
      ...{ id: OURS, trigger_id: OURS, finding: OURS, answer: OURS, figures: 'numbers', decided_by: COLLEAGUE },
    },
  },
  {
    table: 'trigger',
    what: 'texts of triggers',
    fate: {},
    mentions: { definition: 'prose replaced' },
    plain: { id: OURS },
  },
  {
    table: 'playbook',
    what: 'texts of playbooks',
    fate: {},
    mentions: { definition: 'prose replaced' },
    plain: { id: OURS },
  },
  {
    table: 'playbook_version',
    what: 'texts of playbooks',
    key: ['id', 'version'],
    fate: {},
    mentions: { definition: 'prose replaced' },
    plain: { id: OURS },
  },
  {
    table: 'outage',
    what: 'outages',
    fate: {},
    // A component may be called like a person, such as the line of a sole trader.
    mentions: { component: 'replaced' },
    plain: {
      ...{ uid: OURS, dimension: OURS, state: OURS, sure: OURS },
      ...{ declared_by: COLLEAGUE, marked_as: OURS },
    },
  },
  {
    table: 'kept_answer',
    what: 'kept answers',
    key: ['name', 'asked'],
    fate: {},
    // They are counted again.
    mentions: { answer: 'row removed' },
    plain: { name: OURS, asked: 'a hash', program: OURS },
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
