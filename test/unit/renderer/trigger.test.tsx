import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { barsOf } from '../../../renderer/screens/triggers/backtest-panel.tsx'
import { conditionWords } from '../../../renderer/screens/triggers/condition-words.ts'
import { useTriggerDrafts } from '../../../renderer/screens/triggers/drafts.ts'
import { newComparison, turnMeasure, withMeasure } from '../../../renderer/screens/triggers/edit-condition.ts'
import { readDefinition } from '../../../renderer/screens/triggers/explain.ts'
import { scalarOf } from '../../../renderer/screens/triggers/filter-parts.tsx'
import { heldToday, heldWords } from '../../../renderer/screens/triggers/held-words.ts'
import {
  addBeside,
  addInto,
  type ConditionPath,
  removeAt,
  replaceAt,
  toggleNot,
  turnGroup,
} from '../../../renderer/state/condition-tree.ts'
import { writeJson } from '../../../renderer/state/definition-drafts.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { MEASURE_TYPES, type MeasureType } from '../../../shared/trigger/measures/measures.ts'
import {
  type Comparison,
  type Condition,
  comparisonsOf,
  conditionSchema,
  type Trigger,
} from '../../../shared/trigger/trigger.ts'

const [starter] = starterTriggers() as [Trigger, ...Trigger[]]
const starters = fc.constantFrom(...starterTriggers())

/** Paths of every part of a condition. */
function pathsOf(condition: Condition, path: ConditionPath = []): ConditionPath[] {
  if ('measure' in condition) return [path]
  if ('not' in condition) return [path, ...pathsOf(condition.not, [...path, 'not'])]
  const [kind, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const)
  return [path, ...parts.flatMap((part, n) => pathsOf(part, [...path, kind, n]))]
}
const at = (condition: Condition, path: ConditionPath): unknown =>
  path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key as string], condition)

/** One press in the builder. */
function press(condition: Condition, what: number, where: number, type: MeasureType): Condition {
  const paths = pathsOf(condition)
  const path = paths[where % paths.length] ?? []
  const part = at(condition, path) as Condition
  if (what === 0) return addBeside(condition, path, 'all', newComparison())
  if (what === 1) return addBeside(condition, path, 'any', newComparison())
  if (what === 2) return toggleNot(condition, path)
  if (what === 3) return removeAt(condition, path)
  if ('measure' in part) return replaceAt(condition, path, withMeasure(part, turnMeasure(part.measure, type)))
  if ('all' in part || 'any' in part)
    return what === 4 ? turnGroup(condition, path) : addInto(condition, path, newComparison())
  return condition
}

const presses = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.nat(20), fc.constantFrom(...MEASURE_TYPES)), {
  maxLength: 12,
})

beforeEach(() => useTriggerDrafts.setState({ byId: {} }))

describe('the builder and the JSON beside it', () => {
  it('say the same after any presses: what is built is a valid trigger, and its JSON reads back as itself', () => {
    fc.assert(
      fc.property(starters, presses, (definition, list) => {
        const when = list.reduce(
          (condition, [what, where, type]) => press(condition, what, where, type),
          definition.when,
        )
        expect(conditionSchema.safeParse(when).error).toBeUndefined()
        const { edit, type } = useTriggerDrafts.getState()
        edit('t', { ...definition, version: 2, when })
        const built = useTriggerDrafts.getState().byId.t
        type('t', built?.text ?? '', definition)
        expect(useTriggerDrafts.getState().byId.t).toEqual(built)
        expect(conditionWords(when).length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  it('names the place of a mistake, and keeps what was typed and what was built', () => {
    const { type } = useTriggerDrafts.getState()
    const broken = writeJson(starter).replace(/"cooldown": "[^"]*"/, '"cooldown": "soon"')
    type('t', broken, starter)
    const draft = useTriggerDrafts.getState().byId.t
    expect(draft?.problem).toMatch(/cooldown.*expected a duration.*"soon"/)
    expect(draft?.text).toBe(broken)
    expect(draft?.definition).toEqual(starter)
    type('t', '{"id": ', starter)
    expect(useTriggerDrafts.getState().byId.t?.problem).toMatch(/^This is not valid JSON/)
    type('t', writeJson(starter), starter)
    expect(useTriggerDrafts.getState().byId.t).toMatchObject({ problem: null })
  })

  it('reads an exported trigger back as it was', () => {
    for (const definition of starterTriggers())
      expect(readDefinition(writeJson(definition))).toEqual({ definition: { ...definition, version: 2 } })
  })
})

describe('presses', () => {
  const one = newComparison('login')
  it('adds to the group where there is one, and makes one where there is none', () => {
    const both = addBeside(one, [], 'all', newComparison('error_seen'))
    expect(both).toEqual({ all: [one, newComparison('error_seen')] })
    expect(addBeside(both, ['all', 0], 'all', newComparison('x'))).toMatchObject({ all: [{}, {}, {}] })
    expect(addBeside(both, ['all', 0], 'any', newComparison('x'))).toMatchObject({ all: [{ any: [{}, {}] }, {}] })
  })

  it('dissolves a group of one, and never removes the last line', () => {
    expect(removeAt({ all: [one, newComparison('x')] }, ['all', 1])).toEqual(one)
    expect(removeAt(one, [])).toEqual(one)
  })

  it('says not, and takes it back', () => {
    expect(toggleNot(toggleNot(one, []), ['not'])).toEqual(one)
  })

  it('keeps events and window when another measure is chosen, and the threshold where its unit is the same', () => {
    const sum = withMeasure(one, turnMeasure(one.measure, 'sum')) as Comparison
    expect(sum).toMatchObject({ measure: { type: 'sum', events: { kind: 'login' }, over: '28d' }, threshold: 3 })
    expect(withMeasure(one, turnMeasure(one.measure, 'since')).threshold).toBe('10d')
    expect(comparisonsOf(sum)).toEqual([sum])
  })

  it('reads typed values as what they mean', () => {
    expect(['5', 'true', 'DE, FR', 'card'].map(scalarOf)).toEqual([5, true, ['DE', 'FR'], 'card'])
  })
})

describe('bars', () => {
  const days = (n: number) =>
    Array.from({ length: n }, (_, day) => ({ at: day * DAY, firings: 1, followed: 0, undecided: 0 }))
  it('are days for two months and weeks beyond, and lose no firing', () => {
    expect(barsOf({ bars: days(31) })).toHaveLength(31)
    const weeks = barsOf({ bars: days(181) })
    expect(weeks).toHaveLength(26)
    expect(weeks.reduce((sum, { firings }) => sum + firings, 0)).toBe(181)
    for (const [n, bar] of weeks.entries()) expect(bar.from).toBe(n === 0 ? 0 : weeks[n - 1]?.to)
  })
})

describe('what a daily cap holds back', () => {
  it('is said in plain words, today and over the week, and not at all where nothing is', () => {
    const held = (today: number, week: number) => ({ heldToday: today, heldThisWeek: week })
    expect(heldToday(held(12, 12), 50)).toBe('12 held back today by the daily cap of 50')
    expect(heldToday(held(0, 3), 50)).toBeNull()
    expect(heldToday(undefined, 50)).toBeNull()
    expect(heldToday(held(1200, 1200), undefined)).toBe('1,200 held back today by a daily cap')
    expect(heldWords(held(12, 30), 50)).toBe(
      '12 held back today by the daily cap of 50. From midnight (UTC) they fire up to the cap, if the condition still holds. The cap held back 30 accounts in the last 7 days.',
    )
    expect(heldWords(held(0, 1), 50)).toBe(
      'No accounts are held back today by the daily cap of 50. The cap held back 1 account in the last 7 days.',
    )
    expect(heldWords(held(0, 0), 50)).toBeNull()
  })
})
