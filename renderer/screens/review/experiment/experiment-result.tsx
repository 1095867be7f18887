import type { Experiment, MetricResult } from '../../../../shared/experiment/experiment.ts'
import { boundsWords, gapWords, valueWords } from '../../../../shared/experiment/words.ts'
import { EffectLine } from '../../../charts/effect-line.tsx'
import { count, percent } from '../../../parts/number.ts'

const CONCLUSION_WORDS = {
  holds: ['good', 'holds at any look'],
  holds_once: ['wait', 'holds for one planned look'],
  cannot_tell: ['', 'cannot tell yet'],
} as const

const pWords = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)

function Problems({ found, onDespite }: { found: Experiment; onDespite: () => void }) {
  return (
    <div className="note bad" role="alert">
      {found.problems.map(({ what, why, todo, examples }) => (
        <div key={what}>
          <b>{what}</b>
          <p>
            {why} {examples.length > 0 ? `For example ${examples.join(' · ')}. ` : ''}
            {todo}
          </p>
        </div>
      ))}
      {found.metrics.length === 0 ? (
        <div className="acts">
          <button type="button" className="btn small" onClick={onDespite}>
            Show the differences nevertheless
          </button>
        </div>
      ) : null}
    </div>
  )
}

function Arms({ found }: { found: Experiment }) {
  const { arms, control, ratio } = found
  return (
    <section className="card" aria-label="Assignment">
      <h2>
        Assignment{' '}
        <small>
          sizes as planned: {pWords(ratio.p)} for one look, {pWords(ratio.sequentialP)} for any number of looks
        </small>
      </h2>
      <table className="grid">
        <thead>
          <tr>
            <th>Arm</th>
            <th className="num">Units</th>
            <th className="num">Planned</th>
          </tr>
        </thead>
        <tbody>
          {arms.map(({ name, units, planned }) => (
            <tr key={name}>
              <td>
                <bdi>{name}</bdi> {name === control ? <span className="tag">control</span> : null}
              </td>
              <td className="num">{count(units)}</td>
              <td className="num">{percent(planned)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function MetricCard({ metric, control }: { metric: MetricResult; control: string }) {
  const base = metric.arms.find(({ arm }) => arm === control)
  return (
    <section className="card experiment-result" aria-label={metric.column}>
      <h2>
        <span>
          <bdi>{metric.column}</bdi>{' '}
          <small>
            {base?.mean ? `${valueWords(base.mean.value, metric)} in ${control}, ${count(base.n)} units` : ''} · thick
            line: one planned look, thin line: any number of looks, 95 %
          </small>
        </span>
      </h2>
      <table className="grid">
        <thead>
          <tr>
            <th>Arm</th>
            <th className="num">Units</th>
            <th className="num">{metric.kind === 'share' ? 'Share' : 'Mean'}</th>
            <th>Difference to {control}</th>
            <th className="num" title="What as many units show in 4 of 5 experiments">
              Detectable
            </th>
            <th>Conclusion</th>
          </tr>
        </thead>
        <tbody>
          {metric.comparisons.map(comparison => {
            const { arm, difference, sequence, smallest, conclusion, moreUnits, explained } = comparison
            const own = metric.arms.find(one => one.arm === arm)
            const [tone, words] = CONCLUSION_WORDS[conclusion]
            return (
              <tr key={arm}>
                <td>
                  <bdi>{arm}</bdi>
                </td>
                <td className="num">{count(own?.n ?? 0)}</td>
                <td className="num">{own?.mean ? valueWords(own.mean.value, metric) : '–'}</td>
                <td>
                  <EffectLine metric={metric} comparison={comparison} />
                  <small className="quiet">
                    {difference ? boundsWords(difference, metric) : 'nothing to compare'}
                    {sequence ? ` · any look ${boundsWords(sequence, metric)}` : ' · too few units for any look'}
                    {explained === null ? '' : ` · ${percent(explained)} explained by the time before`}
                  </small>
                </td>
                <td className="num">{smallest === null ? '–' : gapWords(smallest, metric)}</td>
                <td>
                  <span className={`tag ${tone}`}>{words}</span>
                  {moreUnits === null ? null : (
                    <small className="quiet experiment-more">{count(moreUnits)} more units needed</small>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <ul className="experiment-sentences">
        {metric.comparisons.map(({ arm, sentence }) => (
          <li key={arm}>{sentence}</li>
        ))}
        {metric.dominated.map(({ arm, what, todo }) => (
          <li key={`dominated ${arm}`}>
            <span className="tag wait">one unit</span> {what} <span className="quiet">{todo}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function LeftOutList({ found }: { found: Experiment }) {
  if (found.leftOut.length === 0) return null
  return (
    <section className="card" aria-label="Left out">
      <h2>
        Left out <small>of {count(found.rows)} rows read</small>
      </h2>
      <ul className="experiment-sentences">
        {found.leftOut.map(({ what, todo, examples }) => (
          <li key={what}>
            <b>{what}</b>{' '}
            <span className="quiet">
              For example{' '}
              <bdi>
                {examples
                  .map(({ line, text }) => `${found.rowName} ${line}${text === '' ? '' : ` “${text}”`}`)
                  .join(' · ')}
              </bdi>
              . {todo}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The answer: the sentence, what is wrong with the assignment, then the figures. */
export function ExperimentResult({ found, onDespite }: { found: Experiment; onDespite: () => void }) {
  return (
    <>
      <p className="experiment-headline" role="status">
        {found.headline}
      </p>
      {found.problems.length > 0 ? <Problems found={found} onDespite={onDespite} /> : null}
      {found.metrics.map(metric => (
        <MetricCard key={metric.column} metric={metric} control={found.control} />
      ))}
      <Arms found={found} />
      <LeftOutList found={found} />
    </>
  )
}
