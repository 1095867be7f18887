import { isPlausible } from '../../../shared/source/cell-format.ts'
import type { Manifest, StreamManifest } from '../../../shared/source/manifest.ts'
import { type ManifestProblem, writtenPath } from '../../../shared/source/manifest-problems.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { TIME_FIELDS } from '../../record/build-record.ts'
import { parseDate } from '../../record/dates.ts'
import { fieldValues, readsOf } from '../../record/mapping/fields.ts'
import { sameTarget, targetsOf } from '../../record/mapping/targets.ts'
import { recordsOf } from './plan.ts'

type Found = { at: readonly PropertyKey[]; problem: string; level: ManifestProblem['level'] }

/** What the schema cannot see: combinations that cannot work, and habits that lose records. */
export function lintManifest(manifest: Manifest): ManifestProblem[] {
  const streams = manifest.streams.flatMap((stream, index) =>
    [
      ...cursorProblems(stream),
      ...requestProblems(stream),
      ...completeProblems(manifest, stream),
      ...recordProblems(manifest, stream),
    ].map(found => ({
      ...found,
      at: ['streams', index, ...found.at],
    })),
  )
  return [...addressProblems(manifest), ...streams].map(({ at, problem, level }) => ({
    path: writtenPath(at),
    problem,
    level,
  }))
}

const wrong = (at: readonly PropertyKey[], problem: string): Found => ({ at, problem, level: 'error' })
const doubtful = (at: readonly PropertyKey[], problem: string): Found => ({ at, problem, level: 'warning' })

function addressProblems({ baseUrl, auth }: Manifest): Found[] {
  const address = baseUrl.replace(/\{settings\.[a-z0-9_]+\}/g, 'x')
  const found: Found[] = []
  if (!URL.canParse(address) && !/^\{settings\.[a-z0-9_]+\}/.test(baseUrl))
    found.push(wrong(['baseUrl'], 'expected an address such as https://api.example.com'))
  else if (address.startsWith('http:'))
    found.push(
      doubtful(['baseUrl'], 'credentials would be sent unencrypted; only an allowed host may be asked without TLS'),
    )
  if (auth.kind === 'oauth2' && auth.grant === 'refresh_token' && auth.refreshSecret === undefined)
    found.push(wrong(['auth', 'refreshSecret'], 'expected a secret, since the grant is refresh_token'))
  if (auth.kind === 'basic' && auth.user === undefined && auth.userSecret === undefined)
    found.push(wrong(['auth', 'user'], 'expected either user or userSecret'))
  return found
}

const mentions = (stream: StreamManifest, name: 'since' | 'until'): boolean =>
  JSON.stringify([stream.request, stream.parent?.request ?? null]).includes(`{${name}}`)

function cursorProblems(stream: StreamManifest): Found[] {
  const { incremental, backfill, paging } = stream
  const found: Found[] = []
  if (!incremental) {
    if (mentions(stream, 'since') || mentions(stream, 'until'))
      found.push(wrong(['incremental'], 'required, because the request uses {since} or {until}'))
    else if (!(paging.kind === 'cursor' && paging.keep) && stream.every === undefined)
      found.push(doubtful(['incremental'], 'without it, every sync reads everything again'))
    if (backfill) found.push(wrong(['backfill'], 'needs incremental'))
    return found
  }
  if (!mentions(stream, 'since') && incremental.order !== 'newest_first')
    found.push(wrong(['request'], 'does not use {since}, so every sync would read everything again'))
  if ((parseDuration(incremental.overlap) ?? 0) === 0)
    found.push(doubtful(['incremental', 'overlap'], 'without overlap, records that appear late are missed'))
  if (incremental.field === undefined && incremental.window === undefined && !(paging.kind === 'cursor' && paging.keep))
    found.push(
      doubtful(['incremental', 'field'], 'without it the next sync begins where this one began, by the source’s clock'),
    )
  if (incremental.order === 'newest_first' && incremental.field === undefined)
    found.push(wrong(['incremental', 'field'], 'newest_first needs it to know where to stop'))
  if (incremental.window !== undefined && !mentions(stream, 'until'))
    found.push(wrong(['incremental', 'window'], 'needs {until} in the request'))
  if (incremental.window !== undefined && incremental.oldest === undefined && !backfill)
    found.push(wrong(['incremental', 'oldest'], 'required with window; otherwise every window since 1970 is requested'))
  if (incremental.most !== undefined && (incremental.order !== 'oldest_first' || incremental.field === undefined))
    found.push(wrong(['incremental', 'most'], 'needs field and order oldest_first, to continue from the newest'))
  if (backfill && !(mentions(stream, 'since') && mentions(stream, 'until')))
    found.push(wrong(['backfill'], 'needs {since} and {until} in the request'))
  return found
}

/** What a complete stream cannot be beside. */
function completeProblems(manifest: Manifest, stream: StreamManifest): Found[] {
  const { complete, incremental, backfill, paging } = stream
  if (!complete) return []
  const found: Found[] = []
  const at = (problem: string) => found.push(wrong(['complete'], problem))
  if (backfill || incremental?.window !== undefined || incremental?.oldest !== undefined)
    at('a stream that is read in stretches of time is never read in full')
  if (paging.kind === 'cursor' && paging.keep) at('a cursor that is kept leaves out what was read before')
  if (incremental && complete.every === undefined)
    found.push(wrong(['complete', 'every'], 'required, because other readings ask only for what is new'))
  const own = targetsOf([...recordsOf(manifest, stream)]).filter(({ record }) => record !== 'event')
  const brings = (one: StreamManifest) =>
    targetsOf([...recordsOf(manifest, one)]).some(target => own.some(each => sameTarget(each, target)))
  const other = manifest.streams.find(one => one !== stream && brings(one))
  if (other) at(`the stream “${other.name}” brings the same kind of records`)
  return found
}

function requestProblems(stream: StreamManifest): Found[] {
  const { request, paging, parent, detail } = stream
  const found: Found[] = []
  const uses = (name: string, of: unknown) => JSON.stringify(of).includes(`{${name}.`)
  if (uses('parent', request) && !parent) found.push(wrong(['request'], 'uses {parent.…}, but there is no parent'))
  if (parent && !uses('parent', request)) found.push(wrong(['parent'], 'the request does not use {parent.…}'))
  if (detail && !uses('record', detail.request)) found.push(wrong(['detail', 'request'], 'does not use {record.…}'))
  if (uses('record', request)) found.push(wrong(['request'], '{record.…} is known in detail only'))
  if ('in' in paging && paging.in === 'body' && request.method !== 'POST')
    found.push(wrong(['paging', 'in'], 'a GET has no body'))
  if (request.method === 'GET' && request.body !== undefined)
    found.push(wrong(['request', 'body'], 'a GET has no body'))
  if (paging.kind === 'cursor' && (paging.next === undefined) === (paging.last === undefined))
    found.push(wrong(['paging'], 'expected either next or last'))
  if (paging.kind === 'cursor' && paging.last !== undefined && paging.more === undefined)
    found.push(doubtful(['paging', 'more'], 'without it, one page too many is requested'))
  if (paging.kind === 'page' && !paging.stable && paging.size === undefined)
    found.push(doubtful(['paging', 'size'], 'state the page size, or the source may change it'))
  return found
}

/** Money without its currency is no amount. */
function recordProblems(manifest: Manifest, stream: StreamManifest): Found[] {
  if (typeof stream.records === 'string') return []
  const found: Found[] = []
  const records = recordsOf(manifest, stream)
  for (const [at, record] of records.entries()) {
    found.push(...dateProblems(record).map(({ field, problem }) => doubtful(['records', at, field], problem)))
    found.push(...clockProblems(record).map(problem => doubtful(['records', at], problem)))
    for (const money of ['mrr', 'amount'] as const) {
      const value = (record as Record<string, unknown>)[money]
      if (typeof value === 'string')
        found.push(wrong(['records', at, money], 'expected an object with the unit and the currency'))
      else if (
        typeof value === 'object' &&
        value !== null &&
        !['currency', 'currencyPath', 'currencyField', 'const', 'first'].some(name => name in value)
      )
        found.push(wrong(['records', at, money], 'expected currency or currencyPath'))
    }
  }
  return found
}

/** Times that are the same for every record, and are hardly true. */
const dateProblems = (record: object): { field: string; problem: string }[] =>
  Object.entries(record).flatMap(([field, value]) => {
    const constant = TIME_FIELDS.has(field) && typeof value === 'object' && value !== null && 'const' in value
    const at = constant ? parseDate(String(value.const), 'iso') : null
    return at === null || isPlausible(at)
      ? []
      : [{ field, problem: `${new Date(at).toISOString().slice(0, 10)} is before 1990 or after 2100` }]
  })

/** Formats in which hardly any system writes an offset. */
const WITHOUT_OFFSET: ReadonlySet<string> = new Set(['dmy', 'mdy', 'dd/mm/yyyy', 'mm/dd/yyyy', 'dd.mm.yyyy', 'excel'])

/** Fields whose times would be read as UTC because nobody says where their clock hangs. */
const clockProblems = (record: Mapping): string[] =>
  fieldValues(record).flatMap(([target, ref]) =>
    readsOf(ref).some(({ format, zone }) => zone === undefined && format !== undefined && WITHOUT_OFFSET.has(format))
      ? [`times of ${target} have no offset in this format, so they are read as UTC; set zone`]
      : [],
  )
