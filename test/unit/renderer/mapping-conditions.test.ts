import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression, isTruthy } from '../../../main/record/mapping/expression.ts'
import {
  asTest,
  conditionOf,
  expressionFor,
  saidBy,
  shownCondition,
  type WrittenCondition,
} from '../../../renderer/screens/sources/connect/mapping/condition-forms.ts'
import {
  changedStep,
  datedStep,
  staysForm,
  staysList,
} from '../../../renderer/screens/sources/connect/mapping/stays-forms.ts'
import { previewWords } from '../../../renderer/screens/sources/connect/preview-words.ts'

const holds = (condition: WrittenCondition, row: object): boolean => {
  const compiled = compileExpression(expressionFor(condition) ?? '@')
  if (!compiled.ok) throw new Error(compiled.why)
  return isTruthy(compiled.get(row))
}

describe('a condition of a mapping', () => {
  const status = { column: 'Order state', value: "won't" }
  it.each<[WrittenCondition, object, boolean]>([
    [{ test: 'filled', column: 'paid' }, { paid: '2024-01-01' }, true],
    [{ test: 'filled', column: 'paid' }, { paid: '' }, false],
    [{ test: 'blank', column: 'paid.on' }, { paid: { on: null } }, true],
    [{ test: 'blank', column: 'paid.on' }, { paid: { on: '1' } }, false],
    [{ test: 'is', ...status }, { 'Order state': "won't" }, true],
    [{ test: 'not', ...status }, { 'Order state': "won't" }, false],
    [{ test: 'is', column: 'n', value: '3' }, { n: 3 }, true],
    [{ test: 'is', column: 'n', value: '3' }, { n: '3' }, true],
    [{ test: 'not', column: 'n', value: 'true' }, { n: true }, false],
    [{ test: 'not', column: 'n', value: 'true' }, { n: 'no' }, true],
    [{ test: 'is', column: 'n', value: '007' }, { n: '007' }, true],
  ])('%j over %j is %s', (condition, row, expected) => expect(holds(condition, row)).toBe(expected))

  it('is shown by the form that wrote it, whatever its column and value', () => {
    const column = fc.string({ minLength: 1 }).filter(text => text.split('.').every(part => part !== ''))
    const condition: fc.Arbitrary<WrittenCondition> = fc.oneof(
      fc.record({ test: fc.constantFrom('filled' as const, 'blank' as const), column }),
      fc.record({
        test: fc.constantFrom('is' as const, 'not' as const),
        column,
        value: fc.oneof(fc.string(), fc.constantFrom('1', '-2.5', 'true')),
      }),
    )
    fc.assert(
      fc.property(condition, one => {
        const text = expressionFor(one)
        expect(conditionOf(text)).toEqual(one)
        expect(compileExpression(text ?? '').ok).toBe(true)
      }),
    )
  })

  it('that a column says keeps how it is read, and becomes an expression over the same column', () => {
    const ref = { field: 'deleted on', type: 'date' as const, format: 'dmy' as const }
    const shown = shownCondition(ref)
    expect(saidBy(shown)).toEqual(ref)
    expect(asTest(shown, 'expression', 'id')).toEqual({ test: 'expression', text: '"deleted on"' })
    expect(saidBy(asTest(conditionOf('gone'), 'says', 'id'))).toEqual({ field: 'gone', type: 'boolean' })
  })

  it.each(['a == b', "status == 'x' || other", "contains(name, 'x')", "a == '1' || b == `2`", '!a.b'])(
    '%s is left as an expression',
    text => expect(conditionOf(text)).toEqual({ test: 'expression', text }),
  )

  it('keeps its column and value when another test is chosen', () => {
    const is: WrittenCondition = { test: 'is', column: 'state', value: 'open' }
    expect(asTest(is, 'not', 'id')).toEqual({ ...is, test: 'not' })
    expect(asTest(is, 'blank', 'id')).toEqual({ test: 'blank', column: 'state' })
    expect(asTest(is, 'expression', 'id')).toEqual({ test: 'expression', text: "state == 'open'" })
    expect(asTest({ test: 'always' }, 'filled', 'id')).toEqual({ test: 'filled', column: 'id' })
  })
})

describe('dated states in a form', () => {
  it('show and change a step, and keep what the form does not show', () => {
    const since = { field: 'Paid on', type: 'date', format: 'dmy', map: { never: '' } } as const
    const form = staysForm([{ state: { const: 'paid' }, since }])
    const [step] = form.kind === 'columns' ? form.steps : []
    if (!step) throw new Error('no step')
    expect(step).toMatchObject({ state: 'paid', column: 'Paid on', format: 'dmy' })
    expect(changedStep(step, { state: 'settled' })).toEqual({ state: { const: 'settled' }, since })
    expect(changedStep(step, { format: 'mdy' })).toEqual({
      state: { const: 'paid' },
      since: { ...since, format: 'mdy' },
    })
  })

  it('take a plain expression for a column once its column is changed', () => {
    const form = staysForm([{ state: 'status', since: 'paid_at' }])
    const [step] = form.kind === 'columns' ? form.steps : []
    if (!step) throw new Error('no step')
    expect(step).toMatchObject({ state: null, column: 'paid_at' })
    expect(changedStep(step, {})).toEqual({ state: 'status', since: 'paid_at' })
    expect(changedStep(step, { column: 'sent_at' }).since).toEqual({ field: 'sent_at', type: 'date', format: 'iso' })
  })

  it('are a list within the row, or none', () => {
    expect(staysForm(staysList({ each: 'log', state: '', since: 'when' }))).toEqual({
      kind: 'list',
      list: { each: 'log', state: 'state', since: 'when' },
    })
    expect(staysForm(undefined)).toEqual({ kind: 'none' })
    expect(datedStep('open', 'at', 'iso')).toEqual({
      state: { const: 'open' },
      since: { field: 'at', type: 'date', format: 'iso' },
    })
  })
})

describe('the words of a preview', () => {
  const row = (line: number, record: string | null, error: string | null = null) => ({ line, record, error })
  it.each([
    [[row(1, 'account')], 'The first row is valid.'],
    [[row(1, 'account'), row(1, 'object'), row(2, 'account')], 'The first 2 rows are valid. They become 3 records.'],
    [[row(1, 'account'), row(2, null)], '1 of the first 2 rows would be left out.'],
    [[row(1, null, 'bad'), row(2, 'event')], '1 of the first 2 rows would be quarantined.'],
  ])('of %j are “%s”', (rows, words) => expect(previewWords(rows)).toBe(words))
})
