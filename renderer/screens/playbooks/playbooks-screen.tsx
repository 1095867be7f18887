import { useQuery } from '@tanstack/react-query'
import { own } from '../../../shared/foreign/own.ts'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import { freeSlug } from '../../../shared/text/slug.ts'
import { AHEAD, type Engine, useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { plural } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'
import { useKeys } from '../../state/keys.tsx'
import { go, useRoute } from '../../state/route.ts'
import { movedOrEnd, moveKeys } from '../../state/rows.ts'
import { usePlaybookDrafts } from './drafts.ts'
import { askDryRun } from './dry-run-panel.tsx'
import { PlaybookEditor } from './playbook-editor.tsx'
import { type ListedPlaybook, PlaybookList } from './playbook-list.tsx'
import { blankPlaybook } from './words.ts'
import '../../theme/editor.css'
import './playbooks.css'

const byName = (stored: readonly Playbook[]): Playbook[] => stored.toSorted((a, b) => a.name.localeCompare(b.name))

/** Asks for the list, and for what stands beside the playbook that is shown first. */
export async function askPlaybooks(engine: Engine): Promise<void> {
  const { api, queries } = engine
  await queries.prefetchQuery({ ...api.playbook.list.queryOptions(), ...AHEAD })
  const [first] = byName(queries.getQueryData(api.playbook.list.queryKey()) ?? [])
  if (!first) return
  const { id } = first
  void queries.prefetchQuery({ ...api.playbook.fields.queryOptions({ input: { id } }), ...AHEAD })
  void queries.prefetchQuery({ ...api.playbook.versions.queryOptions({ input: { id } }), ...AHEAD })
  void queries.prefetchQuery({ ...api.channel.list.queryOptions(), ...AHEAD })
  await askDryRun(engine, first)
}

/** Stored playbooks and drafts of new ones, in one order, with how many triggers name each. */
function useRows() {
  const api = useApi()
  const playbooks = useQuery(api.playbook.list.queryOptions())
  const triggers = useQuery(api.trigger.list.queryOptions())
  const drafts = usePlaybookDrafts(state => state.byId)
  const stored = playbooks.data ?? []
  const known = new Set(stored.map(({ id }) => id))
  const uses = (id: string) => triggers.data?.filter(({ definition }) => definition.playbook === id) ?? null
  const rows: ListedPlaybook[] = [
    ...Object.entries(drafts).flatMap(([id, draft]) =>
      known.has(id) ? [] : [{ id, stored: undefined, draft, triggers: 0 }],
    ),
    ...byName(stored).map(playbook => ({
      id: playbook.id,
      stored: playbook,
      draft: own(drafts, playbook.id),
      triggers: uses(playbook.id)?.length ?? null,
    })),
  ]
  return { playbooks, rows, uses }
}

/** Every playbook, and the editor of the selected one. */
export function PlaybooksScreen() {
  const { rest } = useRoute()
  const { playbooks, rows, uses } = useRows()
  const { edit, drop } = usePlaybookDrafts()
  const row = rows.find(({ id }) => id === rest) ?? rows[0]
  const choose = (id: string) => go('playbooks', id)
  const move = (by: number) => {
    const ids = rows.map(({ id }) => id)
    const next = movedOrEnd(ids, row?.id ?? null, by, 'playbook')
    if (next !== null) choose(next)
  }
  const open = (definition: Playbook) => {
    const taken = new Set(rows.map(one => one.id))
    const id = freeSlug({ text: definition.id, otherwise: 'unnamed', isTaken: one => taken.has(one) })
    edit(id, { ...definition, id }, true)
    choose(id)
  }
  const create = () => open(blankPlaybook('new-playbook'))
  const group = 'Playbooks'
  useKeys([...moveKeys(group, move, 'playbook'), { act: 'playbooks.create', run: create }])
  return (
    <div className="edit-screen">
      <div className="list">
        <div className="list-top">
          <h1>{playbooks.data ? plural(rows.length, 'playbook') : 'Playbooks'}</h1>
          <span className="list-acts">
            <button type="button" className="btn small" onClick={create}>
              New <Key of="playbooks.create" />
            </button>
          </span>
        </div>
        <div className="list-scroll">
          {playbooks.error ? <ErrorNote failure={failureOf(playbooks.error)} /> : null}
          {playbooks.isPending ? <BarRows rows={8} height={52} /> : null}
          {playbooks.data && rows.length === 0 ? (
            <Empty title="No playbooks">Create one: a message, and the steps that follow if nobody answers.</Empty>
          ) : null}
          <PlaybookList rows={rows} chosen={row?.id ?? null} onChoose={choose} />
        </div>
      </div>
      {row ? (
        <PlaybookEditor
          key={row.id}
          id={row.id}
          stored={row.stored}
          draft={row.draft}
          triggers={uses(row.id)}
          onSaved={choose}
          onDuplicate={definition => open({ ...definition, name: `${definition.name} (copy)` })}
          onDiscard={() => drop(row.id)}
        />
      ) : (
        <div />
      )}
    </div>
  )
}
