import { madeOnce } from '../text/made-once.ts'
import type { LanguageChoice, Texts } from './language-schemas.ts'

/** The language of a playbook’s own texts where it states none. */
export const DEFAULT_LANGUAGE = 'en'

/** Texts in one language or several: `language` is that of `subject` and `body`, to which a message falls back. */
export interface Multilingual extends Texts {
  language?: string | undefined
  translations?: Readonly<Record<string, Texts>> | undefined
}

/** Every language of a message, that of the playbook first. */
export const languagesOf = ({ language = DEFAULT_LANGUAGE, translations = {} }: Multilingual): string[] => [
  language,
  ...Object.keys(translations),
]

/** The words of a message in one of its languages. */
export function textsIn(message: Multilingual, language: string): Texts {
  const translated = language === (message.language ?? DEFAULT_LANGUAGE) ? undefined : message.translations?.[language]
  return translated ?? message
}

/**
 * The language to write in: what a person `chose`, otherwise what the contact reads, otherwise the playbook's own. A
 * contact's `de-AT` is looked up as RFC 4647 (3.4) does: `de-AT`, then `de`. After that a neighbour in the same script
 * will do, `pt-BR` for `pt-PT`; `zh-CN` will not do for `zh-TW`.
 */
export function chooseLanguage(
  message: Multilingual,
  { locale, chosen }: { locale?: string | null | undefined; chosen?: string | undefined },
): LanguageChoice {
  const available = languagesOf(message)
  const wanted = locale?.trim() || null
  const choice = (language: string, because: LanguageChoice['because']) => ({ language, because, wanted, available })
  if (chosen !== undefined && available.includes(chosen)) return choice(chosen, 'person')
  const read = wanted === null ? null : languageTag(wanted)
  const found = read === null ? undefined : lookUp(read, available)
  return found === undefined ? choice(available[0] ?? DEFAULT_LANGUAGE, 'fallback') : choice(found, 'contact')
}

/** The tag in its canonical spelling, of `de_AT.UTF-8` or `DE-at` too; null for what is no tag. */
export function languageTag(locale: string): string | null {
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-').replace(/[.@].*$/, ''))[0] ?? null
  } catch {
    return null
  }
}

function lookUp(read: string, available: readonly string[]): string | undefined {
  for (let tag = read; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-'))))
    if (available.includes(tag)) return tag
  return available.find(one => scriptOf(one) === scriptOf(read))
}

/** `pt-Latn` of `pt-BR`: what a reader of one reads without trouble in the other. */
const scriptOf = madeOnce((tag: string): string => {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script}`
})

/**
 * How numbers, money and dates are written in a message: by the contact's own locale where that is the language of the
 * text, otherwise as the language of the text has it. A date in French within an English sentence helps nobody.
 */
export function mannerOf({ language, wanted }: LanguageChoice): string {
  const read = wanted === null ? null : languageTag(wanted)
  return read !== null && scriptOf(read) === scriptOf(language) ? read : language
}

const namesIn = madeOnce((locale: string) => new Intl.DisplayNames(locale, { type: 'language' }))

/** `German`, `Portuguese (Brazil)`: a language in the words of the console. */
export const languageName = (language: string): string => namesIn('en').of(language) ?? language
