import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE } from '../../../main/cache/open.ts'
import { putLivedSample } from '../../helpers/lived-sample.ts'
import { makeBusyWorkspace } from '../reads/workspace.ts'
import type { DeskName } from './wanted.ts'

/** Names that real lists hold: long, without a space, from right to left, of wide letters, with signs, or all but none. */
const NAMES = [
  'Gesellschaft für vorausschauende Instandhaltung und Betriebsführung Süddeutschland mbH & Co. KG',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  'مكتبة الأندلس للكتب والقرطاسية والأدوات المدرسية',
  'חברת השילוח הארצית בע״מ',
  '株式会社東京カスタマーサポートサービスセンター',
  '서울 고객 지원 센터 주식회사',
  '👩‍🚀🚀 Ünïcødé & Söhne 🇩🇰',
  'X',
] as const

/** The sample, with names of every kind on its accounts and contacts. */
function nameOddly(dir: string): void {
  putLivedSample(dir)
  const db = new Database(join(dir, DATABASE))
  for (const table of ['account', 'contact']) {
    const rename = db.prepare(`UPDATE ${table} SET name = ? WHERE id % ${NAMES.length} = ?`)
    for (const [at, name] of NAMES.entries()) rename.run(name, at)
  }
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** The sample, with messages that wait for a person: some to be approved, some of which nobody knows whether they left. */
function askPerson(dir: string): void {
  putLivedSample(dir)
  const db = new Database(join(dir, DATABASE))
  const needs = JSON.stringify([{ reason: 'bulk', fact: 'More than 25 accounts are written to at once.' }])
  db.prepare("UPDATE outbox SET state = 'unsure' WHERE state = 'sent' AND id % 20 = 0").run()
  db.prepare(
    "UPDATE outbox SET state = 'held', why = 'Waits for approval.' WHERE state = 'waiting' AND id % 2 = 0",
  ).run()
  db.prepare(
    "INSERT INTO approval (outbox_id, reasons, asked_by, asked_at) SELECT id, ?, 'maya', queued_at FROM outbox WHERE state = 'held'",
  ).run(needs)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** A workspace that the suite `page` has made takes long to make: a copy, because keys and lookups change it. */
async function makeBusy(dir: string): Promise<void> {
  const kept = join(process.env.FORESTALL_BENCH_WORKSPACES ?? dir, '100k')
  if (existsSync(kept)) cpSync(kept, dir, { recursive: true })
  else await makeBusyWorkspace(dir, 100_000)
}

/** Makes the workspace of a desk in `dir`, which is a folder of its own. */
export async function makeDesk(desk: DeskName, dir: string): Promise<void> {
  if (desk === 'sample') askPerson(dir)
  if (desk === 'names') nameOddly(dir)
  if (desk === '100k') await makeBusy(dir)
}
