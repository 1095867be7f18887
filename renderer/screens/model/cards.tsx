import type { KeptCard, ListedCard, ReportCard } from '../../../shared/predict/report-card.ts'
import { ReliabilityChart } from '../../charts/reliability-chart.tsx'
import { count, percent } from '../../parts/number.ts'
import { personZone, stamp } from '../../parts/time.ts'
import { categoryLabelWords, FIT_WORDS, goodnessRows, labelWords, unknownTicketWords } from './model-words.ts'

/** How good the model is, beside the base rate and the model before. */
export function GoodCard({ card }: { card: ReportCard }) {
  const { judged, before } = card
  return (
    <section className="card" aria-label="How good it is">
      <h2>
        How good it is <small>judged by {count(judged.rows)} later moments that it had not seen</small>
      </h2>
      <table className="grid">
        <thead>
          <tr>
            <th>Measure</th>
            <th className="num">model</th>
            <th className="num">base rate</th>
            {before ? <th className="num">model before</th> : null}
          </tr>
        </thead>
        <tbody>
          {goodnessRows(card).map(row => (
            <tr key={row.name}>
              <td>
                {row.name} <small className="quiet">{row.better} is better</small>
              </td>
              <td className="num">{row.model}</td>
              <td className="num">{row.base}</td>
              {before ? <td className="num">{row.before}</td> : null}
            </tr>
          ))}
          <tr>
            <td>
              Lift at 10 % <small className="quiet">higher is better</small>
            </td>
            <td className="num">{card.lift.toFixed(2)}</td>
            <td className="num">1.00</td>
            {before ? <td className="num">–</td> : null}
          </tr>
        </tbody>
      </table>
      {before ? null : <p className="quiet">No earlier model was judged by the same outcomes.</p>}
    </section>
  )
}

/** Whether risks are what they say. */
export function ReliabilityCard({ card }: { card: ReportCard }) {
  return (
    <section className="card" aria-label="Reliability">
      <h2>
        Reliability <small>on the dashed line, a risk is what it says</small>
      </h2>
      <ReliabilityChart bins={card.bins} />
    </section>
  )
}

/** What it learned from. */
export function LearnedCard({ kept, now }: { kept: KeptCard; now: number }) {
  const { card, trainedAt } = kept
  const { learned, judged } = card
  const span = ({ from, to }: { from: number; to: number }) =>
    `${stamp(from, now, personZone())} to ${stamp(to, now, personZone())}`
  const facts: [string, string][] = [
    ['Label', `an account ${labelWords(card)}; ${categoryLabelWords(card)}`],
    ['Learned from', `${count(learned.rows)} moments of ${count(learned.accounts)} accounts, ${span(learned)}`],
    ['With trouble', `${count(learned.positives)} (${percent(learned.positives / Math.max(1, learned.rows))})`],
    ['Judged by', `${count(judged.rows)} moments, ${count(judged.positives)} with trouble, ${span(judged)}`],
    ['Model', FIT_WORDS[card.kind]],
    ['Trained', trainedAt === null ? 'unknown' : stamp(trainedAt, now, personZone())],
  ]
  return (
    <section className="card" aria-label="What it learned from">
      <h2>What it learned from</h2>
      <dl className="model-facts">
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const DIRECTIONS = { up: 'raises the risk', down: 'lowers the risk' } as const
const SHOWN = 12

/** What moves the risks most. For a model without a usable signal, that would be noise. */
export function DriversCard({ card }: { card: ReportCard }) {
  const most = Math.max(...card.drivers.map(({ share }) => share), 0.01)
  return (
    <section className="card" aria-label="What drives it">
      <h2>
        What drives it <small>share of all contributions, in log odds</small>
      </h2>
      {card.signal === 'found' ? (
        <ul className="drivers">
          {card.drivers.slice(0, SHOWN).map(({ column, share, direction }) => (
            <li key={column}>
              <span title={column}>{column}</span>
              <i aria-hidden="true">
                <b style={{ width: `${(100 * share) / most}%` }} />
              </i>
              <em>{percent(share)}</em>
              <small className="quiet">{direction ? `more ${DIRECTIONS[direction]}` : ''}</small>
            </li>
          ))}
        </ul>
      ) : (
        <p className="quiet">Without a usable signal, what moves the risks is chance, so nothing is listed.</p>
      )}
    </section>
  )
}

/** What it does not know. */
export function UnknownCard({ card }: { card: ReportCard }) {
  return (
    <section className="card" aria-label="What it does not know">
      <h2>What it does not know</h2>
      <ul className="unknowns">
        {unknownTicketWords(card).map(words => (
          <li key={words}>{words}</li>
        ))}
        <li>Events and objects that no source brings.</li>
        {card.without.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <p className="quiet">
        What the triggers missed, and the audit sample, are in the{' '}
        <a className="link" href="#/review">
          review
        </a>
        .
      </p>
    </section>
  )
}

/** Every training that there was, chosen or not. */
export function TrainingsCard({ cards, now }: { cards: readonly ListedCard[]; now: number }) {
  return (
    <section className="card" aria-label="Trainings">
      <h2>
        Trainings <small>a model replaces the one in use only where it is better on outcomes neither has seen</small>
      </h2>
      <table className="grid">
        <thead>
          <tr>
            <th>Trained</th>
            <th className="num">AUC</th>
            <th className="num">log loss</th>
            <th className="num">base rate</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {cards.map(({ id, trainedAt, inUse, card, unreadable }) => (
            <tr key={id}>
              <td>
                {trainedAt === null ? 'unknown' : stamp(trainedAt, now, personZone())}{' '}
                {inUse ? <span className="tag">in use</span> : null}
              </td>
              <td className="num">{card?.model.auc.toFixed(3)}</td>
              <td className="num">{card?.model.logLoss.toFixed(4)}</td>
              <td className="num">{card?.base.logLoss.toFixed(4)}</td>
              <td>{card ? card.why : <span className="bad">The report card cannot be read. {unreadable}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
