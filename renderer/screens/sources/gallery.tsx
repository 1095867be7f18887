import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ManifestView } from '../../../shared/manifest-view.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { go } from '../../state/route.ts'

/** Something that can be connected, as a card of the gallery. */
export interface Offer {
  id: string
  name: string
  group: string
  about: string
  gives: readonly string[]
  /** Where connecting goes on; null where it cannot. */
  to: string | null
  problem: string | null
}

const OWN = 'Your own data'
const BUILT_IN: readonly Offer[] = [
  {
    id: 'files',
    name: 'Files',
    group: OWN,
    about: 'CSV, NDJSON or JSON, also packed; read where they lie.',
    gives: ['whatever is in them'],
    to: 'connect/files',
    problem: null,
  },
  {
    id: 'postgres',
    name: 'PostgreSQL',
    group: OWN,
    about: 'A query for each stream, in read-only transactions. Also what speaks the same protocol.',
    gives: ['whatever your queries give'],
    to: 'connect/postgres',
    problem: null,
  },
  {
    id: 'singer',
    name: 'Singer tap',
    group: OWN,
    about: 'Any program that prints Singer messages, out of the workspace’s list.',
    gives: ['whatever the tap reads'],
    to: 'connect/singer',
    problem: null,
  },
]

const GROUPS: Record<string, string> = {
  billing: 'Billing',
  fulfilment: 'Orders and shipping',
  access: 'Customers and tickets',
  usage: 'Product usage',
  reliability: 'Errors',
}

const groupOf = (category: string): string => GROUPS[category] ?? category.charAt(0).toUpperCase() + category.slice(1)

function offerOf({ id, file, name, category, about, gives, usable, problems }: ManifestView): Offer {
  const wrong = problems.find(({ level }) => level === 'error')
  return {
    id,
    name: file === null ? name : `${name} · ${file}`,
    group: groupOf(category),
    about,
    gives,
    to: usable ? `connect/rest/${id}` : null,
    problem: wrong ? `At ${wrong.path || 'its root'}: ${wrong.problem}` : null,
  }
}

/** All offers that a text fits, in groups; one's own data first. */
export function offersFor(manifests: readonly ManifestView[], text: string): [string, Offer[]][] {
  const wanted = text.trim().toLowerCase()
  const fits = ({ name, group, about, gives }: Offer) =>
    [name, group, about, ...gives].some(words => words.toLowerCase().includes(wanted))
  const found = [...BUILT_IN, ...manifests.map(offerOf).toSorted((a, b) => a.name.localeCompare(b.name))].filter(fits)
  return [...Map.groupBy(found, ({ group }) => group)]
}

function Card({ offer }: { offer: Offer }) {
  const { to } = offer
  return (
    <button type="button" className="offer" disabled={to === null} onClick={() => to !== null && go('sources', to)}>
      <b>{offer.name}</b>
      <span>{offer.about}</span>
      {offer.problem ? (
        <span className="bad">{offer.problem}</span>
      ) : (
        <small className="quiet">{offer.gives.join(' · ')}</small>
      )}
    </button>
  )
}

/** What can be connected, by what it is about, with what each gives. */
export function Gallery() {
  const manifests = useQuery(useApi().source.manifests.queryOptions())
  const [text, setText] = useState('')
  const groups = offersFor(manifests.data ?? [], text)
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          <div>
            <h1>Connect a source</h1>
            <p>Everything is pulled: no port of this computer is opened, and nothing is written to the source.</p>
          </div>
          <div className="right">
            <button type="button" className="btn" onClick={() => go('sources')}>
              Cancel
            </button>
          </div>
        </div>
        <input
          className="in offer-search"
          type="search"
          placeholder="Search systems, or what they give"
          aria-label="Search sources"
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        {manifests.error ? <ErrorNote failure={failureOf(manifests.error)} /> : null}
        {groups.map(([group, offers]) => (
          <section key={group} aria-label={group}>
            <h2 className="offer-group">{group}</h2>
            <div className="offers">
              {offers.map(offer => (
                <Card key={`${offer.id} ${offer.name}`} offer={offer} />
              ))}
            </div>
          </section>
        ))}
        {manifests.isPending ? <BarRows rows={3} /> : null}
        {groups.length === 0 && !manifests.isPending ? (
          <Empty title={`Nothing here fits “${text.trim()}”`}>
            A system of your own is added by a manifest: a JSON file in the workspace’s folder “manifests”, written from
            that system’s documentation. docs/manifests.md explains every field.
          </Empty>
        ) : null}
      </div>
    </div>
  )
}
