import { commands } from '../../main/cli/commands.ts'
import { hostileNumber, hostileText } from './hostile.ts'
import type { Known } from './known.ts'
import { payloadOf, procedures } from './payloads.ts'
import type { Pick } from './pick.ts'

const WORDS: Record<string, readonly string[]> = {
  clock: ['real', 'fixed', 'shifted', '2025-01-01', '-1d'],
  outbox: ['list', 'drain', 'unsent'],
  rates: ['import'],
  manifest: ['list', 'schema', 'check', 'preview'],
  suppressions: ['lift', 'a@example.com'],
}
const OTHERS = ['init', 'check', 'backup', 'verify', 'salvage', 'restore', 'help', 'calls', '']
const OPTIONS = [
  ...['name', 'accounts', 'view', 'limit', 'state', 'mapping', 'map', 'url', 'trigger', 'setting', 'allow', 'days'],
  ...['check', 'date-order', 'decimal', 'encoding', 'header', 'base', 'json', 'all', 'accept-gone', 'nonsense'],
]

/** No argument of a process can hold NUL, and half a character arrives as a replacement. */
const asArgument = (text: string) => text.replaceAll('\0', '').toWellFormed().slice(0, 100_000)

/** Arguments of the command line after the workspace: real commands with other words, or none of ours. */
export function commandLine(pick: Pick, known: Known, files: readonly string[]): string[] {
  const { one, happens, whole } = pick
  if (happens(0.4)) {
    const { call, schema } = one(procedures)
    const { input } = payloadOf(call, schema, pick, known)
    return ['call', call, ...(input === '' ? [] : [asArgument(input)])]
  }
  const command = happens(0.05) ? hostileText(pick) : one([...Object.keys(commands), ...Object.keys(WORDS), ...OTHERS])
  const anyWord = () =>
    one([
      () => one(Object.hasOwn(WORDS, command) ? (WORDS[command] ?? files) : files),
      () => one(files),
      () => hostileText(pick),
      () => String(hostileNumber(pick)),
      () => one(known.words(null)),
    ])()
  const words = Array.from({ length: whole(0, 2) }, anyWord)
  const options = Array.from({ length: whole(0, 2) }, () => `--${one(OPTIONS)}${happens(0.7) ? `=${anyWord()}` : ''}`)
  return [command, ...words, ...options].map(asArgument)
}
