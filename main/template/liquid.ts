import { AssignTag, type Context, Liquid, Value } from 'liquidjs'
import { setOwn } from '../../shared/foreign/own.ts'

/**
 * The only template engine of the product. A manifest or a playbook comes from outside as well as from a person, so a
 * template can neither read a file nor go on for ever: it has no loop, no other template, no date and no chance, and
 * limits on its length, memory and time. It comes out the same whenever the journal is applied.
 */
const TAGS = new Set(['assign', 'case', 'comment', 'if', 'unless', 'raw', '#'])
/** Those that are worked out from their arguments alone, in time that grows with the length of their text. */
const FILTERS = new Set(
  (
    'abs append at_least at_most capitalize ceil default divided_by downcase escape first floor join json last lstrip ' +
    'minus modulo newline_to_br plus prepend replace round rstrip size slice split strip strip_newlines times truncate ' +
    'truncatewords upcase url_encode'
  ).split(' '),
)
export const LONGEST_TEMPLATE = 20_000
/** Characters and items that one rendering may hold. */
const MOST_MEMORY = 1_000_000
/** What is left takes microseconds; this only ends what nobody has thought of. ms. */
const MOST_TIME = 1_000

interface Guard {
  /** A field that is missing ends the rendering; otherwise it comes out as nothing. */
  strict?: boolean
  /** Makes text of a value that is put out. */
  toText?: (value: unknown, manner: Manner) => string
  /** The product's own filters, by name. */
  filters?: Readonly<Record<string, (value: unknown) => unknown>>
  /** The same, for those that write as the reader does. */
  mannered?: Readonly<Record<string, (value: unknown, manner: Manner, argument: unknown) => unknown>>
}

/** How values are written: null leaves numbers as a program reads them. */
export type Manner = { locale: string; timeZone: string } | null

/** Where a rendering keeps its manner, under a name that no template can write. */
const MANNER = ' manner'
interface Rendering {
  context: Context
}
const mannerIn = ({ context }: Rendering): Manner => (context.globals as Record<string, Manner>)[MANNER] ?? null

/** What a rendering is given so that its values are written in this manner. */
export const inManner = (manner: Manner): { globals: object } => ({ globals: { [MANNER]: manner } })

/** The library lets a missing field pass into a variable, of which nothing would come out (`Hi ,`). This one does not. */
class StrictAssign extends AssignTag {
  override *render(context: Context): Generator<unknown, void, unknown> {
    const [value] = this.arguments()
    const [name] = this.localScope()
    if (value instanceof Value && name) setOwn(context.bottom(), name.content, yield value.value(context, false))
  }
}

/** An engine with nothing but what is allowed; what a template names beyond that is refused when it is read. */
function guardedLiquid({ strict = true, toText, filters = {}, mannered = {} }: Guard = {}): Liquid {
  const liquid = new Liquid({
    strictVariables: strict,
    strictFilters: true,
    ownPropertyOnly: true,
    // `{% if contact.first_name %}` and `default` are how a template says what to do without a field.
    lenientIf: true,
    cache: false,
    parseLimit: LONGEST_TEMPLATE,
    memoryLimit: MOST_MEMORY,
    renderLimit: MOST_TIME,
    // Instead of the file system.
    templates: {},
    ...(toText ? { outputEscape: toTextIn(toText) } : {}),
  })
  liquid.registerTag('assign', StrictAssign)
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag]
  for (const filter of Object.keys(liquid.filters)) if (!FILTERS.has(filter)) delete liquid.filters[filter]
  for (const [name, filter] of Object.entries(filters)) liquid.registerFilter(name, filter)
  for (const [name, filter] of Object.entries(mannered))
    liquid.registerFilter(name, function (this: Rendering, value: unknown, argument: unknown) {
      return filter(value, mannerIn(this), argument)
    })
  return liquid
}

/** The same, made with its first use: most processes never fill in a template. */
export function liquidOnDemand(guard?: Guard): () => Liquid {
  let made: Liquid | null = null
  return () => {
    made ??= guardedLiquid(guard)
    return made
  }
}

/** The library calls what makes text with the rendering as `this`, although its types do not say so. */
const toTextIn = (toText: NonNullable<Guard['toText']>): ((value: unknown) => string) =>
  function (this: Rendering, value: unknown) {
    return toText(value, mannerIn(this))
  } as (value: unknown) => string
