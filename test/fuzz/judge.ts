import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { CANARY, SECRET } from './hostile.ts'

export const FAULTS = ['crashes', 'hangs', 'internal_errors', 'leaks', 'chain.broken'] as const
export type Fault = (typeof FAULTS)[number]

/** Something that must not happen, and what shows it. */
export interface Finding {
  fault: Fault
  why: string
}

const ROOT = resolve(import.meta.dirname, '../..')
/** A place in a program: of ours, of a library's or of Node's. */
const FRAME = /node:internal|<anonymous>:\d+:\d+|[\w-]\.[cm]?[jt]s:\d+:\d+/
/** What an error that nobody expected writes to a log: names of our own files, without folders. */
const EXPECTED_FRAMES = /^unexpected error, .*$/gm

/** Looks through what a shell answered. */
export function judgeAnswer(text: string): Finding[] {
  const found: Finding[] = []
  const message = parsed(text)
  const status = message?.p?.s ?? 200
  const code = message?.p?.b?.json?.code
  if (status >= 500 || code === 'INTERNAL_SERVER_ERROR')
    found.push({ fault: 'internal_errors', why: text.slice(0, 300) })
  for (const [name, leaks] of [
    ['a place in the program', FRAME.test(text)],
    ['the program’s folder', text.includes(ROOT)],
    ['the person’s folder', text.includes(`${homedir()}/`)],
    ['a credential', text.includes(SECRET)],
  ] as const)
    if (leaks) found.push({ fault: 'leaks', why: `an answer names ${name}: ${around(text)}` })
  return found
}

/** Looks through what a shell wrote to its log; `personal` are names and addresses of the workspace's people. */
export function judgeLog(said: string, folder: string, personal: readonly string[]): Finding[] {
  const found: Finding[] = []
  if (/unexpected error|An unexpected error/.test(said)) found.push({ fault: 'crashes', why: said.slice(0, 600) })
  const rest = said.replace(EXPECTED_FRAMES, '')
  for (const [name, leaks] of [
    ['a stack', FRAME.test(rest)],
    ['a folder', rest.includes(folder) || rest.includes(ROOT)],
    ['a payload’s words', rest.includes(CANARY)],
    ['a credential', rest.includes(SECRET)],
    ['a person', personal.some(word => rest.includes(word))],
  ] as const)
    if (leaks) found.push({ fault: 'leaks', why: `a log names ${name}: ${rest.slice(0, 600)}` })
  return found
}

function around(text: string): string {
  const at = Math.max(0, FRAME.exec(text)?.index ?? text.indexOf(ROOT))
  return text.slice(Math.max(0, at - 150), at + 250)
}

type Answer = { p?: { s?: number; b?: { json?: { code?: unknown } | null } } } | null
function parsed(text: string): Answer {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return null
  }
}
