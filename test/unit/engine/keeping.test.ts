import { expect, it } from 'vitest'
import { z } from 'zod'
import { statement } from '../../../main/cache/db.ts'
import { LONGEST, MOST_KEPT } from '../../../main/cache/kept/kept-answers.ts'
import { type Asked, createKeeping } from '../../../main/engine/apart/keeping.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

const schema = z.object({ sent: z.int() })
const ofDays = (days: number): Asked => ({ name: 'review.figures', input: { days } })

/** What is kept over a clock that only the test moves. */
function aKeeping() {
  const cache = aCache()
  const at = { now: NOON, wall: NOON }
  const keeping = createKeeping({ ...cache, clock: { now: () => at.now, wall: () => at.wall } })
  /** Counts for `took` ms, and waits until what is to be kept is kept. */
  const counted = async (asked: Asked | null, answer: unknown, took = 5_000) => {
    const got = await keeping.through(asked, async () => {
      at.wall += took
      return answer
    })
    await keeping.close()
    return got
  }
  const shown = (asked: Asked) => keeping.find(asked, schema)
  return { ...cache, at, keeping, counted, shown }
}

it('what took long is shown again with the moment at which it was counted, and the newest takes the place of the last', async () => {
  const { at, counted, shown } = aKeeping()
  expect(shown(ofDays(30))).toBeNull()
  expect(await counted(ofDays(30), { sent: 1 })).toEqual({ sent: 1 })
  const first = at.wall
  at.wall += HOUR
  expect(shown(ofDays(30))).toEqual({ countedAt: first, answer: { sent: 1 } })
  await counted(ofDays(30), { sent: 2 })
  expect(shown(ofDays(30))).toEqual({ countedAt: at.wall, answer: { sent: 2 } })
})

it('who asks is always answered by a new count', async () => {
  const { counted } = aKeeping()
  await counted(ofDays(30), { sent: 1 })
  expect(await counted(ofDays(30), { sent: 2 })).toEqual({ sent: 2 })
})

it('nobody is shown the answer to another question, of another version, or of another shape', async () => {
  const { counted, shown, keeping, writer } = aKeeping()
  await counted(ofDays(30), { sent: 1 })
  expect(shown(ofDays(90))).toBeNull()
  expect(shown({ name: 'trigger.activity', input: { days: 30 } })).toBeNull()
  expect(keeping.find(ofDays(30), z.object({ accounts: z.int() }))).toBeNull()
  expect(shown(ofDays(30))).not.toBeNull()
  await writer.write('user', tx => tx.run(statement("UPDATE kept_answer SET program = '0.0.1'")))
  expect(shown(ofDays(30))).toBeNull()
})

it('a damaged answer is none', async () => {
  const { counted, shown, writer } = aKeeping()
  await counted(ofDays(30), { sent: 1 })
  await writer.write('user', tx => tx.run(statement(`UPDATE kept_answer SET answer = '{"sent": 1'`)))
  expect(shown(ofDays(30))).toBeNull()
})

it('what took no time is not written, nor what is too long, nor what nobody asks for again', async () => {
  const { counted, notices } = aKeeping()
  await counted(ofDays(30), { sent: 1 }, 20)
  await counted(ofDays(30), { sent: 1, words: 'x'.repeat(LONGEST) })
  await counted(null, { sent: 1 })
  expect(notices).toEqual([])
})

it('after a clock was set back, and after a month, nothing is shown', async () => {
  const { at, counted, shown } = aKeeping()
  await counted(ofDays(30), { sent: 1 })
  at.now -= HOUR
  expect(shown(ofDays(30))).toBeNull()
  at.now += HOUR
  at.wall -= HOUR
  expect(shown(ofDays(30))).toBeNull()
  at.wall += HOUR + 29 * DAY
  expect(shown(ofDays(30))).not.toBeNull()
  at.wall += 2 * DAY
  expect(shown(ofDays(30))).toBeNull()
})

it('the newest answers of a call stay, so that the file does not grow', async () => {
  const { counted, shown, connection } = aKeeping()
  for (let days = 1; days <= MOST_KEPT + 5; days++) await counted(ofDays(days), { sent: days })
  await counted({ name: 'trigger.activity', input: null }, { sent: 0 })
  const kept = connection.prepare('SELECT name, count(*) AS n FROM kept_answer GROUP BY name ORDER BY name').all()
  expect(kept).toEqual([
    { name: 'review.figures', n: MOST_KEPT },
    { name: 'trigger.activity', n: 1 },
  ])
  expect(shown(ofDays(5))).toBeNull()
  expect(shown(ofDays(6))).not.toBeNull()
})

it('an answer during which somebody was erased is not kept; one counted after it is', async () => {
  const { at, counted, shown, writer } = aKeeping()
  const erase = (ended: number | null) =>
    writer.write('user', tx => {
      tx.run(statement('DELETE FROM erasure'))
      tx.run(
        statement(
          `INSERT INTO erasure (id, kind, state, asked_by, asked_at, ended_at) VALUES ('e', 'account', 'rows', 'maya', ?, ?)`,
          [at.now, ended],
        ),
      )
    })
  await erase(null)
  await counted(ofDays(30), { sent: 1 })
  expect(shown(ofDays(30))).toBeNull()
  await erase(at.now + 1)
  await counted(ofDays(30), { sent: 1 })
  expect(shown(ofDays(30))).toBeNull()
  at.now += HOUR
  await counted(ofDays(30), { sent: 1 })
  expect(shown(ofDays(30))).not.toBeNull()
})

it('a disk that takes nothing takes no answer away', async () => {
  const { counted, shown, writer } = aKeeping()
  writer.stop({ kind: 'io', what: 'The disk is full.', why: 'No space is left.', todo: 'Make space.' })
  expect(await counted(ofDays(30), { sent: 1 })).toEqual({ sent: 1 })
  expect(shown(ofDays(30))).toBeNull()
})
