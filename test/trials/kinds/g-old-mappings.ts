import type { Trial } from '../case.ts'
import { connected } from '../connected.ts'

/** Settings as the first versions wrote them: one mapping, columns only, an account by `by`, ids by `columns`. */
const OLD = {
  accounts: {
    record: 'account',
    id: { field: 'account_id', type: 'text' },
    name: { field: 'name', type: 'text' },
    mrr: { field: 'mrr', type: 'money', currency: 'EUR' },
    signedUpAt: { field: 'joined', type: 'date', format: 'dd.mm.yyyy' },
    properties: { seats: { field: 'seats', type: 'integer' } },
  },
  tickets: {
    record: 'object',
    kind: 'ticket',
    id: { field: 'ticket_id', type: 'text' },
    account: { by: 'id', field: 'account_id' },
    state: { field: 'closed', type: 'text', map: { '': 'open', '*': 'closed' } },
    openedAt: { field: 'opened', type: 'date', format: 'iso' },
    closedAt: { field: 'closed', type: 'date', format: 'iso' },
    properties: {},
  },
  notes: {
    record: 'event',
    id: { columns: ['ticket_id', 'at'] },
    account: { by: 'object', kind: 'ticket', field: 'ticket_id' },
    kind: { const: 'note' },
    at: { field: 'at', type: 'date', format: 'unix_s' },
    properties: {},
  },
}
const FILES = {
  'accounts.csv': 'account_id,name,mrr,joined,seats\nA1,Ada,12.50,31.12.2023,3\n',
  'tickets.csv': 'ticket_id,account_id,opened,closed\nT1,A1,2024-05-01,\nT2,A1,2024-05-01,2024-05-03\n',
  'notes.csv': 'ticket_id,at\nT1,1714550400\nT1,1714554000\n',
}

/** What worked in an old workspace goes on working. */
export const trials: readonly Trial[] = [
  {
    kind: 'G',
    name: 'settings that the first versions wrote are read as they are',
    source: 'a workspace of before',
    input: 'accounts, tickets by account, notes by ticket and two columns as id',
    right: {
      account: ['Ada', '1250 EUR', '2023-12-31', 3],
      told: [
        'Note 2024-05-01T08:00',
        'Note 2024-05-01T09:00',
        'Ticket opened 2024-05-01T00:00',
        'Ticket opened 2024-05-01T00:00',
        'Ticket solved 2024-05-03T00:00',
      ],
    },
    run: () =>
      connected(
        {
          kind: 'files',
          files: FILES,
          config: dir => ({
            streams: Object.entries(OLD).map(([name, mapping]) => ({ name, path: `${dir}/${name}.csv`, mapping })),
          }),
        },
        async source => {
          await source.sync()
          const [first] = await source.client.account.list({ limit: 10 })
          const account = await source.client.account.get({ id: first?.id ?? 0 })
          const { entries } = await source.client.account.timeline({ id: account.id })
          const day = new Date(account.signedUpAt ?? 0).toISOString().slice(0, 10)
          return {
            got: {
              account: [account.name, `${account.mrrMinor} ${account.currency}`, day, account.properties.seats],
              told: entries.map(({ title, at }) => `${title} ${new Date(at).toISOString().slice(0, 16)}`).sort(),
            },
            said: [],
          }
        },
      ),
  },
]
