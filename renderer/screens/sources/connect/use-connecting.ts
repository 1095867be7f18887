import { useMutation } from '@tanstack/react-query'
import { useEngine } from '../../../api/client.tsx'
import { plural } from '../../../parts/number.ts'
import { toast } from '../../../parts/toast.tsx'
import { go } from '../../../state/route.ts'

/** A source to be connected or changed. `secrets` go into the keychain; `scheduleMs` null is by hand, absent as usual. */
export interface Connecting {
  /** Of a source that is connected and was changed. */
  sourceId?: number | undefined
  name: string
  kind: 'rest' | 'postgres' | 'singer' | 'files'
  config: unknown
  secrets: Readonly<Record<string, string>>
  scheduleMs?: number | null
  /** False where a person has to sign in first. */
  readNow?: boolean
}

/** Long enough for credentials to be kept before the schedule begins to read, ms. */
const FIRST = 60_000

/** Connects a source or saves its new settings, keeps its credentials, and reads it; the list shows how far it is. */
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
      if (changed !== undefined) toast(`${name} is saved and read anew · z takes it back`)
      else toast(readNow ? `Reading ${name} …` : `${name} is connected; sign in to it next`)
      if (!readNow) return
      void client.source
        .sync({ sourceId })
        .then(({ streams, cancelled }) => {
          const read = streams.reduce((sum, stream) => sum + stream.read, 0)
          const aside = streams.reduce((sum, stream) => sum + stream.quarantined, 0)
          const words = `${name}: ${plural(read, 'row')} read${aside > 0 ? ` · ${plural(aside, 'row')} set aside` : ''}`
          const failed = streams.filter(({ error }) => error !== undefined).length
          if (failed > 0) toast(`${words} · ${plural(failed, 'stream')} could not be read`)
          else toast(cancelled ? `${words} · stopped, and kept` : words)
        })
        // The list of sources says what went wrong, and keeps saying it.
        .catch(() => {})
    },
  })
}
