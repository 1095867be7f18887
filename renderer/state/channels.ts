import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import { channelWords } from '../parts/words.ts'

const OURS: Record<string, string> = { email: 'The mail server', webhook: 'The webhook' }

/** What channels are called where a sentence begins with one: `The mail server`, `Your product`. Asked for while `wanted`. */
export function useChannelNames(wanted: boolean): (id: string) => string {
  const list = useQuery(useApi().channel.list.queryOptions({ enabled: wanted }))
  const names = new Map(list.data?.channels.map(({ id, name }) => [id, name]))
  return id => OURS[id] ?? names.get(id) ?? channelWords(id)
}
