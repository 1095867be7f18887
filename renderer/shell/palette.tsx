import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { Hit } from '../../shared/model/search.ts'
import { LONGEST_SEARCH } from '../../shared/text/longest.ts'
import { useApi } from '../api/client.tsx'
import { failureOf } from '../api/errors.ts'
import { holdKeys } from '../parts/keys/held-keys.ts'
import { keyLabel } from '../parts/keys/key-label.ts'
import { closeMenus } from '../parts/keys/open-menus.ts'
import { toast } from '../parts/toast.tsx'
import type { Binding } from '../state/key-match.ts'
import { useAllKeys } from '../state/keys.tsx'
import { go } from '../state/route.ts'

const [store, palette] = createSpotlight()

/**
 * Opens the search, and closes it where it is open. A menu gives way to it; a dialog does not, because something may have been
 * typed into it, and what the search finds would open behind it.
 */
export function openPalette(): void {
  const isInDialog = document.activeElement?.closest('[role="dialog"]') != null
  if (store.getState().opened) palette.close()
  else if (!closeMenus() && isInDialog) toast('Close this dialog first, with Esc')
  else {
    palette.open()
    holdKeys()
  }
}

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
  // The screens are called by their names alone; other places say themselves what is opened.
  label: binding.act?.startsWith('go.') ? `Go to ${binding.label}` : capital(binding.label),
  rightSection: <kbd>{keyLabel(binding.keys)}</kbd>,
  onClick: binding.run,
})

const fits = (text: string, action: SpotlightActionData) =>
  (action.label ?? '').toLowerCase().includes(text.trim().toLowerCase())

/**
 * Who types a name and presses Enter at once means what they typed, not what an earlier letter had found: the first result
 * is taken when the answer is there. `first`: null while it is not, `nothing` where nothing was found.
 */
function useFirstOnceAnswered(first: SpotlightActionData | 'nothing' | null) {
  const [waits, setWaits] = useState(false)
  useEffect(() => {
    if (!waits || first === null) return
    setWaits(false)
    if (first === 'nothing') return
    palette.close()
    first.onClick?.(undefined as never)
  }, [waits, first])
  return (event: KeyboardEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setWaits(true)
  }
}

/** What is found, under its heading; a contact, an object and a message are read on the page of their account. */
const FOUND: readonly { group: string; kinds: readonly Hit['kind'][] }[] = [
  { group: 'Accounts and issues', kinds: ['account', 'issue'] },
  { group: 'Contacts', kinds: ['contact'] },
  { group: 'Orders, tickets and other objects', kinds: ['object'] },
  { group: 'Messages', kinds: ['message'] },
  { group: 'Notes', kinds: ['note'] },
]

/** Letters that come faster than this were pasted, or are one key that is held, ms. An answer takes less than to type one. */
const PAUSE_MS = 25

/** Finds anything by its words: accounts and what belongs to them, screens and the commands of this screen. */
export function Palette() {
  const api = useApi()
  const allKeys = useAllKeys()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), PAUSE_MS)
  const found = useQuery(
    api.queue.search.queryOptions({
      input: { text: asked, limit: 12 },
      enabled: asked.length > 0,
      placeholderData: keepPreviousData,
    }),
  )
  const hits = asked ? (found.data ?? []) : []
  const wanted = text.trim()
  // What is listed may still be the answer to fewer letters.
  const stale = wanted !== '' && (wanted !== asked || found.isPlaceholderData || found.isPending)
  const commands = allKeys()
    .filter(binding => !binding.hidden && binding.act !== 'search')
    .map(actionOf)
    .filter(action => fits(text, action))
  const groups: SpotlightActionGroupData[] = [
    ...FOUND.map(({ group, kinds }) => ({
      group,
      actions: hits
        .filter(({ kind }) => kinds.includes(kind))
        .map(hit => ({
          id: `${hit.kind}:${hit.id}`,
          label: hit.title,
          description: hit.detail,
          onClick: () => (hit.kind === 'issue' ? go('queue', hit.id) : go('account', hit.accountId)),
        })),
    })),
    { group: 'Go to', actions: commands.filter(action => action.id.startsWith('Go to')) },
    { group: 'Commands', actions: commands.filter(action => !action.id.startsWith('Go to')) },
  ]
  const shown = groups.flatMap(group => group.actions.map(action => action.id)).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs exactly when the results change
  useEffect(selectFirst, [shown])
  const waitForAnswer = useFirstOnceAnswered(stale ? null : (groups.flatMap(({ actions }) => actions)[0] ?? 'nothing'))
  return (
    <Spotlight
      store={store}
      actions={groups.filter(group => group.actions.length > 0)}
      filter={(_, actions) => actions}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      overlayProps={{ blur: 0 }}
      attributes={{ content: { 'aria-label': 'Search' } }}
      nothingFound={
        found.isFetching
          ? 'Searching …'
          : found.error
            ? failureOf(found.error).what
            : 'Nothing is found under these words. Search by a name, an e-mail address, an id, or a command.'
      }
      searchProps={{
        placeholder: 'Search accounts, contacts, orders, commands',
        maxLength: LONGEST_SEARCH,
        // The list is there as soon as the field is, and may be the same as the last time.
        onFocus: selectFirst,
        onKeyDownCapture: event => {
          if (event.key === 'Enter' && stale && !event.nativeEvent.isComposing) waitForAnswer(event)
        },
      }}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 80 }}
    />
  )
}
