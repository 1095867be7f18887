import type { ReviewFigures } from '../../../../shared/review/figures.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { OUTBOX_STATES } from '../../../../shared/vocabulary.ts'
import { count } from '../../../parts/number.ts'
import { age } from '../../../parts/time.ts'
import { OUTBOX_WORDS } from '../../../parts/words.ts'
import { BehindFigure, type OpenBehind } from '../behind-drawer.tsx'
import { bucketWords } from './age-words.ts'
import { FigureCard } from './figure-card.tsx'

type AgeRows = ReviewFigures['ageing']['queue']

const ISSUE_STATES: Record<string, string> = { open: 'Open', snoozed: 'Snoozed', acting: 'Acted on' }
const STATES = Object.keys(ISSUE_STATES)

function outboxState(state: string): string {
  const known = OUTBOX_STATES.find(name => name === state)
  return known ? OUTBOX_WORDS[known] : state
}

/** Darker the more wait; clear where nothing does. */
const shadeOf = (n: number, most: number): number => (n === 0 ? 0 : 0.08 + (0.3 * n) / most)

interface GroupProps {
  of: 'queue' | 'outbox'
  title: string
  rows: AgeRows
  words: (state: string) => string
  /** The clock by which these rows age, UTC ms. */
  now: number
  /** The largest count of the whole table, drawn darkest. */
  most: number
  /** Names of the buckets, and their upper ends in days. */
  columns: readonly string[]
  bounds: readonly number[]
  onBehind: OpenBehind
}

/** The ages of a bucket, ms; the last one has no upper end. */
function agesOf(bounds: readonly number[], at: number): { least: number; most?: number } {
  const [least, most] = [(bounds[at - 1] ?? 0) * DAY, bounds[at]]
  return most === undefined ? { least } : { least, most: most * DAY }
}

function Group({ of, title, rows, words, now, most, columns, bounds, onBehind }: GroupProps) {
  return (
    <tbody>
      {rows.length === 0 ? (
        <tr>
          <td>{title}</td>
          <td colSpan={columns.length + 1} className="quiet">
            Nothing waits.
          </td>
        </tr>
      ) : null}
      {rows.map(({ state, buckets, oldestAt }) => (
        <tr key={state}>
          <td>
            {title}: {words(state).toLowerCase()}
          </td>
          {columns.map((name, at) => {
            const n = buckets[at] ?? 0
            return (
              <td key={name} className="num figure-age">
                <i style={{ opacity: shadeOf(n, most) }} />
                <BehindFigure
                  value={count(n)}
                  none="–"
                  isNone={n === 0}
                  behind={{
                    title: `${title}, ${words(state).toLowerCase()}, ${name}`,
                    wanted: { of, state, ...agesOf(bounds, at) },
                  }}
                  onOpen={onBehind}
                />
              </td>
            )
          })}
          <td className="num">{oldestAt === null ? '–' : age(now - oldestAt)}</td>
        </tr>
      ))}
    </tbody>
  )
}

/** How long issues wait in the queue and messages in the outbox, by state. */
export function AgeingCard({
  figures: { ageing, now },
  onBehind,
}: {
  figures: Pick<ReviewFigures, 'ageing' | 'now'>
  onBehind: OpenBehind
}) {
  // Not the workspace's time, which may replay.
  const wall = Date.now()
  const { bounds, queue, outbox } = ageing
  const most = Math.max(1, ...[...queue, ...outbox].flatMap(({ buckets }) => buckets))
  const columns = bucketWords(bounds)
  const inOrder = queue.toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
  const common = { most, columns, bounds, onBehind }
  return (
    <FigureCard
      title="Ageing of queue and outbox"
      note="waiting now, by age"
      definition="Issues age from their opening by the workspace’s clock, messages from their queueing by this computer’s clock. Independent of the chosen period. Source: queue and outbox."
    >
      <table className="grid">
        <thead>
          <tr>
            <th>Waiting</th>
            {columns.map(name => (
              <th key={name} className="num">
                {name}
              </th>
            ))}
            <th className="num">Oldest</th>
          </tr>
        </thead>
        <Group
          of="queue"
          title="Queue"
          rows={inOrder}
          words={state => ISSUE_STATES[state] ?? state}
          now={now}
          {...common}
        />
        <Group of="outbox" title="Outbox" rows={outbox} words={outboxState} now={wall} {...common} />
      </table>
    </FigureCard>
  )
}
