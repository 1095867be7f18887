import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { runs } from '../../helpers/depth.ts'
import {
  account,
  contact,
  event,
  type SeveralSources,
  SOURCES,
  severalSources,
  type Told,
} from '../../helpers/several-sources.ts'

const DOMAINS = ['acme.example', 'beta.example', 'gmail.com'] as const
const IDS = ['1', '2', '3'] as const
const source = fc.constantFrom(...SOURCES)
const id = fc.constantFrom(...IDS)

const anAccount = fc
  .record({
    source,
    id,
    domain: fc.option(fc.constantFrom(...DOMAINS)),
    ref: fc.option(fc.constantFrom('1', '2', 'x')),
    email: fc.option(fc.constantFrom('hi@acme.example', 'me@gmail.com')),
    name: fc.constantFrom('Acme', 'Beta'),
    plan: fc.option(fc.constantFrom('Gold', 'Silver')),
  })
  .map(({ source, id, domain, ref, email, name, plan }) =>
    account(source, id, { name, plan, domain, externalRef: ref, email }),
  )
const aContact = fc
  .record({ source, id, who: fc.constantFrom('ann', 'bob'), domain: fc.constantFrom(...DOMAINS) })
  .map(({ source, id, who, domain }) => contact(source, id, `${who}@${domain}`))
const anEvent = fc.record({ source, id, n: fc.nat(5) }).map(({ source, id, n }) => event(source, id, n))

/** One record for each thing: what a source says of it in the end, whatever the order in which it says so. */
const world = fc
  .tuple(
    fc.uniqueArray(anAccount, { maxLength: 9, selector: keyOf }),
    fc.uniqueArray(aContact, { maxLength: 8, selector: keyOf }),
    fc.uniqueArray(anEvent, { maxLength: 8, selector: keyOf }),
  )
  .map(lists => lists.flat())

function keyOf({ source, record }: Told): string {
  return `${source} ${record.record} ${record.externalId}`
}

/** What stands in the cache, in words that do not depend on row ids. */
const standing = ({ read, groups }: SeveralSources) => ({
  groups: groups(),
  accounts: read.all(query('SELECT uid, name, plan, domain, email, external_ref FROM account ORDER BY uid')),
  events: read.all(
    query(`SELECT e.external_id, e.source_id, a.uid, h.uid AS home FROM event e JOIN account a ON a.id = e.account_id
           LEFT JOIN account h ON h.id = e.home_id ORDER BY 2, 1`),
  ),
  contacts: read.all(
    query(`SELECT c.external_id, c.source_id, a.uid, h.uid AS home FROM contact c JOIN account a ON a.id = c.account_id
           LEFT JOIN account h ON h.id = c.home_id ORDER BY 2, 1`),
  ),
  asked: read
    .all(
      query<{ one: string; other: string; rule: string; value: string; confidence: number }>(
        `SELECT x.uid AS one, y.uid AS other, p.rule, p.value, p.confidence FROM merge_proposal p
         JOIN account x ON x.id = p.a JOIN account y ON y.id = p.b`,
      ),
    )
    .map(({ one, other, ...why }) => ({ pair: [one, other].sort(), ...why }))
    .sort((x, y) => (`${x.pair}` < `${y.pair}` ? -1 : 1)),
})

/** Tells everything in the order given; what has no owner yet is told again, as a sync does. */
async function live(told: readonly Told[], pauses: ReadonlySet<number>): Promise<SeveralSources> {
  const shop = severalSources()
  let waiting: Told[] = []
  for (const [n, one] of told.entries()) {
    waiting = await shop.tell([...waiting, one])
    if (pauses.has(n)) await shop.recognise()
  }
  await shop.tell(waiting)
  await shop.recognise()
  return shop
}

describe('identity', () => {
  it('comes out the same in whatever order records arrive, and whenever accounts are recognised', async () => {
    await fc.assert(
      fc.asyncProperty(
        world.chain(told =>
          fc.tuple(
            fc.constant(told),
            fc.shuffledSubarray(told, { minLength: told.length }),
            fc.array(fc.nat(Math.max(0, told.length)), { maxLength: 6 }),
          ),
        ),
        async ([told, shuffled, pauses]) => {
          const atOnce = await live(told, new Set())
          const bitByBit = await live(shuffled, new Set(pauses))
          expect(standing(bitByBit)).toEqual(standing(atOnce))
        },
      ),
      { numRuns: Number(process.env.HISTORIES ?? runs(60)) },
    )
  })
})
