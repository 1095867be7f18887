import { describe, expect, it } from 'vitest'
import { finishMessage, languageFor, renderMessage } from '../../../main/intervention/message/render.ts'
import { templateProblems } from '../../../main/intervention/playbook/check.ts'
import { languageGaps } from '../../../main/intervention/playbook/check-languages.ts'
import type { MessageFields } from '../../../main/intervention/playbook/fields.ts'
import { starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { chooseLanguage, languagesOf, type Multilingual, mannerOf } from '../../../shared/intervention/language.ts'
import { type OutreachStep, type Playbook, parsePlaybook, placedSteps } from '../../../shared/intervention/playbook.ts'
import { unwrap } from '../../../shared/result.ts'

const message = (...translations: string[]): Multilingual => ({
  subject: 'Hello',
  body: 'Text',
  translations: Object.fromEntries(translations.map(one => [one, { subject: one, body: one }])),
})
const chosenFor = (locale: string | null, ...translations: string[]) => {
  const { language, because } = chooseLanguage(message(...translations), { locale })
  return `${language} ${because}`
}

const fields = (locale: string | null, evidence: Record<string, number> = {}): MessageFields => ({
  contact: { name: 'Ada Lovelace', email: 'ada@example.com', locale },
  account: { name: 'Engines Ltd', plan: 'Pro', renewsAt: Date.UTC(2026, 11, 3, 23, 30) },
  issue: { title: 'Use has dropped' },
  timeZone: 'Europe/Berlin',
  evidence,
  sender: { name: 'Support' },
})
const messagesOf = ({ steps }: Pick<Playbook, 'steps'>): OutreachStep[] =>
  placedSteps(steps).flatMap(({ step }) => (step.type === 'outreach' ? [step] : []))

describe('the language of a message', () => {
  it.each([
    ['de-AT', ['de'], 'de contact'],
    ['de_AT.UTF-8', ['de'], 'de contact'],
    ['DE', ['de', 'fr'], 'de contact'],
    ['de-AT', ['de-AT', 'de'], 'de-AT contact'],
    ['fr-CA', ['fr-FR'], 'fr-FR contact'],
    ['pt-PT', ['pt-BR'], 'pt-BR contact'],
    // A reader of traditional characters is not served by simplified ones.
    ['zh-TW', ['zh-CN'], 'en fallback'],
    ['zh-Hant-HK', ['zh-TW'], 'zh-TW contact'],
    ['sr-Cyrl', ['sr-Latn'], 'en fallback'],
    ['en-GB', ['de'], 'en contact'],
    ['ja-JP', ['de'], 'en fallback'],
    ['German', ['de'], 'en fallback'],
    ['', ['de'], 'en fallback'],
    [null, ['de'], 'en fallback'],
  ])('of %o with texts in %o is %s', (locale, translations, wanted) => {
    expect(chosenFor(locale, ...translations)).toBe(wanted)
  })

  it('is the one that a person chose, where the message has it', () => {
    const chosen = (one: string) => chooseLanguage(message('de', 'fr'), { locale: 'de', chosen: one })
    expect(chosen('fr')).toMatchObject({ language: 'fr', because: 'person' })
    expect(chosen('it')).toMatchObject({ language: 'de', because: 'contact' })
  })

  it('falls back to the language that the playbook states', () => {
    const german: Multilingual = { ...message('en'), language: 'de' }
    expect(chooseLanguage(german, { locale: 'ja' })).toMatchObject({ language: 'de', because: 'fallback' })
    expect(chooseLanguage(german, { locale: 'en-US' })).toMatchObject({ language: 'en', because: 'contact' })
  })

  it('writes by the contact’s region only where the contact reads the language', () => {
    expect(mannerOf(chooseLanguage(message('de'), { locale: 'de-CH' }))).toBe('de-CH')
    expect(mannerOf(chooseLanguage(message('de'), { locale: 'ja-JP' }))).toBe('en')
  })
})

describe('numbers, money and dates in a message', () => {
  const written = (body: string, locale: string | null, evidence: Record<string, number>) => {
    const step = {
      subject: 'x',
      body,
      translations: Object.fromEntries(['de', 'fr'].map(to => [to, { subject: 'x', body }])),
    }
    return unwrap(renderMessage(step, fields(locale, evidence))).text
  }

  it.each([
    ['{{ evidence.recent }}', 'en', '12,345.5'],
    ['{{ evidence.recent }}', 'de-DE', '12.345,5'],
    ['{{ evidence.recent | round }}', 'fr-FR', '12\u00a0346'],
    ['{{ evidence.recent | money: "EUR" }}', 'de-DE', '12.345,50\u00a0€'],
    ['{{ evidence.recent | money: "JPY" }}', 'en', '¥12,346'],
    // Half past eleven at night in UTC is the next day in Berlin.
    ['{{ account.renewal_date }}', 'de', '4. Dezember 2026'],
    ['{{ account.renewal_date }}', 'en-US', 'December 4, 2026'],
    ['{{ account.renewal_date }}', 'en-GB', '4 December 2026'],
  ])('%s is written for %s as %s', (body, locale, text) => {
    expect(written(body, locale, { recent: 12_345.5 })).toBe(text)
  })

  it('are refused where money has no currency', () => {
    const rendered = renderMessage({ subject: 'x', body: '{{ evidence.recent | money }}' }, fields('en', { recent: 1 }))
    expect(!rendered.ok && rendered.error.why).toMatch(/money needs a currency/)
  })
})

describe('translations', () => {
  const step = (
    body: string,
    translations: Record<string, { subject: string; body: string }>,
  ): Pick<Playbook, 'steps'> => ({
    steps: [{ type: 'outreach', channel: 'email', topic: 'service', subject: 'x', body, translations }],
  })
  const problems = (body: string, german: string, language = 'de') =>
    templateProblems(step(body, { [language]: { subject: 'x', body: german } }), new Set()).map(
      ({ path, problem }) => `${path}: ${problem}`,
    )

  it('have the same fields as the message itself', () => {
    expect(problems('{{ greeting.en }}\n{{ account.name }}', '{{ greeting.de }}\n{{ account.name }}')).toEqual([])
    expect(problems('{{ greeting.en }}\n{{ account.name }}', '{{ greeting.de }}')).toEqual([
      'steps[0].translations.de: The text in German leaves out account.name.',
    ])
    expect(problems('{{ greeting.en }}', '{{ greeting.de }}\n{{ account.plan | default: "-" }}')).toEqual([
      'steps[0].translations.de: The text in German names account.plan, which the text in English does not.',
    ])
  })

  it('greet in their own language, or by name where there is no greeting in it', () => {
    expect(problems('{{ greeting.en }}', '{{ greeting.en }}')).toEqual([
      'steps[0].translations.de: The text in German greets in English.',
    ])
    expect(problems('{{ greeting.en }}', 'Ciao {{ contact.first_name | default: "a tutti" }},', 'it')).toEqual([])
  })

  it('are checked like the message itself', () => {
    expect(problems('Hello', 'Hallo {{ contact.frist_name }}')[0]).toBe(
      'steps[0].translations.de.body: There is no field contact.frist_name.',
    )
    expect(problems('Hello', 'Hallo {{ contact.first_name | default: "" }},')[0]).toMatch(/The default is empty/)
  })

  it('are pointed out where another message of the playbook has them', () => {
    const one = step('Hello', { de: { subject: 'x', body: 'Hallo' } }).steps
    const two = step('Hello', {}).steps
    expect(languageGaps([...one, ...two])).toEqual([
      { path: 'steps[1]', problem: 'This message has no text in German, but another message has.' },
    ])
    expect(languageGaps(one)).toEqual([])
  })

  it('may not be into the language of the message itself, nor into what is no language', () => {
    const read = (translations: object) =>
      parsePlaybook({ ...starterPlaybooks()[0], ...step('Hello', translations as Record<string, never>) })
    expect(read({ en: { subject: 'x', body: 'y' } }).ok).toBe(false)
    expect(read({ deutsch: { subject: 'x', body: 'y' } }).ok).toBe(false)
    expect(read({ de: { subject: 'x', body: 'y' } }).ok).toBe(true)
  })
})

describe('starter playbooks', () => {
  it('speak English, German, French and Spanish in every message, without a gap', () => {
    for (const playbook of starterPlaybooks()) {
      expect(languageGaps(playbook.steps)).toEqual([])
      for (const message of messagesOf(playbook)) {
        expect(languagesOf(message)).toEqual(['en', 'de', 'fr', 'es'])
        for (const locale of ['en', 'de', 'fr', 'es'])
          for (const given of [
            fields(locale, { recent: 0.5 }),
            { ...fields(locale), contact: { name: null, email: null, locale } },
          ]) {
            const { subject, text } = unwrap(renderMessage(message, given))
            expect(languageFor(message, given)).toMatchObject({ language: locale, because: 'contact' })
            expect(finishMessage(subject, text).ok).toBe(true)
            expect(`${subject}\n${text}`).not.toMatch(/\{|\}|null|undefined/)
            expect(text).not.toMatch(/\b1 (days|Tagen|jours|días)\b/)
            expect(text.length).toBeLessThan(1_000)
          }
      }
    }
  })

  it('begin a German text with a small letter after the comma of the greeting, except for a name', () => {
    for (const message of starterPlaybooks().flatMap(messagesOf)) {
      const second = message.translations?.de?.body.split('\n\n')[1] ?? ''
      expect(second).toMatch(/^(\p{Ll}|\{\{|Sie )/u)
    }
  })
})
