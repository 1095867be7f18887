import { z } from 'zod'
import { text } from './values.ts'

const exampleSchema = z.object({ line: z.int(), text })

/** Why a value that was read may still not be what was meant, and rows of which something is not taken at its word. */
export const ASSUMED_KINDS = [
  ...(['utc', 'century', 'change', 'far', 'garbled', 'stated', 'rounded'] as const),
  ...([
    'day',
    'week',
    'month',
    'quarter',
    'country',
    'backwards',
    'state',
    'negative',
    'none',
    'gone',
    'alike',
    'merged',
  ] as const),
] as const

/** Values that are there because a rule filled in what nobody said, or that are kept although they are hardly meant. */
const assumptionSchema = z.object({
  kind: z.enum(ASSUMED_KINDS),
  /** What was assumed, in words. */
  what: text,
  rows: z.int(),
  examples: z.array(exampleSchema),
  /** Places that have more than one time zone, or are not known; states; or that the column holds due dates. */
  of: z.array(text),
  /** How to say what is meant. */
  todo: text,
})
export type Assumption = z.infer<typeof assumptionSchema>

/** What a reading made of one column of a stream: said after every import, kept for the source's card. */
export const columnReportSchema = z.object({
  /** Null: the row as a whole, such as one with too few cells. */
  column: text.nullable(),
  reads: z.enum(['read', 'partly', 'not']),
  /** What its cells are read as, in words. */
  as: text,
  /** The fields that it fills; empty where no field takes it. */
  fields: z.array(text),
  /** Rows whose cell could not be read. For an incremental stream since it was last read from its beginning. */
  rows: z.int(),
  /** Cells with a word for none, or with a date that no day had, which are read as blank. */
  blank: z.int(),
  /** Cells that could not be read, or failing those, cells that are read as blank. */
  examples: z.array(exampleSchema),
  /** What to do about it. */
  todo: text.nullable(),
  assumed: z.array(assumptionSchema).optional(),
})
export type ColumnReport = z.infer<typeof columnReportSchema>

/** Reports of which each has something of its own to say, and names of columns of which the same is to be said. */
export function apartOf(columns: readonly ColumnReport[]): {
  told: ColumnReport[]
  alike: { names: string[]; todo: string }[]
} {
  const isAlike = ({ column, reads, examples }: ColumnReport) =>
    column !== null && reads === 'not' && examples.length === 0
  const alike = Map.groupBy(columns.filter(isAlike), ({ todo }) => todo ?? '')
  return {
    told: columns.filter(report => !isAlike(report)),
    alike: [...alike].map(([todo, all]) => ({ names: all.map(({ column }) => column ?? ''), todo })),
  }
}

/** Among the places: the column holds due dates, so what is written in place of a day means its last. */
export const DUE = 'due'

type Words = Pick<Assumption, 'what' | 'todo'>

/** What was assumed, and how to say what is meant; `of`: the places that were named. */
export function assumptionWords(kind: Assumption['kind'], of: readonly string[]): Words {
  switch (kind) {
    case 'stated':
      return { what: `assumed: ${of.join(' ')}`, todo: 'Change the mapping where this does not hold.' }
    case 'century':
      return {
        what: 'years of two digits: read as 1969 to 2068',
        todo: 'Export the column with years of four digits where that is not meant.',
      }
    case 'change':
      return {
        what: 'times at which the clocks change: an hour that comes twice is read as its first, one that is left out as the hour after',
        todo: 'Export the column with an offset, such as +02:00, where an hour counts.',
      }
    case 'rounded':
      return {
        what: 'numbers of more digits than can be kept: the last digits are rounded',
        todo: 'Map the column as text where each digit counts.',
      }
    case 'far':
      return {
        what: 'dates that lie too far off to be meant: kept as they are',
        todo: 'Correct them at the source, or choose another format in the mapping.',
      }
    case 'day':
      return {
        what: `days without a time: due until their end${of.length > 0 ? ` in ${of.join(', ')}` : ' in UTC'}`,
        todo:
          of.length > 0
            ? 'Export the column with times where an hour counts.'
            : 'Set “zone” for this column in the mapping, such as Europe/Berlin, or export it with times.',
      }
    case 'week':
      return {
        what: `weeks: read as their Monday${of.includes(DUE) ? ', and due until their Sunday' : ''}`,
        todo: 'Export the column with days where a day counts.',
      }
    case 'month':
      return {
        what: `months without a day: read as their first day${of.includes(DUE) ? ', and due until their last' : ''}`,
        todo: 'Export the column with days where a day counts.',
      }
    case 'quarter':
      return {
        what: `quarters: read as the first day of the calendar’s quarter${of.includes(DUE) ? ', and due until its last' : ''}`,
        todo: 'Export the column with days where they are quarters of a fiscal year or a day counts.',
      }
    case 'country':
      return {
        what: 'countries that are none of ISO 3166: kept as they are',
        todo: 'Correct them at the source, or say what they mean in the mapping: “map” for this column.',
      }
    case 'backwards':
      return {
        what: 'ends that lie before their beginnings: kept as they are',
        todo: 'Correct them at the source, or check that both columns are mapped to the right fields.',
      }
    case 'state':
      return {
        what: `states that are known neither as open nor as closed: open until they have a date of closing${of.length > 0 ? ` (${of.join(', ')})` : ''}`,
        todo: 'Say what they mean in the mapping: “map” for this column, such as {"Parked": "open"}.',
      }
    case 'negative':
      return {
        what: 'monthly revenue below 0: kept as it is',
        todo: 'Correct it at the source, or map another column as the monthly revenue.',
      }
    case 'none':
      return {
        what: 'rows that count 0 or less: nothing happened in them, so they are no activity and were left out',
        todo: 'Map no value where this is not what the number means.',
      }
    case 'gone':
      return {
        what: 'rows that say that their customer or record is deleted or has left: not kept, and known ones were closed',
        todo: 'Correct “deleted” in the mapping where they are not. The date on which a customer left (churnedAt) keeps the history.',
      }
    case 'alike':
      return {
        what: 'lines that are the same as an earlier one, and nothing names them: kept as events of their own',
        todo: 'Where they are copies of one event, set “repeats” to “one” beside “content” in the mapping.',
      }
    case 'merged':
      return {
        what: 'rows that are the same as an earlier one, and nothing names them: kept as one event',
        todo: 'Where they are events of their own, map a column that names each of them.',
      }
    case 'garbled':
      return {
        what: 'letters that an earlier program broke, such as “Ã¼” or “&uuml;”: kept as they are',
        todo: 'Export the file again as UTF-8.',
      }
    case 'utc':
      return utcWords(of)
  }
}

const utcWords = (of: readonly string[]): Words =>
  of.length === 0
    ? {
        what: 'times without an offset: read as UTC',
        todo: 'Set “zone” for this column in the mapping, such as Europe/Berlin, or the field that names the country.',
      }
    : {
        what: `times without an offset from ${of.join('; ')}: read as UTC`,
        todo: 'These places have several time zones or are not known. Set “zone” in the mapping, also with the state, the city or the postal code.',
      }

/** A report without cells of its rows, for where they may be of people who were erased. */
export const withoutCells = ({ assumed, ...report }: ColumnReport): ColumnReport => ({
  ...report,
  examples: [],
  ...(assumed && {
    assumed: assumed.map(one => ({ ...one, examples: [], of: [], ...assumptionWords(one.kind, []) })),
  }),
})
