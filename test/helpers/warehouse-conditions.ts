import fc from 'fast-check'
import type { Condition } from '../../shared/trigger.ts'

const where = fc.constantFrom<Record<string, string | number | boolean>>(
  {},
  { beta: true },
  { region: 'eu' },
  { region: "o'hare" },
  { errors: 1 },
  { errors: 'one' },
  { beta: false, region: 'us' },
)
const events = fc.record({ kind: fc.constantFrom('used', 'failed'), where })
const over = fc.constantFrom('1d', '12h', '3d', '7d', '20d')
const op = fc.constantFrom('>=', '>', '<=', '<', '=')
const compared = (measure: fc.Arbitrary<unknown>, threshold: fc.Arbitrary<unknown>) =>
  fc.record({ measure, op, threshold }) as fc.Arbitrary<Condition>

const few = fc.integer({ min: 0, max: 4 })
const field = fc.constantFrom('value', 'errors')

const comparison = fc.oneof(
  compared(fc.record({ type: fc.constant('count'), events, over }), few),
  compared(fc.record({ type: fc.constant('sum'), events, field, over }), few),
  compared(
    fc.record(
      {
        type: fc.constant('rate'),
        events,
        field,
        over: fc.constantFrom('1d', '3d'),
        baseline: fc.constantFrom('7d', '20d'),
        minimum: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ['type', 'events', 'over', 'baseline', 'minimum'] },
    ),
    fc.constantFrom(0, 0.5, 1, 2, 7),
  ),
)

/** Conditions in which undefined measures, negations and both kinds of joining occur. */
export const someCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition
