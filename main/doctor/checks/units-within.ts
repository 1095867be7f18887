import type { Finding } from '../../../shared/model/finding.ts'
import { formatMoney } from '../../../shared/money.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'
import { isHundred, LEAST_AMOUNTS, type Step, stepsIn, typical } from '../steps.ts'

interface Amount {
  minor: number
  /** What its owner pays for, where that is known: a tier has a size of its own. */
  plan: string | null
  id: string
}

interface Reads {
  sourceId: number
  source: string
  /** What is compared: revenue of accounts, or amounts of one kind of object. */
  of: string
  currency: string
}

const sources = query<{ id: number; name: string; config: string }>(
  "SELECT id, name, config FROM source WHERE kind = 'files' ORDER BY id",
)
const kinds = (sourceId: number) =>
  query<{ of: string | null; currency: string }>(
    `SELECT NULL AS "of", a.currency FROM account_key k JOIN account a ON a.id = k.account_id
     WHERE k.source_id = :sourceId AND a.mrr_minor <> 0 AND a.currency IS NOT NULL
     GROUP BY 2 HAVING count(*) >= ${2 * LEAST_AMOUNTS}
     UNION ALL
     SELECT kind, currency FROM object
     WHERE source_id = :sourceId AND amount_minor <> 0 AND currency IS NOT NULL
     GROUP BY 1, 2 HAVING count(*) >= ${2 * LEAST_AMOUNTS}
     ORDER BY 1, 2`,
    { sourceId },
  )
// Rows get their ids as they are read, so that the order of ids is that of files.
const revenue = (sourceId: number, currency: string) =>
  query<Amount>(
    `SELECT abs(a.mrr_minor) AS minor, a.plan, k.external_id AS id
     FROM account_key k JOIN account a ON a.id = k.account_id
     WHERE k.source_id = :sourceId AND a.currency = :currency AND a.mrr_minor <> 0 ORDER BY a.id`,
    { sourceId, currency },
  )
const amounts = (sourceId: number, currency: string, kind: string) =>
  query<Amount>(
    `SELECT abs(amount_minor) AS minor, NULL AS plan, external_id AS id FROM object
     WHERE source_id = :sourceId AND currency = :currency AND kind = :kind AND amount_minor <> 0 ORDER BY object.id`,
    { sourceId, currency, kind },
  )

/** Amounts of one file that are about a hundred times those of another of the same source: the unit of one is not that of the other. */
export const unitsOffWithin: Check = ({ db }) =>
  db.all(sources).flatMap(({ id, name, config }) => {
    if (!mayBeSeveral(config)) return []
    return db.all(kinds(id)).flatMap(({ of, currency }) => {
      const found = of === null ? db.all(revenue(id, currency)) : db.all(amounts(id, currency, of))
      return stepsOf({ sourceId: id, source: name, of: of ?? 'monthly revenue', currency }, found)
    })
  })

/** Whether a source reads more than one file; a path with a pattern may stand for several. */
function mayBeSeveral(config: string): boolean {
  const { streams } = JSON.parse(config) as { streams?: { path?: string }[] }
  return streams !== undefined && (streams.length > 1 || streams.some(({ path }) => /[*?[{(]/.test(path ?? '')))
}

function stepsOf(reads: Reads, found: readonly Amount[]): Finding[] {
  return stepsIn(found.map(({ minor }) => minor))
    .filter(step => !isTier(found, step))
    .map(step => findingOf(reads, found, step))
}

/** Whether plans explain a step: only amounts of one plan can be compared, because another may well cost a hundred times as much. */
function isTier(found: readonly Amount[], { from, at, until }: Step): boolean {
  const [before, behind] = [byPlan(found.slice(from, at)), byPlan(found.slice(at, until))]
  return ![...before].some(([plan, own]) => {
    const other = behind.get(plan)
    if (other === undefined) return false
    const [a, b] = [typical(own), typical(other)]
    return isHundred(Math.max(a, b), Math.min(a, b))
  })
}

const byPlan = (found: readonly Amount[]): Map<string | null, number[]> =>
  new Map([...Map.groupBy(found, ({ plan }) => plan)].map(([plan, all]) => [plan, all.map(({ minor }) => minor)]))

function findingOf({ sourceId, source, of, currency }: Reads, found: readonly Amount[], step: Step): Finding {
  const sides = [found.slice(step.from, step.at), found.slice(step.at, step.until)].map(all => ({
    all,
    size: typical(all.map(({ minor }) => minor)),
  }))
  const [small, large] = sides.toSorted((a, b) => a.size - b.size)
  const shown = ({ all, size }: (typeof sides)[number]) =>
    `${all[0]?.id} to ${all.at(-1)?.id}: typically ${formatMoney({ minor: size, currency })}`
  return {
    check: 'units_off',
    what: `In ${source}, a typical ${of} from ${found[step.at]?.id} on is about ${Math.round((large?.size ?? 0) / (small?.size ?? 1))} times ${
      large === sides[0] ? 'smaller' : 'larger'
    } than in the rows before.`,
    why: `${several(step.until - step.from, 'amount')} may come from files in different units, one in cents and one in whole units; priorities rank by them.`,
    todo: `Compare the amounts in the files of ${source}, and set the unit in the mapping of the file that differs.`,
    count: large?.all.length ?? 0,
    examples: [small, large].flatMap(side => (side ? [shown(side)] : [])),
    sourceId,
  }
}
