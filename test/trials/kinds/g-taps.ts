import { join } from 'node:path'
import { columnLines } from '../../../main/cli/import/column-lines.ts'
import type { Trial } from '../case.ts'
import { connected, saidIn } from '../connected.ts'
import { allowTap, column, quarantined, type Recorded, recordedTap, told } from '../recorded-tap.ts'

interface TapTrial extends Pick<Trial, 'name' | 'source' | 'input' | 'right' | 'says'> {
  streams: readonly Recorded[]
  mappings: Readonly<Record<string, object | readonly object[]>>
}

/** A trial of a public tap, by what its documentation says that it prints. */
const tapTrial = ({ streams, mappings, ...trial }: TapTrial): Trial => ({
  kind: 'G',
  ...trial,
  run: () =>
    connected(
      {
        kind: 'singer',
        files: { 'tap.mjs': recordedTap(streams) },
        config: dir => ({
          command: process.execPath,
          args: [join(dir, 'tap.mjs')],
          streams: Object.entries(mappings).map(([name, mapping]) => ({ name, mapping })),
        }),
      },
      async source => {
        allowTap(source, join(source.dir, 'tap.mjs'))
        const report = await source.sync()
        return {
          got: await told(source),
          said: [...saidIn([report]), ...report.streams.flatMap(columnLines), ...(await quarantined(source))],
        }
      },
    ),
})

const ZENDESK: readonly Recorded[] = [
  {
    stream: 'organizations',
    key: ['id'],
    schema: {
      id: column.integer,
      name: column.text,
      domain_names: column.list({ type: ['null', 'string'] }),
      created_at: column.date,
      updated_at: column.date,
      deleted_at: column.date,
    },
    rows: [
      {
        id: 7,
        name: 'Nordlys AS',
        domain_names: ['nordlys.example'],
        created_at: '2023-01-09T08:00:00.000000Z',
        deleted_at: null,
      },
    ],
  },
  {
    stream: 'users',
    key: ['id'],
    schema: {
      id: column.integer,
      name: column.text,
      email: column.text,
      role: column.text,
      active: column.flag,
      time_zone: column.text,
      organization_id: column.integer,
      updated_at: column.date,
    },
    rows: [
      {
        id: 71,
        name: 'Kari Nordmann',
        email: 'kari@nordlys.example',
        role: 'end-user',
        active: true,
        time_zone: 'Copenhagen',
        organization_id: 7,
      },
      {
        id: 72,
        name: 'Ola Nordmann',
        email: 'ola at nordlys',
        role: 'end-user',
        active: true,
        time_zone: 'Copenhagen',
        organization_id: 7,
      },
      {
        id: 90,
        name: 'Agent',
        email: 'agent@desk.example',
        role: 'agent',
        active: true,
        time_zone: 'London',
        organization_id: null,
      },
    ],
  },
  {
    stream: 'tickets',
    key: ['id'],
    schema: {
      id: column.integer,
      subject: column.text,
      status: column.text,
      organization_id: column.integer,
      requester_id: column.integer,
      submitter_id: column.integer,
      via: column.object({ channel: column.text }),
      created_at: column.date,
      updated_at: column.date,
      due_at: column.date,
    },
    rows: [
      {
        id: 701,
        subject: 'Parcel',
        status: 'open',
        organization_id: 7,
        requester_id: 71,
        submitter_id: 71,
        via: { channel: 'email' },
        created_at: '2024-05-02T10:00:00.000000Z',
        due_at: null,
      },
      {
        id: 702,
        subject: 'Invoice',
        status: 'closed',
        organization_id: 7,
        requester_id: 71,
        submitter_id: 71,
        via: { channel: 'web' },
        created_at: '2024-04-02T10:00:00.000000Z',
        due_at: null,
      },
    ],
  },
]

const STRIPE: readonly Recorded[] = [
  {
    stream: 'customers',
    key: ['id'],
    schema: { id: column.text, name: column.text, email: column.text, currency: column.text, created: column.date },
    rows: [
      { id: 'cus_1', name: 'Acme', email: 'pay@acme.example', currency: 'eur', created: '2023-03-01T00:00:00.000000Z' },
      { id: 'cus_2', name: 'Kyoto KK', email: null, currency: 'jpy', created: '2023-04-01T00:00:00.000000Z' },
    ],
  },
  {
    stream: 'subscriptions',
    key: ['id'],
    schema: {
      id: column.text,
      customer: column.text,
      status: column.text,
      quantity: column.integer,
      plan: column.object({
        amount: column.integer,
        currency: column.text,
        interval: column.text,
        nickname: column.text,
      }),
      start_date: column.date,
      ended_at: column.date,
      current_period_end: column.date,
    },
    rows: [
      {
        id: 'sub_1',
        customer: 'cus_1',
        status: 'active',
        quantity: 3,
        plan: { amount: 2_500, currency: 'eur', interval: 'month', nickname: 'Team' },
        start_date: '2023-03-01T00:00:00.000000Z',
        ended_at: null,
        current_period_end: '2024-07-01T00:00:00.000000Z',
      },
      {
        id: 'sub_2',
        customer: 'cus_2',
        status: 'active',
        quantity: 1,
        plan: { amount: 12_000, currency: 'jpy', interval: 'month', nickname: 'Solo' },
        start_date: '2023-04-01T00:00:00.000000Z',
        ended_at: null,
        current_period_end: '2024-07-02T00:00:00.000000Z',
      },
      {
        id: 'sub_3',
        customer: 'cus_2',
        status: 'canceled',
        quantity: 1,
        plan: { amount: 900, currency: 'xbt', interval: 'month', nickname: null },
        start_date: '2023-04-01T00:00:00.000000Z',
        ended_at: '2023-05-01T00:00:00.000000Z',
        current_period_end: null,
      },
    ],
  },
]

const HUBSPOT: readonly Recorded[] = [
  {
    stream: 'companies',
    key: ['companyId'],
    schema: {
      companyId: column.integer,
      properties: column.object({
        name: column.object({ value: column.text }),
        domain: column.object({ value: column.text }),
      }),
    },
    rows: [{ companyId: 31, properties: { name: { value: 'Engines Ltd' }, domain: { value: 'engines.example' } } }],
  },
  {
    stream: 'tickets',
    key: ['id'],
    schema: {
      id: column.integer,
      createdAt: column.date,
      archived: column.flag,
      properties: column.object({ subject: column.text, createdate: column.date, hs_pipeline_stage: column.integer }),
      associations: column.object({
        companies: column.object({ results: column.list(column.object({ id: column.integer, type: column.text })) }),
      }),
    },
    rows: [
      {
        id: 501,
        createdAt: '2024-05-03T09:00:00.000000Z',
        archived: false,
        properties: { subject: 'Login', createdate: '2024-05-03T09:00:00.000000Z', hs_pipeline_stage: 1 },
        associations: { companies: { results: [{ id: 31, type: 'ticket_to_company' }] } },
      },
      {
        id: 502,
        createdAt: '2024-05-01T09:00:00.000000Z',
        archived: false,
        properties: { subject: 'Export', createdate: '2024-05-01T09:00:00.000000Z', hs_pipeline_stage: 4 },
        associations: { companies: { results: [{ id: 31, type: 'ticket_to_company' }] } },
      },
      {
        id: 503,
        createdAt: '2024-05-04T09:00:00.000000Z',
        archived: false,
        properties: { subject: 'Nobody’s', createdate: '2024-05-04T09:00:00.000000Z', hs_pipeline_stage: 1 },
        associations: { companies: { results: [] } },
      },
    ],
  },
]

const GITHUB: readonly Recorded[] = [
  {
    stream: 'issues',
    key: ['id'],
    schema: {
      id: column.integer,
      number: column.integer,
      title: column.text,
      state: column.text,
      user: column.object({ login: column.text, id: column.integer }),
      pull_request: column.object({ url: column.text }),
      created_at: column.date,
      closed_at: column.date,
      updated_at: column.date,
      _sdc_repository: column.text,
    },
    rows: [
      {
        id: 9001,
        number: 1,
        title: 'Crash',
        state: 'closed',
        user: { login: 'ada', id: 1 },
        pull_request: null,
        created_at: '2024-05-01T00:00:00.000000Z',
        closed_at: '2024-05-02T00:00:00.000000Z',
        _sdc_repository: 'acme/app',
      },
      {
        id: 9002,
        number: 1,
        title: 'Typing error',
        state: 'open',
        user: { login: 'ada', id: 1 },
        pull_request: null,
        created_at: '2024-05-03T00:00:00.000000Z',
        closed_at: null,
        _sdc_repository: 'acme/docs',
      },
      {
        id: 9003,
        number: 2,
        title: 'Mend it',
        state: 'open',
        user: { login: 'grace', id: 2 },
        pull_request: { url: 'https://git.example/2' },
        created_at: '2024-05-03T00:00:00.000000Z',
        closed_at: null,
        _sdc_repository: 'acme/app',
      },
    ],
  },
]

/** Public taps through the whole path, by what their schemas say that they print. */
export const trials: readonly Trial[] = [
  tapTrial({
    name: 'tap-zendesk: organisations, end users and tickets come in; what does not fit is named',
    source: 'https://github.com/singer-io/tap-zendesk, schemas',
    input: 'organizations, users, tickets',
    streams: ZENDESK,
    mappings: {
      organizations: { record: 'account', id: 'id', name: 'name', domain: 'domain_names[0]', deleted: 'deleted_at' },
      users: {
        record: 'contact',
        when: "role == 'end-user'",
        id: 'id',
        account: 'organization_id',
        name: 'name',
        email: 'email',
        timeZone: 'time_zone',
      },
      tickets: {
        record: 'object',
        kind: 'ticket',
        id: 'id',
        account: 'organization_id',
        state: 'status',
        openedAt: 'created_at',
        author: "submitter_id == requester_id && 'customer' || 'agent'",
        properties: { subject: 'subject' },
      },
    },
    right: {
      7: {
        name: 'Nordlys AS',
        people: ['kari@nordlys.example Europe/Copenhagen', 'Europe/Copenhagen'],
        happened: ['2024-04-02 Ticket opened 702', '2024-04-02 Ticket solved 702', '2024-05-02 Ticket opened 701'],
      },
    },
    says: /users: email: partly read .*“ola at nordlys”.*kept without these values/,
  }),
  tapTrial({
    name: 'tap-stripe: amounts are minor units of their own currency',
    source: 'https://github.com/singer-io/tap-stripe, schemas',
    input: 'customers, subscriptions in euros, yen and something that is no currency',
    streams: STRIPE,
    mappings: {
      customers: { record: 'account', id: 'id', name: 'name', email: 'email', signedUpAt: 'created' },
      subscriptions: [
        {
          record: 'object',
          kind: 'subscription',
          id: 'id',
          account: 'customer',
          state: 'status',
          openedAt: 'start_date',
          closedAt: 'ended_at',
          dueAt: 'current_period_end',
          amount: { path: 'plan.amount * quantity', unit: 'minor', currencyPath: 'plan.currency' },
        },
        {
          record: 'account',
          id: 'customer',
          when: "status == 'active'",
          plan: 'plan.nickname',
          mrr: { path: 'plan.amount * quantity', unit: 'minor', currencyPath: 'plan.currency' },
        },
      ],
    },
    right: {
      cus_1: { name: 'Acme', mrr: '7500 EUR', people: [], happened: ['2023-03-01 Subscription began sub_1 · €75'] },
      cus_2: {
        name: 'Kyoto KK',
        mrr: '12000 JPY',
        people: [],
        happened: ['2023-04-01 Subscription began sub_2 · ¥12,000'],
      },
    },
    says: /subscriptions: “xbt” at “plan\.currency” is not a currency/,
  }),
  tapTrial({
    name: 'tap-hubspot: tickets belong to the company that they are associated with',
    source: 'https://github.com/singer-io/tap-hubspot, schemas',
    input: 'companies, tickets of stages 1 and 4, one without a company',
    streams: HUBSPOT,
    mappings: {
      companies: {
        record: 'account',
        id: 'companyId',
        name: 'properties.name.value',
        domain: 'properties.domain.value',
      },
      tickets: {
        record: 'object',
        kind: 'ticket',
        id: 'id',
        account: 'associations.companies.results[0].id',
        deleted: 'archived',
        state: { path: 'properties.hs_pipeline_stage', map: { '4': 'closed', '*': 'open' } },
        openedAt: 'properties.createdate || createdAt',
        properties: { subject: 'properties.subject' },
      },
    },
    right: {
      31: {
        name: 'Engines Ltd',
        people: [],
        happened: ['2024-05-01 Ticket opened 502', '2024-05-01 Ticket solved 502', '2024-05-03 Ticket opened 501'],
      },
    },
    says: /tickets: The account is missing/,
  }),
  tapTrial({
    name: 'tap-github: issues of two repositories stay apart, and pull requests are none',
    source: 'https://github.com/singer-io/tap-github, schemas',
    input: 'issue 1 of two repositories, a pull request',
    streams: GITHUB,
    mappings: {
      issues: [
        { record: 'account', id: 'user.login', when: '!pull_request' },
        {
          record: 'object',
          kind: 'ticket',
          when: '!pull_request',
          id: { join: ['_sdc_repository', 'number'] },
          account: 'user.login',
          state: 'state',
          openedAt: 'created_at',
          closedAt: 'closed_at',
          properties: { subject: 'title' },
        },
      ],
    },
    right: {
      ada: {
        name: 'ada',
        people: [],
        happened: [
          '2024-05-01 Ticket opened acme/app|1',
          '2024-05-02 Ticket solved acme/app|1',
          '2024-05-03 Ticket opened acme/docs|1',
        ],
      },
    },
  }),
]
