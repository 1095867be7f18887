import { useQuery } from '@tanstack/react-query'
import { own } from '../../shared/foreign/own.ts'
import { useApi } from '../api/client.tsx'
import { channelWords } from '../parts/words.ts'

const OURS: Record<string, string> = { email: 'The mail server', webhook: 'The webhook' }

/** The names of channels and systems from their manifests, by id; empty until they are `wanted`. */
function useNames(wanted: boolean): ReadonlyMap<string, string> {
  const list = useQuery(useApi().channel.list.queryOptions({ enabled: wanted }))
  return new Map(list.data?.channels.map(({ id, name }) => [id, name]))
}

/** The names of channels at the beginning of a sentence: `The mail server`, `Your product`. */
export function useChannelNames(wanted: boolean): (id: string) => string {
  const names = useNames(wanted)
  return id => own(OURS, id) ?? names.get(id) ?? channelWords(id)
}

/** The names of channels within a sentence: `e-mail`, `Your product`. */
export function useChannelWords(): (id: string) => string {
  const names = useNames(true)
  return id => (own(OURS, id) ? channelWords(id) : (names.get(id) ?? channelWords(id)))
}
