import type { Measure } from '../../../shared/trigger.ts'
import { attach } from './events.ts'
import { type Draft, objectRows, refuse } from './rows.ts'
import { column, type Expr, number } from './sql.ts'

type Of<Type extends Measure['type']> = Extract<Measure, { type: Type }>

export function objects(draft: Draft, measure: Of<'objects'>, path: string): Expr {
  const rows = objectRows(draft, measure.object, `${path}.object`, {})
  const of = attach(draft, {
    columns: [
      { name: 'account', value: column('o', 'account') },
      { name: 'n', value: { aggregate: 'count', of: null } },
    ],
    from: { relation: rows, alias: 'o' },
    groupBy: [column('o', 'account')],
  })
  return { coalesce: of('n'), to: number(0) }
}

export function stored(_draft: Draft, _measure: Of<'stored'>, path: string): Expr {
  return refuse(path, 'time in a state is not compiled yet.', 'Use another measure.')
}
