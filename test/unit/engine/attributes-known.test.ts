import type Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { measureOutcomes } from '../../../main/engine/learning/measured-outcomes.ts'
import { accountProperties, featureMeasures } from '../../../main/predict/door.ts'
import { accountsKnownFrom } from '../../../main/signal/door.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

const READ = NOON - 20 * DAY
const CHANGED = NOON - 10 * DAY

/** An account that was first read at READ, on Basic with 5 seats; it went to Pro with 9 at CHANGED. */
function aChangedAccount(db: Database.Database) {
  const run = (sql: string, ...params: unknown[]) => db.prepare(sql).run(...params)
  run(
    `INSERT INTO account (id, uid, name, plan, properties, updated_at)
     VALUES (1, 'a', 'A', 'Basic', '{"seats":5,"industry":"Tea"}', 0)`,
  )
  run("INSERT INTO learned (record, from_id, at, first, source_id, stream) VALUES ('account', 1, ?, 1, 1, 's')", READ)
  run('INSERT INTO learning VALUES (1, ?, 9, 9, 9)', CHANGED)
  run(`UPDATE account SET plan = 'Pro', properties = '{"seats":9,"industry":"Tea"}'`)
  run('DELETE FROM learning')
}

it('attributes are as they were at each moment, and nothing before their account was first read', () => {
  const { connection, read } = aCache()
  aChangedAccount(connection)
  const properties = accountProperties(read)
  expect(properties).toEqual([
    { name: 'industry', isNumber: false },
    { name: 'seats', isNumber: true },
  ])
  const measures = featureMeasures([], { events: [], objects: [], properties }, ({ type }) => type === 'attribute')
  const moments = Float64Array.of(READ - DAY, READ + DAY, CHANGED + DAY, NOON)
  const found = measureOutcomes(read, measures, { first: 1, last: 1, moments, now: NOON })
  const of = (name: string) => {
    const at = measures.findIndex(({ measure }) => measure.type === 'attribute' && measure.name === name)
    const words = found.words[at]
    return [...(found.values[at] ?? [])].map(value => (Number.isNaN(value) ? null : words ? words[value] : value))
  }
  expect(of('plan')).toEqual([null, 'Basic', 'Pro', 'Pro'])
  expect(of('properties.seats')).toEqual([null, 5, 9, 9])
  expect(of('properties.industry')).toEqual([null, 'Tea', 'Tea', 'Tea'])
})

it('attributes are known from when most accounts were first read', () => {
  const { connection, read } = aCache()
  const run = (sql: string, ...params: unknown[]) => connection.prepare(sql).run(...params)
  expect(accountsKnownFrom(read)).toBe(Number.POSITIVE_INFINITY)
  for (let id = 1; id <= 10; id++) run(`INSERT INTO account (id, uid, name, updated_at) VALUES (?, ?, 'A', 0)`, id, id)
  const learned =
    "INSERT INTO learned (record, from_id, at, first, source_id, stream) VALUES ('account', ?, ?, ?, 1, 's')"
  run(learned, 1, READ, 1)
  run(learned, 8, CHANGED, 0)
  expect(accountsKnownFrom(read)).toBe(READ)
})
