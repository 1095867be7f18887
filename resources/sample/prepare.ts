import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import Database from 'better-sqlite3'
import { DATABASE } from '../../main/cache/open.ts'
import { createEngine, systemDeps } from '../../main/engine/engine.ts'
import { SAMPLE } from '../../main/engine/host.ts'
import { PREPARED } from '../../main/engine/sample/prepared.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import { unwrap } from '../../shared/result.ts'

/**
 * Makes the sample of the first run while the product is built: read, lived through and evaluated, packed into
 * `out/sample`. Made again only when something that it is made by has changed. Its clock goes on from here when it is
 * opened.
 */
const ROOT = resolve(import.meta.dirname, '../..')
const OUT = join(ROOT, 'out/sample')
const MADE_BY = ['main', 'shared', 'resources/triggers', 'resources/playbooks']
const STAMP = join(OUT, 'made-by')

async function stampOf(): Promise<string> {
  const hash = createHash('sha256')
  for (const place of MADE_BY) {
    const entries = await readdir(join(ROOT, place), { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    for (const file of files.sort()) hash.update(file.slice(ROOT.length)).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function make(dir: string): Promise<void> {
  // Each evaluation starts a thread, which runs the sources as they are. Only the first one has to compile them.
  process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'out/compiled')
  const engine = unwrap(
    await createEngine({
      ...systemDeps,
      ids: () => randomUUID(),
      ...{ dir, create: SAMPLE, secrets: environmentSecrets({}), background: false },
      ...{ actor: 'sample specialist', device: 'sample' },
    }),
  )
  unwrap(await engine.sync(undefined))
  unwrap(await engine.delivery.drain())
  await engine.evaluate(false)
  await engine.close()
  const db = new Database(join(dir, DATABASE))
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

async function prepare(): Promise<void> {
  const stamp = await stampOf()
  const packed = join(OUT, PREPARED.database)
  if (existsSync(packed) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  process.stdout.write('Preparing the sample …\n')
  mkdirSync(OUT, { recursive: true })
  const dir = mkdtempSync(join(tmpdir(), 'forestall-sample-'))
  try {
    await make(dir)
    await pipeline(
      createReadStream(join(dir, DATABASE)),
      createGzip({ level: 9 }),
      createWriteStream(`${packed}.making`),
    )
    await copyFile(join(dir, PREPARED.head), join(OUT, PREPARED.head))
    await rename(`${packed}.making`, packed)
    await writeFile(STAMP, stamp)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

await prepare()
