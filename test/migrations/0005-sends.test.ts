import { expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, layout, migrated } from '../helpers/migration.ts'

it('the fifth layout is the same whether a file grew into it or was made with it', () => {
  const grown = builtAt(4)
  migrated(grown, [], migrations.slice(0, 5))
  expect(layout(grown)).toEqual(layout(builtAt(5)))
})
