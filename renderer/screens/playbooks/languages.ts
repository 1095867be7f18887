import { DEFAULT_LANGUAGE, languagesOf, textsIn } from '../../../shared/intervention/language.ts'
import type { Texts } from '../../../shared/intervention/language-schemas.ts'
import type { OutreachStep } from '../../../shared/intervention/playbook.ts'
import { GREETING_LANGUAGES } from '../../../shared/person/greeting.ts'

/** Languages that an editor offers first; a playbook's JSON may name any other. */
const OFFERED = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'pt-BR',
  'pl',
  'sv',
  'da',
  'nb',
  'fi',
  'cs',
  'ja',
  'ko',
  'zh-CN',
]

/** What can be added to a message. */
export const languagesLeft = (step: OutreachStep): string[] => OFFERED.filter(one => !languagesOf(step).includes(one))

/** The message with other words in one of its languages, or with a first text in a new one. */
export function withTexts(step: OutreachStep, language: string, texts: Texts): OutreachStep {
  if (language !== (step.language ?? DEFAULT_LANGUAGE))
    return { ...step, translations: { ...step.translations, [language]: texts } }
  const { fallbacks: _before, ...rest } = step
  return { ...rest, ...texts }
}

/** The message without a translation. The language that it falls back to stays. */
export function withoutTexts(step: OutreachStep, language: string): OutreachStep {
  const { translations = {}, ...rest } = step
  const kept = Object.fromEntries(Object.entries(translations).filter(([one]) => one !== language))
  return Object.keys(kept).length > 0 ? { ...rest, translations: kept } : rest
}

/** A translation begins as a copy: what is to be translated stands there, with every field that must stay. */
export const copied = (step: OutreachStep, language: string): OutreachStep =>
  withTexts(step, language, greetingIn(textsIn(step, step.language ?? DEFAULT_LANGUAGE), language))

function greetingIn({ subject, body, fallbacks }: Texts, language: string): Texts {
  const greets = GREETING_LANGUAGES.find(one => one === language.split('-')[0])
  const own = greets ? body.replaceAll(/\bgreeting\.[a-z]{2}\b/g, `greeting.${greets}`) : body
  return { subject, body: own, ...(fallbacks ? { fallbacks } : {}) }
}
