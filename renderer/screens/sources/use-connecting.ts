import { useMutation } from '@tanstack/react-query'
import { useEngine } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { go } from '../../state/route.ts'

/** A source to be connected. `secrets` go into the keychain; `scheduleMs` null is by hand, absent as its kind is read. */
export interface Connecting {
  name: string
  kind: 'rest' | 'postgres' | 'singer'
  config: unknown
  secrets: Record<string, string>
  scheduleMs?: number | null
  /** Absent where a person has to sign in first. */
  readNow?: boolean
}

/** Connects a source, keeps its credentials, and begins to read it; the list of sources shows how far it is. */
export function useConnecting() {
  const { client } = useEngine()
  return useMutation({
    mutationFn: async ({ name, kind, config, secrets, scheduleMs }: Connecting) => {
      const { sourceId } = await client.source.add({ name: name.trim(), kind, config: config as never })
      for (const [secret, value] of Object.entries(secrets))
        if (value !== '') await client.source.setSecret({ sourceId, name: secret, value })
      if (scheduleMs !== undefined) await client.source.schedule({ sourceId, scheduleMs })
      return sourceId
    },
    onSuccess: (sourceId, { name, readNow = true }) => {
      go('sources')
      toast(readNow ? `Reading ${name} …` : `${name} is connected; sign in to it next`)
      if (!readNow) return
      void client.source
        .sync({ sourceId })
        .then(({ streams }) => {
          const read = streams.reduce((sum, stream) => sum + stream.read, 0)
          toast(`${name}: ${plural(read, 'record')} read`)
        })
        // The list of sources says what went wrong, and keeps saying it.
        .catch(() => {})
    },
  })
}
