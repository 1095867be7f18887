import { expect, it } from 'vitest'
import { statement } from '../../../main/cache/db.ts'
import { lookAtSome, namingsOf } from '../../../main/outage/door.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { sampleRecords, truth } from '../../../main/source/sample/sample.ts'
import { syncBatches } from '../../../main/sync/door.ts'
import { NO_CURRENCIES } from '../../../shared/exchange.ts'
import { unwrap } from '../../../shared/result.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

const SHAPE = { seed: 1, accounts: 2_000, days: 30, now: NOON }
/** Causes that the simulator puts under way, and the component by which the data name each. */
const KNOWN = [
  { incident: 'hosting_outage', dimension: 'component', component: 'storefront' },
  { incident: 'processor_outage', dimension: 'processor', component: 'Paylane' },
  { incident: 'carrier_strike', dimension: 'carrier', component: 'Kite Express' },
] as const

it('misses no account that the simulator knows to be in an outage, before any trigger has seen it', async () => {
  const { writer, read } = aCache()
  await writer.write('bulk', tx =>
    tx.run(statement("INSERT INTO source (slug, kind, name, config) VALUES ('sample', 'sample', 'Sample', '{}')")),
  )
  const work = { now: NOON, signal: new AbortController().signal, onProgress: () => {} }
  const source = { id: 1, slug: 'sample' }
  unwrap(await syncBatches({ writer, source, stream: 'sample', batches: sampleRecords(SHAPE), ...work }))
  for (const { incident, dimension, component } of KNOWN) {
    const look = {
      dimension,
      component,
      namings: namingsOf(starterTriggers(), dimension),
      now: NOON,
      currencies: NO_CURRENCIES,
    }
    const found = new Set<number>()
    for (let after: number | null = 0; after !== null; ) {
      const looked = lookAtSome(read, look, after)
      for (const { accountId, sure } of looked.affected) if (sure === 'certain') found.add(accountId)
      after = looked.last
    }
    // Accounts come in the order of their index, so the row of the first one is 1.
    const known = Array.from({ length: SHAPE.accounts }, (_, index) => index).filter(index => {
      const { episodes, churnsAt } = truth(SHAPE.seed, index, NOON, SHAPE.days)
      const isIn = episodes.some(one => one.incident === incident && one.from <= NOON && NOON < one.until)
      return isIn && (churnsAt === null || churnsAt > NOON)
    })
    expect(known.length, incident).toBeGreaterThan(2)
    expect(
      known.filter(index => !found.has(index + 1)),
      incident,
    ).toEqual([])
  }
})
