import { ok, type Result } from '../../../shared/result.ts'
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
  const proposed = proposedWith(columns, all => proposeMapping(entry.stream ?? name, all))
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
  const own = entry.metadata?.find(({ breadcrumb }) => breadcrumb.length === 0)?.metadata
  const keys = new Set(
    [entry.key_properties, own?.['table-key-properties']].flatMap(list => (Array.isArray(list) ? list : [])),
  )
  return leaves(entry.schema.properties ?? {}, '', DEEP).map(({ name, schema }) => ({
    name,
    ...typeOf(schema),
    samples: [],
    blank: 0,
    distinct: keys.has(name),
    blankWords: 0,
    ...{ odd: 0, oddExamples: [], question: null, because: null },
  }))
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
