import type { ReactNode } from 'react'
import type { SourceStatus } from '../../../../shared/model/source.ts'
import { useEngine } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { type FormLack, firstLack, unlessTyped } from '../../../parts/form.tsx'
import { plural } from '../../../parts/number.ts'
import { go } from '../../../state/route.ts'
import type { ChosenStream } from './chosen.ts'
import { ConnectPage } from './connect-page.tsx'
import { ProposedStreams } from './proposed-streams.tsx'
import { useConnecting } from './use-connecting.ts'

const PREVIEWED = 6

interface Props {
  /** The source that is edited; absent for a new one. */
  source: SourceStatus | undefined
  title: string
  about: string
  kind: 'postgres' | 'singer'
  name: string
  /** The settings without streams. */
  config: object
  /** The typed credentials, and the source whose saved ones apply to the rest. */
  asked: { secrets: Record<string, string>; sourceId?: number }
  /** What of the settings cannot be read; null where they can. */
  lack: FormLack | null
  /** Null before the source was inspected. */
  chosen: ChosenStream[] | null
  /** An entry as a stream of the settings; nothing where it is not complete. */
  streamOf: (entry: ChosenStream) => unknown[]
  /** Rows of every stream can be shown without a button. */
  live: boolean
  /** Why the inspection failed. */
  error: Error | null
  onChosen: (chosen: ChosenStream[]) => void
  onConnected: () => void
  /** The form for the address and the credentials. */
  children: ReactNode
}

/** Connects a source whose streams are found by inspection: the form, the streams, and the button that connects. */
export function ConnectChosen(props: Props) {
  const { source, kind, name, config, asked, chosen, streamOf, children } = props
  const { client } = useEngine()
  const connect = useConnecting(props.onConnected)
  const streams = (chosen ?? []).filter(({ use }) => use).flatMap(streamOf)
  return (
    <ConnectPage
      title={source ? `Settings of ${source.name}` : props.title}
      about={props.about}
      act={source ? 'Save and sync' : chosen ? `Connect ${plural(streams.length, 'stream')}` : 'Connect'}
      lack={firstLack(
        streams.length === 0 && { say: 'Look at what can be read first, and choose what is read' },
        unlessTyped(name, 'Name the source first', 'source name'),
        props.lack,
      )}
      busy={connect.isPending}
      onConnect={() =>
        connect.mutate({
          sourceId: source?.id,
          name,
          kind,
          config: { ...config, streams },
          secrets: asked.secrets,
        })
      }
      {...(source ? { onBack: () => go('sources') } : {})}
    >
      {children}
      {props.error ? <ErrorNote failure={failureOf(props.error)} /> : null}
      {chosen ? (
        <ProposedStreams
          chosen={chosen}
          onChange={props.onChosen}
          live={props.live}
          rows={entry =>
            client.source.previewConnected({
              kind,
              config: { ...config, streams: streamOf(entry) } as never,
              limit: PREVIEWED,
              ...asked,
            })
          }
        />
      ) : null}
    </ConnectPage>
  )
}
