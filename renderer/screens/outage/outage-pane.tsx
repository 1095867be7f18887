import type { OutageDetail } from '../../../shared/desk/outage.ts'
import { componentTitle } from '../../../shared/desk/outage-text.ts'
import { OUTAGE_LANGUAGES } from '../../../shared/desk/outage-words.ts'
import { languageName } from '../../../shared/intervention/language.ts'
import type { Outcome } from '../../../shared/vocabulary.ts'
import { Key } from '../../parts/keys/key.tsx'
import { count, plural } from '../../parts/number.ts'
import { personZone, relative, stamp } from '../../parts/time.ts'
import { OUTCOME_SHORT } from '../../parts/words.ts'
import { useNow } from '../../state/now.ts'
import { DataAge } from './data-age.tsx'
import {
  comingWords,
  coveredWords,
  messageWords,
  REACH_WORDS,
  reachShares,
  SURE_WORDS,
  worthWords,
} from './outage-words.ts'
import type { OutageActs } from './use-outage.ts'

const STATE_WORDS = { open: 'In progress', over: 'Solved, follow-up open', closed: 'Closed' } as const
/** Rows that are drawn; the call list has all that the answer has. */
const SHOWN = 100

/** Where a person wants to know why. */
const EXPLAINED: ReadonlySet<OutageDetail['list'][number]['notice']> = new Set(['waiting', 'held', 'unsure', 'refused'])

function Shares({ title, reach, empty }: { title: string; reach: OutageDetail['notice']; empty: string }) {
  const shares = reachShares(reach)
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {shares.length === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        <dl className="shares">
          {shares.map(({ key, n, label, tone }) => (
            <div key={key} className={tone}>
              <dd>{count(n)}</dd>
              <dt>{label}</dt>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

function Acts({ detail, acts }: { detail: OutageDetail; acts: OutageActs }) {
  const left = detail.state === 'over' ? detail.toTellOver.length : detail.toTell.length
  return (
    <div className="incident-acts">
      <button type="button" className="btn" onClick={acts.copy}>
        Copy status text <Key of="outage.copy" />
      </button>
      <select
        className="in bit"
        aria-label="Language of the status text"
        value={acts.language}
        onChange={event => {
          const chosen = OUTAGE_LANGUAGES.find(known => known === event.currentTarget.value)
          if (chosen) acts.setLanguage(chosen)
        }}
      >
        {OUTAGE_LANGUAGES.map(language => (
          <option key={language} value={language}>
            {languageName(language)}
          </option>
        ))}
      </select>
      <button type="button" className="btn" onClick={acts.print}>
        Print call list <Key of="outage.print" />
      </button>
      {detail.state === 'open' ? (
        <button type="button" className="btn" onClick={acts.over}>
          End outage <Key of="outage.end" />
        </button>
      ) : null}
      {detail.state === 'closed' ? null : (
        <>
          <button type="button" className="btn" onClick={acts.close}>
            Close <Key of="outage.close" />
          </button>
          <button type="button" className="btn main" aria-disabled={left === 0} onClick={acts.write}>
            {messageWords(detail, left)} <Key of="act.message_all" />
          </button>
        </>
      )}
    </div>
  )
}

function Accounts({ detail }: { detail: OutageDetail }) {
  const now = useNow()
  const zone = personZone()
  return (
    <table className="grid outage-accounts">
      <thead>
        <tr>
          <th>Account</th>
          <th>How sure</th>
          <th>Last used</th>
          <th className="num">Value a month</th>
          <th>Notice</th>
        </tr>
      </thead>
      <tbody>
        {detail.list.slice(0, SHOWN).map(one => (
          <tr key={one.accountId} data-account={one.accountId}>
            <td className="wrap">
              <a className="link" href={`#/queue/${one.issueId ?? `account-${one.accountId}`}`}>
                <bdi>{one.accountName}</bdi>
              </a>
            </td>
            <td>{SURE_WORDS[one.sure]}</td>
            <td className="nowrap">{one.seenAt === null ? 'never named' : relative(one.seenAt, now, zone)}</td>
            <td className="num">{worthWords(one.valueMinor, detail.currency)}</td>
            <td className="wrap">
              {REACH_WORDS[one.notice]}
              {one.why && EXPLAINED.has(one.notice) ? <small className="quiet"> · {one.why}</small> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A declared outage: whom its messages reached, what followed, and each account. */
export function OutagePane({ detail, acts }: { detail: OutageDetail; acts: OutageActs }) {
  const now = useNow()
  const zone = personZone()
  const outcomes = Object.entries(detail.outcomes)
  const progress = comingWords(detail)
  const nobody = progress === null ? 'No account is known to be affected.' : 'None so far.'
  return (
    <article className="outage-pane" aria-label="Outage">
      <header className="incident-head">
        <div>
          <h1>{componentTitle(detail)}</h1>
          <p>
            <b>{STATE_WORDS[detail.state]}</b> · began {stamp(detail.beganAt, now, zone)} · declared by{' '}
            {detail.declaredBy} · {plural(detail.accounts, 'account')}
          </p>
        </div>
        <Acts detail={detail} acts={acts} />
      </header>
      {progress === null ? null : (
        <p className="note" role="status">
          {progress}
        </p>
      )}
      <Shares title="Service notice" reach={detail.notice} empty={nobody} />
      {detail.state === 'open' ? null : (
        <Shares
          title="Service restored"
          reach={detail.over}
          empty="Nobody was told of it, so nobody needs this message."
        />
      )}
      {outcomes.length > 0 ? (
        <section className="card" aria-label="What followed">
          <h2>What followed the notices</h2>
          <p>{outcomes.map(([outcome, n]) => `${count(n)} ${OUTCOME_SHORT[outcome as Outcome]}`).join(' · ')}</p>
        </section>
      ) : null}
      <section className="card" aria-label="Accounts">
        <h2>
          Accounts
          <small>
            {count(detail.sums.certain)} for certain, {count(detail.sums.probable)} probably
            {detail.sums.unknown > 0 ? `, ${count(detail.sums.unknown)} unknown` : ''}
          </small>
        </h2>
        <DataAge />
        {detail.list.length === 0 ? <p className="quiet">{nobody}</p> : <Accounts detail={detail} />}
        {detail.list.length > SHOWN ? <p className="quiet">{coveredWords(SHOWN, detail.accounts)}</p> : null}
      </section>
    </article>
  )
}
