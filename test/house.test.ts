import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { broken, type Ceilings } from './helpers/house/ceilings.ts'
import { HOUSE } from './helpers/house/measures.ts'
import house from './house.json' with { type: 'json' }

/** Holds the tree under the ceilings of `house.json`. Lower them with `npm run house -- --lower`. */
const root = resolve(import.meta.dirname, '..')
const ceilings: Ceilings = house.ceilings

describe('the house', () => {
  it.each(HOUSE)('has no more $name than it had', measure => {
    const ceiling = ceilings[measure.name]
    if (ceiling === undefined) throw new Error('no ceiling is kept yet: npm run house -- --lower')
    const why = broken(measure, measure.find(root), ceiling)
    if (why !== null) expect.fail(why)
  })

  it('keeps a ceiling for each measure, and no other', () => {
    expect(Object.keys(ceilings)).toEqual(HOUSE.map(({ name }) => name))
  })
})
