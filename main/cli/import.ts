import { resolve } from 'node:path'
import { FailureError } from '../../shared/result.ts'
import type { FileStream } from '../../shared/source/mapping.ts'
import { type Client, type Run, usage } from './command.ts'
import { print } from './print.ts'
import { exitOf, reportLines } from './sync.ts'
import { takenForLines } from './taken-for.ts'

/** Connects files under one source name; the same name again replaces the streams of the same files, adds the others. */
export const importFiles: Run = async ({ client, args, options }) => {
  if (args.length === 0) throw usage('import needs at least one file', 'forestall import accounts.csv tickets.csv')
  const name = options.name ?? 'Files'
  const found = await client.source.inspect({ paths: args.map(path => resolve(path)) })
  const bad = found.find(file => file.problem !== null || file.stream === null)
  if (bad) throw badFile(bad.path, bad.problem ?? 'its columns could not be recognised')
  const { sourceId, journalId, streams } = await connectFiles(
    client,
    name,
    found.flatMap(file => file.stream ?? []),
  )
  const report = await client.source.sync({ sourceId }).catch(async (error: unknown) => {
    // A file that cannot be read would keep every other file of this source from being read, now and later.
    await client.journal.undo({ id: journalId }).catch(() => {})
    throw error
  })
  print(options.json, report, () => [...takenForLines(streams), ...reportLines(report)])
  return exitOf(report)
}

/** Connects them; resolves with the streams as they are read, which a person may have edited before. */
async function connectFiles(client: Client, name: string, streams: FileStream[]) {
  const existing = (await client.source.list()).find(source => source.name === name && source.kind === 'files')
  if (!existing) return { ...(await client.source.add({ name, config: { streams } })), streams }
  const kept = (existing.config?.streams ?? []).filter(old => !streams.some(fresh => fresh.path === old.path))
  const read = merged(existing.config?.streams, streams)
  const config = { ...existing.config, streams: [...kept, ...read] }
  const { journalId } = await client.source.update({ sourceId: existing.id, name, config })
  return { sourceId: existing.id, journalId, streams: read }
}

/** A mapping that a person has edited outlives a second import of the same file. */
const merged = (old: FileStream[] | undefined, fresh: FileStream[]): FileStream[] =>
  fresh.map(stream => old?.find(candidate => candidate.path === stream.path) ?? stream)

const badFile = (path: string, why: string) =>
  new FailureError({ kind: 'invalid', what: `${path} was not imported:`, why, todo: 'Nothing was changed.' })
