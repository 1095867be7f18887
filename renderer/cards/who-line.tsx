import type { Account } from '../../shared/model/account.ts'
import { formatMoney } from '../../shared/money.ts'
import { personZone, placeTime, weekdayDate } from '../parts/time.ts'
import { useCopyLink } from '../state/follow-link.ts'
import { OwnerEdit } from './owner-edit.tsx'

interface Props {
  account: Account
  now: number
  claimedBy: string | null
  /** The page of the account shows this: what “Copy link” leads to. What the queue shows where nothing is said. */
  link?: { kind: 'account'; id: number }
}

/** The account in a line: plan, revenue, renewal, local time, owner. */
export function WhoLine({ account, now, claimedBy, link }: Props) {
  const copyLink = useCopyLink(link)
  const { plan, mrrMinor, currency, renewsAt, timeZone, owner, churnedAt } = account
  const money = mrrMinor !== null && currency ? `${formatMoney({ minor: mrrMinor, currency })} / month` : null
  const zone = timeZone ?? account.contacts.find(contact => contact.timeZone)?.timeZone ?? null
  const renewal =
    renewsAt === null ? null : `${renewsAt < now ? 'Renewed' : 'Renews'} ${weekdayDate(renewsAt, now, personZone())}`
  return (
    <div className="who">
      <b>
        <bdi>{account.name}</bdi>
      </b>
      {plan || money ? <span>{[plan, money].filter(Boolean).join(' · ')}</span> : null}
      {churnedAt !== null && churnedAt <= now ? (
        <span className="bad">Churned {weekdayDate(churnedAt, now, personZone())}</span>
      ) : renewal ? (
        <span>{renewal}</span>
      ) : null}
      {zone ? <span>{placeTime(zone, now)}</span> : null}
      {link ? (
        <span className="who-owner">
          <OwnerEdit account={account} />
        </span>
      ) : owner ? (
        <span>Owner {owner}</span>
      ) : null}
      {claimedBy ? <span>Claimed by {claimedBy}</span> : null}
      <button type="button" className="link" onClick={copyLink}>
        Copy link
      </button>
    </div>
  )
}
