import { BY_ACCOUNT, COLLEAGUE, OURS, type Place } from './place.ts'

const NO_EVIDENCE = `'{"figures":[],"eventIds":[]}'`

/** What was found out about people. */
export const FOUND_PLACES: readonly Place[] = [
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
      figure: "''",
      value_basis: "''",
      state: "'closed'",
      closed_at: 'ifnull(closed_at, @now)',
      closed_because: "ifnull(closed_because, 'erased')",
      snoozed_until: 'NULL',
      snoozed_from: 'NULL',
      returned: 'NULL',
    },
    mentions: { title: 'replaced', factors: 'replaced', figure: 'replaced' },
    plain: {
      ...{ uid: 'the name of its account', category: OURS, state: OURS, closed_because: OURS, playbook_id: OURS },
      ...{ currency: OURS, claimed_by: COLLEAGUE, value_basis: OURS, risk_about: OURS },
    },
  },
  {
    table: 'account_risk',
    what: 'risks',
    key: ['account_id'],
    ofAccount: BY_ACCOUNT,
    fate: 'removed',
    mentions: { factors: 'row removed' },
  },
  {
    table: 'category_risk',
    what: 'risks by category',
    key: ['account_id', 'category'],
    ofAccount: BY_ACCOUNT,
    fate: 'removed',
    mentions: { factors: 'row removed' },
    plain: { category: OURS },
  },
  {
    table: 'score',
    what: 'past risks',
    ofAccount: BY_ACCOUNT,
    fate: 'removed',
    plain: { features: 'numbers that a model was asked with' },
  },
  {
    table: 'issue_score',
    what: 'past ranks of issues',
    key: ['issue_id', 'at'],
    ofAccount: 'issue_id IN (SELECT id FROM issue WHERE account_id = @account)',
    fate: 'removed',
    mentions: { factors: 'row removed' },
    plain: { state: OURS, triggers: OURS },
  },
]
