import { useMutation } from '@tanstack/react-query'
import { useEngine } from '../../../api/client.tsx'
import { count, plural } from '../../../parts/number.ts'
import { toast } from '../../../parts/toast.tsx'
import { go } from '../../../state/route.ts'

/** A source to be connected or edited. `secrets` go into the keychain; `scheduleMs` null is manual, absent the default. */
export interface Connecting {
  /** The connected source that was edited. */
  sourceId?: number | undefined
  name: string
  kind: 'rest' | 'postgres' | 'singer' | 'files'
  config: unknown
  secrets: Readonly<Record<string, string>>
  scheduleMs?: number | null
  /** False where a person has to sign in first. */
  readNow?: boolean
}

/** Delay of the first scheduled sync, so that the credentials are stored before, ms. */
const FIRST = 60_000

/** Connects a source or saves its settings, stores its credentials, and syncs it; the list shows the progress. */
export function useConnecting(onDone: () => void) {
  const { client } = useEngine()
  return useMutation({
    mutationFn: async (asked: Connecting) => {
      const { kind, secrets, scheduleMs } = asked
      const name = asked.name.trim()
      const config = asked.config as never
      const added = () => client.source.add({ name, kind, config, notBefore: Date.now() + FIRST })
      const sourceId = asked.sourceId ?? (await added()).sourceId
      for (const [secret, value] of Object.entries(secrets))
        if (value !== '') await client.source.setSecret({ sourceId, name: secret, value })
      if (asked.sourceId !== undefined) await client.source.update({ sourceId, name, config })
      if (scheduleMs !== undefined) await client.source.schedule({ sourceId, scheduleMs })
      return sourceId
    },
    onSuccess: (sourceId, { name, readNow = true, sourceId: changed }) => {
      onDone()
      go('sources')
      if (changed !== undefined) toast(`${name} saved, syncing · press z to undo`)
      else toast(readNow ? `Syncing ${name} …` : `${name} connected · sign in next`)
      if (!readNow) return
      void client.source
        .sync({ sourceId })
        .then(({ streams, cancelled }) => {
          const read = streams.reduce((sum, stream) => sum + stream.read, 0)
          const aside = streams.reduce((sum, stream) => sum + stream.quarantined, 0)
          const words = `${name}: ${plural(read, 'row')} read${aside > 0 ? ` · ${count(aside)} quarantined` : ''}`
          const failed = streams.filter(({ error }) => error !== undefined).length
          if (failed > 0) toast(`${words} · ${plural(failed, 'stream')} failed`)
          else toast(cancelled ? `${words} · cancelled` : words)
        })
        // The list of sources shows the error.
        .catch(() => {})
    },
  })
}
