import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dumpsFolder, gatherReport, pruneDumps, writeReport } from '../../../main/engine/crash-report.ts'
import { logFile, openLog } from '../../../main/engine/log.ts'
import { APP_VERSION } from '../../../main/engine/version.ts'
import { forestallHere } from '../../helpers/cli-here.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const NOW = Date.UTC(2026, 2, 1)

/** A user folder with a log, into which somebody else wrote a name, and one dump. */
function aCrashedComputer() {
  const userData = tempFolder()
  openLog(userData, 'main', () => NOW).write({ event: 'started' })
  writeFileSync(logFile(userData), 'Ada Lovelace\n{"at":1,"from":"main","event":"started","name":"Ada Lovelace"}\n', {
    flag: 'a',
  })
  const dump = join(dumpsFolder(userData), 'completed', 'one.dmp')
  mkdirSync(join(dump, '..'), { recursive: true })
  writeFileSync(dump, 'MDMP Ada Lovelace', { mode: 0o644 })
  return { userData, dump, out: join(tempFolder(), 'reports') }
}
const written = (folder: string) => Object.fromEntries(readdirSync(folder).map(name => [name, join(folder, name)]))

it('holds versions and the log, without a line that does not fit the log, and without dumps', () => {
  const { userData, out } = aCrashedComputer()
  const report = gatherReport(userData, false, NOW)
  expect([report.files.map(({ name }) => name), report.leftOut]).toEqual([['about.json', 'forestall.log'], 1])
  const folder = writeReport(report, out, NOW)
  if (!folder.ok) throw new Error(folder.error.why)
  const files = written(folder.value)
  const texts = Object.values(files).map(file => readFileSync(file, 'utf8'))
  expect(texts.join('')).not.toMatch(/Ada|Lovelace/)
  expect(texts.join('')).not.toContain(userData)
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({ version: APP_VERSION, platform: process.platform })
  expect(texts[1]).toContain('"event":"started"')
})

it('takes dumps only when asked, and everything is for the user alone', () => {
  const { userData, out } = aCrashedComputer()
  const folder = writeReport(gatherReport(userData, true, NOW), out, NOW)
  if (!folder.ok) throw new Error(folder.error.why)
  const files = written(folder.value)
  expect(readFileSync(files['dump-1.dmp'] ?? '', 'utf8')).toContain('MDMP')
  const modes = [folder.value, ...Object.values(files)].map(path => statSync(path).mode & 0o777)
  expect(modes).toEqual([0o700, 0o600, 0o600, 0o600])
})

it('does not write over a report, nor leave half of one', () => {
  const { userData, out, dump } = aCrashedComputer()
  const report = gatherReport(userData, true, NOW)
  expect(writeReport(report, out, NOW).ok).toBe(true)
  expect(writeReport(report, out, NOW)).toMatchObject({ ok: false, error: { why: expect.stringContaining('EEXIST') } })
  const gone = report.files.map(file =>
    'dump' in file.content ? { ...file, content: { dump: `${dump}.gone` } } : file,
  )
  expect(writeReport({ ...report, files: gone }, out, NOW + 1).ok).toBe(false)
  expect(readdirSync(out)).toHaveLength(1)
})

it('keeps dumps for a month', () => {
  const { userData, dump } = aCrashedComputer()
  utimesSync(dump, NOW / 1_000, NOW / 1_000)
  pruneDumps(userData, NOW + 29 * 86_400_000)
  expect(gatherReport(userData, false, NOW).leftOut).toBe(1)
  pruneDumps(userData, NOW + 31 * 86_400_000)
  expect(gatherReport(userData, false, NOW).leftOut).toBe(0)
})

it('forestall crash-report lists the files, and writes them only where --out names a folder', async () => {
  const { userData, out } = aCrashedComputer()
  const env = { FORESTALL_USER_DATA: userData }
  const listed = await forestallHere(['crash-report'], env)
  expect(listed.code).toBe(0)
  expect(listed.stdout).toMatch(/about\.json[\s\S]*Memory dumps left out: 1[\s\S]*Nothing was written/)
  const { stdout } = await forestallHere(['--json', 'crash-report', '--out', out, '--with-dumps'], env)
  expect(readdirSync(JSON.parse(stdout).folder)).toEqual(['about.json', 'dump-1.dmp', 'forestall.log'])
})
