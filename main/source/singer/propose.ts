import { ok, type Result } from '../../../shared/result.ts'
import { type Mapping, type Mappings, mappingsOf } from '../../../shared/source/mapping.ts'
import type { ProposalAsk, SourceProposal } from '../../../shared/source/source-proposal.ts'
import type { ScannedColumn } from '../../record/guess.ts'
import { noProposal, proposeMapping } from '../../record/propose.ts'
import { proposedWith, systemFindings } from '../findings.ts'
import type { Catalog } from './catalog.ts'
import { isObject } from './messages.ts'
import { discoverSinger, type SingerDeps } from './singer.ts'

type Ask = Extract<ProposalAsk, { kind: 'singer' }>
type Entry = Catalog['streams'][number]

/** What a tap's catalog lists, with what each stream seems to be by its name and its schema; no record is read. */
export async function proposeSinger(
  { config }: Ask,
  deps: SingerDeps,
  signal: AbortSignal,
): Promise<Result<SourceProposal>> {
  const catalog = await discoverSinger(config, deps, signal)
  if (!catalog.ok) return catalog
  return ok(catalog.value.streams.map(proposed))
}

function proposed(entry: Entry): SourceProposal[number] {
  const name = entry.tap_stream_id
  const columns = columnsIn(entry)
  const isMoment = (key: string) => columns.some(({ name, type }) => name === key && type === 'date')
  const proposed = proposedWith(columns, all => {
    const found = proposeMapping(entry.stream ?? name, all)
    return (
      found &&
      byWholeKey(
        found,
        keysOf(entry).filter(name => !isMoment(name)),
      )
    )
  })
  const { mapping } = proposed
  const problem = noProposal(entry.stream ?? name, columns)
  return {
    name,
    query: null,
    columns: columns.map(({ name, type, format, samples }) => ({ name, type, format, samples })),
    mapping,
    findings: systemFindings(columns, proposed),
    cursor: null,
    problem: mapping ? null : problem,
  }
}

/** How deep nested objects are followed. */
const DEEP = 3

function columnsIn(entry: Entry): ScannedColumn[] {
  const keys = keysOf(entry)
  return leaves(entry.schema.properties ?? {}, '', DEEP).map(({ name, schema }) => ({
    name,
    ...typeOf(schema),
    samples: [],
    blank: 0,
    distinct: keys.includes(name),
    blankWords: 0,
    ...{ odd: 0, oddExamples: [], question: null, because: null },
  }))
}

/** What names a row, by the catalog. */
function keysOf(entry: Entry): string[] {
  const own = entry.metadata?.find(({ breadcrumb }) => breadcrumb.length === 0)?.metadata
  const named = [entry.key_properties, own?.['table-key-properties']].find(list => Array.isArray(list))
  return Array.isArray(named) ? named.filter(name => typeof name === 'string') : []
}

/** One part of a key that has several names no row: rows that share it would become one record. */
function byWholeKey(mappings: Mappings, key: readonly string[]): Mappings {
  const [own, ...others] = mappingsOf(mappings)
  const isPart = typeof own?.id === 'object' && 'field' in own.id && key.includes(own.id.field)
  if (own === undefined || own.record === 'account' || key.length < 2 || !isPart) return mappings
  const named = { ...own, id: { columns: [...key] } } as Mapping
  return others.length > 0 ? [named, ...others] : named
}

function leaves(properties: Record<string, unknown>, path: string, deep: number): { name: string; schema: unknown }[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = path === '' ? key : `${path}.${key}`
    const inner = isObject(schema) && isObject(schema.properties) ? schema.properties : null
    return inner && deep > 1 ? leaves(inner, name, deep - 1) : [{ name, schema }]
  })
}

function typeOf(schema: unknown): Pick<ScannedColumn, 'type' | 'format'> {
  const { type, format } = isObject(schema) ? schema : {}
  const is = (name: string) => type === name || (Array.isArray(type) && type.includes(name))
  if (format === 'date-time' || format === 'date') return { type: 'date', format: 'iso' }
  if (is('boolean')) return { type: 'boolean', format: null }
  if (is('integer')) return { type: 'integer', format: null }
  return { type: is('number') ? 'number' : 'text', format: null }
}
