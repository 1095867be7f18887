import { Liquid, type Template } from 'liquidjs'
import type { Message } from '../../shared/model.ts'
import type { Playbook } from '../../shared/playbook.ts'
import { fail, ok, type Result } from '../../shared/result.ts'

/** What a template may name. A value that is null or blank counts as missing. */
export interface MessageFields {
  contact: { name: string | null; email: string | null }
  account: { name: string; plan: string | null }
  issue: { title: string }
  /** Measured figures by name; `NAME_usual` beside `NAME` where the account's usual value is known. */
  evidence: Record<string, number>
  sender: { name: string }
}

const FIELDS = new Set([
  'contact.name',
  'contact.first_name',
  'contact.email',
  'account.name',
  'account.plan',
  'issue.title',
  'sender.name',
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

function createLiquid(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // `{% if contact.first_name %}` and `default` are how a template says what to do without a field.
    lenientIf: true,
    parseLimit: MAX_TEMPLATE,
    memoryLimit: MAX_MEMORY,
    templates: {},
  })
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag]
  for (const filter of Object.keys(liquid.filters)) if (!FILTERS.has(filter)) delete liquid.filters[filter]
  return liquid
}

const liquid = createLiquid()

/** Checks every template of a playbook: that it parses, and that it names known fields only. */
export function checkTemplates(playbook: Playbook): Result<null> {
  for (const step of playbook.steps) {
    for (const [part, source] of [
      ['subject', step.subject],
      ['body', step.body],
    ] as const) {
      const problem = templateProblem(source)
      if (problem)
        return fail(
          'invalid',
          `The ${part} of “${playbook.name}” cannot be saved.`,
          problem,
          'Correct the template. Nothing was changed.',
        )
    }
  }
  return ok(null)
}

function templateProblem(source: string): string | null {
  const parsed = parse(source)
  if (!parsed.ok) return parsed.error.why
  for (const segments of liquid.globalVariableSegmentsSync(parsed.value)) {
    const name = segments.map(String).join('.')
    const isFigure = segments[0] === 'evidence' && segments.length === 2
    if (!isFigure && !FIELDS.has(name)) return `There is no field ${name}.`
  }
  return null
}

function parse(source: string): Result<Template[]> {
  try {
    return ok(liquid.parse(source))
  } catch (error) {
    return fail('invalid', 'The template cannot be read.', `${sentence(error)}.`, 'Correct the template.')
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')

/** Renders a playbook's message. Fails, naming the field, where one is missing and the template has no fallback. */
export function renderMessage(
  step: { subject: string; body: string },
  fields: MessageFields,
): Result<Pick<Message, 'subject' | 'text'>> {
  const scope = present(fields)
  const subject = renderOne(step.subject, scope)
  if (!subject.ok) return subject
  const text = renderOne(step.body, scope)
  if (!text.ok) return text
  return ok({ subject: subject.value.trim(), text: text.value })
}

function renderOne(source: string, scope: object): Result<string> {
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  try {
    return ok(String(liquid.renderSync(parsed.value, scope)))
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

/** Leaves out what is missing, so that naming it is noticed instead of coming out as nothing. */
function present({ contact, account, issue, evidence, sender }: MessageFields): object {
  const filled = (values: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value.trim() !== ''))
  return {
    contact: filled({ ...contact, first_name: firstName(contact.name) }),
    account: filled(account),
    issue: filled(issue),
    evidence,
    sender: filled(sender),
  }
}

/** `Ada Lovelace` and `Lovelace, Ada` both give `Ada`; what looks like an address gives nothing. */
export function firstName(name: string | null): string | null {
  if (!name || name.includes('@')) return null
  const given = name.includes(',') ? name.slice(name.indexOf(',') + 1) : name
  return given.trim().split(/\s+/)[0] || null
}
