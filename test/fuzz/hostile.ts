import { LAST_MOMENT } from '../../shared/model/values.ts'
import type { Pick } from './pick.ts'

/** Any JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Stands in every invented address and name, so that a log that quotes one is found out. */
export const CANARY = 'zq7w'
/** The credential that every keychain of the fuzzed shells answers with. */
export const SECRET = 'zq9x-credential'

const NUMBERS = [
  ...[-1, 0, 1.5, 0.1 + 0.2, 255, 65_536, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 53, -(2 ** 63)],
  ...[1e21, 1e308, -1e308, 5e-324, LAST_MOMENT, LAST_MOMENT + 1, -LAST_MOMENT, 8.64e15, 8.64e15 + 1, -8.64e15 - 1],
]

const STRINGS = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\u202Egnp.exe',
    '\u2066x\u2069',
    'a\r\nBcc: x@example.com',
    '\u001b[2J',
    '\uFEFF',
    '\u2028',
  ],
  ...['\uD800', 'a\uDC00b', '\uDBFF\uDBFF', 'I\u0307', 'ﬀ', '👩‍👩‍👧', `e${'\u0301'.repeat(300)}`, '\u200B', '\uFFFD'],
  ...["'; DROP TABLE account;--", '%', '_', '*', '"', '" OR 1', 'NEAR(', 'AND', 'a NOT', '^a', 'name:', '-', '(', '\\'],
  ...['{{ 1 | divided_by: 0 }}', '{% for i in (1..99999999) %}x{% endfor %}', '{% render "x" %}', '{{', '{% if %}'],
  ...['<img src=x onerror=alert(1)>', '../../x', '..', '/', '.', 'file:///x', 'http://[', 'http://127.0.0.1:1/', '//'],
  ...[
    'postgres://a:b@127.0.0.1:1/x',
    'postgresql:///?host=\0',
    '127.0.0.1:99999',
    '[::1]:0',
    'a..b',
    'xn--',
    'localhost',
  ],
  ...['(a+)+$', '[', '(?<x>', '^(([a-z])+.)+[A-Z]([a-z])+$', 'a{99999999}', '$.a[', 'a.b[?c==`', 'length(@)'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'Infinity', 'NaN', '-0', '0x10'],
  ...['9999-12-31', '+275760-09-13', '-271821-04-20', '0000-00-00', '2024-02-30', '24:60', 'UTC', 'Etc/Nowhere'],
  ...['0d', '-1d', '1e9d', '99999999999999d', '1.5d', 'd', 'P1D', '1d1d', '9'.repeat(400), 'a'.repeat(10_000)],
  ...[`kim.${CANARY}@canary.example`, `"Kim ${CANARY}" <kim.${CANARY}@canary.example>`, `@${CANARY}.example`, 'a@b@c'],
]

const OTHERS: Json[] = [null, true, false, [], {}, [[]], [null], [{}], { json: 1 }, { length: -1 }, { $ref: '#' }]

/** What cannot be written as a value: placeholders in a payload, put in as text when it is sent. */
const RAW: Record<string, () => string> = {
  infinity: () => '1e999',
  'deep-array': () => '['.repeat(20_000) + ']'.repeat(20_000),
  'deep-object': () => `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  'deep-condition': () => `${'{"not":'.repeat(2_000)}{}${'}'.repeat(2_000)}`,
  'deep-all': () => `${'{"all":['.repeat(2_000)}${']}'.repeat(2_000)}`,
  'long-text': () => `"${'x'.repeat(1_000_000)}"`,
  'long-list': () => `[${'1,'.repeat(50_000)}1]`,
  'long-texts': () => `[${'"a@example.com",'.repeat(20_000)}"b"]`,
  'many-keys': () => `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
  'long-escape': () => `"${'\\ud800'.repeat(50_000)}"`,
}
const RAWS = Object.keys(RAW)

/** A value that no form of ours would send. */
export function hostile({ one, happens }: Pick): Json {
  // The large ones cost much time and little is learned from the hundredth.
  if (happens(0.03)) return `@@${one(RAWS)}@@`
  return one<() => Json>([
    () => one(NUMBERS),
    () => one(STRINGS),
    () => one(STRINGS),
    () => structuredClone(one(OTHERS)),
  ])()
}

export const hostileText = ({ one }: Pick): string => one(STRINGS)
export const hostileNumber = ({ one }: Pick): number => one(NUMBERS)

/** A value as JSON, with its placeholders put in. */
export const written = (value: Json): string =>
  JSON.stringify(value).replaceAll(/"@@([a-z-]+)@@"/g, (whole, name: string) => RAW[name]?.() ?? whole)
