import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exported, Person } from '../../../shared/model/person.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { erasureKey } from '../../cache/erased/hashes.ts'
import {
  concernsPerson,
  type ExportedTable,
  exportDecisions,
  exportMentions,
  exportOwnRows,
  exportPage,
  exportPerson,
  gatherKnownBy,
  nameFinder,
  personToken,
  subjectOf,
} from '../../privacy/door.ts'
import type { Workspace } from '../open/open.ts'
import { EXPORTS } from './erased-files.ts'

export interface Exporting {
  /** Writes everything about a person into a folder of the workspace, which goes with the person when they are erased. */
  exportPerson(person: Person): Promise<Result<Exported & { journalId: string }>>
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

export function createExporting(
  deps: Pick<Workspace, 'dir' | 'identity' | 'read' | 'clock' | 'tasks' | 'decide' | 'actor'> & {
    freshKey: () => string
  },
): Exporting {
  const { dir, read, clock, tasks } = deps
  return {
    exportPerson: async ({ kind, id }) => {
      const subject = subjectOf(read, kind, id)
      if (!subject) return nobody
      const freshKey = erasureKey(read) ?? deps.freshKey()
      const person = personToken(freshKey, subject)
      const decided = await deps.decide(exportPerson(freshKey), { kind: subject.kind, person })
      if (!decided.ok) return decided
      const known = gatherKnownBy(read, subject)
      const tables = exportOwnRows(read, known)
      await tasks.run('erase', 'Exporting a person', async task => {
        const wording = { named: nameFinder(known.names), refs: new Set(known.refs) }
        const found = [exportMentions(read, known), exportDecisions(read, args => concernsPerson(args, wording))]
        for (const pages of found)
          for (const page of pages) {
            if (page) gather(tables, page)
            task.progress(tables.length, null, 'tables')
            await turn()
          }
      })
      const head = { name: subject.name, workspace: deps.identity.name, at: clock.now(), by: deps.actor }
      const folder = join(dir, EXPORTS, `${person}-${new Date(clock.wall()).toISOString().replace(/[-:.]/g, '')}`)
      try {
        writeFolder(folder, {
          'index.html': exportPage(head, tables),
          'data.json': `${JSON.stringify({ ...head, tables }, null, 2)}\n`,
        })
      } catch (error) {
        return fail('io', 'Nothing was exported.', `${String(error)}.`, 'Check the disk, then try again.')
      }
      const rows = tables.reduce((sum, one) => sum + one.rows.length, 0)
      return ok({ dir: folder, rows, journalId: decided.value.journalId })
    },
  }
}

function gather(tables: ExportedTable[], page: ExportedTable): void {
  const known = tables.find(({ what }) => what === page.what)
  if (known) known.rows.push(...page.rows)
  else tables.push(page)
}

/** Written aside and renamed, so that half an export is never taken for a whole one. */
function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  const part = `${folder}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true, mode: 0o700 })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(part, name), text, { mode: 0o600 })
  renameSync(part, folder)
}

const nobody = fail(
  'not_found',
  'Nothing was exported.',
  'There is no such person in this workspace, or the person was erased.',
  'Search for the account by name.',
)
