import { letterParagraphs, tidyText } from '../../../shared/desk/letter.ts'
import { plainLine } from '../../../shared/guard/plain-text.ts'
import { chooseLanguage, type Multilingual, mannerOf, textsIn } from '../../../shared/intervention/language.ts'
import type { LanguageChoice } from '../../../shared/intervention/language-schemas.ts'
import type { Message } from '../../../shared/model/intervention.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Manner } from '../../template/liquid.ts'
import { type MessageFields, type ObjectFields, scopeOf } from '../playbook/fields.ts'
import { holeIn, unmarked } from '../playbook/holes.ts'
import { type Missing, renderMarked } from '../playbook/template.ts'

/** The language of a message to this recipient; `chosen` by a person where it is one of the message's own. */
export const languageFor = (step: Multilingual, { contact }: MessageFields, chosen?: string): LanguageChoice =>
  chooseLanguage(step, { locale: contact.locale, chosen })

/**
 * Renders a playbook's message in the recipient's language. Fails, naming the field, where one is missing and has no
 * fallback.
 */
export function renderMessage(
  step: Multilingual,
  fields: MessageFields,
  choice: LanguageChoice = languageFor(step, fields),
): Result<Pick<Message, 'subject' | 'text'>> {
  const texts = textsIn(step, choice.language)
  const scope = scopeOf(fields, texts.fallbacks)
  const manner: Manner = { locale: mannerOf(choice), timeZone: fields.timeZone ?? 'UTC' }
  const subject = renderMarked(texts.subject, scope, 'refused', manner)
  if (!subject.ok) return subject
  const text = renderMarked(texts.body, scope, 'refused', manner)
  if (!text.ok) return text
  const hole = holeIn(subject.value) ?? holeIn(text.value)
  if (hole !== null) return unusable(`A value is missing in “${hole}”.`)
  return ok({ subject: unmarked(subject.value).trim(), text: unmarked(text.value) })
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
  const rendered = renderOne(source, scopeOf(fields, undefined), 'left out')
  return rendered.ok ? rendered.value.trim() : source
}

function renderOne(source: string, scope: object, missing: Missing = 'refused'): Result<string> {
  const rendered = renderMarked(source, scope, missing)
  return rendered.ok ? ok(unmarked(rendered.value)) : rendered
}

/**
 * The message as it leaves, from a subject and a text that are taken literally: rendered, or written by a person.
 * Fails for a subject that could break the header, and for text with control characters.
 */
export function finishMessage(subject: string, text: string): Result<Message> {
  const line = subject.trim()
  const body = tidyText(text)
  if (line === '') return unusable('The subject is empty.')
  if (/[\p{Cc}\u2028\u2029]/u.test(line)) return unusable('The subject contains a line break or a control character.')
  if (body === '') return unusable('The text is empty.')
  if (/[^\P{Cc}\n\t]/u.test(body)) return unusable('The text contains a control character.')
  return ok({ subject: plainLine(line), text: body, html: toHtml(body) })
}

const unusable = (why: string): Result<never> =>
  fail('refused', 'The message cannot be written.', why, 'Correct the message, or the field with the value.')

/** Paragraphs at blank lines, line breaks kept, everything escaped. */
export const toHtml = (text: string): string =>
  letterParagraphs(text)
    .map(lines => `<p>${lines.map(escapeHtml).join('<br>\n')}</p>`)
    .join('\n')

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
