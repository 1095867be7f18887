import type { Finding } from '../../../shared/model/finding.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'

interface Spelt {
  value: string
  n: number
}

/** Where a value is compared letter by letter: by filters, groups of the review and conditions of triggers. */
const PLACES = [
  { of: 'plan', noun: 'account', sql: 'SELECT plan AS value, count(*) AS n FROM account', by: 'plan' },
  { of: 'owner', noun: 'account', sql: 'SELECT owner AS value, count(*) AS n FROM account', by: 'owner' },
] as const

const valuesOf = ({ sql, by }: (typeof PLACES)[number]) =>
  query<Spelt>(`${sql} WHERE merged_into IS NULL AND ${by} IS NOT NULL GROUP BY ${by} ORDER BY n DESC, ${by}`)
const kinds = (record: 'event' | 'object') =>
  query<Spelt>(
    'SELECT kind AS value, count(*) AS n FROM stream_kind WHERE record = ? GROUP BY kind ORDER BY n DESC, kind',
    [record],
  )

/** One thing, however it is capitalised and whatever stands between its words. */
const folded = (value: string): string =>
  value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()

/** Values that differ only in how they are written, the commonest first. */
function alike(values: readonly Spelt[]): Spelt[][] {
  return [...Map.groupBy(values, ({ value }) => folded(value)).values()].filter(group => group.length > 1)
}

const listed = (group: readonly Spelt[]): string => group.map(({ value }) => `“${value}”`).join(', ')

function finding(of: string, noun: string, groups: readonly Spelt[][]): Finding[] {
  const [first] = groups
  if (!first) return []
  const all = groups.flat()
  const more = groups.length > 1 ? `, and ${groups.length - 1} more likewise` : ''
  const count = all.reduce((sum, { n }) => sum + n, 0)
  return [
    {
      check: 'several_spellings',
      what: `One ${of} is written in several ways: ${listed(first)}${more}, in ${several(count, noun)}.`,
      why: 'Filters, triggers and the review count each spelling apart.',
      todo: `Write them alike at the source, or translate them in the mapping: “map” for the column of the ${of}.`,
      count,
      examples: groups.slice(1, 3).map(listed),
      sourceId: null,
    },
  ]
}

/** Plans, owners and kinds of events and objects that are one and are spelt in several ways. */
export const severalSpellings: Check = ({ db }) => [
  ...PLACES.flatMap(place => finding(place.of, place.noun, alike(db.all(valuesOf(place))))),
  ...(['event', 'object'] as const).flatMap(record =>
    finding(`kind of ${record}`, 'stream', alike(db.all(kinds(record)))),
  ),
]
