import { expect, it } from 'vitest'
import {
  CONTACTS_WITHIN,
  type ConcernedAccount,
  contactsAreOver,
  contactsSoFar,
  countsOf,
  expectedAtFirst,
  expectedNow,
  forecastContacts,
  type PastIncident,
} from '../../../main/issue/incident/contacts.ts'
import { seeded } from '../../../main/predict/learn/random.ts'
import { DAY } from '../../../shared/trigger/duration.ts'

const FAITHFUL: PastIncident[] = Array.from({ length: 5 }, () => ({ expected: 1e9, contacts: 1e9 }))

it('counts of equal chances are binomial, and those of unequal ones are counted out', () => {
  expect([...countsOf([0.5, 0.5, 0.5])]).toEqual([0.125, 0.375, 0.375, 0.125])
  const chances = [0.1, 0.7, 0.4, 0.25]
  const byHand = new Array(5).fill(0)
  for (let way = 0; way < 16; way++) {
    let [chance, n] = [1, 0]
    for (const [at, one] of chances.entries()) {
      const yes = (way >> at) & 1
      chance *= yes ? one : 1 - one
      n += yes
    }
    byHand[n] += chance
  }
  for (const [n, chance] of countsOf(chances).entries()) expect(chance).toBeCloseTo(byHand[n], 12)
})

it('where past incidents did what their risks said, the forecast is the sum of the risks, and holds as often as it says', () => {
  const random = seeded(6)
  const risks = Array.from({ length: 60 }, () => random() * 0.5)
  const { expected, low, high } = forecastContacts(risks, FAITHFUL)
  expect(expected).toBeCloseTo(
    risks.reduce((sum, risk) => sum + risk, 0),
    6,
  )
  let held = 0
  for (let trial = 0; trial < 4_000; trial++) {
    const contacts = risks.filter(risk => random() < risk).length
    if (contacts >= low && contacts <= high) held++
  }
  expect(held / 4_000).toBeGreaterThanOrEqual(0.89)
  expect(held / 4_000).toBeLessThan(0.97)
})

it('past incidents that caused twice the contacts raise it, and ones that differed make it wider', () => {
  const risks = new Array(50).fill(0.2)
  const calm = forecastContacts(risks, FAITHFUL)
  const twice = forecastContacts(risks, new Array(6).fill({ expected: 100, contacts: 200 }))
  expect(twice.expected).toBeGreaterThan(1.4 * calm.expected)
  const mixed = [50, 80, 100, 130, 200, 300].map(contacts => ({ expected: 100, contacts }))
  expect(forecastContacts(risks, mixed).high - forecastContacts(risks, mixed).low).toBeGreaterThan(
    1.3 * (calm.high - calm.low),
  )
})

it('with few past incidents, half and double are thought possible', () => {
  const risks = new Array(50).fill(0.2)
  const [none, known] = [forecastContacts(risks, []), forecastContacts(risks, FAITHFUL)]
  expect(none.low).toBeLessThan(known.low)
  expect(none.high).toBeGreaterThan(known.high)
})

it('no risk is ever above one, and nobody concerned means no contacts', () => {
  expect(forecastContacts([1, 0.99, 0], new Array(5).fill({ expected: 1, contacts: 90 })).high).toBe(2)
  expect(forecastContacts([], [])).toEqual({ expected: 0, low: 0, high: 0 })
})

it('what has come counts as it is, and the risk of the others goes down with their time', () => {
  const account = (risk: number, contactedAt: number | null): ConcernedAccount => ({ risk, beganAt: 0, contactedAt })
  const accounts = [account(0.3, DAY), account(0.3, CONTACTS_WITHIN + 1), account(0.3, null), account(0.3, null)]
  expect(contactsSoFar(accounts, DAY - 1)).toBe(0)
  expect(contactsSoFar(accounts, CONTACTS_WITHIN * 3)).toBe(1)
  expect(expectedAtFirst(accounts, FAITHFUL).expected).toBeCloseTo(1.2, 6)
  expect(expectedNow(accounts, FAITHFUL, 0).expected).toBeCloseTo(1.2, 6)
  const half = expectedNow(accounts, FAITHFUL, CONTACTS_WITHIN / 2).expected
  expect(half).toBeCloseTo(1 + 3 * (1 - Math.sqrt(0.7)), 6)
  expect(contactsAreOver(accounts, CONTACTS_WITHIN - 1)).toBe(false)
  expect(contactsAreOver(accounts, CONTACTS_WITHIN)).toBe(true)
  expect(expectedNow(accounts, FAITHFUL, CONTACTS_WITHIN)).toEqual({ expected: 1, low: 1, high: 1 })
})
