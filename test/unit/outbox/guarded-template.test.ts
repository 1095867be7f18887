import { describe, expect, it } from 'vitest'
import { namesIn as playbookNames } from '../../../main/intervention/playbook/template.ts'
import { checkChannel } from '../../../main/outbox/channels/manifests.ts'
import { namesIn, renderText } from '../../../main/outbox/channels/template.ts'
import { LONGEST_TEMPLATE, liquidOnDemand } from '../../../main/template/liquid.ts'

const FORBIDDEN = [
  '{% render ".ssh/id_rsa" %}',
  '{% include "/etc/passwd" %}',
  '{% layout "a" %}',
  '{% for i in (1..90000000) %}x{% endfor %}',
  '{% tablerow i in (1..9) %}x{% endtablerow %}',
  '{% capture a %}x{% endcapture %}',
  '{% increment a %}',
  '{% liquid\n render "a" %}',
  '{{ "now" | date: "%s" }}',
  '{{ "a" | sample }}',
  '{{ message.text | where: "a" }}',
  'x'.repeat(LONGEST_TEMPLATE + 1),
]
const ALLOWED = [
  '{{ to.name | default: to.address }}',
  '{% if message.html %}{{ message.html | json }}{% else %}-{% endif %}',
  '{% assign a = message.text | truncate: 10 %}{{ a | url_encode }}',
  '{% case key %}{% when "a" %}A{% else %}B{% endcase %}',
  '{% unless key %}x{% endunless %}{% raw %}{{ }}{% endraw %}{% comment %}c{% endcomment %}',
]
const VALUES = { key: 'a', to: { name: 'A', address: 'a@b.c' }, message: { text: 'hello there you', html: '<p>' } }

const channel = (text: string) => ({
  ...{
    version: 1,
    id: 'own',
    name: 'Own',
    about: 'Own.',
    docs: ['https://a.example.com/docs'],
    auth: { kind: 'bearer' },
  },
  test: { request: { method: 'GET', url: 'https://a.example.com/me' } },
  message: { request: { method: 'POST', url: 'https://a.example.com/', json: { text } } },
})

const errorsOf = ({ problems }: { problems: { level: string; problem: string }[] }) =>
  problems.filter(({ level }) => level === 'error')

describe('a template', () => {
  it.each(FORBIDDEN)('is refused when its manifest or playbook is loaded: %.40s', text => {
    expect(errorsOf(checkChannel(channel(text)))).toHaveLength(1)
    expect(() => namesIn(text)).toThrow()
    expect(playbookNames(text).ok).toBe(false)
  })

  it.each(ALLOWED)('may say what to do with its values: %s', text => {
    expect(errorsOf(checkChannel(channel(text)))).toEqual([])
    expect(renderText(text, VALUES)).not.toBe('')
    expect(playbookNames(text).ok).toBe(true)
  })

  it('is held to a limit of memory, however its text grows', () => {
    const doubled = `{% assign a = "0123456789" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a | size }}`
    expect(() => renderText(doubled, {})).toThrow(/memory/)
  })

  it('reads own properties only, and none of this process', () => {
    const liquid = liquidOnDemand({ strict: false })()
    expect(liquid.parseAndRenderSync('{{ a.constructor }}{{ process.env.HOME }}{{ a.__proto__ }}', { a: {} })).toBe('')
  })
})
