import { describe, expect, it } from 'vitest'
import type { EventRecord, SyncRecord } from '../../../main/record/record.ts'
import { BACKGROUND, type EpisodeKind, HAZARDS } from '../../../main/source/sample/episode.ts'
import { random } from '../../../main/source/sample/prng.ts'
import { profile } from '../../../main/source/sample/profile.ts'
import { type ProvokedContact, provokedContacts } from '../../../main/source/sample/provoked.ts'
import { sampleRecords, truth } from '../../../main/source/sample/sample.ts'
import { sparedTickets } from '../../../main/source/sample/treatment.ts'
import { murmur3 } from '../../../shared/hash.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { activityKinds } from '../../../shared/trigger/event-words.ts'

const NOW = Date.UTC(2026, 2, 18, 14)
const all = (accounts: number, seed = 7, now = NOW) => [...sampleRecords({ seed, accounts, now })].flat()
const isEvent = (record: SyncRecord): record is EventRecord => record.record === 'event'

function byAccount(records: readonly SyncRecord[]): Map<string, EventRecord[]> {
  const found = new Map<string, EventRecord[]>()
  for (const record of records.filter(isEvent)) {
    if (record.account.by !== 'id') continue
    const list = found.get(record.account.externalId) ?? []
    list.push(record)
    found.set(record.account.externalId, list)
  }
  return found
}

describe('random numbers', () => {
  it('repeat for the same seeds and differ for others', () => {
    const first = (...seeds: number[]) =>
      Array.from(
        { length: 5 },
        (
          (draw = random(...seeds)) =>
          () =>
            draw.next()
        )(),
      )
    expect(first(1, 2)).toEqual(first(1, 2))
    expect(first(1, 2)).not.toEqual(first(2, 1))
    expect(first(1, 2)).not.toEqual(first(1, 2, 0))
  })

  it('fill the unit interval evenly', () => {
    const draw = random(11)
    const bins = new Array<number>(20).fill(0)
    for (let i = 0; i < 100_000; i++) {
      const bin = Math.floor(draw.next() * 20)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    // 19 degrees of freedom: 43.8 is exceeded once in a thousand.
    expect(bins.reduce((sum, n) => sum + (n - 5_000) ** 2 / 5_000, 0)).toBeLessThan(43.8)
  })

  it('have the stated means', () => {
    const draw = random(12)
    const mean = (of: () => number) => Array.from({ length: 50_000 }, of).reduce((sum, n) => sum + n, 0) / 50_000
    expect(mean(() => draw.exponential(3))).toBeCloseTo(3, 0)
    expect(Math.abs(mean(() => draw.normal()))).toBeLessThan(0.02)
  })
})

describe('the sample', () => {
  const records = all(600)

  it('is the same, byte for byte, for the same seed and moment', () => {
    expect(murmur3(JSON.stringify(all(60)))).toBe(murmur3(JSON.stringify(all(60))))
    expect(all(60, 8)).not.toEqual(all(60))
  })

  it('keeps the first accounts when more are made', () => {
    const accounts = (list: SyncRecord[]) => list.filter(record => record.record === 'account')
    expect(accounts(all(90)).slice(0, 60)).toEqual(accounts(all(60)))
  })

  it('tells the same story on another day: every id stays', () => {
    const ids = (list: SyncRecord[]) => new Set(list.filter(r => r.record !== 'event').map(r => r.externalId))
    expect(ids(all(60, 7, NOW))).toEqual(ids(all(60, 7, NOW)))
    const accounts = (now: number) => all(60, 7, now).filter(r => r.record === 'account')
    expect(accounts(NOW + DAY).map(a => a.externalId)).toEqual(accounts(NOW).map(a => a.externalId))
  })

  it('gives every record an id of its own within its kind', () => {
    const keys = records.map(r => `${r.record}/${'kind' in r && r.record === 'object' ? r.kind : ''}/${r.externalId}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('comes in an order in which owners precede what they own', () => {
    const order = records.map(r => ['account', 'object', 'contact', 'event'].indexOf(r.record))
    expect(order.every((kind, i) => i === 0 || kind >= (order[i - 1] ?? 0))).toBe(true)
    const known = new Set(records.filter(r => r.record === 'account').map(r => r.externalId))
    const owners = records.flatMap(r => (r.record === 'account' || r.account.by !== 'id' ? [] : [r.account.externalId]))
    expect(owners.filter(owner => !known.has(owner))).toEqual([])
  })

  it('says nothing about the future and nothing about the time before an account signed up or after it left', () => {
    const accounts = new Map(records.flatMap(r => (r.record === 'account' ? [[r.externalId, r] as const] : [])))
    for (const [id, list] of byAccount(records)) {
      const { signedUpAt, churnedAt } = accounts.get(id) ?? {}
      expect(list.every(e => e.at <= (churnedAt ?? NOW) && e.at >= (signedUpAt ?? 0))).toBe(true)
    }
    for (const r of records)
      if (r.record === 'object') {
        expect(r.openedAt ?? 0).toBeLessThanOrEqual(NOW)
        expect(r.closedAt ?? 0).toBeLessThanOrEqual(NOW)
      }
  })

  it('uses whole minor units and addresses that cannot reach anybody', () => {
    for (const r of records) {
      if (r.record === 'account' || r.record === 'object')
        expect(Number.isSafeInteger(r.record === 'account' ? r.mrrMinor : (r.amountMinor ?? 0))).toBe(true)
      if (r.record === 'contact' && r.email) expect(r.email).toMatch(/^[a-z0-9.-]+@[a-z0-9-]+\.example$/)
    }
  })

  it('works in the office hours of the account, seldom at its night and at weekends', () => {
    const zones = new Map(records.flatMap(r => (r.record === 'account' ? [[r.externalId, r.timeZone ?? 'UTC']] : [])))
    const used = records.filter(isEvent).filter(e => e.kind === 'feature_used')
    const sample = used.filter((_, i) => i % 40 === 0)
    for (const { at, account } of sample) {
      const timeZone = zones.get(account.externalId)
      const parts = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' })
        .formatToParts(at)
        .map(part => part.value)
      expect(['Sat', 'Sun']).not.toContain(parts[0])
      const hour = Number(parts[2])
      expect(hour >= 7 && hour <= 19).toBe(true)
    }
    expect(sample.length).toBeGreaterThan(300)
  })
})

describe('the hidden truth', () => {
  const accounts = 2_000
  const records = all(accounts)
  const facts = byAccount(records)
  const stories = Array.from({ length: accounts }, (_, i) => ({
    id: `A-${String(i + 1).padStart(6, '0')}`,
    story: truth(7, i, NOW),
  }))
  const left = new Set(records.flatMap(r => (r.record === 'account' && r.churnedAt !== null ? [r.externalId] : [])))

  const sum = (id: string, kind: string, days: number, of: (event: EventRecord) => number) =>
    (facts.get(id) ?? []).filter(e => e.kind === kind && e.at > NOW - days * DAY).reduce((total, e) => total + of(e), 0)

  /** What the starter triggers look for. */
  const visible: Record<string, (id: string) => boolean> = {
    payment_trouble: id => sum(id, 'payment_failed', 14, () => 1) >= 3,
    login_trouble: id => sum(id, 'login_failed', 1, () => 1) >= 5,
    shipping_trouble: id => sum(id, 'shipment_exception', 3, () => 1) >= 2,
    buggy_feature: id => sum(id, 'feature_used', 14, e => Number(e.properties.error_count)) >= 5,
    drifting: id => {
      const recent = sum(id, 'feature_used', 28, e => e.value ?? 0) / 28
      const before = sum(id, 'feature_used', 180, e => e.value ?? 0) - recent * 28
      return before > 0 && recent / (before / 152) <= 0.4
    },
  }

  for (const [trouble, sees] of Object.entries(visible)) {
    it(`shows ${trouble} at a plausible number of accounts, nearly all of them truly in it`, () => {
      const seen = stories.filter(({ id }) => !left.has(id) && sees(id))
      expect(seen.length).toBeGreaterThanOrEqual(12)
      expect(seen.length).toBeLessThanOrEqual(80)
      // Who has stopped uses less, too.
      const causes = trouble === 'drifting' ? [trouble, 'champion_left'] : [trouble]
      const really = seen.filter(({ story }) =>
        story.episodes.some(e => causes.includes(e.trouble) && e.from <= NOW && e.until > NOW - 21 * DAY),
      )
      expect(really.length / seen.length).toBeGreaterThan(0.85)
    })
  }

  it('falls silent at nearly every account whose champion has left, and at few others', () => {
    const days = 12
    const isSilent = (id: string) => activityKinds.every(kind => sum(id, kind, days, () => 1) === 0)
    const known = stories.filter(({ id, story }) => !left.has(id) && story.signedUpAt < NOW - 60 * DAY)
    const gone = known.filter(({ story }) =>
      story.episodes.some(e => e.trouble === 'champion_left' && e.from < NOW - days * DAY && e.until > NOW),
    )
    expect(gone.length).toBeGreaterThan(10)
    expect(gone.filter(({ id }) => isSilent(id)).length / gone.length).toBeGreaterThan(0.9)
    const others = known.filter(one => !gone.includes(one))
    expect(others.filter(({ id }) => isSilent(id)).length / others.length).toBeLessThan(0.01)
  })

  for (const trouble of Object.keys(HAZARDS) as EpisodeKind[])
    it(`raises tickets from ${trouble}, about as many as its hazard says`, () => {
      const of = stories.flatMap(({ story }) => story.episodes.filter(e => e.trouble === trouble))
      expect(of.length).toBeGreaterThan(15)
      const days = (e: (typeof of)[number]) => (e.until - e.from) / DAY + 3
      const sure = of.map(e => 1 - Math.exp(-HAZARDS[trouble].contact * days(e)))
      const expected = sure.reduce((sum, p) => sum + p, 0)
      const spread = Math.sqrt(sure.reduce((sum, p) => sum + p * (1 - p), 0))
      const tickets = of.filter(e => e.contactsAt !== null).length
      expect(tickets).toBeGreaterThan(0)
      expect(Math.abs(tickets - expected)).toBeLessThan(4 * spread)
    })

  it('spares a share of the tickets after a fitting message, and none after any other', () => {
    const about = { login_trouble: 'access', payment_trouble: 'billing' } as const
    for (const [trouble, category] of Object.entries(about) as [keyof typeof about, 'access' | 'billing'][]) {
      let [spared, could, otherwise] = [0, 0, 0]
      for (const [index, { story }] of stories.entries())
        for (const { trouble: of, from, until, contactsAt } of story.episodes) {
          if (of !== trouble || contactsAt === null || contactsAt <= from || contactsAt > until) continue
          could++
          const shape = { seed: 7, days: 180, now: NOW }
          if (sparedTickets(shape, index, category, from).includes(contactsAt)) spared++
          otherwise += sparedTickets(shape, index, 'fulfilment', from).filter(at => at === contactsAt).length
        }
      expect(could).toBeGreaterThan(30)
      expect(Math.abs(spared / could - HAZARDS[trouble].treatable)).toBeLessThan(2 / Math.sqrt(could))
      expect(otherwise).toBe(0)
    }
  })

  it('lets messages cause contacts: about themselves by playbook, and out of annoyance on the smallest plan alone', () => {
    const shape = { seed: 7, days: 180, now: NOW }
    const share = (playbookId: string, category: 'billing' | 'usage', of: (contact: ProvokedContact) => boolean) => {
      let found = 0
      for (let index = 0; index < 4_000; index++)
        if (provokedContacts(shape, index, { playbookId, category, at: NOW - 30 * DAY }).some(of)) found++
      return found / 4_000
    }
    const isAbout = (contact: ProvokedContact) => contact.isAbout
    const within = (contact: ProvokedContact) => contact.at > NOW - 30 * DAY && contact.at <= NOW - 27 * DAY
    expect(Math.abs(share('payment-check', 'billing', isAbout) - 0.08)).toBeLessThan(0.015)
    expect(Math.abs(share('limit-notice', 'usage', isAbout) - 0.02)).toBeLessThan(0.01)
    expect(share('payment-check', 'billing', contact => contact.isAbout && !within(contact))).toBe(0)
    expect(share('payment-check', 'billing', contact => !contact.isAbout)).toBe(0)
    const annoyed = [...Array(4_000).keys()].filter(index =>
      provokedContacts(shape, index, { playbookId: 'page-help', category: 'usage', at: NOW - 30 * DAY }).some(
        contact => !contact.isAbout,
      ),
    )
    expect(annoyed.length).toBeGreaterThan(100)
    expect(new Set(annoyed.map(index => profile(7, index).plan))).toEqual(new Set(['Starter']))
  })

  it('says of parcels, orders and payments which states they were in, one after the other', () => {
    const objects = records.flatMap(r => (r.record === 'object' && r.stays ? [r] : []))
    for (const { state, stays = [], openedAt, closedAt } of objects) {
      expect(stays[0]?.since).toBe(openedAt)
      expect(stays.at(-1)).toMatchObject({ state, until: null })
      if (closedAt !== null) expect(stays.at(-1)?.since).toBe(closedAt)
      for (const stay of stays) expect(stay.until ?? NOW).toBeGreaterThanOrEqual(stay.since)
      expect(stays.slice(1).map(({ since }) => since)).toEqual(stays.slice(0, -1).map(({ until }) => until))
    }
    expect(new Set(objects.map(({ kind }) => kind))).toEqual(
      new Set(['order', 'shipment', 'payment', 'planned_change', 'known_bug']),
    )
  })

  it('makes accounts in trouble contact support far more often than the others', () => {
    const month = (id: string) =>
      records.some(
        r =>
          r.record === 'object' &&
          r.kind === 'ticket' &&
          r.account.externalId === id &&
          (r.openedAt ?? 0) > NOW - 30 * DAY,
      )
    const inTrouble = stories
      .slice(0, 600)
      .filter(({ story }) =>
        story.episodes.some(e => e.trouble !== 'drifting' && e.from < NOW - 8 * DAY && e.from > NOW - 30 * DAY),
      )
    const calm = stories.slice(0, 600).filter(({ story }) => story.episodes.every(e => e.until < NOW - 40 * DAY))
    const rate = (list: typeof stories) => list.filter(({ id }) => month(id)).length / list.length
    expect(rate(inTrouble)).toBeGreaterThan(rate(calm) * 3)
    expect(rate(calm)).toBeLessThan(BACKGROUND.contact * 30 * 2)
  })

  it('emits every ticket that the truth knows of until now, and none of the future', () => {
    const tickets = new Map<string, number[]>()
    for (const r of records)
      if (r.record === 'object' && r.kind === 'ticket')
        tickets.set(r.account.externalId, [...(tickets.get(r.account.externalId) ?? []), r.openedAt ?? 0])
    for (const { id, story } of stories) {
      const end = Math.min(NOW, story.churnsAt ?? NOW)
      const known = [...story.chance, ...story.episodes.flatMap(e => e.contactsAt ?? [])].filter(at => at <= end)
      expect(tickets.get(id) ?? []).toEqual(known.sort((a, b) => a - b))
    }
  })

  it('stays within the size that a first run can load in seconds', () => {
    const events = records.filter(isEvent).length
    expect(events / accounts).toBeGreaterThan(40)
    expect(events / accounts).toBeLessThan(100)
  })
})
