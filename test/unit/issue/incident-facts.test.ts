import { expect, it } from 'vitest'
import type { Query, ReadDb } from '../../../main/cache/db.ts'
import { factsOf } from '../../../main/issue/incident/facts.ts'
import { FEWEST } from '../../../main/issue/incident/incident.ts'
import { othersOf, troublesOf } from '../../../main/issue/incident/queries.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

/** The statements that are asked about a cause with so many troubles today. */
function askedFor(cause: { dimension: string; cause: string }, troubles: number): string[] {
  const asked: string[] = []
  const rows = Array.from({ length: troubles }, (_, n) => ({
    ...{ signal: n, trigger: 't', issue: n, account: n, at: NOON - n, closedAt: null },
  }))
  const own = troublesOf(cause, 0).sql
  const read = {
    all: ({ sql }: Query<unknown>) => {
      asked.push(sql)
      return sql === own ? rows : []
    },
    get: () => ({ at: NOON - DAY / 2 }),
  } as unknown as ReadDb
  factsOf({ read, now: NOON, since: new Map(), watched: [], stored: [] }, { ...cause, at: NOON })
  return asked
}

it('reads the other causes of a dimension once there are enough troubles for an incident', () => {
  const release = { dimension: 'release', cause: '1.2' }
  const { sql } = othersOf(release, 0)
  expect(askedFor(release, FEWEST - 1)).not.toContain(sql)
  expect(askedFor(release, FEWEST)).toContain(sql)
})
