import { expect, it } from 'vitest'
import { printStatements } from '../../../main/shell/print-statements.ts'

it('prints slow statements only where a developer asks for them', () => {
  const lines: string[] = []
  const watchIn = (env: Record<string, string>) => printStatements(env, line => lines.push(line)).watch
  expect([watchIn({}), watchIn({ FORESTALL_PRINT_SQL: '0' })]).toEqual([undefined, undefined])
  watchIn({ FORESTALL_PRINT_SQL: '1' })?.ran('SELECT 1', 60)
  expect(lines).toEqual(['slow statement, 60 ms: SELECT 1'])
})
