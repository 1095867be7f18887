import { describe, expect, it } from 'vitest'
import { followed, similarIssues } from '../../../main/measure/similar/similar.ts'
import { aWorkspace } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { addHistory } from '../../helpers/review-history.ts'

/** A history in which some outcomes are confirmed, and an issue of the first trigger on the plan Pro. */
function aHistory() {
  const cache = aCache()
  aWorkspace(cache.connection)
  addHistory(cache.connection, { accounts: 60, interventions: 300, days: 90, effects: [-0.1, 0, 0], seed: 4 })
  cache.connection.exec(`
    UPDATE outcome SET judged = CASE WHEN contacted_at IS NOT NULL THEN 'contacted' WHEN metric_met_at IS NOT NULL THEN 'avoided'
      ELSE 'quiet' END WHERE proposal IS NOT NULL;
    INSERT INTO signal (id, trigger_id, trigger_version, account_id, fired_at, evidence, issue_id)
      SELECT 1, 'trigger-0', 1, account_id, 0, '{}', issue_id FROM exposure JOIN account a ON a.id = account_id
      WHERE trigger_id = 'trigger-0' AND a.plan = 'Pro' LIMIT 1`)
  const issue = cache.connection.prepare('SELECT issue_id FROM signal').pluck().get() as number
  return { cache, issue }
}

describe('similar past issues', () => {
  it('count each start of the trigger once, by playbook and arm', () => {
    const { cache, issue } = aHistory()
    const { playbooks, starts, plan } = similarIssues(cache.read, issue)
    const counted = cache.connection
      .prepare("SELECT count(*) FROM exposure WHERE trigger_id = 'trigger-0' AND issue_id <> ?")
      .pluck()
      .get(issue)
    expect(starts).toBe(counted)
    expect(plan).toBe('Pro')
    expect(playbooks.map(({ arm }) => arm)).toEqual(['treatment', 'control'])
    expect(playbooks.reduce((sum, { all }) => sum + all.confirmed + all.open, 0)).toBe(starts)
    for (const { all, samePlan } of playbooks) expect(samePlan?.confirmed).toBeLessThan(all.confirmed)
  })

  it('agree with a count by hand', () => {
    const { cache, issue } = aHistory()
    const met = cache.connection
      .prepare(
        `SELECT count(*) FROM exposure x JOIN outcome o USING (intervention_id) JOIN account a ON a.id = x.account_id
         WHERE x.trigger_id = 'trigger-0' AND x.arm = 'treatment' AND o.judged = 'avoided' AND a.plan = 'Pro' AND x.issue_id <> ?`,
      )
      .pluck()
      .get(issue)
    expect(similarIssues(cache.read, issue).playbooks[0]?.samePlan?.aimMet).toBe(met)
  })

  it('leave out what was recalled', () => {
    const { cache, issue } = aHistory()
    cache.connection.exec('UPDATE intervention SET recalled_at = 1')
    expect(similarIssues(cache.read, issue)).toMatchObject({ starts: 0, playbooks: [], recent: [] })
  })

  it('name those on the same plan first, with confirmed outcomes only', () => {
    const { cache, issue } = aHistory()
    const { recent } = similarIssues(cache.read, issue)
    const planOf = cache.connection.prepare('SELECT plan FROM account WHERE name = ?').pluck()
    expect(recent.map(({ accountName }) => planOf.get(accountName))).toEqual(['Pro', 'Pro', 'Pro', 'Pro', 'Pro'])
  })

  it('say nothing of an issue without a signal', () => {
    const { cache } = aHistory()
    expect(similarIssues(cache.read, 0)).toMatchObject({ triggerTitle: null, starts: 0 })
  })

  it('add up whatever followed', () => {
    expect(followed(['avoided', 'quiet', 'left', 'too_late', null])).toEqual({
      ...{ confirmed: 4, aimMet: 1, quiet: 1, otherwise: 2, open: 1 },
    })
    expect(followed([])).toEqual({ confirmed: 0, aimMet: 0, quiet: 0, otherwise: 0, open: 0 })
  })
})
