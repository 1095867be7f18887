import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { router } from '../../main/api/router.ts'
import type { Client } from '../../main/cli/command.ts'
import { createHost, type Host } from '../../main/engine/host.ts'
import { unwrap } from '../../shared/result.ts'
import type { CliAnswer } from '../helpers/cli.ts'
import { forestallHere } from '../helpers/cli-here.ts'
import { depsOf, putEmptyWorkspace } from '../helpers/empty-workspace.ts'

/** A workspace after `forestall import`: the command's answer, and the contract to read it by. */
export interface Imported extends CliAnswer {
  client: Client
  dir: string
}

interface Order {
  /** Content by name; the names are imported in this order. */
  files: Readonly<Record<string, string | Buffer>>
  /** A mapping file that the command is given with `--map`. */
  map?: object
  /** Further words of the command, such as `--date-order dmy`. */
  options?: readonly string[]
}

/** Imports files from the command line into a workspace of its own, then looks at it; afterwards both are gone. */
export async function imported<T>(
  { files, map, options = [] }: Order,
  look: (found: Imported) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-trial-'))
  try {
    const paths = Object.entries(files).map(([name, content]) => written(join(dir, name), content))
    const workspace = join(dir, 'workspace')
    const mapping = map ? ['--map', written(join(dir, 'map.json'), JSON.stringify(map))] : []
    await putEmptyWorkspace(workspace)
    return await opened(workspace, null, async (client, host) => {
      // In this process and this host: those of its own for each trial would take most of the time of all of them.
      const answer = await forestallHere(['import', ...paths, ...mapping, ...options], {}, host)
      return look({ ...answer, client, dir: workspace })
    })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** What the command said, line by line. */
export const wordsOf = ({ stdout, stderr }: CliAnswer): string[] => `${stdout}\n${stderr}`.split('\n').filter(Boolean)

function written(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

/** Opens a workspace, calls it as every shell does, and closes it. */
export async function opened<T>(
  dir: string,
  creation: Parameters<typeof createHost>[1],
  work: (client: Client, host: Host) => Promise<T>,
): Promise<T> {
  const host = unwrap(await createHost(depsOf(dir), creation))
  try {
    return await work(createRouterClient(router, { context: { host } }), host)
  } finally {
    await host.close()
  }
}
