import { AssignTag, type Context, Liquid, type Template, toValue, Value } from 'liquidjs'
import type { Message } from '../../../shared/model/intervention.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { holeIn, marked, unmarked } from './holes.ts'

/** What a template may name. A value that is null or blank counts as missing. */
export interface MessageFields {
  contact: { name: string | null; email: string | null; locale?: string | null }
  account: { name: string; plan: string | null }
  issue: { title: string }
  /** Measured figures by name; `NAME_usual` beside `NAME` where the account's usual value is known. */
  evidence: Record<string, number>
  sender: { name: string }
}

/** The object that a resolution is to fix. `id`: as its source calls it. */
export interface ObjectFields {
  id: string
  state: string | null
  lane: string | null
  amount_minor: number | null
  currency: string | null
  properties: Record<string, unknown>
}

/** Values for fields that are missing, by name: `{"contact.first_name": "there"}`. */
export type Fallbacks = Readonly<Record<string, string>>

/** The fields that every template may name, whatever its channel; `evidence.NAME` beside them. */
export const FIELDS: ReadonlySet<string> = new Set([
  'contact.name',
  'contact.first_name',
  'contact.email',
  'account.name',
  'account.plan',
  'issue.title',
  'sender.name',
])
/** What the params of a resolution may name besides; `object.properties.NAME` too. */
export const OBJECT_FIELDS: ReadonlySet<string> = new Set([
  'account.id',
  'object.id',
  'object.state',
  'object.lane',
  'object.amount_minor',
  'object.currency',
])

// No loops, files, dates or chance: a message must end, and come out the same whenever the journal is applied.
const TAGS = new Set(['assign', 'case', 'comment', 'if', 'unless', 'raw', '#'])
const FILTERS = new Set(
  (
    'abs append at_least at_most capitalize ceil default divided_by downcase floor minus modulo plus prepend ' +
    'replace round size strip times truncate truncatewords upcase'
  ).split(' '),
)
const MAX_TEMPLATE = 20_000
const MAX_MEMORY = 1_000_000

/** The library lets a missing field pass into a variable, of which nothing would come out (`Hi ,`). This one does not. */
class StrictAssign extends AssignTag {
  override *render(context: Context): Generator<unknown, void, unknown> {
    const [value] = this.arguments()
    const [name] = this.localScope()
    if (value instanceof Value && name) context.bottom()[name.content] = yield value.value(context, false)
  }
}

function createLiquid(strictVariables: boolean): Liquid {
  const liquid = new Liquid({
    strictVariables,
    strictFilters: true,
    ownPropertyOnly: true,
    // `{% if contact.first_name %}` and `default` are how a template says what to do without a field.
    lenientIf: true,
    outputEscape: value => marked(toValue(value)),
    parseLimit: MAX_TEMPLATE,
    memoryLimit: MAX_MEMORY,
    templates: {},
  })
  liquid.registerTag('assign', StrictAssign)
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag]
  for (const filter of Object.keys(liquid.filters)) if (!FILTERS.has(filter)) delete liquid.filters[filter]
  return liquid
}

const liquid = createLiquid(true)
const lenient = createLiquid(false)

/** Every field and figure that a template names, as `contact.first_name`; fails where it cannot be read. */
export function namesIn(source: string): Result<string[]> {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  return ok(liquid.globalVariableSegmentsSync(parsed.value).map(segments => segments.map(String).join('.')))
}

// Reading a template takes longer than filling it in, and a bulk start fills in the same one thousands of times.
const parsedBefore = new Map<string, Result<Template[]>>()
const MOST_PARSED = 200

function parse(source: string): Result<Template[]> {
  const known = parsedBefore.get(source)
  if (known) return known
  if (parsedBefore.size >= MOST_PARSED) parsedBefore.clear()
  const parsed = parseNow(source)
  parsedBefore.set(source, parsed)
  return parsed
}

function parseNow(source: string): Result<Template[]> {
  try {
    return ok(liquid.parse(source))
  } catch (error) {
    return fail('invalid', 'The template cannot be read.', `${sentence(error)}.`, 'Correct the template.')
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')

/** Renders a playbook's message. Fails, naming the field, where one is missing and has no fallback. */
export function renderMessage(
  step: { subject: string; body: string; fallbacks?: Fallbacks | undefined },
  fields: MessageFields,
): Result<Pick<Message, 'subject' | 'text'>> {
  const scope = scopeOf(fields, step.fallbacks)
  const subject = renderMarked(step.subject, scope)
  if (!subject.ok) return subject
  const text = renderMarked(step.body, scope)
  if (!text.ok) return text
  const hole = holeIn(subject.value) ?? holeIn(text.value)
  if (hole !== null) return unusable(`A value is missing in “${hole}”.`)
  return ok({ subject: unmarked(subject.value).trim(), text: unmarked(text.value) })
}

/** The line in which a template would leave a hole with these fields; null where it reads well, or is refused for a field. */
export function holeWith(source: string, fields: MessageFields, fallbacks: Fallbacks | undefined): string | null {
  const rendered = renderMarked(source, scopeOf(fields, fallbacks))
  return rendered.ok ? holeIn(rendered.value) : null
}

/** Renders the params of a resolution, which may name its object. */
export function renderParams(
  params: Readonly<Record<string, string>>,
  fields: MessageFields,
  object: ObjectFields | null,
  accountId: string,
): Result<Record<string, string>> {
  const scope = scopeOf(fields, undefined) as { account: object }
  const full = {
    ...scope,
    account: { ...scope.account, id: accountId },
    object: object && Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null)),
  }
  const values: Record<string, string> = {}
  for (const [name, source] of Object.entries(params)) {
    const rendered = renderOne(source, full)
    if (!rendered.ok) return rendered
    values[name] = rendered.value.trim()
  }
  return ok(values)
}

/** Renders a line or a text for a person of ours: what is missing is left out rather than refused. */
export function renderForUs(source: string, fields: MessageFields): string {
  const rendered = renderOne(source, scopeOf(fields, undefined), lenient)
  return rendered.ok ? rendered.value.trim() : source
}

function renderOne(source: string, scope: object, engine: Liquid = liquid): Result<string> {
  const rendered = renderMarked(source, scope, engine)
  return rendered.ok ? ok(unmarked(rendered.value)) : rendered
}

/** With a mark wherever a value came out as nothing. */
function renderMarked(source: string, scope: object, engine: Liquid = liquid): Result<string> {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  try {
    return ok(String(engine.renderSync(parsed.value, scope)))
  } catch (error) {
    const field = /undefined variable: ([^,\n]+)/.exec(sentence(error))?.[1]
    return fail(
      'refused',
      'No message can be made.',
      field ? `The field ${field} is missing and has no fallback.` : `${sentence(error)}.`,
      field ? 'Fill the field in its source, or give the template a fallback.' : 'Correct the template.',
    )
  }
}

/**
 * The message as it leaves, from a subject and a text that are taken literally: rendered, or written by a person.
 * Fails for a subject that could break the header, and for text with control characters.
 */
export function finishMessage(subject: string, text: string): Result<Message> {
  const line = subject.trim()
  const body = text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (line === '') return unusable('The subject is empty.')
  if (/[\p{Cc}\u2028\u2029]/u.test(line)) return unusable('The subject holds a line break or a control character.')
  if (body === '') return unusable('The text is empty.')
  if (/[^\P{Cc}\n\t]/u.test(body)) return unusable('The text holds a control character.')
  return ok({ subject: line, text: body, html: toHtml(body) })
}

const unusable = (why: string): Result<never> =>
  fail('refused', 'No message can be made.', why, 'Correct the message or the field it came from.')

/** Paragraphs at blank lines, line breaks kept, everything escaped. */
export const toHtml = (text: string): string =>
  text
    .split('\n\n')
    .map(paragraph => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>\n')}</p>`)
    .join('\n')

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? character)

/** Leaves out what is missing and has no fallback, so that naming it is noticed instead of coming out as nothing. */
function scopeOf(
  { contact, account, issue, evidence, sender }: MessageFields,
  fallbacks: Fallbacks | undefined,
): object {
  const filled = (values: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value.trim() !== ''))
  const scope: Record<string, Record<string, unknown>> = {
    contact: filled({ name: contact.name, email: contact.email, first_name: firstName(contact.name, contact.locale) }),
    account: filled(account),
    issue: filled(issue),
    evidence: { ...evidence },
    sender: filled(sender),
  }
  for (const [name, value] of Object.entries(fallbacks ?? {})) {
    const [place = '', field = ''] = name.split('.')
    const group = scope[place]
    if (group && value.trim() !== '' && !Object.hasOwn(group, field)) group[field] = value
  }
  return scope
}

/** Where the family's name stands first; to greet by it alone would be rude. */
const FAMILY_FIRST = new Set(['hu', 'ja', 'ko', 'vi', 'zh'])
const FAMILY_FIRST_SCRIPTS = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * `Ada Lovelace` and `Lovelace, Ada` both give `Ada`. What looks like an address gives nothing, nor does a name in a
 * language (BCP 47 tag) or script that puts the family first: nobody can tell which part is whose.
 */
export function firstName(name: string | null, locale: string | null = null): string | null {
  if (!name || name.includes('@') || FAMILY_FIRST_SCRIPTS.test(name)) return null
  const isTold = name.includes(',')
  if (!isTold && FAMILY_FIRST.has(locale?.split(/[-_]/)[0]?.toLowerCase() ?? '')) return null
  const given = isTold ? name.slice(name.indexOf(',') + 1) : name
  return given.trim().split(/\s+/)[0] || null
}
