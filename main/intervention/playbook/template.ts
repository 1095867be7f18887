import { type Template, toValue } from 'liquidjs'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { inManner, liquidOnDemand, type Manner } from '../../template/liquid.ts'
import { moneyText, valueText } from './format.ts'
import { marked } from './holes.ts'

const guarded = (strict: boolean) =>
  liquidOnDemand({
    strict,
    toText: (value, manner) => marked(valueText(toValue(value), manner)),
    mannered: { money: (value, manner, currency) => moneyText(toValue(value), manner, toValue(currency)) },
  })
const liquid = guarded(true)
const lenient = guarded(false)

/** Every field and figure that a template names, as `contact.first_name`; fails where it cannot be read. */
export function namesIn(source: string): Result<string[]> {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  return ok(
    liquid()
      .globalVariableSegmentsSync(parsed.value)
      .map(segments => segments.map(String).join('.')),
  )
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
    return ok(liquid().parse(source))
  } catch (error) {
    return fail('invalid', 'The template cannot be read.', `${sentence(error)}.`, 'Correct the template.')
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')

/** What becomes of a field that is missing and has no fallback: the text is refused, or goes without it. */
export type Missing = 'refused' | 'left out'

/** With a mark wherever a value came out as nothing. */
export function renderMarked(
  source: string,
  scope: object,
  missing: Missing = 'refused',
  manner: Manner = null,
): Result<string> {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  try {
    return ok(String((missing === 'refused' ? liquid : lenient)().renderSync(parsed.value, scope, inManner(manner))))
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
