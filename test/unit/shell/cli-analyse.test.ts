import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../main/cli/command.ts'
import { experimentAskOf } from '../../../main/cli/experiment/analyse.ts'
import type { Experiment } from '../../../shared/experiment/experiment.ts'
import { forestallHere, forestallJsonHere } from '../../helpers/cli-here.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

type Options = Parameters<typeof experimentAskOf>[1]

const asked = (args: readonly string[], options: Partial<Options>) =>
  experimentAskOf(args, { json: false, all: false, 'accept-gone': false, despite: false, ...options })

describe('forestall analyse', () => {
  it('reads metrics with their kinds, values before and what is better', () => {
    const ask = asked(['data.csv'], {
      arm: 'group',
      metric: ['contacted', 'a=b', 'orders=number', 'revenue=EUR'],
      pre: ['orders=orders before'],
      better: ['contacted=lower'],
      planned: 'control=10, mail=90',
      decimal: 'comma',
    })
    expect(ask).toEqual({
      from: { kind: 'file', path: resolve('data.csv'), answers: { decimal: 'comma' } },
      arm: 'group',
      metrics: [
        { column: 'contacted', better: 'lower' },
        { column: 'a=b' },
        { column: 'orders', kind: 'number', pre: 'orders before' },
        { column: 'revenue', kind: 'money', currency: 'EUR' },
      ],
      planned: { control: 10, mail: 90 },
      despite: false,
    })
  })

  it('takes a value before for the only metric without its name, and accounts since a day', () => {
    const options = { arm: 'campaign', metric: ['events:ticket'], pre: ['events:ticket'], since: '2024-05-01' }
    expect(asked([], options)).toMatchObject({
      from: { kind: 'accounts', since: Date.UTC(2024, 4, 1) },
      metrics: [{ column: 'events:ticket', pre: 'events:ticket' }],
    })
  })

  it.each<[string, string[], Partial<Options>]>([
    ['--arm is missing', ['data.csv'], { metric: ['x'] }],
    ['--metric is missing', ['data.csv'], { arm: 'a' }],
    ['neither a file nor --since', [], { arm: 'a', metric: ['x'] }],
    ['--since is no date', [], { arm: 'a', metric: ['x'], since: '1. May' }],
    ['takes one file', ['a.csv', 'b.csv'], { arm: 'a', metric: ['x'] }],
    ['does not say which metric', ['a.csv'], { arm: 'a', metric: ['x', 'y'], pre: ['z'] }],
    ['--better has no value', ['a.csv'], { arm: 'a', metric: ['x'], better: ['up'] }],
    ['--planned is not a list', ['a.csv'], { arm: 'a', metric: ['x'], planned: 'A=,B=2' }],
  ])('says what it lacks: %s', (why, args, options) => {
    expect(() => asked(args, options)).toThrow(UsageError)
    expect(() => asked(args, options)).toThrow(why)
  })

  it('needs no workspace for a file, and ends with 1 where the assignment is not sound', async () => {
    const path = join(tempFolder(), 'mail.csv')
    const rows = Array.from({ length: 400 }, (_, n) => `U${n},${n % 2 ? 'control' : 'mail'},${n % 5 < 2 ? 1 : 0}`)
    writeFileSync(path, ['unit,arm,contacted', ...rows].join('\n'))
    const words = ['analyse', path, '--arm', 'arm', '--metric', 'contacted', '--unit', 'unit']
    const home = { FORESTALL_USER_DATA: tempFolder() }
    const found = await forestallJsonHere<Experiment>(words, home)
    expect(found).toMatchObject({ units: 400, metrics: [{ kind: 'share' }] })
    writeFileSync(path, ['unit,arm,contacted', ...rows, 'U0,control,1'].join('\n'))
    const { code, stdout } = await forestallHere(words, home)
    expect(code).toBe(1)
    expect(stdout).toMatch(/^The assignment is not to be trusted: 1 unit is in two arms\. No effect is shown\.\n/)
    expect(stdout).toContain('for example lines 2 and 402')
    expect(stdout).not.toContain('minimum detectable effect')
    const despite = await forestallHere([...words, '--despite'], home)
    expect([despite.code, despite.stdout.includes('minimum detectable effect')]).toEqual([1, true])
  })
})
