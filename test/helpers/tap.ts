import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

/**
 * A Singer tap of a small shop, as taps are: reads `--config`, `--catalog` and `--state`, discovers, prints SCHEMA, RECORD
 * and STATE. Its rows are in a JSON file; `behave` makes it misbehave.
 */
interface Config {
  data: string
  api_key?: string
  behave?: string
  /** Where it notes what a test wants to know of it. */
  note?: string
}

const { values } = parseArgs({
  options: {
    config: { type: 'string', default: '' },
    catalog: { type: 'string' },
    state: { type: 'string' },
    discover: { type: 'boolean', default: false },
  },
})
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const config = read(values.config) as Config
const print = (message: unknown) => process.stdout.write(`${JSON.stringify(message)}\n`)
const types = (names: readonly string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map(name => [name, typeOf(name)])),
})
const typeOf = (name: string) => {
  if (name === 'contact') return { type: ['null', 'object'], properties: { email: { type: ['null', 'string'] } } }
  return name.endsWith('_at') ? { type: 'string', format: 'date-time' } : { type: ['null', 'string'] }
}
const STREAMS: Record<string, string[]> = {
  customers: ['id', 'name', 'contact', 'updated_at'],
  orders: ['id', 'customer_id', 'status', 'due', 'updated_at'],
}

if (config.api_key !== 'k3y/for+the=tap') {
  process.stderr.write(`CRITICAL 401 for https://shop.example/?key=${encodeURIComponent(config.api_key ?? '')}\n`)
  process.exit(3)
}
if (values.discover) {
  process.stdout.write('{"level": "info", "message": "discovering"}\n')
  const streams = Object.entries(STREAMS).map(([name, columns]) => ({
    tap_stream_id: `shop-${name}`,
    stream: name,
    schema: types(columns),
    metadata: [{ breadcrumb: [], metadata: { 'table-key-properties': ['id'] } }],
  }))
  print({ streams })
  process.exit(0)
}

interface Entry {
  stream: string
  metadata: { breadcrumb: string[]; metadata: { selected?: boolean } }[]
}
type Row = Record<string, unknown> & { updated_at: string }

const catalog = values.catalog ? (read(values.catalog) as { streams: Entry[] }) : null
const chosen = Object.keys(STREAMS).filter(
  name =>
    catalog?.streams.find(({ stream }) => stream === name)?.metadata.find(({ breadcrumb }) => breadcrumb.length === 0)
      ?.metadata.selected ?? catalog === null,
)
const state = values.state ? (read(values.state) as { bookmarks: Record<string, string>; nanos: unknown }) : null
const rows = read(config.data) as Record<string, Row[]>
if (config.note)
  writeFileSync(
    config.note,
    JSON.stringify({
      chosen,
      state: values.state ? readFileSync(values.state, 'utf8') : null,
      config: values.config,
      environment: Object.keys(process.env),
    }),
  )

const write = (line: string) =>
  new Promise<void>(done => {
    if (process.stdout.write(line)) done()
    else process.stdout.once('drain', done)
  })

process.stderr.write('INFO starting sync\n')
let printed = 0
for (const name of chosen) {
  const since = state?.bookmarks[name] ?? ''
  print({ type: 'SCHEMA', stream: name, schema: types(STREAMS[name] ?? []), key_properties: ['id'] })
  print({ type: 'ACTIVATE_VERSION', stream: name, version: 1 })
  for (const row of (rows[name] ?? []).filter(({ updated_at }) => updated_at >= since)) {
    await write(`${JSON.stringify({ type: 'RECORD', stream: name, record: row, version: 1 })}\n`)
    printed++
    // Numbers that JavaScript cannot hold are nothing special to a tap in another language.
    if (printed % 10 === 0)
      await write(
        `{"type":"STATE","value":{"bookmarks":{"${name}":"${row.updated_at}"},"nanos":1732060800123456789}}\n`,
      )
    await misbehave(printed)
  }
  await write(`{"type": "STATE", "value": {"bookmarks": {"${name}": "${rows[name]?.at(-1)?.updated_at ?? since}"}}}\n`)
}

async function misbehave(n: number): Promise<void> {
  const [how, at] = (config.behave ?? '').split('@')
  if (n !== Number(at ?? 0)) return
  switch (how) {
    case 'die':
      process.stderr.write(`Traceback (most recent call last)\nKeyError: token ${config.api_key}\n`)
      process.exit(1)
      break
    case 'hang':
      if (config.note) writeFileSync(config.note, JSON.stringify({ hangs: true }))
      await new Promise(done => setTimeout(done, 3_600_000))
      break
    case 'junk':
      await write(`DEBUG talking to ${config.api_key}\n[1,2]\n{"type":"RECORD","stream":"orders"}\n\n`)
      break
    case 'batch':
      print({ type: 'BATCH', stream: 'orders', manifest: [] })
      break
    case 'child': {
      // A child that would live on, ignoring what it is asked.
      const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setTimeout(() => {}, 3600000)'])
      if (config.note) writeFileSync(config.note, JSON.stringify({ child: child.pid, tap: process.pid }))
      await new Promise(done => setTimeout(done, 3_600_000))
      break
    }
    case 'flood':
      for (let i = 0; i < 400_000; i++) {
        await write(
          `${JSON.stringify({ type: 'RECORD', stream: 'orders', record: { id: `F-${i}`, customer_id: 'C-1' } })}\n`,
        )
        if (config.note && i % 1_000 === 0) writeFileSync(config.note, String(i))
      }
  }
}
