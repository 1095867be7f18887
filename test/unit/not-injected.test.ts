import { describe, expect, it } from 'vitest'
import { aTree } from '../helpers/a-tree.ts'
import { notInjected } from '../helpers/not-injected.ts'

const found = (text: string): string[] => notInjected(aTree({ 'main/a.ts': text }), 'main/a.ts')

describe('time that a file takes from the machine', () => {
  it.each([
    ['Date.now()', 'Date'],
    ['+new Date()', 'Date'],
    ['+new Date', 'Date'],
    ['new Date().getTime()', 'Date'],
    ['Date()', 'Date'],
    ["Date['now']()", 'Date'],
    ['const { now } = Date', 'Date'],
    ['const Clock = Date', 'Date'],
    ['[].map(Date.now)', 'Date'],
    ['Reflect.construct(Date, [])', 'Date'],
    ['new Date(...[])', 'Date'],
    ['performance.now()', 'performance'],
    ['performance.timeOrigin', 'performance'],
    ['const { now } = performance', 'performance'],
    ["import { timerify as watch } from 'node:perf_hooks'", 'timerify of perf_hooks'],
    ["import * as hooks from 'perf_hooks'", 'all of perf_hooks'],
    ['process.hrtime.bigint()', 'process'],
    ['process.uptime()', 'process'],
    ['const { hrtime } = process', 'process'],
    ["import { hrtime } from 'node:process'", 'hrtime of process'],
    ['globalThis.Date.now()', 'globalThis'],
    ["globalThis['Date'].now()", 'globalThis'],
    ['const { Date: Clock } = globalThis', 'globalThis'],
    ['global.performance.now()', 'global'],
    ['Temporal.Now.instant()', 'Temporal'],
    ["new Intl.DateTimeFormat('en').format()", 'format()'],
  ])('is found: %s', (text, name) => {
    expect(found(text)).toEqual([name])
  })

  it('is none that was handed in', () => {
    const text = `
      import type { Stats } from 'node:fs'
      const day = (at: number) => new Date(at).getUTCDay()
      const noon = Date.UTC(2024, 6, 3, 12), read = Date.parse('2024-07-03')
      const isDate = (value: unknown): value is Date => value instanceof Date
      const written = new Intl.DateTimeFormat('en').format(new Date(noon))
      interface Clock { performance: number }
      const clock = { Date: 1, performance: 2 }
      const shown = clock.performance + clock.Date
      const where = [process.env, process.platform, globalThis.fetch]
      const text = 'Date.now()' // Math.random()`
    expect(found(text)).toEqual([])
  })
})

describe('chance that a file takes from the machine', () => {
  it.each([
    ['Math.random()', 'Math'],
    ['const { random } = Math', 'Math'],
    ['const m = Math', 'Math'],
    ["Math['random']()", 'Math'],
    ['[1].map(Math.random)', 'Math'],
    ['crypto.getRandomValues(new Uint8Array(1))', 'crypto'],
    ['crypto.randomUUID()', 'crypto'],
    ['globalThis.crypto.randomUUID()', 'globalThis'],
    ["import { randomUUID as id } from 'node:crypto'", 'randomUUID of crypto'],
    ["import { getRandomValues } from 'crypto'", 'getRandomValues of crypto'],
    ["import { webcrypto } from 'node:crypto'", 'webcrypto of crypto'],
    ["import { generateKeyPairSync } from 'node:crypto'", 'generateKeyPairSync of crypto'],
    ["import node from 'node:crypto'", 'all of crypto'],
    ["import * as node from 'node:crypto'", 'all of crypto'],
    ["export { randomInt } from 'node:crypto'", 'randomInt of crypto'],
    ["export * from 'node:crypto'", 'all of crypto'],
    ["const { randomInt } = await import('node:crypto')", 'all of crypto'],
    ["process.getBuiltinModule('crypto')", 'process'],
  ])('is found: %s', (text, name) => {
    expect(found(text)).toEqual([name])
  })

  it('is none in arithmetic, digests and signatures', () => {
    const text = `
      import { createHash, type KeyObject, verify } from 'node:crypto'
      const least = Math.min(1, Math.PI)
      const random = (seed: number) => seed * 16_807`
    expect(found(text)).toEqual([])
  })
})
