import { expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const upToHere = migrations.slice(0, 6)

it('the sixth layout is the same whether a file grew into it or was made with it', () => {
  const grown = builtAt(5)
  migrated(grown, [], upToHere)
  expect(layout(grown)).toEqual(layout(builtAt(6)))
})

it('every answer of every preflight is kept', () => {
  const old = builtAt(5)
  const answer = {
    intervention_id: 'i-1',
    at: 1_000,
    stage: 'compose',
    fact: 'So it is.',
    until: null,
    overridden: null,
  }
  insertRaw(old, {
    verdict: [
      { ...answer, check_name: 'arm', status: 'pass' },
      { ...answer, check_name: 'quiet_hours', status: 'wait', until: 2_000, overridden: 'They asked for it.' },
      { ...answer, check_name: 'arm', status: 'pass', stage: 'send', at: 3_000 },
    ],
  })
  const rows = migrated(old, ['verdict'], upToHere).verdict ?? []
  expect(rows.map(row => ({ ...row, answers: JSON.parse(String(row.answers)) }))).toEqual([
    {
      intervention_id: 'i-1',
      at: 1_000,
      stage: 'compose',
      answers: [
        { check: 'arm', status: 'pass', fact: 'So it is.', until: null, overridden: null },
        { check: 'quiet_hours', status: 'wait', fact: 'So it is.', until: 2_000, overridden: 'They asked for it.' },
      ],
    },
    {
      intervention_id: 'i-1',
      at: 3_000,
      stage: 'send',
      answers: [{ check: 'arm', status: 'pass', fact: 'So it is.', until: null, overridden: null }],
    },
  ])
})
