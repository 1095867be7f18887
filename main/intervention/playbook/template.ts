import { AssignTag, type Context, Liquid, type Template, toValue, Value } from 'liquidjs'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { marked } from './holes.ts'

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

/** What becomes of a field that is missing and has no fallback: the text is refused, or goes without it. */
export type Missing = 'refused' | 'left out'

/** With a mark wherever a value came out as nothing. */
export function renderMarked(source: string, scope: object, missing: Missing = 'refused'): Result<string> {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  try {
    return ok(String((missing === 'refused' ? liquid : lenient).renderSync(parsed.value, scope)))
  } catch (error) {
    const field = /undefined variable: ([^,\n]+)/.exec(sentence(error))?.[1]
    return fail(
      'refused',
      'The message cannot be written.',
      field ? `The field ${field} is missing and has no fallback.` : `${sentence(error)}.`,
      field ? 'Fill the field in its source, or give the template a fallback.' : 'Correct the template.',
    )
  }
}
