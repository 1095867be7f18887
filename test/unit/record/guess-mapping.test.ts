import { describe, expect, it } from 'vitest'
import { takenFor } from '../../../main/cli/import/taken-for.ts'
import { guessColumns } from '../../../main/record/guess.ts'
import { noProposal, proposeStream } from '../../../main/record/propose.ts'
import { type Mapping, type Mappings, ownMapping } from '../../../shared/source/mapping.ts'
import { mappingSchema } from '../../../shared/source/record-mapping.ts'

/** The mapping proposed for a file of this name, given as lines. */
const proposed = (name: string, ...lines: string[]): Mappings | undefined => {
  const [header = [], ...rows] = lines.map(line => line.split(','))
  return proposeStream(name, guessColumns(header, rows))?.mapping
}
/** The same of what the row is before all. */
const propose = (name: string, ...lines: string[]): Mapping | undefined => {
  const found = proposed(name, ...lines)
  return found && ownMapping(found)
}
const date = (field: string) => ({ field, type: 'date', format: 'iso' })
const text = (field: string) => ({ field, type: 'text' })

describe('the proposed mapping', () => {
  it('of accounts', () => {
    expect(
      propose(
        'ravenstack_accounts.csv',
        'account_id,account_name,industry,country,signup_date,referral_source,plan_tier,seats,is_trial,churn_flag',
        'A-1,Company_0,EdTech,US,2024-10-16,partner,Basic,9,False,True',
      ),
    ).toEqual({
      record: 'account',
      id: text('account_id'),
      name: text('account_name'),
      plan: text('plan_tier'),
      country: text('country'),
      signedUpAt: date('signup_date'),
      properties: {
        industry: text('industry'),
        referral_source: text('referral_source'),
        seats: { field: 'seats', type: 'integer' },
        is_trial: { field: 'is_trial', type: 'boolean' },
        churn_flag: { field: 'churn_flag', type: 'boolean' },
      },
    })
  })

  it('of a file that has one undated row for each account, whatever it is called', () => {
    const rows = ['customerID,gender,tenure', '7590-VHVEG,Female,1', '5575-GNVDE,Male,34']
    expect(propose('telco.csv', ...rows)).toEqual({
      record: 'account',
      id: text('customerID'),
      properties: { gender: text('gender'), tenure: { field: 'tenure', type: 'integer' } },
    })
    expect(propose('telco.csv', ...rows, '5575-GNVDE,Male,35')).toBeUndefined()
  })

  it('of accounts that left: with a date they are kept, without one they are none any longer', () => {
    const rows = ['A-1,Acme,False,', 'A-2,Birch,True,2024-03-04']
    const dated = propose('accounts.csv', 'account_id,account_name,is_deleted,churned_at', ...rows)
    expect(dated).toMatchObject({ churnedAt: date('churned_at') })
    expect(dated).not.toHaveProperty('deleted')
    const flagged = propose('accounts.csv', 'account_id,account_name,is_deleted', 'A-1,Acme,False', 'A-2,Birch,True')
    expect(flagged).toMatchObject({ deleted: { field: 'is_deleted' } })
    expect(flagged).not.toHaveProperty('churnedAt')
  })

  it('of accounts whose id is called id, so that the company is the name', () => {
    expect(propose('customers.csv', 'company,id,plan', 'Ada Ltd,1,Pro', 'Bob,2,Pro')).toMatchObject({
      record: 'account',
      id: text('id'),
      name: text('company'),
    })
  })

  it('of companies with an address: the name beside theirs is that of the person', () => {
    const rows = ['Ada Ltd,a@shop.example,Ada Byron', 'Bob Inc,b@shop.example,Bob Ray']
    expect(proposed('customers.csv', 'company,email,contact_name', ...rows)).toMatchObject([
      { record: 'account', id: text('company'), name: text('company') },
      { record: 'contact', account: text('company'), name: text('contact_name') },
    ])
    // Without an address there is nobody to write to, and the company is still not called after its person.
    const unreachable = ['Ada Ltd,Ada Byron', 'Bob Inc,Bob Ray']
    expect(propose('customers.csv', 'company,contact_name', ...unreachable)).toMatchObject({
      id: text('company'),
      name: text('company'),
      properties: { contact_name: text('contact_name') },
    })
    const codes = ['A1,a@shop.example,Ada Byron', 'B2,b@shop.example,Bob Ray']
    const [own, person] = proposed('customers.csv', 'account_id,email,contact_name', ...codes) as Mapping[]
    expect(own).toMatchObject({ record: 'account', id: text('account_id'), properties: {} })
    expect(own).not.toHaveProperty('name')
    expect(person).toMatchObject({ record: 'contact', name: text('contact_name') })
    // Nothing says that a full name is that of somebody else.
    expect(proposed('customers.csv', 'account_id,email,full_name', ...codes)).toMatchObject([
      { record: 'account', name: text('full_name') },
      { record: 'contact' },
    ])
  })

  it('of subscriptions: state and end from one column, price as money', () => {
    expect(
      propose(
        'subscriptions.csv',
        'subscription_id,account_id,start_date,end_date,plan_tier,mrr_amount',
        'S-1,A-1,2023-12-23,2024-04-12,Pro,2786',
        'S-2,A-1,2023-12-24,,Pro,0',
      ),
    ).toEqual({
      record: 'object',
      kind: 'subscription',
      id: text('subscription_id'),
      account: { field: 'account_id' },
      state: { ...text('end_date'), map: { '': 'active', '*': 'ended' } },
      openedAt: date('start_date'),
      closedAt: date('end_date'),
      properties: { plan_tier: text('plan_tier'), mrr_amount: { field: 'mrr_amount', type: 'integer' } },
    })
  })

  it.for(['status_changed_at', 'state_since', 'Last status update', 'statusDate', 'changed_status_on'])(
    'of shipments: since when they are in their state, from “%s”',
    since => {
      const mapping = propose(
        'shipments.csv',
        `shipment_id,account_id,status,opened_on,${since},delivered_at,due_on`,
        'P-1,A-1,in_transit,2024-11-01,2024-11-03 10:00:00,,2024-11-09',
        'P-2,A-1,delivered,2024-11-01,2024-11-04 11:00:00,2024-11-04 11:00:00,2024-11-09',
      )
      expect(mapping).toMatchObject({
        state: text('status'),
        stateSince: date(since),
        openedAt: date('opened_on'),
        closedAt: date('delivered_at'),
        dueAt: date('due_on'),
      })
    },
  )

  it('of usage: the account through its subscription', () => {
    expect(
      propose(
        'feature_usage.csv',
        'usage_id,subscription_id,usage_date,feature_name,usage_count,usage_duration_secs,error_count,is_beta_feature',
        'U-1,S-1,2023-07-27,feature_20,9,5004,0,False',
      ),
    ).toEqual({
      record: 'event',
      id: text('usage_id'),
      account: { object: 'subscription', id: { field: 'subscription_id' } },
      kind: { const: 'feature_used' },
      at: date('usage_date'),
      value: { field: 'usage_count', type: 'integer' },
      properties: {
        feature_name: text('feature_name'),
        usage_duration_secs: { field: 'usage_duration_secs', type: 'integer' },
        error_count: { field: 'error_count', type: 'integer' },
        is_beta_feature: { field: 'is_beta_feature', type: 'boolean' },
      },
    })
  })

  it('of tickets', () => {
    expect(
      propose(
        'support_tickets.csv',
        'ticket_id,account_id,submitted_at,closed_at,priority,satisfaction_score',
        'T-1,A-1,2023-07-27,2023-07-28 03:00:00,high,4.0',
      ),
    ).toEqual({
      record: 'object',
      kind: 'ticket',
      id: text('ticket_id'),
      account: { field: 'account_id' },
      state: { ...text('closed_at'), map: { '': 'open', '*': 'closed' } },
      openedAt: date('submitted_at'),
      closedAt: date('closed_at'),
      properties: { priority: text('priority'), satisfaction_score: { field: 'satisfaction_score', type: 'number' } },
    })
  })

  it.each([
    ['words', 'False', 'True'],
    ['bits', '0', '1'],
  ])('of tickets: the state from a flag in %s where no other column tells it', (_, no, yes) => {
    const head = 'ticket_id,account_id,opened_at,is_closed'
    const rows = (...more: string[]) => [`T-1,A-1,2023-07-27${more[0]},${no}`, `T-2,A-2,2023-07-28${more[1]},${yes}`]
    const flag = propose('tickets.csv', head, ...rows('', ''))
    expect(flag).toMatchObject({ state: { ...text('is_closed'), map: { '': 'open', [no]: 'open', [yes]: 'closed' } } })
    const stated = propose('tickets.csv', head.replace('opened_at', 'opened_at,status'), ...rows(',open', ',closed'))
    expect(stated).toMatchObject({ state: text('status') })
    const ended = propose('tickets.csv', head.replace('opened_at', 'opened_at,closed_at'), ...rows(',', ',2023-07-29'))
    expect(ended).toMatchObject({ state: { ...text('closed_at'), map: { '': 'open', '*': 'closed' } } })
  })

  it('of tickets: the state from a flag that says the opposite, where nothing else tells it', () => {
    const rows = (...more: string[]) => [`T-1,A-1,2023-07-27${more[0]},yes`, `T-2,A-2,2023-07-28${more[1]},no`]
    const state = (head: string, ...more: string[]) =>
      propose('tickets.csv', `ticket_id,account_id,opened_at${head},is_open`, ...rows(...more))
    const open = { is_open: { field: 'is_open', type: 'boolean' } }
    const map = { '': 'open', yes: 'open', no: 'closed' }
    expect(state('', '', '')).toMatchObject({ state: { ...text('is_open'), map }, properties: {} })
    expect(state(',status', ',open', ',closed')).toMatchObject({ state: text('status'), properties: open })
    expect(state(',is_closed', ',no', ',yes')).toMatchObject({ state: text('is_closed'), properties: open })
  })

  it('of tickets: no state from a column that is called like a flag and is none', () => {
    const rows = ['T-1,A-1,2023-07-27,twice', 'T-2,A-2,2023-07-28,never']
    expect(propose('tickets.csv', 'ticket_id,account_id,opened_at,is_closed', ...rows)).not.toHaveProperty('state')
  })

  it('of orders: over as soon as one of several ends has a date', () => {
    const mapping = propose(
      'orders.csv',
      'order_id,account_id,placed_at,delivered_at,cancelled_at',
      'O-1,A-1,2024-01-02,2024-01-05,',
      'O-2,A-1,2024-01-03,,2024-01-04',
      'O-3,A-2,2024-01-03,,',
    )
    expect(mapping).toMatchObject({ closedAt: { first: [date('cancelled_at'), date('delivered_at')] } })
    expect(mapping?.record === 'object' && mapping.state).toMatchObject({
      first: [{ field: 'cancelled_at' }, { field: 'delivered_at' }],
    })
  })

  it('of churn', () => {
    expect(
      propose('churn_events.csv', 'churn_event_id,account_id,churn_date,reason_code', 'C-1,A-1,2024-10-27,pricing'),
    ).toEqual({
      record: 'event',
      id: text('churn_event_id'),
      account: { field: 'account_id' },
      kind: { const: 'churn' },
      at: date('churn_date'),
      properties: { reason_code: text('reason_code') },
    })
  })

  it('of contacts, whose address is their id where they have no other', () => {
    expect(propose('contacts.csv', 'account_id,name,email,time_zone', 'A-1,Ada,ada@x.example,Europe/Berlin')).toEqual({
      record: 'contact',
      id: text('email'),
      account: { field: 'account_id' },
      name: text('name'),
      email: text('email'),
      timeZone: text('time_zone'),
      properties: {},
    })
  })

  it.each([
    ['sign-ins.csv', 'login'],
    ['user_logons.csv', 'login'],
    ['member-activity.csv', 'activity'],
    ['Log Ins.csv', 'login'],
    ['check-ins.csv', 'check_in'],
    ['member-check-ins.csv', 'check_in'],
    ['portal-sign-ins.csv', 'login'],
    ['failed-sign-ins.csv', 'login_failed'],
    ['portal_logins_failed.csv', 'login_failed'],
    ['failed payments.csv', 'payment_failed'],
    ['failed-check-ins.csv', 'check_in_failed'],
    ['page-views.csv', 'view'],
  ])('calls what happens in %s %s', (file, kind) => {
    expect(propose(file, 'id,customer_id,at', '1,A-1,2024-10-27T10:00:00Z')).toMatchObject({ kind: { const: kind } })
  })

  it('of anything else that is dated and names an account: an event', () => {
    expect(propose('logins.csv', 'id,customer_id,logged_in_at,device', '1,A-1,2024-10-27T10:00:00Z,phone')).toEqual({
      record: 'event',
      id: text('id'),
      account: { field: 'customer_id' },
      kind: { const: 'login' },
      at: date('logged_in_at'),
      properties: { device: text('device') },
    })
  })

  it('of what happens an event, also where its rows have addresses, and without a moment the people', () => {
    const [head, row] = ['customer_id,email,seen_at', 'A-1,ada@a.example,2024-10-27T10:00:00Z']
    expect(propose('logins.csv', head, row)).toMatchObject({ record: 'event', kind: { const: 'login' } })
    expect(propose('user_visits.csv', head, row)).toMatchObject({ record: 'event', kind: { const: 'visit' } })
    expect(propose('users.csv', head, row)).toMatchObject({ record: 'contact' })
    expect(propose('user_visits.csv', 'customer_id,email', 'A-1,ada@a.example')).toMatchObject({ record: 'contact' })
  })

  it('is none where no column names an account', () => {
    expect(propose('weather.csv', 'day,rain', '2024-10-27,3')).toBeUndefined()
  })

  it('of a file that is called like a kind of event, though it names an object too', () => {
    const rows = [
      'id,account_id,failed_at,reason,processor',
      'f-1,A-1,2026-03-10T08:00:00Z,processor_unavailable,Stripe',
      'f-2,A-1,2026-03-10T08:10:00Z,processor_unavailable,Stripe',
    ]
    const events = {
      record: 'event',
      id: text('id'),
      account: { field: 'account_id' },
      kind: { const: 'payment_failed' },
      at: date('failed_at'),
      properties: { reason: text('reason'), processor: text('processor') },
    }
    expect(propose('payment_failed.csv', ...rows)).toEqual(events)
    expect(propose('exports/payments-failed-*.csv', ...rows)).toEqual(events)
    expect(takenFor(mappingSchema.parse(events))).toBe('events (payment_failed), dated by failed_at')
    // The file has said already what they are: a column `type` is a property of it.
    const typed = propose('payment_failed.csv', 'id,account_id,failed_at,type', 'f-1,A-1,2026-03-10,card')
    expect(typed).toMatchObject({ kind: { const: 'payment_failed' }, properties: { type: text('type') } })
    // What begins and ends, or has a state, is an object whatever it is called; and other names are no events.
    expect(propose('payment_failed.csv', 'id,account_id,failed_at,status', 'f-1,A-1,2026-03-10,open')).toMatchObject({
      record: 'object',
    })
    const payments = propose('payments.csv', ...rows)
    expect(takenFor(mappingSchema.parse(payments))).toBe('objects (payment), no date')
  })

  it('of people: contacts by the name of the file, or by a column of addresses', () => {
    const rows = ['id,account_id,phone', '1,A-1,555', '2,A-1,556']
    expect(propose('users.csv', ...rows)).toMatchObject({ record: 'contact', id: text('id') })
    expect(propose('team.csv', 'id,account_id,E-Mail', '1,A-1,a@x.example')).toMatchObject({
      record: 'contact',
      email: text('E-Mail'),
    })
    // Without a column for the account they are nobody's.
    expect(propose('users.csv', 'id,phone', '1,555')).toBeUndefined()
  })

  it('of accounts in a file of any name: one row each, with a name', () => {
    const rows = ['customer_id,customer_name,joined,plan', 'C-1,Ada Ltd,2024-01-02,Pro', 'C-2,Bob,2024-01-03,Pro']
    expect(propose('list.csv', ...rows)).toMatchObject({ record: 'account', id: text('customer_id') })
    // The same account twice, or another thing in front, is something that happened to it.
    expect(propose('list.csv', ...rows, 'C-2,Bob,2024-01-04,Pro')).toMatchObject({ record: 'event' })
    expect(propose('list.csv', 'row,customer_id,customer_name,joined', '1,C-1,Ada,2024-01-02')).toMatchObject({
      record: 'event',
      kind: { const: 'list' },
    })
    // A dated row is an event; without an id, what it says is what names it.
    expect(propose('list.csv', 'customer_id,seen_on,n', 'C-1,2024-01-02,1')).toMatchObject({
      record: 'event',
      id: { content: [{ field: 'customer_id' }, { field: 'seen_on' }, { field: 'n' }] },
    })
  })

  it('under the name of its file: without folders, endings and what changes from file to file', () => {
    const named = (path: string) => {
      const [header = '', row = ''] = ['id,account_id,at', '1,A-1,2024-01-02']
      return proposeStream(path, guessColumns(header.split(','), [row.split(',')]))?.name
    }
    expect(named('a/b\\c/logins-2024.csv')).toBe('logins-2024')
    expect(named('logins-*.csv.gz')).toBe('logins')
    expect(named('*.csv')).toBe('*')
  })

  it('of events named after their file, in the singular', () => {
    const kind = (file: string) => {
      const mapping = propose(`${file}.csv`, 'id,account_id,at', '1,A-1,2024-01-02')
      return mapping?.record === 'event' ? mapping.kind : mapping?.record
    }
    expect(['entries', 'calls', 'access', 'web_visits'].map(kind)).toEqual([
      { const: 'entry' },
      { const: 'call' },
      { const: 'access' },
      { const: 'visit' },
    ])
  })

  it('of events whose own column names their kind, where the file does not', () => {
    const rows = ['id,account_id,at,event', '1,A-1,2024-01-02,opened', '2,A-1,2024-01-02,opened']
    expect(propose('log.csv', ...rows)).toMatchObject({ kind: text('event') })
    // One word alone is no kind of event that anything knows.
    expect(propose('login.csv', ...rows)).toMatchObject({ kind: text('event') })
  })

  it('of what belongs to an object: the account behind its id, unless that is the row itself', () => {
    expect(propose('visits.csv', 'order_id,subscription_id,at', 'O-1,S-1,2024-01-02')).toMatchObject({
      account: { object: 'subscription', id: { field: 'subscription_id' } },
    })
    expect(propose('visits.csv', 'order_id,at', 'O-1,2024-01-02')).toBeUndefined()
  })

  it('by an id: its own column, else one of distinct values that is called like an id, else its content', () => {
    const id = (columns: string, ...rows: string[]) => {
      const mapping = propose('visits.csv', `account_id,${columns},at`, ...rows.map(row => `A-1,${row},2024-01-02`))
      return typeof mapping?.id === 'object' && 'field' in mapping.id ? mapping.id.field : mapping?.id
    }
    expect(id('page,visit_no,uuid', '/a,1,u1', '/b,2,u2')).toBe('uuid')
    expect(id('page,visit_no', '/a,1', '/b,2')).toBe('visit_no')
    // What is different in these rows may well come twice in the next file, so what the row says as a whole names it.
    const content = (...columns: string[]) => ({ content: ['account_id', ...columns].map(field => ({ field })) })
    expect(id('page,visit_no', '/a,1', '/b,1')).toEqual(content('page', 'visit_no', 'at'))
    expect(id('device_id,word', 'd1,x', 'd2,y')).toEqual(content('device_id', 'word', 'at'))
  })

  it('of money in the currency that its column names', () => {
    const amount = (column: string) => {
      const mapping = propose('orders.csv', `order_id,account_id,${column}`, 'O-1,A-1,12')
      return mapping?.record === 'object' && mapping.amount
    }
    expect(amount('amount_eur')).toEqual({ field: 'amount_eur', type: 'money', currency: 'EUR' })
    // Nobody says in which currency they are.
    expect(amount('total')).toBeUndefined()
    expect(amount('total_dollars')).toBeUndefined()
    expect(amount('total_euros')).toEqual({ field: 'total_euros', type: 'money', currency: 'EUR' })
    expect(propose('orders.csv', 'order_id,account_id,total,currency', 'O-1,A-1,12,JPY')).toMatchObject({
      amount: { field: 'total', type: 'money', currencyField: 'currency' },
    })
  })

  it('of an end that no row has reached yet: still a date, written like the beginning', () => {
    const rows = (end: string) =>
      propose('tickets.csv', 'ticket_id,account_id,opened_at,closed_at', `T-1,A-1,31/12/2024,${end}`)
    const written = (field: string) => ({ field, type: 'date', format: 'dd/mm/yyyy' })
    expect(rows('')).toMatchObject({ openedAt: written('opened_at'), closedAt: written('closed_at') })
    expect(rows('')).toMatchObject({ state: { map: { '': 'open' } } })
    expect(rows('2025-01-01')).toMatchObject({ closedAt: date('closed_at') })
  })

  it('has no key for what was not found: null would erase', () => {
    const found = propose('tickets.csv', 'ticket_id,account_id,opened_at', 'T-1,A-1,2024-01-01') ?? {}
    expect(Object.entries(found).filter(([, ref]) => ref === undefined || ref === null)).toEqual([])
  })

  it('keeps what nobody took under a plain name, or its own where that leaves nothing', () => {
    const mapping = propose('visits.csv', 'id,account_id,at,Seen By,***', '1,A-1,2024-01-02,me,x')
    expect(mapping?.properties).toEqual({ seen_by: text('Seen By'), '***': text('***') })
  })

  it('of accounts with addresses: the account, and the person behind it, under an id of a space of its own', () => {
    const lines = ['id,name,email,tz', '1,Ada Ltd,ada@example.com,Europe/Rome', '2,Bob,bob@example.com,Asia/Tokyo']
    expect(proposed('customers.csv', ...lines)).toEqual([
      expect.objectContaining({ record: 'account', id: text('id'), email: text('email') }),
      {
        record: 'contact',
        id: { id: text('id'), space: 'account' },
        account: text('id'),
        email: text('email'),
        timeZone: text('tz'),
        properties: {},
      },
    ])
    expect(proposed('customers.csv', 'id,name', '1,Ada Ltd', '2,Bob')).toMatchObject({ record: 'account' })
  })

  it('of accounts without an id: by an address or a name that is different in every row, and by nothing else', () => {
    const id = (header: string, ...rows: string[]) => propose('customers.csv', header, ...rows)?.id
    expect(id('plan,name,email', 'Pro,Ada,a@x.example', 'Pro,Ada,b@x.example')).toEqual(text('email'))
    expect(id('plan,name,email', 'Pro,Ada,a@x.example', 'Pro,Bob,')).toEqual(text('name'))
    expect(id('plan,country', 'Pro,US', 'Pro,US', 'Basic,DE')).toBeUndefined()
    expect(id('plan,name', 'Pro,Ada', 'Basic,Ada')).toBeUndefined()
    expect(id('plan,phone_number', 'Pro,123', 'Basic,456')).toBeUndefined()
  })

  it('says which column it lacks', () => {
    const why = (path: string, header: string, row: string) =>
      noProposal(path, guessColumns(header.split(','), [row.split(',')]))
    const neither = 'No account column or no date column was found. Choose them yourself.'
    expect(why('a/customers.csv', 'plan,country', 'Pro,US')).toMatch(/No column names each account/)
    expect(why('a/customers.csv', 'plan', 'Pro')).toMatch(/No column names each account/)
    expect(noProposal('a/customers.csv', [])).toBe(neither)
    expect(why('tickets.csv', 'subject,created_at', 'x,2024-01-02')).toBe(
      'No account column was found. Choose it yourself.',
    )
    expect(why('tickets.csv', 'account_id,created_at', 'A,2024-01-02')).toMatch(/No column names each row/)
    expect(why('tickets.csv', 'account_id,subject', 'A,x')).toBe(neither)
    // A column called like the account that holds yes and no names none, though somebody may see one in it.
    expect(why('tickets.csv', 'customer,created_at', 'yes,2024-01-02')).toBe(neither)
    expect(why('weather.csv', 'rain', '3')).toBe(neither)
  })

  it('of a file whose name ends in a number, or is one', () => {
    const order = 'order_id,account_id,created_at'
    expect(propose('orders2024.csv', order, 'O-1,A-1,2024-01-02')).toMatchObject({ record: 'object', kind: 'order' })
    expect(propose('2024.csv', 'account_id,at', 'A-1,2024-01-02')).toMatchObject({
      record: 'event',
      kind: { const: '2024' },
    })
  })

  it('of columns in other languages, and of columns that share a prefix', () => {
    expect(propose('Kunden.csv', 'Kundennummer,Firma,Land,Vertragsbeginn', 'K1,Ada GmbH,DE,2024-01-02')).toMatchObject({
      record: 'account',
      id: text('Kundennummer'),
      name: text('Firma'),
      country: text('Land'),
      signedUpAt: date('Vertragsbeginn'),
    })
    expect(propose('x.csv', 'customers.id,customers.company', 'K1,Ada GmbH', 'K2,Bob')).toBeUndefined()
    expect(propose('customers.csv', 'customers.id,customers.company', 'K1,Ada', 'K2,Bob')).toMatchObject({
      id: text('customers.id'),
      name: text('customers.company'),
    })
  })

  it.for([
    ['total_items,currency', '3,EUR'],
    ['total_tax,currency', '3,EUR'],
    ['amount_of_boxes,currency', '3,EUR'],
    ['order_total_weight_eur,status', '3,open'],
  ])('takes no count and no part of the whole for an amount: %s', ([columns, cells]) => {
    expect(propose('orders.csv', `order_id,account_id,${columns}`, `O-1,A-1,${cells}`)).not.toHaveProperty('amount')
  })

  it('of amounts in minor units, and of amounts that name their own currencies', () => {
    expect(propose('accounts.csv', 'account_id,mrr_cents,currency', 'A,100,USD')).toMatchObject({
      mrr: { field: 'mrr_cents', type: 'money', currencyField: 'currency', unit: 'minor' },
    })
    expect(propose('accounts.csv', 'account_id,mrr', 'A,€100', 'B,₹100')).toMatchObject({
      mrr: { field: 'mrr', type: 'money', currencyField: 'mrr' },
    })
    expect(propose('accounts.csv', 'account_id,monthly_active_users,currency', 'A,100,USD')).not.toHaveProperty('mrr')
  })

  it.for([
    ['consent', 'true', undefined],
    ['opt_in', '1', 'true'],
    ['Unsubscribed from Emails', 'true', 'false'],
    ['opted_out', '1', 'false'],
  ])('of consent: %s %s', ([head, cell, turned]) => {
    const found = propose('contacts.csv', `contact_id,account_id,${head}`, `1,A,${cell}`, `2,A,${cell}`)
    const consent = found?.record === 'contact' ? found.consent : undefined
    expect(consent).toMatchObject(
      turned === undefined ? { field: head, type: 'boolean' } : { map: { [cell ?? '']: turned } },
    )
  })

  it('of moments: no duration, no plan for an end, and the day with its time', () => {
    const order = 'order_id,account_id,status,created_at'
    expect(
      propose('orders.csv', `${order},paid_at,promised_delivery_at`, 'O,A,open,2024-01-02,2024-01-02,2024-02-03'),
    ).toMatchObject({
      dueAt: date('promised_delivery_at'),
      properties: { paid_at: date('paid_at') },
    })
    expect(
      propose('accounts.csv', 'account_id,last_renewal_date,churn_risk_date', 'A,2024-01-02,2024-01-02'),
    ).toMatchObject({
      properties: { last_renewal_date: date('last_renewal_date'), churn_risk_date: date('churn_risk_date') },
    })
    expect(propose('log.csv', 'account_id,date,time', 'A,2024-01-02,10:30')).toMatchObject({
      at: { path: `join(' ', ["date", "time"][?@])`, type: 'date', format: 'ymd' },
    })
    expect(propose('usage.csv', 'account_id,watch_time', 'A,45123')).toBeUndefined()
  })

  it('is none where no column can be the id', () => {
    expect(propose('tickets.csv', 'account_id', 'A-1')).toBeUndefined()
    expect(propose('contacts.csv', 'account_id', 'A-1')).toBeUndefined()
    expect(propose('accounts.csv', '', 'x')).toBeUndefined()
  })
})

it('a column’s head may be a whole page: what a mapping cannot name is left out, and the rest is cut to a name', () => {
  const [sentence, page] = ['how satisfied are you '.repeat(15), 'x'.repeat(501)]
  const found = propose('accounts.csv', `account_id,account_name,${sentence}1,${sentence}2,${page}`, 'A-1,Acme,5,4,3')
  expect(mappingSchema.safeParse(found).success).toBe(true)
  const names = Object.keys(found?.properties ?? {})
  expect(names).toHaveLength(2)
  expect(names.every(name => name.length <= 200 && name.startsWith('how_satisfied'))).toBe(true)
})
