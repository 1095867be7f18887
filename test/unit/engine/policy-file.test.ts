import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  administratorsFile,
  loadPolicy,
  parsePolicy,
  readPolicy,
  writableProblem,
} from '../../../main/engine/policy-file.ts'
import { NO_POLICY, policyWords } from '../../../shared/policy.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const whyOf = (text: string): string => {
  const read = parsePolicy('/policy.json', text)
  return read.ok ? 'it was taken' : read.error.why
}

describe('a policy file', () => {
  it('holds what it names and leaves the rest to the person', () => {
    const text = `{ "guardrails": { "frequencyCap": { "messages": 2, "days": 7 }, "autopilot": false },
      "hosts": ["*.Example.com", "db.internal:5432"] }`
    const read = parsePolicy('/policy.json', text)
    if (!read.ok) throw new Error(read.error.why)
    expect(read.value.policy.guardrails.quietHours).toBeNull()
    expect(policyWords(read.value.policy)).toEqual([
      ['Frequency cap', '2 per contact in 7 days'],
      ['Autopilot', 'not allowed'],
      ['Hosts', '*.example.com, db.internal:5432'],
    ])
  })

  it('forbids updates with one word, or names where they come from', () => {
    const wordsOf = (updates: string) => {
      const read = parsePolicy('/policy.json', `{ "updates": ${updates} }`)
      if (!read.ok) throw new Error(read.error.why)
      return policyWords(read.value.policy)
    }
    expect([wordsOf('true'), wordsOf('{}')]).toEqual([[], []])
    expect(wordsOf('false')).toEqual([['Updates', 'not allowed']])
    expect(wordsOf('{ "address": "http://updates.internal:8080/f", "channel": "beta", "daily": true }')).toEqual([
      ['Update address', 'http://updates.internal:8080/f'],
      ['Update channel', 'beta'],
      ['Look for updates', 'once a day'],
    ])
  })

  it.each([
    [
      'an update address with a password',
      '{\n  "updates": { "address": "https://a:b@c.example" } }',
      'Line 2, updates.address: ',
    ],
    [
      'a number beyond its bounds',
      '{\n  "guardrails": {\n    "quietHours": { "from": 20, "to": 24 } } }',
      'Line 3, guardrails.quietHours.to: ',
    ],
    [
      'half a setting',
      '{ "guardrails":\n { "frequencyCap": { "messages": 2 } } }',
      'Line 2, guardrails.frequencyCap.days: ',
    ],
    ['an unknown setting', '{\n\n  "gaurdrails": {} }', 'Line 3, gaurdrails: there is no such setting.'],
    [
      'a host that is an address of a page',
      '{ "hosts": [\n "api.example.com",\n "https://example.com/" ] }',
      'Line 3, hosts.1: ',
    ],
    ['a word for a switch', '{ "guardrails":\n { "autopilot": "off" } }', 'Line 2, guardrails.autopilot: '],
    ['what is no JSON', '{\n  "hosts": [,] }', 'Line 2, column 13 is not valid JSON.'],
    ['an empty file', '', 'Line 1, column 1 is not valid JSON.'],
    ['a list', '[]', 'Line 1: '],
  ])('is refused with line and field for %s', (_what, text, why) => {
    expect(whyOf(text)).toContain(why)
  })

  it('that is not there holds nothing', () => {
    const dir = tempFolder()
    expect(readPolicy({ file: join(dir, 'policy.json'), guarded: true })).toEqual({ ok: true, value: NO_POLICY })
    writeFileSync(join(dir, 'file'), '')
    expect(readPolicy({ file: join(dir, 'file', 'policy.json'), guarded: true })).toEqual({
      ok: true,
      value: NO_POLICY,
    })
  })

  it('that cannot be read is a failure and not an absent one', () => {
    const dir = tempFolder()
    mkdirSync(join(dir, 'policy.json'))
    expect(readPolicy({ file: join(dir, 'policy.json'), guarded: false })).toMatchObject({ ok: false })
    symlinkSync(join(dir, 'loop'), join(dir, 'loop'))
    expect(readPolicy({ file: join(dir, 'loop'), guarded: false })).toMatchObject({ ok: false })
  })

  it('counts only where nobody but root can write it or its folder', () => {
    const root = { uid: 0, mode: 0o100644 }
    expect(writableProblem(root, { uid: 0, mode: 0o40755 })).toBeNull()
    expect(writableProblem({ uid: 1000, mode: 0o100644 }, root)).toContain('The file is owned by user 1000')
    expect(writableProblem({ uid: 0, mode: 0o100664 }, root)).toContain('The file can be written')
    expect(writableProblem(root, { uid: 0, mode: 0o40777 })).toContain('The folder of the file can be written')
    expect(writableProblem(root, { uid: 1000, mode: 0o40755 })).toContain('The folder of the file is owned')
  })

  it.skipIf(process.platform === 'win32')('that everybody can write is refused as the administrator’s', () => {
    const file = join(tempFolder(), 'policy.json')
    writeFileSync(file, '{}')
    chmodSync(file, 0o666)
    const read = readPolicy({ file, guarded: true })
    expect(read.ok ? '' : read.error.why).toMatch(/owned by user|can be written/)
    expect(readPolicy({ file, guarded: false })).toMatchObject({ ok: true })
  })

  it('lies where each system keeps what administrators decide', () => {
    expect(administratorsFile({}, 'linux')).toBe('/etc/forestall/policy.json')
    expect(administratorsFile({}, 'darwin')).toBe('/Library/Application Support/Forestall/policy.json')
    expect(administratorsFile({ ProgramData: 'D:\\Data' }, 'win32')).toBe('D:\\Data\\Forestall\\policy.json')
  })

  it('can be tried out on a computer that has none', () => {
    const file = join(tempFolder(), 'policy.json')
    writeFileSync(file, '{ "hosts": [] }')
    // No computer keeps what administrators decide here, so there is none of theirs.
    expect(loadPolicy({ ProgramData: tempFolder(), FORESTALL_POLICY_FILE: file }, 'win32')).toMatchObject({
      value: { file, policy: { hosts: [] } },
    })
  })
})
