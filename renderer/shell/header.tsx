import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import { Key, useSpokenKey } from '../parts/keys/key.tsx'
import { useNow, useWorkspace } from '../state/now.ts'
import { go } from '../state/route.ts'
import { freshnessOf, mostTelling } from './freshness.ts'
import { openPalette } from './palette.tsx'

/** How many sources are named beside the search. */
const ROOM = 4

function Freshness() {
  const sources = useQuery(useApi().source.list.queryOptions())
  const now = useNow()
  const { shown, more } = mostTelling(sources.data ?? [], now, ROOM)
  const told = shown.map(source => ({ ...source, ...freshnessOf(source, now) }))
  const rest = sources.data?.length === 0 ? 'No sources connected' : more > 0 ? `+${more}` : ''
  const words = [...told.map(({ name, text }) => `${name} ${text}`), rest].filter(Boolean).join(' ')
  return (
    <button type="button" className="fresh" onClick={() => go('sources')} aria-label={`Source freshness: ${words}`}>
      {told.map(({ id, name, tone, text, error }) => (
        <span key={id} title={error ?? `${name} ${text}`}>
          <i className={`dot ${tone}`} />
          <bdi>{name}</bdi> {text}
        </span>
      ))}
      {rest ? <span title={rest}>{rest}</span> : null}
    </button>
  )
}

function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className="icon-btn"
      aria-label={`Switch to the ${other} theme`}
      onClick={() => setColorScheme(other)}
    >
      {scheme === 'dark' ? <IconSun size={16} stroke={1.7} /> : <IconMoon size={16} stroke={1.7} />}
    </button>
  )
}

/** The open workspace, the search, and how old the data is. */
export function Header() {
  const workspace = useWorkspace()
  return (
    <header className="header">
      <div className="mark" aria-hidden="true">
        F
      </div>
      <b title={workspace.data?.name}>
        <bdi>{workspace.data?.name ?? ''}</bdi>
      </b>
      {workspace.data?.sample ? <span className="tag wait">Sample</span> : null}
      <button
        type="button"
        className="search"
        title="Search accounts, contacts, orders, commands"
        onClick={openPalette}
        aria-keyshortcuts={useSpokenKey('search')}
      >
        <IconSearch size={14} stroke={1.7} aria-hidden="true" />
        <span className="clip">Search accounts, contacts, orders, commands</span>
        <Key of="search" />
      </button>
      <Freshness />
      <ThemeToggle />
    </header>
  )
}
