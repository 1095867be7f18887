import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { hostile, hostileText, type Json, written } from './hostile.ts'
import type { Known } from './known.ts'
import { mutated } from './mutate.ts'
import type { Payload } from './payloads.ts'
import type { Pick } from './pick.ts'

const CSV =
  'customer_id,name,email,plan,mrr,created\n1,Acme,a@example.com,pro,"1,200.50",2025-01-02\n2,B,b@example.com,,0,31/12/2024\n'
const ROWS: Json[] = [
  { id: 1, account: 'Acme', kind: 'login', at: '2025-01-02T10:00:00Z', value: 3 },
  { id: 2, account: 'B', kind: 'order', at: 1_735_689_600, tags: ['a', { b: null }] },
]

/** The content of a file that nearly is a table, or is none. */
function contentOf(pick: Pick): { name: string; content: Buffer } {
  const { one, whole } = pick
  const cell = () => written(hostile(pick)).slice(0, 5_000)
  const text = (extension: string, content: string, encoding: BufferEncoding = 'utf8') => ({
    name: `f.${extension}`,
    content: Buffer.from(content, encoding),
  })
  const torn = (content: Buffer) => {
    const copy = Buffer.from(content)
    for (let n = whole(1, 8); n > 0; n--) copy[whole(0, copy.length - 1)] = whole(0, 255)
    return copy.subarray(0, whole(1, copy.length))
  }
  return one([
    () => text('csv', CSV.replace(one(['Acme', '2025-01-02', '1,200.50', 'name', ',pro', '\n']), cell())),
    () => text('csv', CSV + Array.from({ length: whole(1, 30) }, cell).join(one([',', ';', '\t', '\n']))),
    () => text('csv', CSV, one(['utf16le', 'latin1'])),
    () => text('csv', `${Array.from({ length: whole(1, 3_000) }, (_, n) => `c${n}`).join(',')}\n1`),
    () => text('csv', one(['', '\n', '\uFEFF', '"', '""', '"a', ',', '\0', '\r', 'a,b\n"'])),
    () => text('ndjson', ROWS.map(row => written(mutated(row, pick))).join('\n')),
    () => text('json', written(mutated(ROWS, pick))),
    () => text('json', written(mutated({ data: { rows: ROWS } }, pick))),
    () => text('json', JSON.stringify(ROWS).slice(0, whole(0, 120))),
    () => ({ name: 'f.csv.gz', content: torn(gzipSync(CSV)) }),
    () => ({ name: 'f.csv.gz', content: gzipSync(Buffer.concat([Buffer.from(CSV), Buffer.alloc(whole(0, 200_000))])) }),
    () => ({ name: one(['f.csv', 'f.json', 'f.zip', 'f.xlsx', 'f']), content: torn(Buffer.from(CSV.repeat(3))) }),
  ])()
}

/** A file of data at `folder`, and the call that looks at it. */
export function hostileFile(folder: string, pick: Pick): Payload & { file: string } {
  const { name, content } = contentOf(pick)
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, content)
  const answers = pick.one<Json>([
    {},
    {},
    { dateOrder: 'dmy', decimal: 'comma' },
    { header: pick.whole(1, 9) },
    { encoding: 'windows-1252' },
  ])
  const file = content.toString('base64').slice(0, 8_000)
  return { call: 'source.inspect', input: JSON.stringify({ paths: [path], answers }), file }
}

/** A description of a system in the workspace's own folder, and the call that reads it. */
export function hostileManifest(workspace: string, pick: Pick, known: Known): Payload & { file: string } {
  const [folder, call, example] = pick.one([
    ['manifests', 'source.manifests', 'source.checkManifest'],
    ['channels', 'channel.list', 'channel.checkManifest'],
    ['actions', 'action.list', 'channel.checkManifest'],
  ] as const)
  const { manifest } = pick.one(known.examples(example)) as { manifest: Json }
  const content = pick.happens(0.1) ? hostileText(pick) : written(mutated(manifest, pick))
  const path = join(workspace, folder, 'own.json')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return { call, input: '', file: content.slice(0, 8_000) }
}
