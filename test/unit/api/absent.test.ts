import { isContractProcedure } from '@orpc/contract'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { callByName } from '../../../main/cli/call.ts'
import { contract } from '../../../shared/contract/whole/contract.ts'
import { INCIDENT_STATES } from '../../../shared/incident.ts'
import { OUTBOX_STATES } from '../../../shared/vocabulary.ts'
import { ASKED } from '../../helpers/asked-calls.ts'
import { aFullCopy, type Full } from '../../helpers/full-workspace.ts'

const WHOLE = { from: 0, to: 253_402_300_799_999 }

/** The names that the input of a call may leave out. */
function optionalOf(path: string): string[] {
  const found = path.split('.').reduce<object>((node, key) => (node as Record<string, object>)[key] ?? {}, contract)
  const input = isContractProcedure(found) ? found['~orpc'].inputSchema : undefined
  if (!(input instanceof z.ZodObject)) return []
  return Object.entries(input.shape).flatMap(([name, of]) => (of instanceof z.ZodOptional ? [name] : []))
}

const periodic = Object.keys(ASKED).filter(path => ['from', 'to'].every(name => optionalOf(path).includes(name)))

/** An answer without the bounds that it repeats. */
const apart = (answer: unknown): string =>
  JSON.stringify(answer, (key, value: unknown) => {
    const isBound = (key === 'from' && value === WHOLE.from) || (key === 'to' && value === WHOLE.to)
    return isBound ? null : value
  })

const answerTo = (full: Full, path: string, input: object) => callByName(full.call, path, JSON.stringify(input))

it('an argument that is left out bounds nothing, and what was sent is counted once everywhere', async () => {
  const full = await aFullCopy()
  const { call } = full
  const different: string[] = []
  for (const path of periodic)
    for (const input of ASKED[path]?.(full) ?? []) {
      const { from: _from, to: _to, ...rest } = (input ?? {}) as { from?: number; to?: number }
      const absent = apart(await answerTo(full, path, rest))
      const whole = apart(await answerTo(full, path, { ...rest, ...WHOLE }))
      if (absent !== whole) different.push(path)
    }
  expect(different).toEqual([])
  expect(periodic).toEqual(expect.arrayContaining(['review.summary', 'review.cohort', 'outbox.unsentCounts']))

  const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id).sort((a, b) => a - b)
  const byState = await Promise.all(OUTBOX_STATES.map(state => call.outbox.list({ state, limit: 500 })))
  expect(ids(await call.outbox.list({ limit: 500 }))).toEqual(ids(byState.flat()))
  const incidents = await Promise.all(INCIDENT_STATES.map(state => call.incident.list({ state, limit: 500 })))
  expect(ids(await call.incident.list({ limit: 500 }))).toEqual(ids(incidents.flat()))

  const sent = await call.outbox.list({ state: 'sent', limit: 500 })
  const { counts } = await call.outbox.summary()
  const { totals, weeks } = await call.review.summary({})
  expect(sent.length).toBeGreaterThan(0)
  expect(counts.sent).toBe(sent.length)
  expect(totals.messages).toBe(sent.filter(({ kind }) => kind === 'message').length)
  expect(weeks.reduce((sum, week) => sum + week.sent, 0)).toBe(totals.sent)
  expect(new Set(sent.map(({ interventionId }) => interventionId)).size).toBe(totals.sent)
})
