import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { useNow } from '../../state/now.ts'
import { DriversCard, GoodCard, LearnedCard, ReliabilityCard, TrainingsCard, UnknownCard } from './cards.tsx'
import { CategoryCards } from './category-card.tsx'
import { DriftCard } from './drift-card.tsx'
import { findingOf, shownCard, unreadableWords } from './model-words.ts'
import { Retrain } from './retrain.tsx'
import { TriggerCardsCard } from './trigger-cards.tsx'
import './model.css'

/** What the model learned from, how good it is, what drives it and what it does not know. */
export function ModelScreen() {
  const list = useQuery(useApi().model.list.queryOptions())
  const now = useNow()
  const kept = list.data && shownCard(list.data)
  const found = kept && findingOf(kept)
  const unreadable = list.data ? unreadableWords(list.data) : null
  return (
    <div className="page">
      <div className="inner stack">
        {kept ? null : <h1 className="sr">Model</h1>}
        {list.error ? <ErrorNote failure={failureOf(list.error)} /> : null}
        {list.isPending ? <BarRows rows={8} /> : null}
        {unreadable ? (
          <ErrorNote
            failure={{ kind: 'corrupt', ...unreadable, todo: 'Train again to get a new model with a report card.' }}
          >
            {kept === null ? <Retrain days={7} isFirst /> : null}
          </ErrorNote>
        ) : null}
        {kept === null && !unreadable ? (
          <Empty title="No model yet" acts={<Retrain days={7} isFirst />}>
            Issues are ranked by base rates: how often past firings of their triggers were followed by trouble. A model
            learns from your own tickets and departures, and is used only where it is better than the base rate.
          </Empty>
        ) : null}
        {kept === null ? <TriggerCardsCard /> : null}
        {unreadable && !kept && list.data ? <TrainingsCard cards={list.data} now={now} /> : null}
        {kept && found && list.data ? (
          <>
            <header className="model-top">
              <div>
                <h1>{found.sentence}</h1>
                <p className="quiet">{found.consequence}</p>
              </div>
              <Retrain key={kept.id} days={kept.card.horizonDays} isFirst={false} />
            </header>
            <div className="model-grid">
              <GoodCard card={kept.card} />
              <ReliabilityCard card={kept.card} />
              <LearnedCard kept={kept} now={now} />
              <UnknownCard card={kept.card} />
            </div>
            <CategoryCards kept={kept} />
            <DriversCard card={kept.card} />
            {kept.inUse ? <DriftCard key={kept.id} /> : null}
            <TriggerCardsCard />
            <TrainingsCard cards={list.data} now={now} />
          </>
        ) : null}
      </div>
    </div>
  )
}
