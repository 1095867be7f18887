import { type Mappings, ownMapping } from '../../../shared/source/mapping.ts'
import { usesOf } from '../../record/mapping/fields.ts'
import type { SingerMessage } from './messages.ts'

/** What a tap says of its own streams while it is read, held against what the mapping reads. */
export interface SchemaWatch {
  /** `isOwn`: of the stream that is read. */
  take(message: SingerMessage, isOwn: boolean): void
  /** What a person should look into, in words; null where nothing is odd. */
  warning(): string | null
}

/** Streams that are named in a sentence. */
const NAMED = 5

/**
 * Watches for what would go wrong in silence: a field that the mapping reads leaves the schema, rows are named by more
 * fields than the mapping takes, or everything that comes belongs to other streams. `beside`: streams that come along.
 */
export function watchSchema(name: string, mappings: Mappings, beside: readonly string[]): SchemaWatch {
  const uses = usesOf(mappings).filter(({ isExpression }) => !isExpression)
  const read = [...new Set(uses.map(({ column }) => column))]
  const { id } = ownMapping(mappings)
  const isById = ownMapping(mappings).record !== 'event' || typeof id === 'string' || !('content' in id)
  const named = JSON.stringify(id)
  let isMet = false
  /** Mapped fields that the schema lacks, and whether rows came since. What a row has anyway is not missing. */
  let lacking = new Set<string>()
  let rows = 0
  let unread: readonly string[] = []
  const others = new Map<string, number>()

  const schema = ({ columns, key }: Extract<SingerMessage, { type: 'schema' }>) => {
    if (columns !== null) {
      const next = read.filter(column => !columns.includes(column) && !columns.includes(rootOf(column)))
      // What an earlier schema of this run lacked and no row had stays missing.
      lacking = new Set([...next, ...(rows > 0 ? [...lacking].filter(column => !columns.includes(column)) : [])])
      rows = 0
    }
    const missing = key.filter(column => !mentions(named, column))
    if (isById && key.length > missing.length && missing.length > 0) unread = key
  }
  return {
    take: (message, isOwn) => {
      if (isOwn) isMet = true
      if (message.type === 'schema' && isOwn) schema(message)
      else if (message.type !== 'record') return
      else if (isOwn) {
        rows++
        for (const column of lacking) if (Object.hasOwn(message.record, rootOf(column))) lacking.delete(column)
      } else if (!beside.includes(message.stream)) others.set(message.stream, (others.get(message.stream) ?? 0) + 1)
    },
    warning: () => {
      if (!isMet && others.size > 0) return elsewhere(name, others)
      if (rows > 0 && lacking.size > 0) return vanished([...lacking])
      return unread.length > 0 ? sharedKey(unread) : null
    },
  }
}

const rootOf = (column: string): string => column.split(/[.[]/)[0] ?? ''

/** Whether a mapping's id, as JSON, reads a field: by its name, or as a word of an expression. */
const mentions = (id: string, column: string): boolean =>
  id.includes(JSON.stringify(column)) || id.split(/\W+/).includes(column)

const quoted = (names: readonly string[]): string => names.map(name => `“${name}”`).join(', ')

const vanished = (columns: readonly string[]): string =>
  `The tap’s schema lacks ${quoted(columns)}, which the mapping reads, so ${columns.length === 1 ? 'it is' : 'they are'} blank in the rows that came with it. Test the source, then correct the mapping.`

const sharedKey = (key: readonly string[]): string =>
  `The tap names each row by ${quoted(key)} together, and the mapping takes only part of that: rows that share this part become one record. Choose all of them under “id”.`

const elsewhere = (name: string, others: ReadonlyMap<string, number>): string =>
  `The tap sent nothing of “${name}”, but rows of ${quoted([...others.keys()].slice(0, NAMED))}. If these are meant, name the stream as the tap does.`
