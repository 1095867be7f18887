import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { forestallHere } from '../../helpers/cli-here.ts'
import { putLivedSample } from '../../helpers/lived-sample.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

it('writes a report that the workspace verifies, and finds a changed number and another workspace', async () => {
  const [dir, files] = [tempFolder(), tempFolder()]
  putLivedSample(dir)
  const run = (...words: string[]) => forestallHere(['--workspace', dir, ...words])
  const page = join(files, 'review.html')
  const altered = join(files, 'altered.json')

  expect(await run('report', '--days', '90', '--out', page)).toMatchObject({ code: 0, stderr: '' })
  const verified = await run('verify-report', page)
  expect(verified).toMatchObject({ code: 0 })
  expect(verified.stdout).toMatch(/effects \/ all: +agrees/)
  expect(verified.stdout).toMatch(/The report agrees with the workspace \(relative tolerance 1e-9\)\.\n$/)

  expect(await run('report', '--out', page)).toMatchObject({ code: 1, stderr: expect.stringContaining('exists') })
  expect(await run('report', '--out', altered)).toMatchObject({ code: 0 })
  writeFileSync(altered, readFileSync(altered, 'utf8').replace(/"starts": \d+/, '"starts": 999999'))
  const refused = await run('verify-report', altered)
  expect(refused.code).toBe(1)
  expect(refused.stdout).toMatch(/The file was altered after it was written\.\nThe report does not agree/)

  const other = join(files, 'other')
  expect(await forestallHere(['--workspace', other, 'init', '--name', 'Other'])).toMatchObject({ code: 0 })
  expect(await forestallHere(['--workspace', other, 'verify-report', page])).toMatchObject({
    code: 1,
    stdout: 'The report was made from another workspace.\n',
  })
})

it('says what is wrong with a file that is no report, and with words that make no sense', async () => {
  const dir = tempFolder()
  const run = (...words: string[]) => forestallHere(['--workspace', dir, ...words])
  expect(await run('init', '--name', 'Test')).toMatchObject({ code: 0 })
  const text = join(dir, 'notes.html')
  writeFileSync(text, '<h1>Notes</h1>')
  expect(await run('verify-report', text)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('This file is not a report of Forestall. It has no data of a report.'),
  })
  expect(await run('verify-report', join(dir, 'nowhere.html'))).toMatchObject({ code: 1 })
  for (const words of [
    ['verify-report'],
    ['report', '--out', 'a.pdf'],
    ['report', '--days', '9', '--since', '2024-01-01'],
  ])
    expect(await run(...words)).toMatchObject({ code: 2 })
})
