import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import { EVERY_LANE } from '../meter/rows.ts'
import { attach } from './events.ts'
import { type Draft, objectRows, ownerOf } from './rows.ts'
import { column, type Expr, type Join, number, op, text } from './sql.ts'
import { usualRows } from './usual.ts'

type Of<Type extends Measure['type']> = Extract<Measure, { type: Type }>

/** How many objects of a filter an account has. */
export function numberOfObjects(draft: Draft, measure: Of<'objects'>, path: string): Expr {
  const of = attach(draft, measure.object.of, `${path}.object`, {
    columns: [...ownerOf(measure.object.of, 'o'), { name: 'n', value: { aggregate: 'count', of: null } }],
    from: { relation: objectRows(draft, measure.object, `${path}.object`, {}), alias: 'o' },
    groupBy: ownerOf(measure.object.of, 'o').map(one => one.value),
  })
  return { coalesce: of('n'), to: number(0) }
}

/** The longest time, ms, that one of them has been in its present state; with `relative` as a share of what is usual. */
export function longestStay(draft: Draft, measure: Of<'stored'>, path: string): Expr {
  if (measure.relative) return storedRelative(draft, measure, measure.relative, path)
  const rows = objectRows(draft, measure.object, `${path}.object`, { since: (_, since) => since() })
  const of = attach(draft, measure.object.of, `${path}.object`, {
    columns: [
      ...ownerOf(measure.object.of, 'o'),
      { name: 'since', value: { aggregate: 'min', of: column('o', 'since') } },
    ],
    from: { relation: rows, alias: 'o' },
    groupBy: ownerOf(measure.object.of, 'o').map(one => one.value),
  })
  return op(number(draft.t), '-', of('since'))
}

type Relative = NonNullable<Of<'stored'>['relative']>

function storedRelative(draft: Draft, measure: Of<'stored'>, relative: Relative, path: string): Expr {
  const rows = objectRows(draft, measure.object, `${path}.object`, {
    since: (_, since) => since(),
    state: (_, __, state) => state(),
    lane: source => (source.lane ? { field: { alias: 'x', ...source.lane }, as: 'text' } : { nothing: 'text' }),
  })
  const relation = usualRows(draft, measure.object.kind, relative.quantile, `${path}.relative`)
  const learned = (alias: string, lane: Expr): Join => ({
    relation,
    alias,
    left: true,
    on: {
      all: [
        op(column(alias, 'state'), '=', column('o', 'state')),
        op(column(alias, 'lane'), '=', lane),
        op(column(alias, 'stays'), '>=', number(relative.minimum)),
        op(column(alias, 'ms'), '>', number(0)),
      ],
    },
  })
  const usual: Expr = { coalesce: column('own', 'ms'), to: column('every', 'ms') }
  const share = op(op(number(draft.t), '-', column('o', 'since')), '/', usual)
  const of = attach(draft, measure.object.of, `${path}.object`, {
    columns: [...ownerOf(measure.object.of, 'o'), { name: 'share', value: { aggregate: 'max', of: share } }],
    from: { relation: rows, alias: 'o' },
    joins: [learned('own', column('o', 'lane')), learned('every', text(EVERY_LANE))],
    groupBy: ownerOf(measure.object.of, 'o').map(one => one.value),
  })
  return of('share')
}
