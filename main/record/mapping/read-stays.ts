import type { StaysRef } from '../../../shared/source/record-mapping.ts'
import type { StaysOf } from '../build-record.ts'
import type { PropertyValue } from '../record.ts'
import { expressionOf } from './expression.ts'
import { valueReader } from './read-value.ts'
import { jsonShape, type Shape } from './shape.ts'

interface Step {
  state: string
  since: number
}

/** Reads the states that an object went through: oldest first, each until the next, one after the other being different. */
export function staysReader<Row>(shape: Shape<Row>, stays: StaysRef | undefined): StaysOf<Row> {
  if (!stays) return () => []
  const stepsOf = Array.isArray(stays) ? stepsInColumns(shape, stays) : stepsInList(shape, stays)
  return (row, state, since) => {
    const steps = stepsOf(row)
    steps.sort((a, b) => a.since - b.since)
    const last = steps.at(-1)
    if (last && state !== null && last.state !== state)
      steps.push({ state, since: Math.max(since ?? last.since, last.since + 1) })
    const turns = steps.filter((step, n) => step.state !== steps[n - 1]?.state)
    return turns.map((step, n) => ({ ...step, until: turns[n + 1]?.since ?? null }))
  }
}

const stepOf = (state: PropertyValue, since: PropertyValue): Step[] =>
  state === null || typeof since !== 'number' ? [] : [{ state: String(state), since }]

function stepsInList<Row>(
  shape: Shape<Row>,
  { each, state, since }: Exclude<StaysRef, readonly unknown[]>,
): (row: Row) => Step[] {
  const list = expressionOf(each)
  const stateOf = valueReader(jsonShape, state, 'state')
  const sinceOf = valueReader(jsonShape, since, 'stateSince')
  return row => {
    const items = list(shape.json(row))
    return (Array.isArray(items) ? items : []).flatMap(item => stepOf(stateOf(item), sinceOf(item)))
  }
}

/** Steps of one day in the order of the mapping: an order that is paid as it is placed was placed first. */
function stepsInColumns<Row>(shape: Shape<Row>, stays: Extract<StaysRef, readonly unknown[]>): (row: Row) => Step[] {
  const steps = stays.map(({ state, since }) => ({
    state: valueReader(shape, state, 'state'),
    since: valueReader(shape, since, 'stateSince'),
  }))
  return row => steps.flatMap(step => stepOf(step.state(row), step.since(row)))
}
