import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { OddJson } from '../../shared/guard/json-depth.ts'
import { readJson } from '../../shared/guard/read-json.ts'
import { actionManifestSchema } from '../../shared/outbox/action-manifest.ts'
import { channelManifestSchema } from '../../shared/outbox/channel-manifest.ts'
import { FailureError } from '../../shared/result.ts'
import { manifestSchema } from '../../shared/source/manifest.ts'
import { schemaProblems } from '../../shared/source/manifest-problems.ts'
import type { SourcePreview } from '../../shared/source/manifest-view.ts'
import { mapFileSchema } from '../../shared/source/map-file.ts'
import { type Client, type Invocation, type Run, usage } from './command.ts'
import { print, table } from './print.ts'

const EXAMPLE = 'forestall manifest check shop.json'

/** What a manifest describes. */
const KINDS = ['source', 'channel', 'action', 'mapping'] as const
type Kind = (typeof KINDS)[number]

/**
 * `forestall manifest list | schema [KIND] | check FILE | preview FILE [--setting KEY=VALUE] [--allow HOST] [--limit N]`:
 * for writing your own manifest or mapping. Credentials come from the environment, as FORESTALL_SECRET_<KEY>.
 */
export const manifest: Run = async invocation => {
  const [action, file] = invocation.args
  if (action === 'list') return list(invocation)
  if (action === 'schema') return schema(invocation)
  if ((action !== 'check' && action !== 'preview') || file === undefined)
    throw usage('The command “manifest” needs list, schema, check FILE or preview FILE', EXAMPLE)
  const json = await manifestIn(file)
  return action === 'check' ? check(invocation, file, json) : preview(invocation, json)
}

const list: Run = async ({ client, options }) => {
  const found = await client.source.manifests()
  const { channels } = await client.channel.list()
  const others = channels.filter(({ origin }) => origin !== 'built_in')
  print(options.json, { systems: found, channels: others }, () =>
    table([
      ['id', 'name', 'category', 'from', 'gives'],
      ...found.map(one => [
        one.id,
        one.name,
        one.category,
        one.file ?? 'built in',
        one.usable ? one.about : `cannot be used: ${one.problems[0]?.path}: ${one.problems[0]?.problem}`,
      ]),
      ...others.map(({ id, name, use, origin, about, problem }) => [
        ...[id, name, use, origin],
        problem === null ? about : `cannot be used: ${problem}`,
      ]),
    ]),
  )
}

const SCHEMAS: Record<Kind, z.ZodType> = {
  source: manifestSchema,
  channel: channelManifestSchema,
  action: actionManifestSchema,
  mapping: mapFileSchema,
}
const isKind = (word: string): word is Kind => (KINDS as readonly string[]).includes(word)

/** For editors that complete and check JSON by its schema. */
const schema: Run = async ({ args, options }) => {
  const kind = args[1] ?? 'source'
  if (!isKind(kind)) throw usage(`There is no kind of manifest “${kind}”`, 'forestall manifest schema channel')
  const made = z.toJSONSchema(SCHEMAS[kind], { io: 'input', unrepresentable: 'any' })
  print(options.json, made, () => [JSON.stringify(made, null, 2)])
}

/** The kind of a manifest, told by a field that only this kind has. */
function kindOf(json: z.core.util.JSONType): Kind {
  if (typeof json !== 'object' || json === null) return 'source'
  if ('mapping' in json) return 'mapping'
  return 'actions' in json ? 'action' : 'message' in json ? 'channel' : 'source'
}

const DOCS: Record<Kind, string> = { source: 'manifests', channel: 'channels', action: 'actions', mapping: 'mapping' }

async function problemsOf(client: Client, kind: Kind, manifest: z.core.util.JSONType) {
  if (kind === 'mapping') {
    const read = mapFileSchema.safeParse(manifest)
    return { problems: read.success ? [] : schemaProblems(read.error.issues, manifest) }
  }
  return kind === 'source'
    ? client.source.checkManifest({ manifest })
    : client.channel.checkManifest({ manifest, of: kind === 'channel' ? 'messages' : 'fixes' })
}

async function check({ client, options }: Invocation, file: string, json: z.core.util.JSONType): Promise<undefined> {
  const kind = kindOf(json)
  const { problems } = await problemsOf(client, kind, json)
  const errors = problems.filter(({ level }) => level === 'error')
  const lines = problems.map(
    ({ path, problem, level }) => `${level === 'error' ? 'error  ' : 'warning'}  ${path}: ${problem}`,
  )
  print(options.json, { problems }, () => (lines.length > 0 ? lines : [`${file}: no problems (${kind})`]))
  if (errors.length > 0)
    throw new FailureError({
      kind: 'invalid',
      what: `The manifest ${file} cannot be used.`,
      why: errors.length === 1 ? 'The manifest has an error.' : `The manifest has ${errors.length} errors.`,
      todo: `See docs/${DOCS[kind]}.md for every field.`,
    })
}

async function preview({ client, options, env }: Invocation, json: z.core.util.JSONType): Promise<undefined> {
  const previews = await client.source.previewConnected({
    manifest: json,
    settings: Object.fromEntries((options.setting ?? []).map(keyValue)),
    secrets: secretsFrom(env),
    allowedHosts: options.allow ?? [],
    limit: Number(options.limit ?? 3),
  })
  print(options.json, previews, () => previews.flatMap(linesOf))
  const bad = previews.filter(({ problem }) => problem !== null)
  if (bad.length === 0) return
  const names = bad.map(({ stream }) => stream).join(', ')
  throw new FailureError({
    kind: 'unavailable',
    what: `The streams ${names} could not be read.`,
    why: '',
    todo: 'See the reasons above.',
  })
}

function linesOf({ stream, problem, rows, unread, assumed, doubtful }: SourcePreview[number]): string[] {
  if (problem !== null) return [`${stream}: ${problem}`, '']
  if (rows.length === 0) return [`${stream}: no records`, '']
  const shown = rows.map(row => {
    if (row.error !== null) return `  would be quarantined: ${row.error}`
    if (row.record === null) return '  left out by the conditions'
    const fields = Object.entries(row.mapped).map(([name, value]) => `${name}=${value}`)
    return `  ${row.record}  ${fields.join('  ')}`
  })
  const blank = unread.map(({ column, text }) => `  ${column}: “${text}” is not understood and left blank`)
  const odd = doubtful.map(
    ({ field, at }) =>
      `  ${field}: ${at.slice(0, 10)} is before 1990 or after 2100; check its expression and its format`,
  )
  const filled = assumed.map(({ column, what, todo }) => `  ${column}: ${what}. ${todo}`)
  return [`${stream}:`, ...shown, ...blank, ...filled, ...odd, '']
}

function keyValue(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1)
    throw usage(
      `“${text}” is not a setting of the form KEY=VALUE`,
      'forestall manifest preview shop.json --setting shop=acme',
    )
  return [text.slice(0, at), text.slice(at + 1)]
}

const PREFIX = 'FORESTALL_SECRET_'

/** `FORESTALL_SECRET_API_KEY` is the secret `api_key`. */
const secretsFrom = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith(PREFIX) && value ? [[name.slice(PREFIX.length).toLowerCase(), value]] : [],
    ),
  )

async function manifestIn(file: string): Promise<z.core.util.JSONType> {
  try {
    return readJson((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) as z.core.util.JSONType
  } catch (error) {
    throw new FailureError({
      kind: error instanceof SyntaxError || error instanceof OddJson ? 'invalid' : 'io',
      what: `The manifest ${file} was not read.`,
      why: `${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}.`,
      todo: 'Nothing was changed.',
    })
  }
}
