import { languageName, languagesOf, textsIn } from '../../../shared/intervention/language.ts'
import type { Texts } from '../../../shared/intervention/language-schemas.ts'
import { type PlacedStep, placedSteps, type Step } from '../../../shared/intervention/playbook.ts'
import { written } from './program.ts'
import { namesIn } from './template.ts'

/** What is wrong with a template, and where it stands in the playbook's JSON. */
export interface TemplateProblem {
  path: string
  problem: string
}

/** Each language of a message, with its place and its words. */
export const textsOf = ({ step, path }: PlacedStep): { language: string; at: PlacedStep['path']; texts: Texts }[] =>
  step.type === 'outreach'
    ? languagesOf(step).map((language, n) => ({
        language,
        at: n === 0 ? path : [...path, 'translations', language],
        texts: textsIn(step, language),
      }))
    : []

/** Where a translation says less than the message itself, or more, or greets in another language. */
export function languageProblems(placed: PlacedStep): TemplateProblem[] {
  const [own, ...others] = textsOf(placed).map(one => ({ ...one, fields: fieldsNamed(one.texts) }))
  if (!own?.fields) return []
  return [own, ...others].flatMap(({ language, at, fields }) => {
    if (!fields) return []
    const name = languageName(language)
    const missing = listed(own.fields, fields)
    const added = listed(fields, own.fields)
    const greets = fields.greetings.find(one => one !== language.split('-')[0])
    const problem = missing
      ? `The text in ${name} leaves out ${missing}.`
      : added
        ? `The text in ${name} names ${added}, which the text in ${languageName(own.language)} does not.`
        : greets
          ? `The text in ${name} greets in ${languageName(greets)}.`
          : null
    return problem === null ? [] : [{ path: written(at), problem }]
  })
}

/** Messages that lack a language of another message: their contact would get one in German and the next in English. */
export function languageGaps(steps: readonly Step[]): TemplateProblem[] {
  const messages = placedSteps(steps).map(placed => ({ placed, has: textsOf(placed).map(({ language }) => language) }))
  const all = new Set(messages.flatMap(({ has }) => has))
  return messages.flatMap(({ placed, has }) => {
    const missing = has.length === 0 ? [] : [...all].filter(one => !has.includes(one)).map(languageName)
    const path = written(placed.path)
    if (missing.length === 0) return []
    return [{ path, problem: `This message has no text in ${missing.join(' or ')}, but another message has.` }]
  })
}

/** The names that are in `these` and not in `those`. */
const listed = (these: Named | null, those: Named | null): string =>
  [...(these?.names ?? [])]
    .filter(name => !those?.names.has(name))
    .toSorted()
    .join(' and ')

/** There are greetings in four languages; a text in another one greets by name. */
const GREETS = /^(greeting\..*|contact\.(first_)?name)$/

interface Named {
  names: Set<string>
  greetings: string[]
}

/** The fields of both templates, with one name for every way to greet a contact; null where one cannot be read. */
function fieldsNamed({ subject, body }: Texts): Named | null {
  const [first, rest] = [namesIn(subject), namesIn(body)]
  if (!first.ok || !rest.ok) return null
  const all = [...first.value, ...rest.value]
  return {
    names: new Set(all.map(name => name.replace(GREETS, 'the contact’s name'))),
    greetings: all.flatMap(name => (name.startsWith('greeting.') ? name.slice('greeting.'.length) : [])),
  }
}
