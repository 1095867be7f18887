import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '../api/client.tsx'
import type { Binding } from '../state/key-match.ts'
import { useAllKeys } from '../state/keys.tsx'
import { go } from '../state/route.ts'
import { bestFirst } from './best-first.ts'
import { KEY_NAMES } from './shortcuts.tsx'

const [store, palette] = createSpotlight()

export const openPalette = (): void => palette.open()

/** The kit selects the first result when a letter is typed. Ours arrive later, so the first is selected again then. */
function selectFirst(): void {
  const list = document.getElementById(store.getState().listId)
  const actions = list?.querySelectorAll('[data-action]') ?? []
  for (const action of actions) action.removeAttribute('data-selected')
  actions[0]?.setAttribute('data-selected', 'true')
  store.updateState(state => ({ ...state, selected: actions.length > 0 ? 0 : -1 }))
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const actionOf = (binding: Binding): SpotlightActionData => ({
  id: `${binding.group}:${binding.keys}`,
  label: binding.group === 'Go to' ? `Go to ${binding.label}` : capital(binding.label),
  rightSection: <kbd>{KEY_NAMES[binding.keys] ?? binding.keys}</kbd>,
  onClick: binding.run,
})

const fits = (text: string, action: SpotlightActionData) =>
  (action.label ?? '').toLowerCase().includes(text.trim().toLowerCase())

/** Finds anything by name: accounts, issues, screens and the commands of this screen. */
export function Palette() {
  const api = useApi()
  const allKeys = useAllKeys()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 80)
  const found = useQuery(
    api.queue.search.queryOptions({
      input: { text: asked, limit: 12 },
      enabled: asked.length > 0,
      placeholderData: keepPreviousData,
    }),
  )
  const hits = asked ? bestFirst(found.data ?? [], asked) : []
  const commands = allKeys()
    .filter(binding => !binding.hidden && binding.keys !== 'mod+k')
    .map(actionOf)
    .filter(action => fits(text, action))
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Accounts and issues',
      actions: hits.map(hit => ({
        id: `${hit.kind}:${hit.id}`,
        label: hit.title,
        description: hit.detail,
        onClick: () => (hit.kind === 'issue' ? go('queue', hit.id) : go('queue', `account-${hit.id}`)),
      })),
    },
    { group: 'Go to', actions: commands.filter(action => action.id.startsWith('Go to')) },
    { group: 'Commands', actions: commands.filter(action => !action.id.startsWith('Go to')) },
  ]
  const shown = groups.flatMap(group => group.actions.map(action => action.id)).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs exactly when the results change
  useEffect(selectFirst, [shown])
  return (
    <Spotlight
      store={store}
      actions={groups.filter(group => group.actions.length > 0)}
      filter={(_, actions) => actions}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      overlayProps={{ blur: 0 }}
      nothingFound={found.isFetching ? 'Searching …' : 'No account, issue or command has that name.'}
      searchProps={{ placeholder: 'Search accounts, issues, commands' }}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 80 }}
    />
  )
}
