import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '../../main/cli/command.ts'
import type { SyncReport } from '../../shared/model/source.ts'
import { putEmptyWorkspace } from '../helpers/empty-workspace.ts'
import { opened } from './imported.ts'

/** A source of a workspace of its own, and what is done with it. */
export interface Source {
  client: Client
  /** Where its files lie, and where a tap is allowed from. */
  dir: string
  /** Reads the source; what it said besides counts. */
  sync(acceptGone?: boolean): Promise<SyncReport>
  /** Writes a file beside the workspace. */
  write(name: string, content: string): string
}

interface Order {
  kind: 'files' | 'rest' | 'singer'
  /** Settings of the source, once its folder is known. */
  config: (dir: string) => unknown
  files?: Readonly<Record<string, string>>
}

/** Connects a source in a workspace of its own and hands it out; afterwards both are gone. */
export async function connected<T>(
  { kind, config, files = {} }: Order,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-trial-'))
  const write = (name: string, content: string): string => {
    const path = join(dir, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, content)
    return path
  }
  try {
    for (const [name, content] of Object.entries(files)) write(name, content)
    await putEmptyWorkspace(dir)
    return await opened(dir, null, async client => {
      const added = await client.source.add({ name: 'Shop', kind, config: config(dir) as never })
      const { sourceId } = added
      return work({ client, dir, write, sync: acceptGone => client.source.sync({ sourceId, acceptGone }) })
    })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Everything that reports of syncs say in words. */
export const saidIn = (reports: readonly SyncReport[]): string[] =>
  reports.flatMap(({ streams }) => streams.flatMap(({ error, warning }) => [error ?? [], warning ?? []].flat()))
