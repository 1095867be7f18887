import { describe, expect, it } from 'vitest'
import { finishMessage, renderMessage } from '../../../main/intervention/message/render.ts'
import { templateProblems } from '../../../main/intervention/playbook/check.ts'
import type { MessageFields } from '../../../main/intervention/playbook/fields.ts'
import { starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { type OutreachStep, type Playbook, placedSteps } from '../../../shared/intervention/playbook.ts'
import { givenName } from '../../../shared/person/name.ts'
import { unwrap } from '../../../shared/result.ts'

const fields = (changes: Partial<MessageFields> = {}): MessageFields => ({
  contact: { name: 'Ada Lovelace', email: 'ada@example.com' },
  account: { name: 'Engines Ltd', plan: 'Pro' },
  issue: { title: 'Use has dropped' },
  evidence: { recent: 12, recent_usual: 40 },
  sender: { name: 'Example Support' },
  ...changes,
})
const nameless = fields({ contact: { name: '  ', email: null } })
const text = (body: string, given = fields()) => renderMessage({ subject: 'x', body }, given)
const playbook = (body: string): Playbook => {
  const first = starterPlaybooks()[0]
  if (!first) throw new Error('no starter playbooks')
  return { ...first, steps: [{ type: 'outreach', channel: 'email', topic: 'service', subject: 'x', body }] }
}
const problemOf = (body: string, figures: readonly string[] = []) =>
  templateProblems(playbook(body), new Set(figures))[0]
const messagesOf = ({ steps }: Playbook): OutreachStep[] =>
  placedSteps(steps).flatMap(({ step }) => (step.type === 'outreach' ? [step] : []))

describe('rendering', () => {
  it('every starter playbook greets by first name where it is known, and honestly where it is not', () => {
    for (const one of starterPlaybooks()) {
      for (const step of messagesOf(one)) {
        expect(unwrap(renderMessage(step, fields())).text).toMatch(/^Hello Ada,\n/)
        const plain = unwrap(renderMessage(step, nameless))
        expect(plain.text).toMatch(/^Hello,\n/)
        expect(`${plain.subject}${plain.text}`).not.toMatch(/\{|\}| ,|null|undefined/)
        expect(plain.text.length).toBeLessThan(900)
      }
    }
  })

  it('names the field that is missing and has no fallback', () => {
    const answer = text('Hi {{ contact.first_name }},', nameless)
    expect(!answer.ok && answer.error.why).toBe('The field contact.first_name is missing and has no fallback.')
    expect(unwrap(text('Hi {{ contact.first_name | default: "there" }}', nameless)).text).toBe('Hi there')
  })

  it('takes measured figures by name', () => {
    expect(unwrap(text('{{ evidence.recent }} of {{ evidence.recent_usual }}')).text).toBe('12 of 40')
    expect(text('{{ evidence.missing }}').ok).toBe(false)
  })

  it('reaches nothing but the fields', () => {
    for (const body of [
      '{{ contact.constructor }}',
      '{{ contact.__proto__ }}',
      '{% include "x" %}',
      '{% for i in (1..9) %}x{% endfor %}',
      '{{ "now" | date: "%Y" }}',
      '{{ account.name | sample }}',
    ])
      expect(text(body).ok, body).toBe(false)
  })

  it('refuses a template that grows without bound', () => {
    const doubling = `{% assign a = "xxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(30)}`
    expect(text(`${doubling}{{ a }}`).ok).toBe(false)
  })

  it('gives the first name of "Lovelace, Ada" and none of an address', () => {
    expect(['Ada Lovelace', 'Lovelace, Ada', 'ada@example.com', ' ', null].map(name => givenName(name))).toEqual([
      'Ada',
      'Ada',
      null,
      null,
      null,
    ])
  })
})

describe('a name of which nobody can tell whether it begins with the family’s', () => {
  it.each([
    ['鈴木 太郎', 'ja-JP', null],
    ['鈴木 太郎', null, null],
    ['박 하은', 'ko', null],
    ['Suzuki Taro', 'ja-JP', null],
    ['Nagy Anna', 'hu_HU', null],
    ['Nagy, Anna', 'hu-HU', 'Anna'],
    ['Anna Nagy', 'en-GB', 'Anna'],
    ['Anna Nagy', null, 'Anna'],
  ])('%s (%s) is greeted by %s', (name, locale, greeted) => {
    const given = fields({ contact: { name, email: null, locale } })
    const hello = 'Hello{% if contact.first_name %} {{ contact.first_name }}{% endif %},'
    expect(givenName(name, { locale })).toBe(greeted)
    expect(unwrap(text(hello, given)).text).toBe(greeted ? `Hello ${greeted},` : 'Hello,')
  })
})

describe('a greeting with nobody in it', () => {
  const EMPTY: [body: string, fallbacks?: Record<string, string>][] = [
    ['Hi {% assign n = contact.first_name %}{{ n }},'],
    ['Hi {% assign n = contact.first_name | upcase %}{{ n }},'],
    ['Hi {{ contact.first_name | default: "" }},'],
    ["Hello {{ contact.first_name | default: ' ' }}!"],
    ['Hi {% if contact.first_name %}{{ contact.first_name }}{% endif %},'],
    ['Good morning {% if contact.first_name %}{{ contact.first_name }}{% endif %} ,\n\nWe saw it.'],
    ['Hi {{ contact.first_name }},', { 'contact.first_name': ' ' }],
    ['Hi {{ nil }},'],
    ['Dear {{ empty }},'],
    ['Dear {% if contact.first_name %}{{ contact.first_name }}{% endif %},'],
    ['Hello,\n\nYour plan {{ account.plan | default: "" }} ends.'],
    ['Hello,\n\nYour plan ({{ account.plan | default: "" }}) ends.'],
  ]
  const none = fields({ ...nameless, account: { name: 'Engines Ltd', plan: null } })

  it.each(EMPTY)('never leaves: %s', (body, fallbacks) => {
    const rendered = renderMessage({ subject: 'x', body, fallbacks }, none)
    expect(!rendered.ok && rendered.error.kind).toBe('refused')
  })

  it.each(EMPTY)('is a mistake when it is saved, unless what is missing is refused anyway: %s', (body, fallbacks) => {
    const asked = playbook(body)
    const steps = asked.steps.map(step => ({ ...step, ...(fallbacks && { fallbacks }) })) as Playbook['steps']
    const [problem] = templateProblems({ steps }, new Set())
    if (body.includes('assign')) expect(problem).toBeUndefined()
    else expect(problem?.path).toBe(fallbacks ? 'steps[0].fallbacks.contact.first_name' : 'steps[0].body')
  })

  it.each([
    ['Hello{% if contact.first_name %} {{ contact.first_name }}{% endif %},', 'Hello,'],
    ['{% assign n = contact.first_name | default: "you" %}Hi {{ n }},', 'Hi you,'],
    [
      '{% if contact.first_name %}{% assign n = " A" %}{% else %}{% assign n = "" %}{% endif %}Hi{{ n }}, all',
      'Hi, all',
    ],
    ['{% assign s = "" %}Hello.\n\nWe know. {{ s }} It is fixed.', 'Hello.\n\nWe know.  It is fixed.'],
    ['{% assign s = "" %}Hello,\n{{ s }}\nIt is fixed.', 'Hello,\n\nIt is fixed.'],
    ['Hello – it is fixed.', 'Hello – it is fixed.'],
    ['Bonjour !\n\nC’est réparé : tout va bien.', 'Bonjour !\n\nC’est réparé : tout va bien.'],
  ])('is not what %s makes', (body, made) => {
    expect(unwrap(text(body, none)).text).toBe(made)
    expect(problemOf(body)).toBeUndefined()
  })
})

describe('checking templates when they are saved', () => {
  it.each([
    ['{{ contact.fist_name }}', 'There is no field contact.fist_name.'],
    ['{{ secret }}', 'There is no field secret.'],
    ['{{ account.name | shout }}', 'undefined filter: shout'],
    ['{% if account.plan %}', 'not closed'],
  ])('%s is refused', (body, words) => {
    expect(problemOf(body)?.problem).toContain(words)
    expect(problemOf(body)?.path).toBe('steps[0].body')
  })

  it('a variable of its own is no field', () => {
    expect(problemOf('{% assign n = account.name %}{{ n }}')).toBeUndefined()
  })
})

describe('the finished message', () => {
  it('escapes what customers are called, and keeps paragraphs and lines', () => {
    const made = unwrap(finishMessage('s', 'Hello <b>"Tom & Ann"</b>\r\nline two\r\n\r\n\r\n\r\nlast  '))
    expect(made.text).toBe('Hello <b>"Tom & Ann"</b>\nline two\n\nlast')
    expect(made.html).toBe('<p>Hello &lt;b&gt;&quot;Tom &amp; Ann&quot;&lt;/b&gt;<br>\nline two</p>\n<p>last</p>')
  })

  it.each(['a\r\nBcc: eve@example.com', 'a\nb', 'a\u2028b', 'a\u0000b', 'tab\tbed', '  '])(
    'refuses the subject %j',
    s => {
      expect(finishMessage(s, 'text').ok).toBe(false)
    },
  )

  it('refuses control characters and emptiness in the text', () => {
    expect(finishMessage('s', 'a\u0007b').ok).toBe(false)
    expect(finishMessage('s', ' \n ').ok).toBe(false)
    expect(finishMessage('s', 'tabs\tare fine').ok).toBe(true)
  })

  it('takes what a person wrote literally', () => {
    expect(unwrap(finishMessage('{{ x }}', '{% if %} {{ contact.name }}')).text).toBe('{% if %} {{ contact.name }}')
  })
})
