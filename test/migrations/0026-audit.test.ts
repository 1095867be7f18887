import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0026-audit.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, layout, migrated } from '../helpers/migration.ts'

it('a file that grew into answers of the audit sample is like one that was made with them', () => {
  const before = migrations.indexOf(sql)
  const grown = builtAt(before)
  const { audit_answer } = migrated(grown, ['audit_answer'], migrations.slice(0, before + 1))
  expect(audit_answer).toEqual([])
  expect(layout(grown)).toEqual(layout(builtAt(before + 1)))
})
