import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ToldTicket, TopicCard, TopicProposal, TopicRules } from '../../../shared/predict/ticket-topics.ts'
import { AHEAD, type Engine, useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, percent } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { TICKET_CATEGORY_WORDS } from '../../parts/words.ts'
import { TopicRulesForm } from './topic-rules-form.tsx'

const SHOWN = 8

function Told({ ticket }: { ticket: ToldTicket }) {
  const { topic, category, sureness, toldBy } = ticket
  return (
    <tr>
      <td>
        <bdi>{ticket.subject ?? 'no subject'}</bdi> <span className="quiet">{ticket.accountName}</span>
      </td>
      <td>
        {topic === null ? <span className="quiet">not sure</span> : topic}
        {category ? <span className="quiet"> · {TICKET_CATEGORY_WORDS[category]}</span> : null}
      </td>
      <td className="num">{toldBy === 'tag' ? 'tagged' : sureness === null ? '' : `${percent(sureness)} sure`}</td>
    </tr>
  )
}

function Goodness({ card, inUse }: { card: TopicCard; inUse: boolean }) {
  return (
    <p>
      Learned from {count(card.tickets)} tickets of {count(card.people)} accounts. On tickets that the model had not
      seen, the category was right in <b>{percent(card.accuracy.share)}</b> ({percent(card.accuracy.low)}–
      {percent(card.accuracy.high)}); always saying the most frequent one is right in {percent(card.base)}. It was sure
      enough about {percent(card.sure)} of them, and right in <b>{percent(card.sureAccuracy.share)}</b> of those.
      {inUse
        ? ''
        : card.usable
          ? ' The model is not in use: it must be trained once more.'
          : ' The model is not in use.'}
    </p>
  )
}

function Rules({ rules, proposals, done }: { rules: TopicRules | null; proposals: TopicProposal[]; done: () => void }) {
  const save = useMutation(
    useApi().ticket.setTopics.mutationOptions({
      onSuccess: () => {
        toast('Topics of tickets changed')
        done()
      },
    }),
  )
  return (
    <>
      <TopicRulesForm
        rules={rules}
        proposals={proposals}
        disabled={save.isPending}
        onSave={given => save.mutate({ rules: given })}
      />
      {save.error ? <ErrorNote failure={failureOf(save.error)} /> : null}
    </>
  )
}

const newest = (unsure: boolean) => ({ input: { unsure, limit: SHOWN } })

/** Asks for what the card shows at first. */
export function askTopics({ api: { ticket }, queries }: Engine): void {
  void queries.prefetchQuery({ ...ticket.topics.queryOptions(), ...AHEAD })
  void queries.prefetchQuery({ ...ticket.list.queryOptions(newest(false)), ...AHEAD })
}

/** What tickets are about: which tags count as what, how good the text tells it, and the newest tickets. */
export function TopicsCard() {
  const { ticket } = useApi()
  const [unsure, setUnsure] = useState(false)
  const topics = useQuery(ticket.topics.queryOptions())
  const tickets = useQuery(ticket.list.queryOptions(newest(unsure)))
  const propose = useMutation(ticket.proposeTopics.mutationOptions())
  const classify = useMutation(ticket.classify.mutationOptions())
  if (!topics.data) return topics.error ? <ErrorNote failure={failureOf(topics.error)} /> : null
  const { rules, model, counts } = topics.data
  return (
    <section className="card" aria-label="What tickets are about">
      <h2>
        <span>
          What tickets are about{' '}
          <small>
            {rules
              ? `${count(counts.tag)} tagged · ${count(counts.text)} told by their text · ${count(counts.unsure)} not sure`
              : 'nobody has said which tag is of which category'}
          </small>
        </span>
        <span className="topic-acts">
          <button type="button" className="btn small" disabled={propose.isPending} onClick={() => propose.mutate({})}>
            {propose.isPending ? 'Looking …' : rules ? 'Change tags' : 'Choose tags'}
          </button>
          {rules ? (
            <button
              type="button"
              className="btn small"
              disabled={classify.isPending}
              onClick={() => classify.mutate(undefined)}
            >
              {classify.isPending ? 'Learning …' : 'Learn from tagged tickets'}
            </button>
          ) : null}
        </span>
      </h2>
      <p className="quiet">
        An outcome counts a ticket as a contact unless it is known to be about something else than the issue. A text
        counts from {percent(rules?.level ?? 0.8)} sureness on; below that the ticket may be about anything.
      </p>
      {(propose.error ?? classify.error) ? <ErrorNote failure={failureOf(propose.error ?? classify.error)} /> : null}
      {propose.data ? <Rules rules={rules} proposals={propose.data} done={propose.reset} /> : null}
      {model?.card ? <Goodness card={model.card} inUse={model.inUse} /> : null}
      {model?.unreadable ? (
        <p className="note bad" role="alert">
          The report card of the model cannot be read, so the model is not in use. {model.unreadable} Learn from tagged
          tickets again.
        </p>
      ) : null}
      {tickets.data && (tickets.data.length > 0 || unsure) ? (
        <>
          <table className="topics">
            <thead>
              <tr>
                <th>
                  Newest tickets{' '}
                  <button type="button" className="btn small plain" onClick={() => setUnsure(!unsure)}>
                    {unsure ? 'show all' : 'only not sure'}
                  </button>
                </th>
                <th>Topic</th>
                <th className="num">How it is known</th>
              </tr>
            </thead>
            <tbody>
              {tickets.data.map(one => (
                <Told key={one.id} ticket={one} />
              ))}
            </tbody>
          </table>
          {tickets.data.length === 0 ? <p className="quiet">No ticket is unsure.</p> : null}
        </>
      ) : null}
    </section>
  )
}
