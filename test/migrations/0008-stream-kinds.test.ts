import { expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, layout, migrated } from '../helpers/migration.ts'

it('the eighth layout is the same whether a file grew into it or was made with it', () => {
  const grown = builtAt(7)
  migrated(grown, [], migrations.slice(0, 8))
  expect(layout(grown)).toEqual(layout(builtAt(8)))
})
