import { describe, expect, it } from 'vitest'
import { misfits, trialIssue } from '../../../main/intervention/playbook/written-for.ts'
import { aPlaybook, aReachableIssue, aSignal, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

/** Errors and an outage, each with a playbook of its own, in one category. */
function aShop() {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db)
  aTrigger(db, { id: 'outage', title: 'The installation fails its health checks', playbook: 'outage-notice' })
  aTrigger(db, { id: 'errors', title: 'Errors have multiplied', playbook: 'feature-help' })
  for (const id of ['outage-notice', 'feature-help', 'general']) aPlaybook(db, { id })
  const issue = (trigger: string, clearedAt: number | null = null) => {
    const { issue: id } = aReachableIssue(db, { issue: { playbook: 'feature-help' } })
    db.prepare('DELETE FROM signal WHERE issue_id = ?').run(id)
    aSignal(db, id, { trigger, clearedAt })
    return id
  }
  return { ...cache, db, issue }
}

describe('a playbook and the issues that it was written for', () => {
  it('does not fit an issue for which none of the triggers that name it holds, and says what it was written for', () => {
    const shop = aShop()
    const [errors, outage, over] = [shop.issue('errors'), shop.issue('outage'), shop.issue('outage', NOON)]
    const misfit = misfits(shop.read, [errors, outage, over])
    expect(misfit('outage-notice')).toEqual({
      writtenFor: ['The installation fails its health checks'],
      issueIds: [errors, over],
    })
  })

  it('fits where it is the issue’s own, and everywhere where no trigger names it', () => {
    const shop = aShop()
    const misfit = misfits(shop.read, [shop.issue('outage')])
    expect(misfit('feature-help')).toEqual({ writtenFor: [], issueIds: [] })
    expect(misfit('general')).toEqual({ writtenFor: [], issueIds: [] })
  })

  it('is tried on the first of those, else on the first of its category', () => {
    const shop = aShop()
    const playbook = { id: 'outage-notice', categories: ['usage' as const] }
    expect(trialIssue(shop.read, playbook)).toBeNull()
    const errors = shop.issue('errors')
    shop.db.prepare('UPDATE issue SET priority = 9 WHERE id = ?').run(errors)
    expect(trialIssue(shop.read, playbook)).toBe(errors)
    const outage = shop.issue('outage')
    expect(trialIssue(shop.read, playbook)).toBe(outage)
    expect(trialIssue(shop.read, { id: 'general', categories: ['usage'] })).toBe(errors)
  })
})
