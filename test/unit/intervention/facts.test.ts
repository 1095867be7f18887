import { describe, expect, it } from 'vitest'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import { interventionCommands, setConsent, suppress } from '../../../main/intervention/commands.ts'
import { consentsOfAccount } from '../../../main/intervention/guard/consent.ts'
import { contactById } from '../../../main/intervention/guard/contact-rows.ts'
import { gatherFacts } from '../../../main/intervention/guard/facts.ts'
import * as sql from '../../../main/intervention/guard/facts-sql.ts'
import { issueById } from '../../../main/intervention/guard/issue-rows.ts'
import type { Facts } from '../../../main/intervention/guard/preflight.ts'
import { runsDue, runsToLookAt } from '../../../main/intervention/run/runs.ts'
import { planMany } from '../../../main/intervention/start/plan.ts'
import { previewOutreach } from '../../../main/intervention/start/preview-start.ts'
import { settle } from '../../../main/outbox/commands.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { expectThrough } from '../../helpers/big-cache.ts'
import { aContact, anEvent, aReachableIssue, aTicket, NOON } from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

function aShop(guardrails = {}) {
  const cache = aReadyCache(guardrails)
  const { connection, read } = cache
  let n = 0
  /** A message of the past to anybody, through any channel. */
  const sent = (
    of: { account: number; issue: number },
    to: { contact: number | null; address: string },
    changes = {},
  ) => {
    const row = { state: 'sent', sent_at: NOON - HOUR, channel: 'email', kind: 'message', ...changes }
    const id = `past-${++n}`
    connection
      .prepare(
        `INSERT INTO intervention (id, issue_id, account_id, contact_id, trigger_id, playbook_id, playbook_version, arm,
           exposed_at, window_ends_at, started_by) VALUES (?, ?, ?, ?, 't', 'other', 1, 'treatment', ?, ?, 'maya')`,
      )
      .run(id, of.issue, of.account, to.contact, NOON - DAY, NOON)
    const { lastInsertRowid } = connection
      .prepare(
        `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
           state, queued_at, not_before, sent_at, kind) VALUES (?, ?, ?, ?, ?, ?, ?, '{}', '[]', ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        id,
        of.issue,
        of.account,
        to.address,
        row.channel,
        to.address,
        row.state,
        NOON,
        NOON,
        row.sent_at,
        row.kind,
      )
    return Number(lastInsertRowid)
  }
  const facts = (of: { issue: number; contact: number }, self: number | null = null, topic = 'service'): Facts => {
    const issue = read.get(issueById(of.issue))
    const contact = read.get(contactById(of.contact))
    if (!issue || !contact) throw new Error('the test made none')
    const own = self === null ? null : { interventionId: `past-${self}`, outboxId: self }
    const question = { issue, contact, playbookId: 'usage-check-in', topic, arm: 'treatment' as const, self: own }
    return gatherFacts(read, question, NOON).facts
  }
  return { ...cache, sent, facts }
}

describe('what preflight is told', () => {
  it('consent for the very topic, beside what the contact said in general', () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection, { contact: { consent: true } })
    shop.connection.prepare("INSERT INTO consent VALUES (?, 'service', 0, ?, NULL)").run(one.contact, NOON)
    expect(shop.facts(one).recipient).toMatchObject({ consent: true, topicConsent: false })
    expect(shop.facts(one, null, 'tips').recipient).toMatchObject({ consent: true, topicConsent: null })
  })

  it('a refusal of the same person as another contact, in another account or in another spelling', async () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection, { contact: { email: 'ada@example.com', consent: true } })
    const other = aReachableIssue(shop.connection, { contact: { email: 'Ada@Example.com' } })
    const elsewhere = (topic = 'service') => shop.facts(one, null, topic).recipient?.refusedElsewhere
    expect(elsewhere()).toBe(false)
    shop.connection.prepare('UPDATE contact SET consent = 0 WHERE id = ?').run(other.contact)
    expect(elsewhere()).toBe(true)
    // Their own word as this contact is no word elsewhere, and nobody else’s address is theirs.
    expect(shop.facts(other).recipient?.refusedElsewhere).toBe(false)
    const stranger = aReachableIssue(shop.connection, { contact: { email: 'bo@example.com' } })
    expect(shop.facts(stranger).recipient?.refusedElsewhere).toBe(false)
    // What they say there about a topic goes before what they say there in general.
    shop.connection.prepare("INSERT INTO consent VALUES (?, 'service', 1, ?, NULL)").run(other.contact, NOON)
    expect([elsewhere(), elsewhere('tips')]).toEqual([false, true])
    let n = 0
    const say = async (contactId: number, agreed: boolean | null) =>
      unwrap(await decideNow(shop.writer, setConsent, { contactId, topic: 'service', agreed }, { id: `c-${++n}` }))
    await say(other.contact, false)
    expect(elsewhere()).toBe(true)
    await say(other.contact, null)
    expect(elsewhere()).toBe(true)
    // So does what they say here about it before what they said there in general, and not before their word on it there.
    await say(one.contact, true)
    expect([elsewhere(), elsewhere('tips')]).toEqual([false, true])
    await say(other.contact, false)
    expect(elsewhere()).toBe(true)
    await say(one.contact, null)
    await say(other.contact, null)
    shop.connection.prepare('UPDATE contact SET consent = NULL WHERE id = ?').run(other.contact)
    expect(elsewhere()).toBe(false)
  })

  it('of two contacts of a merged account with one address, neither where one refused, before a third', () => {
    const shop = aShop()
    const { account, issue, contact } = aReachableIssue(shop.connection, { contact: { email: 'ada@example.com' } })
    aContact(shop.connection, account, { email: 'ADA@example.com', consent: false })
    const chosen = () => planMany(shop.read, [{ issueId: issue, playbookId: 'usage-check-in' }], NOON)[0]?.contact?.id
    expect(chosen()).toBe(contact)
    const third = aContact(shop.connection, account, { email: 'bo@example.com' })
    expect(chosen()).toBe(third)
    expect(shop.facts({ issue, contact }).recipient).toMatchObject({ consent: null, refusedElsewhere: true })
  })

  it('suppression in any spelling, of an address or of everybody at its domain', async () => {
    const shop = aShop()
    const at = (email: string) => aReachableIssue(shop.connection, { contact: { email } })
    const say = (address: string, id: string) =>
      decideNow(shop.writer, suppress, { address, reason: 'asked us' }, { id })
    unwrap(await say('Ada@Example.com', 's-1'))
    unwrap(await say('@Rival.example', 's-2'))
    expect(shop.facts(at(' ADA@example.COM ')).suppression).toEqual({ entry: 'ada@example.com', reason: 'asked us' })
    expect(shop.facts(at('eve@rival.EXAMPLE')).suppression?.entry).toBe('@rival.example')
    unwrap(await say(' @MÜLLER.example ', 's-4'))
    unwrap(await say('Øyvind@fjord.example', 's-5'))
    expect(shop.facts(at('eva@Müller.example')).suppression?.entry).toBe('@xn--mller-kva.example')
    expect(shop.facts(at('øyvind@fjord.example')).suppression?.entry).toBe('øyvind@fjord.example')
    expect(shop.facts(at('eve@notrival.example')).suppression).toBeNull()
    unwrap(await say('*@Gone.example', 's-6'))
    expect(shop.facts(at('ann@gone.example')).suppression?.entry).toBe('@gone.example')
    expect(await say('@nodot', 's-3')).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })

  it('messages to the person on every channel and address, not those to a colleague', () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection, { contact: { email: 'new@example.com' } })
    const colleague = aContact(shop.connection, one.account)
    const elsewhere = aReachableIssue(shop.connection)
    const to = (contact: number | null, address: string, changes = {}) => shop.sent(one, { contact, address }, changes)
    to(one.contact, 'old@example.com')
    to(one.contact, 'U1', { channel: 'slack' })
    to(null, 'C9', { channel: 'slack' })
    shop.sent(elsewhere, { contact: elsewhere.contact, address: 'new@example.com' })
    expect(shop.facts(one).otherSends).toHaveLength(4)
    to(colleague, 'colleague@example.com')
    to(one.contact, 'new@example.com', { kind: 'action' })
    to(one.contact, 'new@example.com', { sent_at: NOON - 8 * DAY })
    to(one.contact, 'new@example.com', { state: 'refused', sent_at: null })
    expect(shop.facts(one).otherSends).toHaveLength(4)
  })

  it('what a person gave up, because it may have left anyway', async () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection, { contact: { email: 'a@example.com' } })
    const unsure = shop.sent(
      one,
      { contact: one.contact, address: 'a@example.com' },
      { state: 'unsure', sent_at: null },
    )
    unwrap(
      await decideNow(shop.writer, settle, { id: unsure, as: 'cancel', wallNow: NOON }, { id: 's-1', at: NOON - HOUR }),
    )
    expect(shop.facts(one).otherSends).toEqual([NOON - HOUR])
    shop.sent(one, { contact: one.contact, address: 'a@example.com' }, { state: 'cancelled', sent_at: null })
    expect(shop.facts(one).otherSends).toHaveLength(1)
  })

  it('what stands in line before it, and what is leaving wherever it stands', () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection, { contact: { email: 'a@example.com' } })
    const queued = (state: string) =>
      shop.sent(one, { contact: one.contact, address: 'a@example.com' }, { state, sent_at: null })
    const before = queued('waiting')
    const self = queued('waiting')
    queued('waiting')
    expect(shop.facts(one, self).otherSends).toEqual([NOON])
    expect(shop.facts(one, before).otherSends).toEqual([])
    queued('sending')
    queued('unsure')
    queued('held')
    expect(shop.facts(one, before).otherSends).toEqual([NOON, NOON])
  })

  it('the last talk with the account, whatever kind it was', () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection)
    aTicket(shop.connection, one.account, NOON - 9 * DAY, NOON - 2 * DAY)
    expect(shop.facts(one).recentContact).toEqual({ what: 'ticket closed', at: NOON - 2 * DAY })
    anEvent(shop.connection, one.account, 'call', NOON - DAY)
    anEvent(shop.connection, one.account, 'chat', NOON + DAY)
    expect(shop.facts(one).recentContact).toEqual({ what: 'call', at: NOON - DAY })
  })
})

describe('what a contact says', () => {
  it('about a topic counts at once, and taking it back leaves what was said in general', async () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection, { contact: { consent: true } })
    const say = (agreed: boolean | null, id: string) =>
      decideNow(shop.writer, setConsent, { contactId: one.contact, topic: 'service', agreed }, { id })
    unwrap(await say(false, 'c-1'))
    expect(consentsOfAccount(shop.read, one.account)).toEqual([
      { contactId: one.contact, topic: 'service', agreed: false, at: NOON, by: 'maya' },
    ])
    const input = { issueId: one.issue, playbookId: 'usage-check-in' }
    expect(unwrap(previewOutreach(shop.read, input, NOON)).leaves).toBe('refused')
    const decision = { id: 'c-2', actor: 'maya', device: 'test', at: NOON }
    unwrap(await shop.writer.write('user', tx => undo(tx, commandsByName(interventionCommands), decision, 'c-1')))
    expect(consentsOfAccount(shop.read, one.account)).toEqual([])
    expect(unwrap(previewOutreach(shop.read, input, NOON)).leaves).toBe('now')
  })

  it('is restored with who recorded it and when, once a later answer is taken back', async () => {
    const shop = aShop()
    const one = aReachableIssue(shop.connection)
    const answer = (agreed: boolean | null) => ({ contactId: one.contact, topic: 'service', agreed })
    const by = (actor: string, at: number) => ({ id: `${actor}-${at}`, actor, device: 'test', at })
    const refused = { contactId: one.contact, topic: 'service', agreed: false, at: NOON, by: 'maya' }
    unwrap(await decideNow(shop.writer, setConsent, answer(false), by('maya', NOON)))
    for (const [n, agreed] of [true, null].entries()) {
      const later = by('ben', NOON + n + 1)
      unwrap(await decideNow(shop.writer, setConsent, answer(agreed), later))
      expect(consentsOfAccount(shop.read, one.account)).toEqual(
        agreed === null ? [] : [{ ...refused, agreed, at: later.at, by: 'ben' }],
      )
      const taken = { ...by('ben', NOON + DAY), id: `back-${n}` }
      unwrap(await shop.writer.write('user', tx => undo(tx, commandsByName(interventionCommands), taken, later.id)))
      expect(consentsOfAccount(shop.read, one.account)).toEqual([refused])
    }
  })
})

describe('planning many', () => {
  it('answers each as a preview of it alone would, with other people in between', () => {
    const shop = aShop({ frequencyCap: { messages: 1, days: 7 }, holdout: 0.3 })
    const shapes = Array.from({ length: 24 }, (_, i) =>
      aReachableIssue(shop.connection, {
        account: { uid: `u:${i}`, timeZone: i % 2 ? 'Asia/Kathmandu' : null },
        contact: { consent: i % 5 === 0 ? false : null, email: i % 7 === 0 ? null : `p${i}@example.com` },
      }),
    )
    for (const { account } of shapes.filter((_, i) => i % 4 === 0)) aTicket(shop.connection, account, NOON - 10 * DAY)
    for (const one of shapes.filter((_, i) => i % 6 === 1))
      shop.sent(one, { contact: one.contact, address: 'old@example.com' })
    const plans = shapes.map(({ issue }) => ({ issueId: issue, playbookId: 'usage-check-in' }))
    const planned = planMany(shop.read, plans, NOON)
    for (const [i, { decision, verdicts, contact }] of planned.entries()) {
      const alone = unwrap(previewOutreach(shop.read, plans[i] ?? { issueId: 0, playbookId: '' }, NOON))
      expect(verdicts).toEqual(alone.verdicts)
      expect(decision.leaves).toBe(alone.leaves)
      expect(contact?.id).toBe(alone.contact?.id)
    }
    expect(new Set(planned.map(({ decision }) => decision.leaves))).toEqual(
      new Set(['now', 'later', 'held_out', 'refused']),
    )
  })

  it('writes to a contact who may be written to about the topic', () => {
    const shop = aShop()
    const { account, issue, contact } = aReachableIssue(shop.connection)
    const willing = aContact(shop.connection, account)
    shop.connection.prepare("INSERT INTO consent VALUES (?, 'service', 0, ?, NULL)").run(contact, NOON)
    expect(planMany(shop.read, [{ issueId: issue, playbookId: 'usage-check-in' }], NOON)[0]?.contact?.id).toBe(willing)
  })

  it('finds every fact through an index', () => {
    expectThrough(sql.signalsOf('[1]', NOON), 'signal_issue')
    expectThrough(sql.ticketsOf('[1]', NOON), 'object_account')
    expectThrough(sql.talksOf('[1]', 0, NOON), 'event_account')
    expectThrough(sql.sentTo('["a"]', 0, NOON), 'outbox_recipient')
    expectThrough(sql.inLine('["a"]'), 'outbox_waiting')
    expectThrough(sql.sendsOfAccounts('[1]', 0, NOON), 'outbox_account')
    expectThrough(sql.startsOf('[1]'), 'intervention_issue')
    expectThrough(sql.contactsAt('["a"]'), 'contact_email')
    expectThrough(sql.approvedBefore('["a"]'), 'outbox_intervention')
    const byKey = [sql.zonesOf('[1]'), sql.consentsOf('[1]'), sql.suppressionsOf('["a"]'), sql.approvalsOf('[1]')]
    for (const query of [...byKey, sql.valuesOf('[1]')]) expectThrough(query)
  })

  it('finds the runs that may move among those that run', () => {
    expectThrough(runsDue(NOON), 'intervention_running (wake_at<?)')
    expectThrough(runsToLookAt(NOON), 'intervention_running')
  })
})
