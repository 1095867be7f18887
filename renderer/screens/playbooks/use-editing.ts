import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { type Playbook, placedSteps } from '../../../shared/intervention/playbook.ts'
import type { PlaybookVersion } from '../../../shared/intervention/run.ts'
import { freeSlug } from '../../../shared/text/slug.ts'
import { useApi } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { newDraft } from '../../state/definition-drafts.ts'
import { type PlaybookDraft, usePlaybookDrafts } from './drafts.ts'
import { byStep, written } from './problems.ts'

const TYPING_MS = 250

/** `5 active runs keep version 2`, for every version with active runs; empty where there are none. */
export const keptWords = (versions: readonly Pick<PlaybookVersion, 'version' | 'running'>[]): string =>
  versions
    .filter(({ running }) => running > 0)
    .map(
      ({ version, running }) =>
        `${plural(running, 'active run')} ${running === 1 ? 'keeps' : 'keep'} version ${version}`,
    )
    .join(' · ')

/** The id of a new playbook is made from its name, unless a person has set one in the JSON. */
export const idFor = ({ id, name }: Pick<Playbook, 'id' | 'name'>, taken: ReadonlySet<string>): string =>
  /^new-playbook(-\d+)?$/.test(id) ? freeSlug({ text: name, otherwise: 'unnamed', isTaken: one => taken.has(one) }) : id

/** A playbook while it is edited: its draft, its problems and their places, and how to save it. */
export function useEditing(id: string, stored: Playbook | undefined, draft: PlaybookDraft | undefined) {
  const api = useApi()
  const drafts = usePlaybookDrafts()
  const current = draft ?? (stored ? newDraft(stored) : null)
  const definition = current?.definition ?? null
  const [typed] = useDebouncedValue(definition, TYPING_MS)
  const check = useQuery(
    api.playbook.check.queryOptions({
      input: { playbook: typed as never },
      enabled: typed !== null,
      placeholderData: keepPreviousData,
    }),
  )
  const versions = useQuery(api.playbook.versions.queryOptions({ input: { id } }))
  const list = useQuery(api.playbook.list.queryOptions())
  const taken = new Set((list.data ?? []).map(one => one.id))
  const save = useMutation(api.playbook.save.mutationOptions())
  const changed =
    draft !== undefined && (draft.problem !== null || JSON.stringify(draft.definition) !== JSON.stringify(stored))
  // Warnings, such as a channel that is not set up, are shown beside their field.
  const problems = (check.data?.problems ?? []).filter(({ level }) => level !== 'warning')
  const settled = typed === definition && !check.isPlaceholderData && check.isSuccess
  const maySave = changed && draft.problem === null && settled && problems.length === 0 && !save.isPending
  const run = (done: (id: string) => void) => {
    if (!changed) return toast('Nothing has changed')
    if (draft.problem !== null || problems.length > 0) return toast('Not saved. Correct the marked fields first.')
    if (!maySave || !definition) return toastBusy('The playbook is still being checked')
    const next = (versions.data?.[0]?.version ?? 0) + 1
    const kept = keptWords(versions.data ?? [])
    const named = stored ? definition : { ...definition, id: idFor(definition, taken) }
    save.mutate(named, {
      onSuccess: () => {
        drafts.drop(id)
        done(named.id)
        toast(`${named.name} saved as version ${next}${kept ? ` · ${kept}` : ''}`)
      },
    })
  }
  return {
    current,
    definition,
    set: (change: Partial<Playbook>) => definition && drafts.edit(id, { ...definition, ...change }),
    type: (text: string) => definition && drafts.type(id, text, definition),
    restore: (playbook: Playbook) => drafts.edit(id, playbook),
    problems: byStep(problems, definition ? placedSteps(definition.steps).map(({ path }) => written(path)) : []),
    /** How many problems there are in all. */
    wrong: problems.length,
    versions: versions.data ?? [],
    changed,
    maySave,
    save: run,
  }
}
