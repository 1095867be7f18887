import type { ReactNode } from 'react'
import type { SourceStatus } from '../../../../shared/model/source.ts'
import { useEngine } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { plural } from '../../../parts/number.ts'
import { go } from '../../../state/route.ts'
import type { Chosen } from './chosen.ts'
import { ConnectPage } from './connect-page.tsx'
import { ProposedStreams } from './proposed-streams.tsx'
import { useConnecting } from './use-connecting.ts'

const PREVIEWED = 6

interface Props {
  /** The source that is changed; absent while one is connected. */
  source: SourceStatus | undefined
  title: string
  about: string
  kind: 'postgres' | 'singer'
  name: string
  /** The settings without streams. */
  config: object
  /** Credentials that were typed, and whose kept ones count besides. */
  asked: { secrets: Record<string, string>; sourceId?: number }
  ready: boolean
  /** Null before anybody has looked. */
  chosen: Chosen[] | null
  /** What is read of an entry, as the settings have it; nothing where it is no stream yet. */
  streamOf: (entry: Chosen) => unknown[]
  /** Rows of every stream can be shown at once. */
  live: boolean
  /** Why looking failed. */
  error: Error | null
  onChosen: (chosen: Chosen[]) => void
  onConnected: () => void
  /** Where it is and how to get in. */
  children: ReactNode
}

/** A source whose streams are found by looking and then chosen: the form, what was found, and the button that connects. */
export function ConnectChosen(props: Props) {
  const { source, kind, name, config, asked, chosen, streamOf, children } = props
  const { client } = useEngine()
  const connect = useConnecting(props.onConnected)
  const streams = (chosen ?? []).filter(({ use }) => use).flatMap(streamOf)
  return (
    <ConnectPage
      title={source ? `Settings of ${source.name}` : props.title}
      about={props.about}
      act={source ? 'Save and read' : chosen ? `Connect ${plural(streams.length, 'stream')}` : 'Connect'}
      ready={streams.length > 0 && name.trim() !== '' && props.ready}
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
