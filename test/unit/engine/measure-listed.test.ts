import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { DATABASE, openReader, readDb } from '../../../main/cache/open.ts'
import { measureOutcomes } from '../../../main/engine/learning/measured-outcomes.ts'
import { featureMeasures } from '../../../main/predict/door.ts'
import { enabledTriggers } from '../../../main/signal/door.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { livedSample, putLivedSample } from '../../helpers/lived-sample.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

beforeAll(() => void livedSample())

it('accounts that are listed are measured as they are among all others', () => {
  const dir = tempFolder()
  putLivedSample(dir)
  const connection = openReader(join(dir, DATABASE))
  const db = readDb(connection)
  const kinds = { events: ['login', 'feature_used'], objects: ['shipment', 'subscription'] }
  const triggers = enabledTriggers(db).map(({ definition }) => definition)
  const measures = featureMeasures(triggers, kinds, () => true)
  const now = db.get(query<{ at: number }>('SELECT max(at) AS at FROM event'))?.at ?? 0
  const range = { first: 1, last: 60, moments: Float64Array.of(now - 9 * DAY, now), now }
  const all = measureOutcomes(db, measures, range)
  const ids = [...all.ids].filter((_, k) => k % 7 === 3)
  const some = measureOutcomes(db, measures, { ...range, listed: JSON.stringify(ids) })
  expect([...some.ids]).toEqual(ids)
  const named = (part: typeof all, m: number, place: number) => {
    const value = part.values[m]?.[place] ?? Number.NaN
    return part.words[m] ? (part.words[m]?.[value] ?? null) : value
  }
  for (const [k, id] of ids.entries()) {
    const place = all.ids.indexOf(id)
    for (let m = 0; m < measures.length; m++)
      for (const at of [0, 1])
        expect([id, measures[m]?.name, named(some, m, 2 * k + at)]).toEqual([
          ...[id, measures[m]?.name],
          named(all, m, 2 * place + at),
        ])
    const contacts = (part: typeof all, unit: number) =>
      part.contacts.at.slice(part.contacts.offsets[unit], part.contacts.offsets[unit + 1])
    expect(contacts(some, k)).toEqual(contacts(all, place))
  }
  connection.close()
})
