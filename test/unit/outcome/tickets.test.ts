import { describe, expect, it } from 'vitest'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import { outcomeCommands } from '../../../main/outcome/commands.ts'
import { closeLoops } from '../../../main/outcome/store.ts'
import { doubtfulTicket, judgeTicket } from '../../../main/outcome/tickets.ts'
import { unwrap } from '../../../shared/result.ts'
import { ticketAuthor } from '../../../shared/ticket.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aTicket, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { started } from '../../helpers/outreach.ts'

describe('who began a ticket', () => {
  it.each([
    ['Automatic reply: Your order', 'unsure'],
    ['AW: Abwesenheitsnotiz', 'unsure'],
    ['Out of Office Re: Renewal', 'unsure'],
    ['Réponse automatique : congés', 'unsure'],
    ['Undeliverable: Your order', 'unsure'],
    ['Vacation policy question', 'unsure'],
    ['Our reply was automatic?', null],
    ['Where is my order?', null],
    ['', null],
  ])('is asked by the subject “%s”: %s', (subject, author) => expect(ticketAuthor({ subject })).toBe(author))

  it('is known from the header, which goes before the subject both ways', () => {
    expect(ticketAuthor({ subject: 'Where is my order?', autoSubmitted: 'auto-replied' })).toBe('automatic')
    expect(ticketAuthor({ subject: 'Where is my order?', autoSubmitted: 'auto-generated; type=x' })).toBe('automatic')
    expect(ticketAuthor({ subject: 'Automatic reply: x', autoSubmitted: 'no' })).toBeNull()
  })

  it('is known from the source', () => {
    expect(ticketAuthor({ author: 'agent', subject: 'Automatic reply: x' })).toBe('agent')
    expect(ticketAuthor({ author: 'End-User' })).toBe('customer')
    // A person at the customer has a mail program too.
    expect(ticketAuthor({ author: 'customer', subject: 'Automatic reply: x' })).toBe('unsure')
    expect(ticketAuthor({ author: 'Zoë' })).toBeNull()
  })
})

async function anIntervention() {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db)
  aPlaybook(db)
  aTrigger(db)
  const { issue, account } = aReachableIssue(db)
  const { interventionId } = await started(cache, issue)
  db.prepare("UPDATE outbox SET state = 'sent', sent_at = ?").run(NOON)
  const ticket = aTicket(db, account, NOON + HOUR)
  const began = (author: string) => {
    db.prepare(`UPDATE object SET author = ?, properties = '{"subject":"Automatic reply: hello"}' WHERE id = ?`).run(
      author,
      ticket,
    )
    // As a sync and the evaluation after it do.
    db.prepare('INSERT INTO dirty VALUES (?)').run(account)
    db.exec('DELETE FROM dirty')
  }
  const contacted = async () => {
    await closeLoops({
      writer: cache.writer,
      read: cache.read,
      now: NOON + DAY,
      holds: () => ({ holds: false, until: null }),
    })
    return db.prepare('SELECT contacted_at AS at FROM outcome').pluck().get()
  }
  return { ...cache, interventionId, ticket, began, contacted }
}

describe('a ticket within the window of an outcome', () => {
  it('that an agent or a vacation notice began is no contact', async () => {
    const shop = await anIntervention()
    for (const author of ['agent', 'automatic']) {
      shop.began(author)
      expect([author, await shop.contacted()]).toEqual([author, null])
    }
    shop.began('customer')
    expect(await shop.contacted()).toBe(NOON + HOUR)
  })

  it('that looks automatic is asked about and counts once a person has said so, which can be undone', async () => {
    const shop = await anIntervention()
    shop.began('unsure')
    expect(await shop.contacted()).toBeNull()
    expect(doubtfulTicket(shop.read, shop.interventionId, NOON + DAY)).toEqual({
      id: shop.ticket,
      openedAt: NOON + HOUR,
      subject: 'Automatic reply: hello',
    })
    // Not yet come, for a workspace that stands before it.
    expect(doubtfulTicket(shop.read, shop.interventionId, NOON)).toBeNull()
    const said = { ticket: shop.ticket, author: 'customer' as const }
    unwrap(await decideNow(shop.writer, judgeTicket, said, { id: 'j-1' }))
    expect(doubtfulTicket(shop.read, shop.interventionId, NOON + DAY)).toBeNull()
    expect(await shop.contacted()).toBe(NOON + HOUR)
    await shop.writer.write('user', tx =>
      undo(tx, commandsByName(outcomeCommands), { id: 'j-2', actor: 'kim', device: 't', at: NOON }, 'j-1'),
    )
    expect(await shop.contacted()).toBeNull()
  })
})
