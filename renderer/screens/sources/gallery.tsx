import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Form, firstLack, unlessTyped } from '../../parts/form.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { PageTop } from '../../parts/page-top.tsx'
import { Shape } from '../../parts/shape.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { CATEGORY_WORDS } from '../../parts/words.ts'
import { useKeys } from '../../state/keys.tsx'
import { go } from '../../state/route.ts'
import { type Offer, offersFor } from './offers.ts'

/** How often the workspace's folder of manifests is checked. */
const LOOK_MS = 2_000

function Card({ offer: { name, file, about, gives, to, problem } }: { offer: Offer }) {
  return (
    <button type="button" className="offer" disabled={to === null} onClick={() => to !== null && go('sources', to)}>
      <b>
        {name} {file ? <small>{file}</small> : null}
      </b>
      {problem ? <span className="bad">This manifest cannot be used. {problem}</span> : <span>{about}</span>}
      {gives && gives.length > 0 ? (
        <small className="offer-gives">
          {gives.map(category => (
            <span key={category}>
              <Shape category={category} size={9} /> {CATEGORY_WORDS[category]}
            </span>
          ))}
        </small>
      ) : null}
    </button>
  )
}

function Groups({ groups }: { groups: [string, Offer[]][] }) {
  return (
    <div className="card offers-card">
      {groups.map(([group, offers]) => (
        <section key={group} className="offer-row" aria-label={group}>
          <h2>{group}</h2>
          <div className="offers">
            {offers.map(offer => (
              <Card key={`${offer.id} ${offer.file}`} offer={offer} />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

/** The sources that can be connected, in groups, each with the categories that its data helps to predict. */
export function Gallery() {
  // No table records a file dropped into the folder, so the folder is polled while the gallery is open. The first answer
  // is always fetched, because a cached one may be older than the file.
  const manifests = useQuery(
    useApi().source.manifests.queryOptions({ refetchOnMount: 'always', refetchInterval: LOOK_MS }),
  )
  const [text, setText] = useState('')
  const search = useRef<HTMLInputElement>(null)
  const groups = offersFor(manifests.data ?? [], text)
  const first = groups.flatMap(([, offers]) => offers).find(({ to }) => to !== null)
  useKeys([
    { act: 'sources.search', run: () => search.current?.focus() },
    { keys: 'escape', label: 'back to the sources', group: 'Sources', run: () => go('sources') },
  ])
  return (
    <div className="page">
      <div className="inner stack">
        <PageTop
          title="Connect a source"
          about="Forestall only reads from a source. It never writes to the source, and opens no port on this computer."
        >
          <button type="button" className="btn" onClick={() => go('sources')}>
            Cancel <kbd>Esc</kbd>
          </button>
        </PageTop>
        <Form
          className="offer-search"
          lack={firstLack(
            unlessTyped(text, 'Type a system or a category first', 'search'),
            !first?.to && { say: `No sources match “${text.trim()}”`, field: 'search' },
          )}
          onSend={() => first?.to && go('sources', first.to)}
        >
          <input
            ref={search}
            className="in"
            type="search"
            name="search"
            placeholder="Search systems or categories"
            aria-label="Search sources"
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
          <Key of="sources.search" />
        </Form>
        {manifests.error ? <ErrorNote failure={failureOf(manifests.error)} /> : null}
        {groups.length > 0 ? <Groups groups={groups} /> : null}
        {manifests.isPending ? <BarRows rows={3} /> : null}
        {groups.length === 0 && !manifests.isPending ? <Empty title={`No sources match “${text.trim()}”`} /> : null}
        {manifests.isPending ? null : (
          <p className="quiet">
            Is your system missing? A JSON file in the workspace’s “manifests” folder adds any system with an HTTP API,
            without code. See docs/manifests.md.
          </p>
        )}
      </div>
    </div>
  )
}
