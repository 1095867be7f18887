import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import { channelWords } from '../parts/words.ts'

const OURS: Record<string, string> = { email: 'The mail server', webhook: 'The webhook' }

/** Channels and systems as their manifests name them, by id; empty until somebody has `wanted` to know. */
function useNames(wanted: boolean): ReadonlyMap<string, string> {
  const list = useQuery(useApi().channel.list.queryOptions({ enabled: wanted }))
  return new Map(list.data?.channels.map(({ id, name }) => [id, name]))
}

/** What channels are called where a sentence begins with one: `The mail server`, `Your product`. */
export function useChannelNames(wanted: boolean): (id: string) => string {
  const names = useNames(wanted)
  return id => OURS[id] ?? names.get(id) ?? channelWords(id)
}

/** What channels are called within a sentence: `e-mail`, `Your product`. */
export function useChannelWords(): (id: string) => string {
  const names = useNames(true)
  return id => (OURS[id] ? channelWords(id) : (names.get(id) ?? channelWords(id)))
}
