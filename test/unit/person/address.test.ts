import { expect, it } from 'vitest'
import { domainOf } from '../../../main/sync/identity/words.ts'
import { suppressibleSchema } from '../../../shared/intervention/suppression.ts'
import { domainEntry, isRoleMailbox, mailboxOf, plainAddress, plainDomain } from '../../../shared/person/address.ts'

it.each([
  ['Joerg@BÜCHER.example', 'joerg@xn--bcher-kva.example'],
  ['joerg@bu\u0308cher.example', 'joerg@xn--bcher-kva.example'],
  ['jose\u0301@example.com', 'jos\u00e9@example.com'],
  [' Ada@Example.com. ', 'ada@example.com'],
  ['ada@例え。example', 'ada@xn--r8jz45g.example'],
  ['ada+shop@example.com', 'ada+shop@example.com'],
  ['#Support', '#support'],
  ['ada@1.2', 'ada@1.2'],
])('%s is compared as %s', (written, plain) => {
  expect(plainAddress(written)).toBe(plain)
  expect(plainAddress(plain)).toBe(plain)
})

it('knows a suppressed domain in either spelling', () => {
  const entry = '@xn--bcher-kva.example'
  expect(suppressibleSchema.parse('*@Bücher.example')).toBe(entry)
  expect(suppressibleSchema.parse(entry)).toBe(entry)
  expect(domainEntry('joerg@bücher.example')).toBe(entry)
  expect(domainOf('https://www.bücher.example/shop')).toBe('xn--bcher-kva.example')
  expect(plainDomain('Straße.example')).toBe('xn--strae-oqa.example')
})

it('tells a mailbox that several people read', () => {
  expect(['support@a.example', 'No-Reply@a.example', 'info+de@a.example'].every(isRoleMailbox)).toBe(true)
  expect(['ada@a.example', 'supporter@a.example', null].some(isRoleMailbox)).toBe(false)
})

it.each([
  ['Ada <ada@a.example>', 'ada@a.example'],
  ['mailto:ada@a.example?subject=hi', 'ada@a.example'],
  ['SMTP:ada@a.example', 'ada@a.example'],
  ["'ada@a.example'", 'ada@a.example'],
  ['ada@a.example;', 'ada@a.example'],
  ['ada@a.example.', 'ada@a.example'],
  ['ada＠a.example', 'ada@a.example'],
  ['ada@\u200ba.example', 'ada@a.example'],
  ['o’hara@a.example', 'o’hara@a.example'],
  ['ada@a..example', null],
  ['.ada@a.example', null],
  ['ada@-a.example', null],
  ['ada@a.example; bob@b.example', null],
  ['ada(at)a.example', null],
])('the address in “%s” is %s', (cell, address) => expect(mailboxOf(cell)).toBe(address))
