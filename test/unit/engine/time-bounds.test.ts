import { expect, it } from 'vitest'
import { LAST_MOMENT } from '../../../shared/model/values.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'

const ABSURD = [-9007199254740325, 9007199254740991, LAST_MOMENT + 1, Number.NaN, Number.POSITIVE_INFINITY, 0.5]
type Call = Awaited<ReturnType<typeof aWorkspace>>['call']

const NAMING: [string, (call: Call, at: number) => Promise<unknown>][] = [
  ['a fixed clock', (call, at) => call.workspace.setClock({ mode: 'fixed', at })],
  ['a shifted clock', (call, offset) => call.workspace.setClock({ mode: 'shifted', offset })],
  ['the end of a snooze', (call, until) => call.issue.snooze({ ids: [1], until })],
  [
    'the days of the frequency cap',
    (call, days) => call.workspace.setGuardrails(rules({ frequencyCap: { messages: 1, days } })),
  ],
  ['the days since a contact', (call, days) => call.workspace.setGuardrails(rules({ recentContactDays: days }))],
  ['the undo window', (call, undoSeconds) => call.workspace.setGuardrails(rules({ undoSeconds }))],
  ['a schedule', (call, scheduleMs) => call.source.schedule({ sourceId: 1, scheduleMs })],
  ['a period of the review', (call, from) => call.review.summary({ from })],
]
const rules = (more: object) => ({ holdout: 0, ...more })

it.each(NAMING)('%s that no calendar shows is refused at the contract', async (_name, ask) => {
  const { call } = await aWorkspace()
  for (const at of ABSURD) await expect(ask(call, at)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('times that a person may mean are taken', async () => {
  const { call } = await aWorkspace()
  for (const at of [0, Date.UTC(2026, 0, 1), LAST_MOMENT]) {
    await call.workspace.setClock({ mode: 'fixed', at })
    expect((await call.workspace.info()).now).toBe(at)
  }
  await call.workspace.setClock({ mode: 'shifted', offset: -3_650 * DAY })
  await call.workspace.setGuardrails(rules({ frequencyCap: { messages: 1, days: 3_650 } }))
})

it('a shifted clock stops at the ends of time', async () => {
  const { call } = await aWorkspace()
  await call.workspace.setClock({ mode: 'shifted', offset: -LAST_MOMENT })
  expect((await call.workspace.info()).now).toBe(0)
  await call.workspace.setClock({ mode: 'shifted', offset: LAST_MOMENT })
  expect((await call.workspace.info()).now).toBe(LAST_MOMENT)
})
