import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { table } from '../../main/cli/print.ts'
import { finishMessage } from '../../main/intervention/message/render.ts'
import { mimeOf } from '../../main/outbox/channels/mime.ts'
import { plainLine, terminalJson, terminalLine } from '../../shared/guard/plain-text.ts'
import { unwrap } from '../../shared/result.ts'

const ESCAPE = '\u001b'
const PASSES = [
  'شركة النور للتجارة',
  'משה כהן בע״מ',
  'می‌خواهم',
  'Åsa Ünlü-Gómez',
  '株式会社 山田',
  '👩‍👩‍👧 & Co',
  'سلام\u200F (Tehran) \u200E42',
]

describe('one line of plain text', () => {
  it('loses what turns letters round and what speaks to a terminal', () => {
    expect(plainLine('invoice\u202Egnp.exe')).toBe('invoicegnp.exe')
    expect(plainLine('\u2066a\u2067b\u2068c\u2069\u202Ad\u202Be\u202Cf\u202D')).toBe('abcdef')
    expect(plainLine(`Ada${ESCAPE}[2J\u009b31m\r\nforestall: all is well`)).toBe('Ada [2J 31m forestall: all is well')
    expect(plainLine('a\u2028b\u2029c\u0085d\0e')).toBe('a b c d e')
  })

  it.each(PASSES)('leaves %s as it is', name => {
    expect(plainLine(name)).toBe(name)
    expect(terminalLine(name)).toBe(name)
    expect(unwrap(finishMessage(name, 'Hello')).subject).toBe(name)
    expect(JSON.parse(terminalJson({ name }))).toEqual({ name })
    expect(terminalJson({ name })).toContain(name)
  })
})

describe('a terminal', () => {
  it('shows a cell on the line of its row', () => {
    expect(
      table([
        ['Ada\nGrace', 1],
        [`${ESCAPE}]0;title\u0007Linus`, 2],
      ]),
    ).toEqual(['Ada Grace        1', ' ]0;title Linus  2'])
  })

  it('is given JSON of the same value', () => {
    const value = { name: `a\u202Eb\u009b${ESCAPE}[31m\u2028c\n` }
    const text = terminalJson(value)
    expect(text).not.toMatch(/[\u007F-\u009F\u2028-\u202E\u2066-\u2069]/)
    expect(text).not.toContain(ESCAPE)
    expect(JSON.parse(text)).toEqual(value)
  })

  it('is written to by the command line in one place', () => {
    const folder = resolve(import.meta.dirname, '../../main/cli')
    const writers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      file =>
        /\.ts$/.test(file) && /std(out|err)\.write|console\.(log|error)/.test(readFileSync(join(folder, file), 'utf8')),
    )
    expect(writers).toEqual(['print.ts'])
  })
})

describe('a subject', () => {
  it('says nothing in an order of its own, also in the header', async () => {
    expect(unwrap(finishMessage('Refund \u202Eyadot', 'Hello')).subject).toBe('Refund yadot')
    const to = { address: 'a@example.com', name: 'Ada\u202E\r\nBcc: eve@example.com' }
    const message = { type: 'message' as const, key: 'k', to, subject: 'A\u2066\nB', text: 'x', html: 'x' }
    const mime = (await mimeOf(message, { name: '', address: 'desk@example.com' })).toString()
    expect(mime).toContain('Subject: A B')
    expect(mime).not.toMatch(/^Bcc:/m)
  })

  it('that a person writes is still refused with a line break', () => {
    expect(finishMessage('A\nB', 'Hello')).toMatchObject({ ok: false })
  })
})
