import { describe, expect, it } from 'vitest'
import { previewOutreach } from '../../../main/intervention/start/preview-start.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aTicket, NOON } from '../../helpers/builders.ts'
import { started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

/** A shop whose first message became a ticket at the helpdesk, and came back by a sync. */
async function aShop() {
  const cache = aReadyCache()
  const db = cache.connection
  aPlaybook(db)
  const { issue, account } = aReachableIssue(db)
  await started(cache, issue)
  const answer = (check: string, now = NOON + HOUR) =>
    unwrap(previewOutreach(cache.read, { issueId: issue, playbookId: 'usage-check-in' }, now)).verdicts.find(
      verdict => verdict.check === check,
    )
  const becameOurs = (ticket: number) =>
    db.prepare('UPDATE outbox SET provider_id = (SELECT external_id FROM object WHERE id = ?)').run(ticket)
  return { db, account, answer, becameOurs }
}

describe('tickets before a message leaves', () => {
  it('that our own message became neither hold outreach back nor count as a contact', async () => {
    const { db, account, answer, becameOurs } = await aShop()
    const ticket = aTicket(db, account, NOON)
    expect([answer('open_ticket')?.status, answer('recent_contact')?.status]).toEqual(['refuse', 'wait'])
    becameOurs(ticket)
    expect([answer('open_ticket')?.status, answer('recent_contact')?.status]).toEqual(['pass', 'pass'])
    aTicket(db, account, NOON)
    expect(answer('open_ticket')).toMatchObject({ status: 'refuse', fact: expect.stringContaining('1 ticket') })
  })

  it('that are open since an unknown moment hold it back', async () => {
    const { db, account, answer } = await aShop()
    const ticket = aTicket(db, account, NOON - 9 * DAY)
    db.prepare('UPDATE object SET opened_at = NULL WHERE id = ?').run(ticket)
    expect(answer('open_ticket')).toMatchObject({
      status: 'refuse',
      fact: '1 ticket of this account is open; answer in the ticket.',
    })
  })
})
