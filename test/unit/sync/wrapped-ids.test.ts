import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { sql } from '../../../main/cache/migrations/0033-bare-ids.ts'
import { DATABASE, readDb } from '../../../main/cache/open.ts'
import { rowOf, type Uid } from '../../../main/cache/uid.ts'
import { ok } from '../../../shared/result.ts'
import { forestallHere } from '../../helpers/cli-here.ts'
import { putEmptyWorkspace } from '../../helpers/empty-workspace.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { opened } from '../../trials/imported.ts'

const FILES = {
  'accounts.csv': 'account_id,name\n="007",Ada\n="008",Bob\n',
  'tickets.csv': 'ticket_id,account_id,status,opened_at\n="t1",="007",open,2024-05-01\n',
}

/** A workspace as a version left it that kept the wrapping of a spreadsheet as part of ids, after its migration. */
async function anOldWorkspace() {
  const dir = tempFolder()
  const workspace = join(dir, 'workspace')
  const paths = Object.entries(FILES).map(([name, content]) => {
    writeFileSync(join(dir, name), content)
    return join(dir, name)
  })
  await putEmptyWorkspace(workspace)
  await forestallHere(['--workspace', workspace, 'import', ...paths])
  const db = new Database(join(workspace, DATABASE))
  for (const table of ['account_key', 'object'])
    db.prepare(`UPDATE ${table} SET external_id = '="' || external_id || '"'`).run()
  db.prepare(`UPDATE account SET uid = replace(uid, ':', ':="') || '"'`).run()
  db.exec(sql)
  db.close()
  return { dir, workspace, paths }
}

it('an account that was known under the wrapped id of a spreadsheet is found again', async () => {
  const { workspace, paths, dir } = await anOldWorkspace()
  writeFileSync(join(dir, 'accounts.csv'), 'account_id,name\n="007",Ada Lovelace\n008,Bob\n009,Eve\n')
  await forestallHere(['--workspace', workspace, 'import', ...paths])
  const names = await opened(workspace, null, async client => (await client.account.list({})).map(({ name }) => name))
  expect(names.sort()).toEqual(['Ada Lovelace', 'Bob', 'Eve'])
  const db = new Database(join(workspace, DATABASE), { readonly: true })
  expect(db.prepare('SELECT external_id, count(*) AS n FROM object GROUP BY 1').all()).toEqual([
    { external_id: 't1', n: 1 },
  ])
  db.close()
})

it('what was decided under the wrapped id still names its row', async () => {
  const { workspace } = await anOldWorkspace()
  await opened(workspace, null, async () => {})
  const db = new Database(join(workspace, DATABASE), { readonly: true })
  const { id } = db.prepare(`SELECT id FROM object`).get() as { id: number }
  expect(rowOf(readDb(db), 'ticket', 'files:="t1"' as Uid<'ticket'>)).toEqual(ok(id))
  db.close()
})
