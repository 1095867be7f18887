import { expect, it } from 'vitest'
import { forestallHere } from '../../helpers/cli-here.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

it('says what is missing, and refuses what makes no sense', async () => {
  const home = { FORESTALL_USER_DATA: tempFolder() }
  const dir = tempFolder()
  const run = (...words: string[]) => forestallHere(['--workspace', dir, 'model', ...words], home)
  await forestallHere(['--workspace', dir, 'init', '--name', 'Shop'], home)
  expect(await run()).toMatchObject({ code: 0, stdout: 'No model was trained yet.\n' })
  expect(await run('train')).toMatchObject({ code: 1, stderr: expect.stringContaining('There are too few outcomes') })
  expect(await run('why', '1')).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no account 1.') })
  expect(await run('why', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the account is no whole number'),
  })
  expect(await run('why', '1', 'x')).toMatchObject({ code: 2 })
  expect(await run('train', '--days', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--days is no whole number'),
  })
  expect(await run('why', '1', '--since', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--since is no date'),
  })
})
