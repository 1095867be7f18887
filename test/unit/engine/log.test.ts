import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { StatementError } from '../../../main/cache/failure.ts'
import { logFile, openLog, readLog, watchInto } from '../../../main/engine/log.ts'
import type { LogFacts } from '../../../shared/guard/log-entry.ts'
import { logLine } from '../../../shared/guard/log-entry.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const NOON = Date.UTC(2026, 2, 18, 12)
const aLog = (half?: number) => {
  const userData = tempFolder()
  return { userData, log: openLog(userData, 'engine', () => NOON, half) }
}

describe('the log', () => {
  it('has no place for a person’s data, from any part', () => {
    const { userData, log } = aLog()
    const smuggled = [
      { event: 'opened', note: 'Ada' },
      { event: 'Ada Lovelace' },
      { event: 'opened', word: 'Ada' },
      { event: 'opened', id: 'ada@example.com' },
      { event: 'opened', code: 'ADA' },
      { event: 'unexpected_error', places: ['Ada Lovelace.ts:1:1'] },
      { event: 'unexpected_error', places: ['/home/ada/x.ts:1:1'] },
      { event: 'opened', ms: 1.5 },
    ]
    for (const facts of smuggled) log.write(facts as LogFacts)
    expect(existsSync(logFile(userData))).toBe(false)
  })

  it('keeps the kind, the code and the places of an error, and not its message', () => {
    const { userData, log } = aLog()
    const error = Object.assign(new TypeError('ada@example.com\n    at ada (lovelace.ts:1:1)'), { code: 'ENOENT' })
    log.unexpected(error)
    const [entry] = readLog(userData, 10)
    expect(entry).toMatchObject({ event: 'unexpected_error', word: 'TypeError', code: 'ENOENT' })
    expect(entry?.places?.[0]).toMatch(/^log\.test\.ts:\d+:\d+$/)
    expect(readFileSync(logFile(userData), 'utf8')).not.toMatch(/ada|lovelace/)
  })

  it('knows statements by a hash of their text', () => {
    const { userData, log } = aLog()
    const watch = watchInto(log)
    watch.ran('SELECT 1', 10)
    watch.ran('SELECT 2', 60.4)
    watch.failed(new StatementError('SQLITE_BUSY', 'SELECT 3', null))
    expect(readLog(userData, 10)).toMatchObject([
      { event: 'slow_statement', ms: 60, id: expect.stringMatching(/^[0-9a-f]{12}$/) },
      { event: 'failed_statement', code: 'SQLITE_BUSY' },
    ])
  })

  it('is the user’s alone, and has two halves at the most', () => {
    const { userData, log } = aLog(2_000)
    for (let ms = 0; ms < 500; ms++) log.write({ event: 'task_done', word: 'sync', ms })
    const folder = join(userData, 'logs')
    expect(readdirSync(folder).sort()).toEqual(['forestall.1.log', 'forestall.log'])
    for (const name of readdirSync(folder)) {
      const { size, mode } = statSync(join(folder, name))
      expect(size).toBeLessThan(2_200)
      if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600)
    }
    const kept = readLog(userData, 1_000)
    expect(kept.at(-1)?.ms).toBe(499)
    expect(kept.map(({ ms }) => ms)).toEqual(kept.map((_, n) => 500 - kept.length + n))
  })

  it('is read without what somebody else wrote into it', () => {
    const { userData, log } = aLog()
    log.write({ event: 'opened' })
    appendFileSync(logFile(userData), '{"at":1,"from":"engine","event":"opened","note":"Ada"}\nnonsense\n')
    expect(readLog(userData, 10).map(logLine)).toEqual(['2026-03-18T12:00:00.000Z engine opened'])
  })

  it('says how each task of an engine ended', async () => {
    const { userData, log } = aLog()
    const { call } = await aWorkspace({ log })
    await call.workspace.backUp({})
    expect(readLog(userData, 10).map(({ event, word }) => [event, word])).toEqual([
      ['opened', undefined],
      ['task_done', 'safety'],
    ])
  })
})
