import { expect, it } from 'vitest'
import { CANARY, SECRET } from '../fuzz/hostile.ts'
import { judgeAnswer, judgeLog } from '../fuzz/judge.ts'

const faults = (found: { fault: string }[]) => found.map(({ fault }) => fault)
const answer = (json: unknown, s?: number) => JSON.stringify({ i: '1', p: { s, b: { json } } })
const ROOT = new URL('../..', import.meta.url).pathname

it('an answer of a bug is an internal error, and a refusal is none', () => {
  expect(faults(judgeAnswer(answer({ code: 'INTERNAL_SERVER_ERROR' }, 500)))).toEqual(['internal_errors'])
  expect(judgeAnswer(answer({ code: 'FAILED', data: { what: 'It was not saved.' } }, 422))).toEqual([])
  expect(judgeAnswer(answer({ rows: [1, 2] }))).toEqual([])
})

it.each([
  ['a place in the program', 'at load (main/cache/open.ts:12:3)'],
  ['a place in Node', 'node:internal/fs'],
  ['the program’s folder', `${ROOT}main`],
  ['a credential', SECRET],
])('an answer that names %s leaks', (_what, text) => {
  expect(faults(judgeAnswer(answer({ why: text }))).every(fault => fault === 'leaks')).toBe(true)
  expect(judgeAnswer(answer({ why: text }))).not.toEqual([])
})

it.each([
  ['a payload’s words', `refused: kim.${CANARY}@canary.example`],
  ['a folder', 'could not open /tmp/x/workspace.db'],
  ['a person', 'no consent of Ada Lovelace'],
  ['a stack', 'TypeError: x\n    at run (file.ts:1:2)'],
  ['a credential', `signed in with ${SECRET}`],
])('a log that names %s leaks', (_what, line) => {
  expect(faults(judgeLog(line, '/tmp/x', ['Ada Lovelace']))).toEqual(['leaks'])
})

it('an error that nobody expected is a crash, and its places in our own files are no leak', () => {
  expect(faults(judgeLog('unexpected error, TypeError ← run (drain.ts:1:2)\n', '/tmp/x', []))).toEqual(['crashes'])
})

it('a statement that was refused is no leak, because it is written without its values', () => {
  expect(judgeLog('refused SQLITE_BUSY in: UPDATE outbox SET state = ?\n', '/tmp/x', ['Ada'])).toEqual([])
})
