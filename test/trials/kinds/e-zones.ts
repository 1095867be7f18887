import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

/** A contact whose zone is written by another program: the zone that comes in, or none. */
const zoneTrial = (written: string, zone: string | null, source: string, says?: RegExp): Trial => ({
  kind: 'E',
  name: `the time zone “${written}” is ${zone ?? 'unknown and loses nobody'}`,
  source,
  input: written,
  right: [zone],
  ...(says ? { says } : {}),
  run: () =>
    imported(
      {
        files: {
          'accounts.csv': 'account_id,name\nA1,Acme\n',
          'contacts.csv': `contact_id,account_id,name,email,time_zone\nC1,A1,Ada,ada@acme.example,${written}\n`,
        },
      },
      async found => {
        const [account] = await found.client.account.list({})
        const full = account && (await found.client.account.get({ id: account.id }))
        return { got: full?.contacts.map(({ timeZone }) => timeZone), said: wordsOf(found) }
      },
    ),
})

const RAILS = 'Rails, ActiveSupport::TimeZone'
const WINDOWS = 'CLDR, windowsZones'

/** Names of time zones that are no IANA names. */
export const trials: readonly Trial[] = [
  zoneTrial('Eastern Time (US & Canada)', 'America/New_York', RAILS),
  zoneTrial('W. Europe Standard Time', 'Europe/Berlin', WINDOWS),
  zoneTrial('Tokyo Standard Time', 'Asia/Tokyo', WINDOWS),
  zoneTrial('(GMT+10:00) Brisbane', 'Australia/Brisbane', RAILS),
  zoneTrial('Mars/Olympus', null, 'a typing error', /Mars\/Olympus/),
]
