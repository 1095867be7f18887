import { describe, expect, it } from 'vitest'
import { previewOutreach, reachMany } from '../../../main/intervention/door.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aReachableIssue, aTicket, NOON } from '../../helpers/builders.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

const PLAYBOOK = 'usage-check-in'

describe('whether an issue can be acted on now', () => {
  it('is what the preview of its own message says, at every hour of two days', () => {
    const { connection, read } = aReadyCache({ quietHours: { from: 20, to: 8 } })
    const ready = aReachableIssue(connection)
    const busy = aReachableIssue(connection)
    aTicket(connection, busy.account, NOON - 10 * DAY)
    const talked = aReachableIssue(connection)
    aTicket(connection, talked.account, NOON - 9 * DAY, NOON - DAY)
    const nobody = aReachableIssue(connection, { contact: { email: null } })
    const ids = [ready, busy, talked, nobody].map(({ issue }) => issue)
    const seen = new Set<string>()
    for (let hour = 0; hour < 48; hour++) {
      const now = NOON + hour * HOUR
      const reaches = reachMany(read, ids, now)
      expect(reaches.map(({ issueId }) => issueId)).toEqual(ids)
      for (const { issueId, reach, at, playbookId } of reaches) {
        const shown = unwrap(previewOutreach(read, { issueId, playbookId }, now))
        expect([hour, issueId, reach, at]).toEqual([hour, issueId, shown.leaves, shown.leavesAt])
        seen.add(reach)
      }
    }
    expect([...seen].sort()).toEqual(['later', 'now', 'refused'])
  })

  it('gives the reason in the words of preflight, and judges each issue alone', () => {
    const { connection, read } = aReadyCache({ frequencyCap: { messages: 1, days: 7 } })
    const twin = { contact: { email: 'shared@example.com' } }
    const twins = [aReachableIssue(connection, twin), aReachableIssue(connection, twin)].map(({ issue }) => issue)
    const busy = aReachableIssue(connection)
    aTicket(connection, busy.account, NOON - 10 * DAY)
    const reaches = reachMany(read, [...twins, busy.issue, 9_999], NOON)
    expect(reaches.map(({ reach }) => reach)).toEqual(['now', 'now', 'refused'])
    expect(reaches[2]).toMatchObject({ why: expect.stringContaining('ticket'), playbookId: PLAYBOOK })
    expect(reaches[0]?.why).toBe('')
  })
})
