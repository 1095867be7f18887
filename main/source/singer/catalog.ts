import { z } from 'zod'
import { examined } from '../../../shared/guard/read-json.ts'
import { isObject } from './messages.ts'

const metadataSchema = z.looseObject({ breadcrumb: z.array(z.string()), metadata: z.looseObject({}) })
const entrySchema = z.looseObject({
  tap_stream_id: z.string(),
  stream: z.string().optional(),
  schema: z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }).default({}),
  metadata: z.array(metadataSchema).optional(),
})
export const catalogSchema = z.looseObject({ streams: z.array(entrySchema) })
export type Catalog = z.infer<typeof catalogSchema>
type Entry = Catalog['streams'][number]

export const entryOf = ({ streams }: Catalog, name: string): Entry | undefined =>
  streams.find(entry => entry.tap_stream_id === name || entry.stream === name)

/** Names of a stream's columns; empty where its schema does not say. */
export const columnsOf = ({ schema }: Entry): string[] => Object.keys(schema.properties ?? {})

/**
 * The catalog with these streams selected and no others. Said in each of the three ways that taps look for: metadata, and
 * the older `selected` beside and inside the schema.
 */
export function selecting(catalog: Catalog, names: readonly string[]): Catalog {
  const wanted = new Set(names.flatMap(name => entryOf(catalog, name)?.tap_stream_id ?? []))
  return { ...catalog, streams: catalog.streams.map(entry => marked(entry, wanted.has(entry.tap_stream_id))) }
}

function marked(entry: Entry, selected: boolean): Entry {
  const known = entry.metadata ?? []
  const at = (path: readonly string[]) => known.find(({ breadcrumb }) => breadcrumb.join('\0') === path.join('\0'))
  const own = { breadcrumb: [], metadata: { ...at([])?.metadata, selected } }
  const columns = columnsOf(entry).map(column => {
    const breadcrumb = ['properties', column]
    const metadata = at(breadcrumb)?.metadata ?? {}
    return { breadcrumb, metadata: metadata.inclusion === 'unsupported' ? metadata : { ...metadata, selected } }
  })
  const deeper = known.filter(({ breadcrumb }) => breadcrumb.length > 2)
  return { ...entry, selected, schema: { ...entry.schema, selected }, metadata: [own, ...columns, ...deeper] }
}

/** What a tap printed for `--discover`, or null where that is no catalog. Some print log lines before it. */
export function readCatalog(text: string): Catalog | null {
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('\n{', at) + 1 || -1) {
    try {
      const { value } = examined(text.slice(at))
      if (isObject(value)) return catalogSchema.safeParse(value).data ?? null
    } catch {
      // A log line that begins with a brace; the catalog may follow.
    }
  }
  return null
}
