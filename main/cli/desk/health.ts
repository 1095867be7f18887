import type { AccountHealth } from '../../../shared/predict/health.ts'
import { type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'

/** Changes that are listed; `--json` has all that are kept. */
const SHOWN = 10

/** The health of an account, what takes it away, and how it went. */
export const healthCommand: Run = async ({ client, args: [id, more], options }) => {
  if (!/^[1-9]\d{0,14}$/.test(id ?? '') || more !== undefined)
    throw usage('The command “health” takes the id of one account', 'forestall health 7')
  const found = await client.account.health({ id: Number(id) })
  print(options.json, found, () => healthLines(found))
}

const BASIS = {
  model: '100 × the chance that the account neither contacts support nor leaves, as the model in use says',
  issues: '100 × the chance that none of the open issues comes true, if none has to do with another',
}

/** A health with its parts and its latest changes. */
export function healthLines({ health, by, parts, points }: AccountHealth): string[] {
  return [
    health === null || by === null
      ? 'Nothing measures the health: no issue is open, and no trained model has scored the account.'
      : `Health ${health.toFixed(1)} of 100: ${BASIS[by]}`,
    ...table(
      parts.map(one => [`−${one.points.toFixed(1)}`, one.issueId, one.title, `risk ${(100 * one.risk).toFixed(0)} %`]),
    ),
    ...(points.length === 0 ? [] : ['', ...table(points.slice(-SHOWN).reverse().map(pointCells))]),
  ]
}

const pointCells = ({ at, health, changes }: AccountHealth['points'][number]): string[] => [
  new Date(at).toISOString(),
  health === null ? '–' : health.toFixed(1),
  changes.map(change => ('title' in change ? `${change.title} ${change.by}` : 'scored by the model')).join('; '),
]
