import type { CategoryCard as Category, KeptCard } from '../../../shared/predict/report-card.ts'
import { count, percent } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { CATEGORY_WORDS } from '../../parts/words.ts'

/** Which categories have a risk of their own, how good it is beside that of any ticket, and why others have none. */
export function CategoryCards({ kept: { card, inUse } }: { kept: KeptCard }) {
  const { categories, judged } = card
  return (
    <section className="card category-card" aria-label="By category">
      <h2>
        By category <small>tickets about one category, judged by the same {count(judged.rows)} moments</small>
      </h2>
      {categories.length === 0 ? (
        <p className="quiet">This model was trained before categories were told apart. Train again.</p>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>Category</th>
              <th>{inUse ? 'Issues are scored by' : 'Issues would be scored by'}</th>
              <th className="num">Learned from</th>
              <th className="num">AUC</th>
              <th className="num">Log loss</th>
              <th className="num">Any ticket’s</th>
              <th className="num">Base rate’s</th>
              <th className="num">Calibration error</th>
            </tr>
          </thead>
          <tbody>
            {categories.map(one => (
              <CategoryRow key={one.category} one={one} />
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet definition">
        Learned from: moments that a ticket about the category followed. Log loss: lower is better; “any ticket’s” is
        the loss of the risk of any ticket on tickets about the category. A ticket without a category counts for every
        category.
      </p>
    </section>
  )
}

function CategoryRow({ one: { category, isOwn, why, cases, auc, model, base, any } }: { one: Category }) {
  const loss = (found: { logLoss: number } | null) => (found ? found.logLoss.toFixed(4) : '–')
  return (
    <tr>
      <td>
        <span className="trigger-name">
          <Shape category={category} /> {CATEGORY_WORDS[category]}
        </span>
        {isOwn ? null : <small className="quiet under">{why}</small>}
      </td>
      <td>{isOwn ? 'tickets about it' : 'any ticket'}</td>
      <td className="num">{count(cases)}</td>
      <td className="num">{auc ? `${auc.value.toFixed(3)} (${auc.low.toFixed(3)}–${auc.high.toFixed(3)})` : '–'}</td>
      <td className="num">{loss(model)}</td>
      <td className="num">{loss(any)}</td>
      <td className="num">{loss(base)}</td>
      <td className="num">{model ? percent(model.calibrationError) : '–'}</td>
    </tr>
  )
}
