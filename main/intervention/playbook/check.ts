import { type PlacedStep, type Playbook, placedSteps } from '../../../shared/intervention/playbook.ts'
import { languageProblems, type TemplateProblem, textsOf } from './check-languages.ts'
import { type Fallbacks, FIELDS, type MessageFields, OBJECT_FIELDS, scopeOf } from './fields.ts'
import { holeIn } from './holes.ts'
import { written } from './program.ts'
import { namesIn, renderMarked } from './template.ts'

/**
 * Everything that is wrong with a playbook's templates: one that cannot be read, a field that does not exist, a figure
 * that no trigger measures which names this playbook (`figures`) and that has no fallback, a message with a hole in it.
 */
export const templateProblems = (playbook: Pick<Playbook, 'steps'>, figures: ReadonlySet<string>): TemplateProblem[] =>
  placedSteps(playbook.steps).flatMap(placed => {
    const known = (name: string) => knows(placed, name)
    const stated = fallbacksOf(placed).flatMap(({ at, name, value }) => {
      const path = `${written(at)}.fallbacks.${name}`
      if (!known(name)) return [{ path, problem: `There is no field ${name}.` }]
      return value.trim() === '' ? [{ path, problem: `The fallback is empty. ${WITHOUT}` }] : []
    })
    const wrong = templatesOf(placed).flatMap(({ at, source, fallbacks }) => {
      const problem =
        problemOf(source, known, name => figures.has(name) || Object.hasOwn(fallbacks, `evidence.${name}`)) ??
        (placed.step.type === 'outreach' ? holeOf(source, figures, fallbacks) : null)
      return problem === null ? [] : [{ path: written(at), problem }]
    })
    return [...stated, ...wrong, ...languageProblems(placed)]
  })

const fallbacksOf = (placed: PlacedStep) =>
  textsOf(placed).flatMap(({ at, texts: { fallbacks = {} } }) =>
    Object.entries(fallbacks).map(([name, value]) => ({ at, name, value })),
  )

const WITHOUT = 'Say what to write where the value is missing, such as “there”.'
const EMPTY_DEFAULT = /\|\s*default\s*:\s*(?:"\s*"|'\s*'|nil\b|null\b|blank\b|empty\b)/

/** How a message could leave with nothing where a word should be: tried with every field there, and with none. */
function holeOf(source: string, figures: ReadonlySet<string>, fallbacks: Fallbacks): string | null {
  if (EMPTY_DEFAULT.test(source)) return `The default is empty. ${WITHOUT}`
  const measured = Object.fromEntries([...figures].map(name => [name, 1]))
  for (const fields of [sampleFields('Ada Lovelace', 'Pro', measured), sampleFields(null, null, {})]) {
    const hole = holeWith(source, fields, fallbacks)
    if (hole !== null) return `The message could read “${hole}”. ${WITHOUT}`
  }
  return null
}

/** The line in which a template would leave a hole with these fields; null where it reads well, or is refused for a field. */
function holeWith(source: string, fields: MessageFields, fallbacks: Fallbacks | undefined): string | null {
  const rendered = renderMarked(source, scopeOf(fields, fallbacks))
  return rendered.ok ? holeIn(rendered.value) : null
}

const sampleFields = (
  name: string | null,
  plan: string | null,
  evidence: MessageFields['evidence'],
): MessageFields => ({
  contact: { name, email: 'ada@example.com' },
  account: { name: 'Engines Ltd', plan, renewsAt: plan === null ? null : 0 },
  issue: { title: 'Use has dropped' },
  evidence,
  sender: { name: 'Support' },
})

interface PlacedTemplate {
  at: PlacedStep['path']
  source: string
  fallbacks: Fallbacks
}

/** The Liquid of a step, with its places. */
function templatesOf(placed: PlacedStep): PlacedTemplate[] {
  const { step, path } = placed
  switch (step.type) {
    case 'outreach':
      return textsOf(placed).flatMap(({ at, texts: { subject, body, fallbacks = {} } }) => [
        { at: [...at, 'subject'], source: subject, fallbacks },
        { at: [...at, 'body'], source: body, fallbacks },
      ])
    case 'task':
      return [
        { at: [...path, 'title'], source: step.title, fallbacks: {} },
        { at: [...path, 'details'], source: step.details, fallbacks: {} },
      ]
    case 'resolution':
      return Object.entries(step.params).map(([name, source]) => ({
        at: [...path, 'params', name],
        source,
        fallbacks: {},
      }))
    case 'wait':
    case 'branch':
      return []
  }
}

const FIGURE = /^evidence\.\w+$/
const knows = ({ step }: PlacedStep, name: string): boolean =>
  FIELDS.has(name) ||
  FIGURE.test(name) ||
  (step.type === 'resolution' && (OBJECT_FIELDS.has(name) || /^object\.properties\.\w+$/.test(name)))

function problemOf(
  source: string,
  known: (name: string) => boolean,
  measured: (figure: string) => boolean,
): string | null {
  const names = namesIn(source)
  if (!names.ok) return names.error.why
  for (const name of names.value) {
    if (!known(name)) return `There is no field ${name}.`
    const figure = FIGURE.test(name) ? name.slice('evidence.'.length) : null
    if (figure !== null && !measured(figure) && !hasFallback(source, figure))
      return `No trigger that names this playbook measures ${figure}, and it has no default.`
  }
  return null
}

/** Whether each place that puts a figure out says what to do without it: a `default`, or an `if` around it. */
function hasFallback(source: string, figure: string): boolean {
  if (new RegExp(`\\{%-?\\s*if\\s[^%]*\\bevidence\\.${figure}\\b`).test(source)) return true
  const places = source.match(new RegExp(`\\{[{%][^}]*\\bevidence\\.${figure}\\b[^}]*\\}`, 'g')) ?? []
  return places.every(place => /\|\s*default\s*:/.test(place))
}
