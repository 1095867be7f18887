import fc from 'fast-check'
import { expect, it } from 'vitest'
import { moveRuns } from '../../../main/engine/acting/running.ts'
import { approve, startIntervention, suppress } from '../../../main/intervention/commands.ts'
import { listApprovals } from '../../../main/intervention/guard/approval-view.ts'
import { armFor } from '../../../main/intervention/guard/arms/arms.ts'
import { startMany, startSome } from '../../../main/intervention/start/bulk.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { CATEGORIES } from '../../../shared/vocabulary.ts'
import {
  aContact,
  anAccount,
  anIssue,
  aPlaybook,
  aSignal,
  aTicket,
  aTrigger,
  aWorkspace,
  NOON,
} from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { runs } from '../../helpers/depth.ts'
import { aChannel, aClock, aDrain, SENT } from '../../helpers/outreach.ts'

const CAP = { messages: 2, days: 3 }
const QUIET = { from: 20, to: 8 }
const ZONES = ['Europe/Lisbon', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC']
/** Two accounts share an address; uids are such that some are held out. */
const PEOPLE = ZONES.map((zone, i) => ({ zone, email: i < 2 ? 'Shared@example.com' : `p${i}@d${i}.example` }))

interface Left {
  at: number
  address: string
  contact: number
  account: number
  zone: string
}

/** A small world in which everything that must keep a message back can change between planning and leaving. */
function aWorld() {
  const cache = aCache()
  const { connection, read, writer } = cache
  aWorkspace(connection, {
    holdout: 0.3,
    frequencyCap: CAP,
    quietHours: QUIET,
    approvals: { bulkOver: 3, valueOver: null, firstUse: true },
  })
  aTrigger(connection)
  const outreach = { type: 'outreach' as const, channel: 'email', topic: 'service', subject: 'About it', body: 'Hello' }
  const steps = [outreach, { type: 'wait' as const, for: '1d' }, outreach]
  aPlaybook(connection, { categories: [...CATEGORIES], steps })
  const people = PEOPLE.map(({ zone, email }, i) => {
    const account = anAccount(connection, { uid: `u:${i}`, timeZone: zone })
    const contact = aContact(connection, account, { email })
    const issues = CATEGORIES.slice(0, 3).map(category => anIssue(connection, { account, category }))
    for (const issue of issues) aSignal(connection, issue)
    return { account, contact, issues, zone, isHeldOut: armFor(read, { id: account, uid: `u:${i}` }) === 'control' }
  })
  const clock = aClock(NOON)
  const left: Left[] = []
  const never = new Set<string>()
  const unwilling = new Set<number>()
  let isUp = true
  const of = connection.prepare(
    `SELECT i.contact_id AS contact, i.account_id AS account FROM outbox o JOIN intervention i ON i.id = o.intervention_id
     WHERE o.key = ?`,
  )
  const channel = aChannel(message => {
    if (!isUp) return { ending: 'later', why: 'Away.', afterMs: null, down: true }
    const who = of.get(message.key) as { contact: number; account: number }
    const zone = people.find(({ account }) => account === who.account)?.zone ?? ''
    left.push({ ...who, zone, at: clock.now(), address: message.to.address.toLowerCase() })
    expect(never.has(message.to.address.toLowerCase())).toBe(false)
    expect(unwilling.has(who.contact)).toBe(false)
    return SENT
  })
  return {
    ...{
      writer,
      read,
      connection,
      people,
      clock,
      left,
      never,
      unwilling,
      channel,
      drain: aDrain(cache, channel, clock),
    },
    line: (up: boolean) => {
      isUp = up
    },
  }
}

const who = fc.nat({ max: PEOPLE.length - 1 })
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('start' as const), who, issue: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('many' as const), issue: fc.nat({ max: 2 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('line' as const), up: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('suppress' as const, 'domain' as const, 'refuse' as const), who }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ticket' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('approve' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function take(world: ReturnType<typeof aWorld>, one: Step, n: number): Promise<void> {
  const { writer, read, connection, people, clock } = world
  const moment = { wallNow: clock.wall(), undoMs: 0 }
  const decision = { id: `d-${n}`, at: clock.now() }
  const person = 'who' in one ? people[one.who] : undefined
  const email = 'who' in one ? (PEOPLE[one.who]?.email.toLowerCase() ?? '') : ''
  switch (one.do) {
    case 'start': {
      const args = { issueId: person?.issues[one.issue] ?? 0, playbookId: 'usage-check-in', overrides: [], ...moment }
      await decideNow(writer, startIntervention, args, decision)
      return
    }
    case 'many': {
      const issueIds = people.flatMap(({ issues }) => issues[one.issue] ?? [])
      await decideNow(writer, startMany, { playbookId: 'usage-check-in', issueIds, ...moment }, decision)
      await writer.write('user', tx => startSome(tx, decision.id, 99))
      return
    }
    case 'pass':
      clock.advance(one.hours * HOUR)
      return
    case 'line':
      world.line(one.up)
      return
    case 'suppress':
      world.never.add(email)
      await decideNow(writer, suppress, { address: email.toUpperCase(), reason: 'asked us' }, decision)
      return
    case 'domain': {
      const domain = email.slice(email.indexOf('@'))
      for (const other of PEOPLE)
        if (other.email.toLowerCase().endsWith(domain)) world.never.add(other.email.toLowerCase())
      await decideNow(writer, suppress, { address: domain, reason: 'asked us' }, decision)
      return
    }
    case 'refuse':
      world.unwilling.add(person?.contact ?? 0)
      connection
        .prepare("INSERT OR REPLACE INTO consent (contact_id, topic, agreed, at) VALUES (?, 'service', 0, ?)")
        .run(person?.contact, clock.now())
      return
    case 'ticket':
      aTicket(connection, person?.account ?? 0, clock.now(), clock.now() + HOUR)
      return
    case 'move':
      // What the person said goes with the address it was said of; caps go with the person.
      connection.prepare('UPDATE contact SET email = ? WHERE id = ?').run(`moved${n}@example.com`, person?.contact)
      return
    case 'approve': {
      const ids = listApprovals(read, { answered: false, offset: 0, limit: 99 }).map(({ outboxId }) => outboxId)
      if (ids.length > 0) await decideNow(writer, approve, { ids, note: '', ...moment }, decision)
    }
  }
}

const within = (all: readonly Left[], { at }: Left) =>
  all.filter(other => other.at <= at && other.at > at - CAP.days * DAY).length

it('no sequence of plans, clock steps and reconnects breaks a cap, quiet hours, suppression, a no or a holdout', async () => {
  let sent = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async steps => {
      const world = aWorld()
      for (const [n, one] of steps.entries()) {
        await take(world, one, n)
        await moveRuns(world)
        await world.drain()
      }
      for (const message of world.left) {
        const hour = new Intl.DateTimeFormat('en', { timeZone: message.zone, hour: 'numeric', hourCycle: 'h23' })
        const local = Number(hour.format(message.at))
        expect(local >= QUIET.to && local < QUIET.from).toBe(true)
        expect(
          within(
            world.left.filter(({ address }) => address === message.address),
            message,
          ),
        ).toBeLessThanOrEqual(CAP.messages)
        expect(
          within(
            world.left.filter(({ contact }) => contact === message.contact),
            message,
          ),
        ).toBeLessThanOrEqual(CAP.messages)
        expect(world.people.find(({ account }) => account === message.account)?.isHeldOut).toBe(false)
      }
      sent += world.left.length
    }),
    { numRuns: runs(60) },
  )
  // The worlds are not so strict that nothing ever leaves.
  expect(sent).toBeGreaterThan(runs(60) / 3)
})
